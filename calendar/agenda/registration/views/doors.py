"""The way to a desk: by the event, or by one of its dates. What one may not see is not there."""

from datetime import date
from typing import TYPE_CHECKING

from django.http import Http404, HttpRequest

from agenda.models import Event, Occurrence
from agenda.registration.domain.desks import desk_of
from agenda.registration.models import Registration, RegistrationDesk
from agenda.views.doors import event_or_404, kept_event_or_404, occurrence_or_404

if TYPE_CHECKING:
    from intranet.members.views.requests import PersonRequest


def desk_or_404(request: HttpRequest, pk: int, day: date | None = None) -> RegistrationDesk:
    """For those who see the event. At most four statements."""
    return desk_at(event_or_404(request, pk), day)


def kept_desk_or_404(request: "PersonRequest", pk: int, day: date | None = None) -> RegistrationDesk:
    """For its organisers. At most three statements."""
    return desk_at(kept_event_or_404(request, pk), day)


def desk_at(event: Event, day: date | None) -> RegistrationDesk:
    """That of the date, or of the event for each of its dates: `desk.address` is where it is at home."""
    desk = desk_of(event, date_at(event, day))
    if desk is None:
        raise Http404
    return desk


def date_at(event: Event, day: date | None) -> Occurrence | None:
    if day is None:
        return None
    found = occurrence_or_404(event, day)
    found.event = event
    return found


def registration_or_404(desk: RegistrationDesk, pk: int) -> Registration:
    """One of this desk's, for its organisers."""
    rows = Registration.objects.filter(desk=desk).select_related("person", "organisation", "registered_by")
    found = rows.filter(pk=pk).first() if pk < 2**63 else None
    if found is None:
        raise Http404
    found.desk = desk
    return found
