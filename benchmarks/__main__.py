"""`python -m benchmarks`: prints what each page costs; ends with 1 when one is larger or makes more statements than it may.

`--full`: on as many posts as the budgets speak of, which takes some minutes more to fill in. `--search`: only the search, on as many.

Times are shown as ratios to the bare page of the same run and judged by the reader: they are no test's business.
DATABASE_URL, when set, must name an empty database that may be filled; otherwise SQLite in a temporary folder.
"""

import argparse
import os
import sys
import tempfile
from pathlib import Path

MEMBERS = 2000
POSTS, ALL_POSTS = 20_000, 100_000
EVENTS, HISTORY = 10_000, 100_000
REGISTRATIONS = 2000
RESOURCES = 5000


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="What each page costs.")
    parser.add_argument(
        "--full",
        action="store_true",
        help=f"on {ALL_POSTS} posts instead of {POSTS}, and the month again with {HISTORY} events behind it",
    )
    parser.add_argument("--search", action="store_true", help=f"the search alone, on {ALL_POSTS} posts")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="intranet-bench-") as folder:
        os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.settings"
        os.environ["VAR_DIR"] = folder
        os.environ.setdefault("DATABASE_URL", f"sqlite:///{Path(folder) / 'bench.sqlite3'}")
        return bench(full=asked.full, search=asked.search)


def bench(*, full: bool, search: bool) -> int:
    import django  # noqa: PLC0415 - the settings are chosen first

    django.setup()
    from benchmarks.report import Size, report, report_of_searching  # noqa: PLC0415 - as above

    if search:
        return report_of_searching(Size(MEMBERS, ALL_POSTS, EVENTS, REGISTRATIONS, RESOURCES))
    return report(Size(MEMBERS, ALL_POSTS if full else POSTS, EVENTS, REGISTRATIONS, RESOURCES, HISTORY if full else 0))


if __name__ == "__main__":
    sys.exit(main())
