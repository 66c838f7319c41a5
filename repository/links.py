"""«Encara és vàlid», from the mail that asks: the link asks, the button on its page says it."""

from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.template.defaultfilters import date as date_words
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from intranet.links.purposes import LinkObsoleteError, Purpose, Question, register_purpose
from intranet.links.signing import link_for
from intranet.members.models import User
from intranet.notifications.kinds import Offer
from repository.domain.validity import confirm_valid, next_review
from repository.models import ResourcePage

PURPOSE = "resource_valid"
LIFETIME = timedelta(days=120)
NOT_THERE = gettext_lazy("It has been answered or archived already, or it is no longer yours to say.")


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
    return Question(title, text % {"day": date_words(next_review(page), "DATE_FORMAT")}, _("It is still valid"))


def say_valid(person: User, thing: str) -> str:
    page = page_of(person, thing)
    try:
        page = confirm_valid(page, by=person)
    except PermissionDenied as error:
        raise LinkObsoleteError(NOT_THERE) from error
    words = {"title": page.title, "day": date_words(page.review_due, "DATE_FORMAT")}
    return _("Thank you. «%(title)s» is marked as valid; you are asked again before %(day)s.") % words


def page_of(person: User, thing: str) -> ResourcePage:
    """Raises `LinkObsoleteError` when it is answered, archived, gone, or not the person's to keep."""
    key, _colon, due = thing.partition(":")
    found: ResourcePage | None = ResourcePage.objects.kept_by(person).current().filter(pk=key).first()
    if found is None or found.review_due is None or found.review_due.isoformat() != due:
        raise LinkObsoleteError(NOT_THERE)
    return found


def register_purposes() -> None:
    register_purpose(Purpose(PURPOSE, ask_validity, say_valid, LIFETIME))
