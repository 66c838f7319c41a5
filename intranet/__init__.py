"""The site: settings, addresses, and what every section shares.

Importing it puts the source root `calendar/` on the path, so that `agenda` is importable. That folder is not a package:
it would shadow the standard library's calendar (docs/decisions/0001).
"""

import sys
from pathlib import Path

CALENDAR_ROOT = str(Path(__file__).resolve().parent.parent / "calendar")

if CALENDAR_ROOT not in sys.path:
    sys.path.append(CALENDAR_ROOT)
