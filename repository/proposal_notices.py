"""What the notices of proposing and reviewing say."""

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from repository.domain.consents import reads_it, sees_it
from repository.enums import Consent, Review
from repository.models import Credit, ResourcePage

if TYPE_CHECKING:
    from intranet.notifications.kinds import Happening


def line_of_request(happening: "Happening") -> str:
    page: ResourcePage = happening.target
    names = {"person": happening.actor.full_name if happening.actor else "", "resource": page.draft_title}
    return _("%(person)s proposes the resource «%(resource)s»: it waits for review") % names


def place_of_request(page: ResourcePage) -> str:
    """Where it is decided."""
    return reverse("resource_review", args=[page.slug])


def words_of_request(page: ResourcePage) -> str:
    return page.summary


def line_of_review(happening: "Happening") -> str:
    page: ResourcePage = happening.target
    published, returned = _("«%(resource)s» is in the resource bank"), _("«%(resource)s» comes back with a remark")
    return (returned if page.review == Review.RETURNED else published) % {"resource": page.draft_title}


def place_of_review(page: ResourcePage) -> str:
    """What came back is corrected; what is published is looked at."""
    return reverse("resource_edit", args=[page.slug, 1]) if page.review == Review.RETURNED else page.get_absolute_url()


def words_of_review(page: ResourcePage) -> str:
    return page.review_note


def line_of_consent(happening: "Happening") -> str:
    credit: Credit = happening.target
    names = {"person": happening.actor.full_name if happening.actor else "", "resource": title_of(credit)}
    if credit.agreed_words:
        return _("«%(resource)s», made of what you wrote, says something else or is for others: do you agree?") % names
    return _("%(person)s would like to make the resource «%(resource)s» of what you wrote: do you agree?") % names


def subject_of_consent(happening: "Happening") -> str:
    credit: Credit = happening.target
    return question_of(credit)


def question_of(credit: Credit) -> str:
    return _("May «%(resource)s» use your words?") % {"resource": title_of(credit)}


def title_of(credit: Credit) -> str:
    """Nothing is told of what its person does not read, or reads no more."""
    page: ResourcePage = credit.page
    if reads_it(credit):
        return str(page.draft_title)
    return str(page.title) if sees_it(credit) else _("Resource of the bank")


def place_of_consent(credit: Credit) -> str:
    return reverse("resource_consent", args=[credit.pk])


def words_of_consent(credit: Credit) -> str:
    """What it is about, and what follows from an answer."""
    follows = _("Your name and your council will stand beside it. If you do not agree, your words are taken out.")
    return f"{credit.page.summary}\n\n{follows}" if reads_it(credit) else follows


def thanks_for(credit: Credit, *, agrees: bool) -> str:
    """What follows from an answer that has been given."""
    if agrees:
        return _("Thank you: whoever proposes it is told that you agree.")
    if credit.page.live:
        return _("Your name does not stand beside it any more. Those who keep it are told, and decide about the words.")
    return _("Whoever proposes it is told: your words are taken out.")


def line_of_answer(happening: "Happening") -> str:
    credit: Credit = happening.target
    names = {"person": credit.person.full_name, "resource": credit.page.draft_title}
    if credit.consent == Consent.GIVEN:
        return _("%(person)s agrees that «%(resource)s» uses their words") % names
    if credit.page.live:
        return (
            _(
                "%(person)s does not want «%(resource)s» to use their words any more: their name is not beside it now, and whether the words stay is for you to decide"
            )
            % names
        )
    return _("%(person)s does not want «%(resource)s» to use their words: take them out before sending it") % names


def place_of_answer(credit: Credit) -> str:
    return reverse("resource_submit", args=[credit.page.slug])
