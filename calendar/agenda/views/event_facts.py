"""Who organises an event, what is to be read of it, and what became of it, as its page tells."""

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from agenda.change_words import details_of, sentence_of
from agenda.enums import ChangeKind, EventVisibility, MaterialKind
from agenda.models import Event, Material
from intranet.members.models import Organisation

MOST_CHANGES = 20


class Name(NamedTuple):
    """`url` is empty where the reader does not go."""

    label: str
    url: str = ""


class Happened(NamedTuple):
    """One change, in words."""

    at: datetime
    sentence: str
    details: list[str]


class Shelf(NamedTuple):
    """The materials of one kind."""

    label: str
    materials: list[Material]


# What stays of a meeting comes before what was read for it.
SHELVES = (MaterialKind.MINUTES, MaterialKind.RECORDING, MaterialKind.SLIDES, MaterialKind.DOCUMENT)


def organisers_of(event: Event, *, links: bool) -> list[Name]:
    """The council or agent and the group, then those that help. One statement.

    A private group is named where its readers alone look, whatever was said before it was private.
    """
    names = [organisation_name(event.organisation, links=links)] if event.organisation else []
    group = event.group
    if group is not None and (not group.is_private or event.visibility == EventVisibility.GROUP):
        names.append(Name(group.name, group.get_absolute_url() if links else ""))
    return [*names, *helpers_of(event, links=links)]


def helpers_of(event: Event, *, links: bool) -> Iterator[Name]:
    for organisation in event.co_organisers.all():
        yield organisation_name(organisation, links=links)
    if event.other_organisers:
        yield Name(event.other_organisers)


def organisation_name(organisation: Organisation, *, links: bool) -> Name:
    is_there = links and organisation.is_present
    return Name(organisation.full_name, organisation.get_absolute_url() if is_there else "")


def materials_of(event: Event) -> list[Shelf]:
    """By kind; kinds without any are left out. One statement."""
    found = list(event.materials.all())
    shelves = (Shelf(str(kind.label), [one for one in found if one.kind == kind]) for kind in SHELVES)
    return [shelf for shelf in shelves if shelf.materials]


def history_of(event: Event) -> list[Happened]:
    """What happened to it since it was announced, the latest first. One statement."""
    changes = list(event.changes.select_related("occurrence")[:MOST_CHANGES])
    if all(change.kind == ChangeKind.ANNOUNCED for change in changes):
        return []
    for change in changes:
        change.event = event
        if change.occurrence is not None:
            change.occurrence.event = event
    return [Happened(change.at, sentence_of(change), details_of(change)) for change in changes]
