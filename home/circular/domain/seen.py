"""What somebody had before them of an entry when they decided on it: what others have done since is not undone unseen."""

from dataclasses import dataclass
from typing import Self

from home.circular.domain.locking import ChangedMeanwhileError
from home.circular.models import CircularEntry
from intranet.members.models import User
from repository.keys import key_in


@dataclass(frozen=True)
class Seen:
    """`place`: whether it was in the circular, and where (`CircularEntry.place`)."""

    version: int
    place: str

    @classmethod
    def read(cls, stamp: str) -> Self | None:
        """From `CircularEntry.stamp`, as a button sends it; None when it is none."""
        version, _point, place = stamp.partition(".")
        number = key_in(version)
        return None if number is None or not place else cls(number, place)

    @property
    def state(self) -> str:
        return self.place.partition(".")[0]

    @property
    def shelf(self) -> str:
        return shelf_of(self.place)


def shelf_of(place: str) -> str:
    """Its state and section, without where it stands among the others: that changes whenever one of those is moved."""
    return place.rpartition(".")[0]


def check_seen(
    entry: CircularEntry,
    seen: Seen | None,
    *,
    by: User,
    wanted: str = "",
    with_words: bool = False,
    with_turn: bool = False,
) -> None:
    """Within the lock. `wanted`: the state that it is to have; `with_words`: one decides on what it says as well; `with_turn`: on its turn.

    Raises ChangedMeanwhileError when it has been decided on or moved since, unless `by` has done just this: who presses twice.
    """
    if seen is None:
        return
    stands = seen.place == entry.place if with_turn else seen.shelf == shelf_of(entry.place)
    if stands and (not with_words or seen.version == entry.version):
        return
    if not (wanted == entry.state and entry.decided_by_id == by.pk):
        raise ChangedMeanwhileError(entry)
