"""The data files of the demo, read as they are written: tables as CSV, texts as TOML."""

import csv
import tomllib
from importlib.resources import files
from typing import Any

DATA = files("intranet.demo") / "data"


def rows(name: str) -> list[dict[str, str]]:
    """The lines of a table, each by the names of its first line."""
    return list(csv.DictReader((DATA / f"{name}.csv").read_text(encoding="utf-8").splitlines()))


def texts(name: str) -> dict[str, Any]:
    return tomllib.loads((DATA / f"{name}.toml").read_text(encoding="utf-8"))


def number(cell: str) -> int | None:
    return int(cell) if cell else None
