"""What of the notifications that wait for a mail may still be told to their recipient, at this moment."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType

from intranet.members.models import User
from intranet.notifications.domain.preferences import Choices, choices_of, way_among
from intranet.notifications.enums import Channel, Frequency
from intranet.notifications.kinds import Happening, Kind, find_kind
from intranet.notifications.models import Mute, Notification

AT_ONCE = 500  # keys in one statement


@dataclass(frozen=True)
class Item:
    """What folds into one sentence: a kind, and all that happened of it to one thing. `newest` is what the mail quotes.

    `told` are all the notifications in it, the newest first.
    """

    kind: Kind
    newest: Notification
    happening: Happening
    told: tuple[Notification, ...]
    # Whether it is the choice for the group that lets it through: then that is the one to take back.
    by_group: bool = False

    @property
    def text(self) -> str:
        return str(self.kind.line(self.happening))


def unread(rows: Sequence[Notification]) -> list[Notification]:
    return [row for row in rows if row.read_at is None]


def items_of(person: User, waiting: Sequence[Notification]) -> list[Item]:
    """Newest first. Leaves out what was muted or switched off, and what the person may no longer see.

    `person` as of now (`with_standing`). Two statements, and a few for each kind among `waiting`.
    """
    if not person.standing.has_access:
        return []
    choices = choices_of(person)
    muted = set(Mute.objects.filter(person=person).values_list("about_type", "about_id"))
    wanted = [
        row
        for row in waiting
        if (is_fixed(row) or (row.about_type_id, row.about_id) not in muted)
        and mail_wanted(row, choices) != Frequency.NEVER
    ]
    by_kind: dict[str, list[Notification]] = {}
    for row in wanted:
        by_kind.setdefault(row.kind, []).append(row)
    items = [item for name, rows in by_kind.items() for item in items_of_kind(person, find_kind(name), rows, choices)]
    return sorted(items, key=lambda item: (item.newest.created_at, item.newest.pk), reverse=True)


def is_fixed(row: Notification) -> bool:
    """Whether it is told whatever was chosen."""
    kind = find_kind(row.kind)
    return kind is not None and not kind.can_be_switched_off


def mail_wanted(row: Notification, choices: Choices) -> Frequency:
    """How the recipient, who chose so, wants a mail of it now. Of a kind that is gone, never."""
    kind = find_kind(row.kind)
    return way_among(choices, kind, row.group_id).mail if kind else Frequency.NEVER


def items_of_kind(person: User, kind: Kind | None, rows: list[Notification], choices: Choices) -> Iterator[Item]:
    if kind is None:
        return
    model_type = ContentType.objects.get_for_model(kind.model)
    targets = visible_targets(person, kind, [row.target_id for row in rows if row.target_type_id == model_type.pk])
    folds: dict[str, list[Notification]] = {}
    for row in sorted(rows, key=lambda row: (row.created_at, row.pk), reverse=True):
        # A thing that is gone has nothing left to tell of.
        if row.target_id in targets and row.about is not None:
            folds.setdefault(row.fold, []).append(row)
    for told in folds.values():
        newest = told[0]
        happening = Happening(targets[newest.target_id], newest.about, newest.actor, len(told))
        by_group = kind.can_be_switched_off and ("", newest.group_id, Channel.MAIL) in choices and bool(newest.group_id)
        yield Item(kind, newest, happening, tuple(told), by_group)


def visible_targets(person: User, kind: Kind, ids: list[int]) -> dict[int, Any]:
    """Those of `ids` that are still there and open to `person`, by key."""
    found = {}
    for start in range(0, len(ids), AT_ONCE):
        for target in kind.visible_to(person).filter(pk__in=ids[start : start + AT_ONCE]):
            found[target.pk] = target
    return found
