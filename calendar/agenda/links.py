"""«M'interessa», from the mail that tells of a new event: the link asks, the button on its page does it."""

from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agenda.domain.interests import set_interest
from agenda.models import Event, Interest
from agenda.sentences import place_of, when_next
from intranet.links.purposes import LinkObsoleteError, Purpose, Question, register_purpose
from intranet.links.signing import link_for
from intranet.members.models import User
from intranet.notifications.kinds import Offer

PURPOSE = "event_interest"
LIFETIME = timedelta(days=90)
NOT_THERE = gettext_lazy("The activity is over, or no longer in the agenda, or no longer open to you.")


def offer_interest(event: Event, person: User) -> Offer:
    return Offer(_("I’m interested"), link_for(PURPOSE, person=person, thing=str(event.pk)))


def ask_interest(person: User, thing: str) -> Question:
    event = event_of(person, thing)
    words = {"event": event.title, "when": when_next(event), "where": place_of(event)}
    text = _("%(when)s · %(where)s.") if words["where"] else _("%(when)s.")
    if Interest.objects.filter(event=event, person=person).exists():
        text = f"{text} " + _("You hear of its changes, and are reminded the day before.")
        return Question(_("«%(event)s» interests you already") % words, text % words)
    text = f"{text} " + _("After pressing the button you hear of its changes, and are reminded the day before.")
    return Question(_("Does «%(event)s» interest you?") % words, text % words, _("I’m interested"))


def note_interest(person: User, thing: str) -> str:
    event = event_of(person, thing)
    try:
        set_interest(event, person)
    except PermissionDenied as error:
        raise LinkObsoleteError(NOT_THERE) from error
    return _("You will hear of the changes of «%(event)s», and be reminded the day before.") % {"event": event.title}


def event_of(person: User, thing: str) -> Event:
    """Raises `LinkObsoleteError` when it is over, gone, or not for the person to see."""
    seen = Event.objects.visible_to(person).published().filter(pk=thing).first()
    if seen is None or not seen.occurrences.ahead().exists():
        raise LinkObsoleteError(NOT_THERE)
    return seen


def register_purposes() -> None:
    register_purpose(Purpose(PURPOSE, ask_interest, note_interest, LIFETIME))
