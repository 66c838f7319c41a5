"""What sections know about their mails: whether one may still go, and what is to be done when its fate is known."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

    from intranet.outbox.models import Message

Variants = dict[str, tuple[str, dict[str, Any]]]


def _always(_message: "Message") -> bool:
    return True


def _never(_message: "Message") -> bool:
    return False


def _nothing(_message: "Message") -> None:
    return None


@dataclass(frozen=True)
class MailKind:
    """A kind of mail, named after its templates.

    `may_go(message)` is asked right before sending: a no suppresses it. `is_held(message)`, asked before that: a yes puts it
    aside until `outbox.domain.release_held`. `settled(message)` is told once it is sent,
    failed for good or suppressed. `sample()` gives the context of a preview with invented data, `variants()` those of
    other previews of it, by a name for the address, each with its label. `label` is for those who look after the outbox; `is_open` lets them read what it says, which is only for mails that never tell of a group.
    """

    name: str
    may_go: Callable[["Message"], bool] = _always
    settled: Callable[["Message"], None] = _nothing
    sample: Callable[[], dict[str, Any]] | None = None
    label: "StrPromise | str" = ""
    is_open: bool = False
    variants: Callable[[], "Variants"] | None = None
    is_held: Callable[["Message"], bool] = _never

    def __str__(self) -> str:
        return str(self.label) or self.name


_kinds: dict[str, MailKind] = {}


def register_mail(
    name: str,
    *,
    may_go: Callable[["Message"], bool] = _always,
    settled: Callable[["Message"], None] = _nothing,
    sample: Callable[[], dict[str, Any]] | None = None,
    label: "StrPromise | str" = "",
    is_open: bool = False,
    variants: Callable[[], "Variants"] | None = None,
    is_held: Callable[["Message"], bool] = _never,
) -> None:
    """Say what there is to know about the mails `name`, from `AppConfig.ready`. Raises ValueError when it is taken."""
    if name in _kinds:
        msg = f"There is a kind of mail {name!r} already."
        raise ValueError(msg)
    _kinds[name] = MailKind(name, may_go, settled, sample, label, is_open, variants, is_held)


def mail_kind(name: str) -> MailKind:
    """The kind; one that nobody has registered may always go."""
    return _kinds.get(name, MailKind(name))


def mail_kinds() -> list[MailKind]:
    return [_kinds[name] for name in sorted(_kinds)]
