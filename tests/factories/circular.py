"""Circulars and their entries, as the domain keeps them."""

from datetime import date, datetime, timedelta
from itertools import count

from django.utils import timezone

from home.circular.domain.months import month_after, title_of, usual_deadline
from home.circular.enums import CircularState, EntryState
from home.circular.models import CircularEntry, CircularIndexPage, CircularPage
from tests.factories.members import a_member

_number = count(1)


def a_circular(month: date | None = None, **facts) -> CircularPage:
    """In preparation, of next month, with a deadline that is ahead, unless something else is said."""
    month = month or month_after(timezone.localdate())
    deadline = max(usual_deadline(month), timezone.now() + timedelta(days=2))
    facts = {"title": title_of(month), "deadline": deadline, "live": False, **facts}
    page = CircularPage(slug=f"{month:%Y-%m}", month=month, **facts)
    return CircularIndexPage.objects.get().add_child(instance=page)


def a_sent_circular(month: date | None = None, **facts) -> CircularPage:
    """Out since yesterday; of this month unless another is said."""
    month = month or timezone.localdate().replace(day=1)
    sent = timezone.now() - timedelta(days=1)
    facts = {"state": CircularState.SENT, "begun_at": sent, "ended_at": sent, "deadline": sent, "live": True, **facts}
    return a_circular(month, **facts)


def an_entry(circular: CircularPage | None = None, **facts) -> CircularEntry:
    """Accepted, written by hand by a member, unless something else is said (`event=`, `topic=`…, `state=`)."""
    number = next(_number)
    facts = {
        "title": f"Entrada {number}",
        "text": "Obrim la convocatòria d’ajuts per a cooperatives.",
        "state": EntryState.ACCEPTED,
        "position": number,
        **facts,
    }
    if not {"author", "event", "resource", "topic", "news"} & set(facts):
        facts["author"] = a_member()
    return CircularEntry.objects.create(circular=circular or a_circular(), **facts)


def a_proposal(circular: CircularPage | None = None, **facts) -> CircularEntry:
    """Waits for a decision."""
    return an_entry(circular, state=EntryState.WAITING, **facts)


def tomorrow_at(hour: int) -> datetime:
    return timezone.localtime().replace(hour=hour, minute=0, second=0, microsecond=0) + timedelta(days=1)
