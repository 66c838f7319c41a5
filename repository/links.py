"""«Encara és vàlid», from the mail that asks, and «Al capdavall val», from the one that says that it was archived.

The link asks, the button on its page says it.
"""

from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.template.defaultfilters import date as date_words
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from intranet.catalan import elided
from intranet.links.purposes import LinkObsoleteError, Purpose, Question, register_purpose
from intranet.links.signing import link_for
from intranet.members.models import User
from intranet.notifications.kinds import Offer
from repository.domain.validity import confirm_valid, has_ended, next_review, restore
from repository.models import ResourcePage

PURPOSE, RETURN = "resource_valid", "resource_return"
LIFETIME = timedelta(days=120)
NOT_THERE = gettext_lazy("It has been answered or archived already, or it is no longer yours to say.")
NOT_ARCHIVED = gettext_lazy("It is current again already, or it is no longer yours to say.")


def offer_validity(page: ResourcePage, person: User) -> Offer:
    return Offer(_("It is still valid"), link_for(PURPOSE, person=person, thing=thing_of(page)))


def thing_of(page: ResourcePage) -> str:
    """With the day by which it is asked: answered, another day is set and the link is of no use any more."""
    return f"{page.pk}:{page.review_due.isoformat() if page.review_due else ''}"


def ask_validity(person: User, thing: str) -> Question:
    page = page_of(person, thing)
    text = _(
        "After pressing the button it says that you looked at it today, and you are asked again before %(day)s. If it holds no more, change or archive it on its own page in the intranet."
    )
    title = _("Is «%(title)s» still valid?") % {"title": page.title}
    day = next_review(page)
    return Question(title, elided(text, day=day) % {"day": date_words(day, "DATE_FORMAT")}, _("It is still valid"))


def say_valid(person: User, thing: str) -> str:
    page = page_of(person, thing)
    try:
        page = confirm_valid(page, by=person)
    except PermissionDenied as error:
        raise LinkObsoleteError(NOT_THERE) from error
    words = {"title": page.title, "day": date_words(page.review_due, "DATE_FORMAT")}
    text = _("Thank you. «%(title)s» is marked as valid; you are asked again before %(day)s.")
    return elided(text, day=page.review_due) % words


def page_of(person: User, thing: str) -> ResourcePage:
    """Raises `LinkObsoleteError` when it is answered, archived, gone, or not the person's to keep."""
    key, _colon, due = thing.partition(":")
    found: ResourcePage | None = ResourcePage.objects.kept_by(person).current().filter(pk=key).first()
    if found is None or found.review_due is None or found.review_due.isoformat() != due:
        raise LinkObsoleteError(NOT_THERE)
    return found


def offer_return(page: ResourcePage, person: User) -> Offer:
    return Offer(_("It holds after all"), link_for(RETURN, person=person, thing=moment_of(page)))


def moment_of(page: ResourcePage) -> str:
    """With when it was archived: taken back, the link is of no use any more."""
    return f"{page.pk}:{page.archived_at.isoformat() if page.archived_at else ''}"


def ask_return(person: User, thing: str) -> Question:
    page = archived_page_of(person, thing)
    text = _(
        "It stays to be read, and lists leave it out. Take it back if it holds after all: then it says that you looked at it today, and you are asked again before %(day)s."
    )
    day = next_review(page)
    text = elided(text, day=day) % {"day": date_words(day, "DATE_FORMAT")}
    said = " ".join(filter(None, (text, what_of_its_end(page))))
    return Question(_("Does «%(title)s» hold after all?") % {"title": page.title}, said, _("It holds after all"))


def what_of_its_end(page: ResourcePage) -> str:
    """What becomes of the last day on which it was to hold, as `restore` does it; "" of one that is to come."""
    if not has_ended(page):
        return ""
    text = elided(_("«Valid until %(end)s» is deleted, for that day is over."), end=page.expires_on)
    return text % {"end": date_words(page.expires_on, "DATE_FORMAT")}


def take_back(person: User, thing: str) -> str:
    page = archived_page_of(person, thing)
    try:
        restore(page, by=person)
    except PermissionDenied as error:
        raise LinkObsoleteError(NOT_ARCHIVED) from error
    return _("It is current again.")


def archived_page_of(person: User, thing: str) -> ResourcePage:
    """Raises `LinkObsoleteError` when it is current again, gone, or not the person's to keep."""
    archived = ResourcePage.objects.kept_by(person).filter(live=True, archived_at__isnull=False)
    found: ResourcePage | None = archived.filter(pk=thing.partition(":")[0]).first()
    if found is None or moment_of(found) != thing:
        raise LinkObsoleteError(NOT_ARCHIVED)
    return found


def register_purposes() -> None:
    register_purpose(Purpose(PURPOSE, ask_validity, say_valid, LIFETIME))
    register_purpose(Purpose(RETURN, ask_return, take_back, LIFETIME))
