"""What other sections keep about a person, for the file that everyone can take along of their own data."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from intranet.members.models import User

Builder = Callable[["User"], Any]
_builders: dict[str, Builder] = {}


def register_export(name: str, build: Builder) -> None:
    """Have `build(person)` asked for what goes under `name` in the file: plain values, with dates in ISO 8601.

    From `AppConfig.ready`. Raises ValueError when the name is taken.
    """
    if _builders.setdefault(name, build) != build:
        msg = f"There is something named {name!r} in the export already."
        raise ValueError(msg)


def registered_exports(person: "User") -> dict[str, Any]:
    return {name: build(person) for name, build in _builders.items()}
