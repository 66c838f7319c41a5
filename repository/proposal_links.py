"""«Hi estic d’acord» and «No hi estic d’acord», from the mail that asks whether a resource may use somebody's words.

Either link asks; the button of its page does it.
"""

from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from intranet.links.purposes import LinkObsoleteError, Purpose, Question, register_purpose
from intranet.links.signing import link_for
from intranet.members.models import User
from intranet.notifications.kinds import Offer
from repository.domain.consenting import answer
from repository.domain.consents import credits_of, pieces_of, reads_it, stamp_of
from repository.domain.locking import ChangedMeanwhileError, newest_words
from repository.enums import Consent
from repository.keys import key_in
from repository.models import Credit, ResourcePage
from repository.proposal_notices import question_of, thanks_for

YES, NO = "resource_consent", "resource_no_consent"
LIFETIME = timedelta(days=90)
NOT_THERE = gettext_lazy("There is no such proposal any more, or your words are not in it any more.")
CHANGED = gettext_lazy(
    "It says something else by now, or is for others than when you were asked: sign in and see it before you answer."
)


def offer_consent(credit: Credit, person: User) -> Offer:
    thing = thing_of(credit)
    refusal = Offer(_("I do not agree"), link_for(NO, person=person, thing=thing))
    return Offer(_("I agree"), link_for(YES, person=person, thing=thing), instead=refusal)


def thing_of(credit: Credit) -> str:
    """What is agreed to is what it says when the mail is written."""
    return f"{credit.pk}:{stamp_of(newest_words(credit.page))}"


def credit_of(person: User, thing: str) -> Credit:
    """Raises `LinkObsoleteError` when there is nothing to decide any more."""
    key = key_in(thing.partition(":")[0])
    found = credits_of(person).filter(pk=key).first() if key is not None else None
    if found is None:
        raise LinkObsoleteError(NOT_THERE)
    return found


def ask_yes(person: User, thing: str) -> Question:
    credit = credit_of(person, thing)
    title = question_of(credit)
    if credit.consent == Consent.GIVEN:
        return Question(title, _("You agree already."))
    words = newest_words(credit.page)
    if thing.partition(":")[2] != stamp_of(words):
        raise LinkObsoleteError(CHANGED)
    text = _(
        "After pressing the button your words may be used, and your name and your council will stand beside it. It is for: %(readers)s."
    )
    return Question(title, text % {"readers": words.get_visibility_display()} + theirs_of(credit, words), _("I agree"))


def theirs_of(credit: Credit, words: ResourcePage) -> str:
    """What somebody who cannot read the resource any more is shown of it."""
    said = "" if reads_it(credit) else " ".join(f"«{piece}»" for piece in pieces_of(words, credit))
    return said and " " + _("What of it is yours: %(words)s") % {"words": said}


def ask_no(person: User, thing: str) -> Question:
    credit = credit_of(person, thing)
    title = question_of(credit)
    if credit.consent == Consent.REFUSED:
        return Question(title, _("You have said no already."))
    if credit.page.live:
        text = _(
            "After pressing the button your name does not stand beside it any more, and those who keep it are told."
        )
    else:
        text = _("After pressing the button your words are taken out before it is sent.")
    return Question(title, text, _("I do not agree"))


def answered(person: User, thing: str, *, agrees: bool) -> str:
    credit = credit_of(person, thing)
    try:
        # Without a stamp the link would agree to anything: what no wording has is none.
        answer(credit, by=person, agrees=agrees, seen=thing.partition(":")[2] or "none")
    except ChangedMeanwhileError as error:
        raise LinkObsoleteError(CHANGED) from error
    except PermissionDenied as error:
        raise LinkObsoleteError(NOT_THERE) from error
    return thanks_for(credit, agrees=agrees)


def say_yes(person: User, thing: str) -> str:
    return answered(person, thing, agrees=True)


def say_no(person: User, thing: str) -> str:
    return answered(person, thing, agrees=False)


def register_purposes() -> None:
    """Their words stay theirs when they have left the network."""
    register_purpose(Purpose(YES, ask_yes, say_yes, LIFETIME, needs_access=False))
    register_purpose(Purpose(NO, ask_no, say_no, LIFETIME, needs_access=False))
