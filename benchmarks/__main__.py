"""`python -m benchmarks`: prints what each page costs; ends with 1 when one makes more statements than its budget.

Times are shown as ratios to the bare page of the same run and judged by the reader: they are no test's business.
DATABASE_URL, when set, must name an empty database that may be filled; otherwise SQLite in a temporary folder.
"""

import os
import sys
import tempfile
from pathlib import Path

MEMBERS = 2000


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="intranet-bench-") as folder:
        os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.settings"
        os.environ["VAR_DIR"] = folder
        os.environ.setdefault("DATABASE_URL", f"sqlite:///{Path(folder) / 'bench.sqlite3'}")
        return bench()


def bench() -> int:
    import django  # noqa: PLC0415 - the settings are chosen first

    django.setup()
    from benchmarks.report import report  # noqa: PLC0415 - as above

    return report(MEMBERS)


if __name__ == "__main__":
    sys.exit(main())
