"""What a person wants to hear no more about, as they may know it today."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from django.contrib.contenttypes.models import ContentType
from django.utils.text import capfirst

from intranet.members.models import User
from intranet.notifications.kinds import registered_kinds
from intranet.notifications.models import Mute


@dataclass(frozen=True)
class MutedThing:
    """`pk` is that of the muting; without `url` the person may no longer see the thing, and reads only what kind it was."""

    pk: int
    since: datetime
    label: str
    url: str


def muted_things(person: User) -> list[MutedThing]:
    """The latest first. As many statements as there are kinds of things, and one."""
    mutes = list(Mute.objects.filter(person=person).order_by("-since", "-pk"))
    ids: dict[int, set[int]] = defaultdict(set)
    for mute in mutes:
        ids[mute.about_type_id].add(mute.about_id)
    seen = {type_id: seen_by(person, type_id, keys) for type_id, keys in ids.items()}
    return [thing_of(mute, seen[mute.about_type_id].get(mute.about_id)) for mute in mutes]


def seen_by(person: User, type_id: int, keys: set[int]) -> dict[int, tuple[str, str]]:
    """The name and the address of those things of one type that some kind lets `person` see. No kind is asked in vain."""
    model, seen = ContentType.objects.get_for_id(type_id).model_class(), dict[int, tuple[str, str]]()
    for kind in registered_kinds():
        if kind.model is model and (wanted := keys - seen.keys()):
            seen |= {thing.pk: (str(thing), kind.url(thing)) for thing in kind.visible_to(person).filter(pk__in=wanted)}
    return seen


def thing_of(mute: Mute, seen: tuple[str, str] | None) -> MutedThing:
    if seen is not None:
        return MutedThing(mute.pk, mute.since, *seen)
    model = ContentType.objects.get_for_id(mute.about_type_id).model_class()
    kind = str(capfirst(model._meta.verbose_name)) if model else ""  # noqa: SLF001 - Django's public name
    return MutedThing(mute.pk, mute.since, kind, "")


def unmute_thing(person: User, pk: int) -> bool:
    """Hear of it again; whether the muting was there and theirs."""
    deleted, _by_model = Mute.objects.filter(person=person, pk=pk).delete()
    return bool(deleted)
