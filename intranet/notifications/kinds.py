"""What the site tells people about. Apps register their kinds in `AppConfig.ready`; nothing here knows them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Model, QuerySet

from intranet.notifications.enums import Frequency

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

    from intranet.members.models import User


@dataclass(frozen=True)
class Happening:
    """What a line or a mail tells: the newest target, what it is about, who did it, and how many there are of them."""

    target: Any
    about: Any
    actor: "User | None"
    count: int = 1


@dataclass(frozen=True)
class Offer:
    """What a mail lets its reader do by a signed link (`intranet.links`), beside reading on: a button's words and its address.

    `instead`: what it lets them do rather than that, where they are asked for a yes or a no.
    """

    label: "StrPromise | str"
    url: str
    instead: "Offer | None" = None


def _address_of(target: Any) -> str:
    url: str = target.get_absolute_url()
    return url


def _everybody(_person: "User") -> bool:
    return True


def _no_words(_target: Any) -> str:
    return ""


def _no_offer(_target: Any, _person: "User") -> Offer | None:
    return None


@dataclass(frozen=True)
class Kind:
    """One thing that one may be told, and how the preferences name it.

    `model` is the target's. `visible_to(person)` gives the targets that the person may see now; what is not in it is
    neither shown nor mailed, whenever it was noted. `recipients_who_see(people, target)` turns it round, for a kind that
    tells many at once: those of `people` (`with_standing`) who may see the target, in one statement. `line(happening)` is
    the sentence; `url(target)` the exact place; `excerpt(target)` the words that a mail quotes, in plain text; `subject`
    the mail's, without one the sentence: the same for all that folds, mail programs keep them together. `offer(target,
    person)` is what its mail lets the person do at once. `mail` and `site` hold for those who chose nothing.
    `concerns(person)`: whether the preferences offer it to somebody like them. `mailed_apart`: its mail is a stream of its own,
    which its section sends to those whose preference says so (yes: `NOW`, or no); only what the site shows is noted.
    """

    name: str
    label: "StrPromise | str"
    section: "StrPromise | str"
    icon: str
    model: type[Model]
    visible_to: Callable[["User"], "QuerySet[Any]"]
    line: Callable[[Happening], str]
    url: Callable[[Any], str] = _address_of
    excerpt: Callable[[Any], str] = _no_words
    subject: Callable[[Happening], str] | None = None
    offer: "Callable[[Any, User], Offer | None]" = _no_offer
    recipients_who_see: "Callable[[QuerySet[User], Any], QuerySet[User]] | None" = None
    site: Frequency = Frequency.NOW
    mail: Frequency = Frequency.DAILY
    can_be_switched_off: bool = True
    concerns: Callable[["User"], bool] = _everybody
    mailed_apart: bool = False


_kinds: dict[str, Kind] = {}


def register_kind(kind: Kind) -> None:
    """Raises ValueError when another kind has the name."""
    if _kinds.setdefault(kind.name, kind) != kind:
        msg = f"There is a kind of notification {kind.name!r} already."
        raise ValueError(msg)


def find_kind(name: str) -> Kind | None:
    """None for a kind that no app registers any more: its notifications are not shown."""
    return _kinds.get(name)


def kind_named(name: str) -> Kind:
    """Raises LookupError for a kind that no app has registered."""
    kind = find_kind(name)
    if kind is None:
        msg = f"No app has registered the kind of notification {name!r}."
        raise LookupError(msg)
    return kind


def registered_kinds() -> list[Kind]:
    """In the order of their registration, which is that of the floors of the house."""
    return list(_kinds.values())
