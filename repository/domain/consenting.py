"""Those whose words a resource is made of are asked first, and credited; who does not agree, theirs are taken out.

What they agree to is what it says and whom it is for: they are asked again when either changes. What is missing before it is
published is said by `domain.wholeness.gaps_of_consent`.
"""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Revision

from intranet.members.models import User
from intranet.notifications.domain.forgetting import forget
from intranet.notifications.domain.notify import notify
from repository.domain.consents import circle_of, digest_of, holds, left_of, stamp_of
from repository.domain.keepers import who_answers_for
from repository.domain.locking import ChangedMeanwhileError, lock_kept_resource, lock_resource, newest_words
from repository.enums import Consent
from repository.models import Credit, ResourcePage

ASKED, ANSWERED = "resource_consent_asked", "resource_consent_answered"


def ask(credit: Credit, *, by: User | None) -> None:
    notify(ASKED, [credit.person], actor=by, target=credit, about=credit.page)


@transaction.atomic
def answer(credit: Credit, *, by: User, agrees: bool, seen: str = "") -> Credit:
    """As often as they like. Once it is published, a refusal takes their name out of it, and its keepers decide on the rest.

    `seen`: the `stamp_of` what they had before them. Raises `PermissionDenied` for anyone else, `ChangedMeanwhileError` for
    agreeing to other words than these.
    """
    page = lock_resource(credit.page_id)
    now = Credit.objects.select_related("person").get(pk=credit.pk)
    if now.person_id != by.pk or now.consent == Consent.OUT:
        raise PermissionDenied
    words = newest_words(page)
    if agrees and seen and seen != stamp_of(words):
        raise ChangedMeanwhileError
    was = (now.consent, now.agreed_circle, now.agreed_words)
    settle(now, Consent.GIVEN if agrees else Consent.REFUSED, words)
    if was != (now.consent, now.agreed_circle, now.agreed_words):
        forget(ANSWERED, now)
        notify(ANSWERED, who_answers_for(page), actor=by, target=now, about=page)
    return now


def settle(credit: Credit, consent: Consent, words: ResourcePage) -> None:
    """Who agrees, agrees to `words`."""
    is_given = consent == Consent.GIVEN
    credit.consent, credit.answered_at = consent, timezone.now()
    credit.agreed_circle, credit.agreed_words = (circle_of(words), digest_of(words)) if is_given else ("", "")
    credit.save(update_fields=["consent", "answered_at", "agreed_circle", "agreed_words"])


@transaction.atomic
def take_out(credit: Credit, *, by: User) -> None:
    """Credit them no more: their words are in it no more. Whether they come back is looked at whenever it is sent.

    Raises `PermissionDenied` for anyone but its keepers, ValidationError with a piece of what is still there.
    """
    page = lock_kept_resource(credit.page_id, by=by)
    if credit.person_id == page.owner_id:
        raise PermissionDenied
    words = newest_words(page)
    if left := left_of(words, credit):
        text = _("What is theirs is still in it: «%(words)s». Take it out first.")
        raise ValidationError(text % {"words": left})
    forget(ASKED, credit)
    forget(ANSWERED, credit)
    settle(credit, Consent.OUT, words)


@transaction.atomic
def renew(words: ResourcePage, *, by: User | None) -> None:
    """After a new wording: who agreed to another one, or to other readers, is asked again; and no more if it is as it was."""
    authors = {words.owner_id, by.pk if by else None}
    open_ones = Credit.objects.filter(page=words.pk, consent__in=[Consent.ASKED, Consent.GIVEN])
    for credit in open_ones.select_related("person", "page"):
        is_given = credit.consent == Consent.GIVEN
        if holds(credit, words):
            if not is_given:
                Credit.objects.filter(pk=credit.pk).update(consent=Consent.GIVEN)
                forget(ASKED, credit)
        elif is_given and credit.person_id in authors:
            settle(credit, Consent.GIVEN, words)
        elif is_given:
            ask_again(credit, by=by)


def ask_again(credit: Credit, *, by: User | None) -> None:
    """What they agreed to stays noted: what readers see may still be that."""
    credit.consent, credit.asked_at = Consent.ASKED, timezone.now()
    credit.save(update_fields=["consent", "asked_at"])
    forget(ANSWERED, credit)
    forget(ASKED, credit)
    ask(credit, by=by)


def follow_wording(instance: Revision, *, created: bool, raw: bool = False, **_signal: Any) -> None:
    """Receiver of `post_save` of Wagtail's revisions: by whatever way a resource is worded anew."""
    if raw or not created or instance.content_type_id != ContentType.objects.get_for_model(ResourcePage).pk:
        return
    # Its topic may be gone: what somebody agreed to is not.
    if Credit.objects.filter(page=instance.object_id).exists():
        renew(instance.as_object(), by=instance.user)
