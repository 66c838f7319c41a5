"""Announcing something again: what a new event takes from another one, but for its dates."""

from typing import Any

from agenda.forms.events import CONTACT, MANY, PLACE
from agenda.models import Event
from agenda.rules import can_join
from intranet.members.models import User

AS_IT_IS = (
    *("title", "summary", *PLACE, "kind", "visibility", "audience", "body", "other_organisers"),
    *(*CONTACT, "for_circular"),
)


def copied(event: Event, *, reader: User) -> dict[str, Any]:
    """What `reader`, who sees `event`, begins the form with."""
    given = {name: getattr(event, name) for name in AS_IT_IS}
    given |= {name: list(getattr(event, name).all()) for name in MANY}
    if not can_join(reader, event):
        del given["join_url"]
    return given


def copied_event(event: Event | None) -> Event:
    """The new event, with the programme of `event` when it says more than lines can."""
    programme = event.programme.get_prep_value() if event else []
    return Event(programme=programme)  # type: ignore[no-untyped-call]  # modelcluster's
