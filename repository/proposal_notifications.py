"""What people are told of proposals, and who may see it: asked when it is noted, when it is read, when it is mailed."""

from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy, pgettext_lazy

from intranet.members.enums import GroupRole
from intranet.members.models import GroupMembership, User
from intranet.notifications.domain.audience import in_network
from intranet.notifications.domain.forgetting import forget
from intranet.notifications.domain.notify import notify
from intranet.notifications.enums import Frequency
from intranet.notifications.kinds import Kind, register_kind
from repository import proposal_notices as notices
from repository.domain.consents import credits_of
from repository.domain.reviewers import reviewers_of, those_who_review
from repository.enums import Consent, Review
from repository.models import Credit, ResourcePage
from repository.proposal_links import offer_consent
from repository.signals import resource_reviewed, resource_submitted

if TYPE_CHECKING:
    from repository.models import ResourceQuerySet

BANK = gettext_lazy("Resource bank")
UNREAD = ("body", "context", "measures", "results")


def waiting_for(person: User) -> "ResourceQuerySet":
    waiting: ResourceQuerySet = ResourcePage.objects.reviewed_by(person).select_related("group", "owner")
    return waiting.defer(*UNREAD)  # type: ignore[no-any-return]


def own_reviewed(person: User) -> "ResourceQuerySet":
    reviewed = ResourcePage.objects.kept_by(person).filter(review__in=[Review.PUBLISHED, Review.RETURNED])
    return reviewed.defer(*UNREAD)  # type: ignore[no-any-return]


def asked_of(person: User) -> QuerySet[Credit]:
    return credits_of(person).filter(consent=Consent.ASKED)


def answered_to(person: User) -> QuerySet[Credit]:
    kept = ResourcePage.objects.kept_by(person).values("pk")
    answered = Credit.objects.filter(page__in=kept, consent__in=[Consent.GIVEN, Consent.REFUSED])
    return answered.select_related("page", "person")


def may_review(person: User) -> bool:
    """Coordination, and those who coordinate a group."""
    if person.standing.cares_for_members:
        return True
    return GroupMembership.objects.of(person).filter(role=GroupRole.COORDINATOR).exists()


KINDS = (
    Kind(
        "resource_review_asked",
        label=pgettext_lazy("notification", "A resource waits for review"),
        section=BANK,
        icon="inbox",
        model=ResourcePage,
        visible_to=waiting_for,
        recipients_who_see=those_who_review,
        line=notices.line_of_request,
        url=notices.place_of_request,
        excerpt=notices.words_of_request,
        mail=Frequency.NOW,
        concerns=may_review,
    ),
    Kind(
        "resource_reviewed",
        label=pgettext_lazy("notification", "A resource that I proposed is reviewed"),
        section=BANK,
        icon="library",
        model=ResourcePage,
        visible_to=own_reviewed,
        line=notices.line_of_review,
        url=notices.place_of_review,
        excerpt=notices.words_of_review,
        mail=Frequency.NOW,
        can_be_switched_off=False,
        concerns=in_network,
    ),
    Kind(
        "resource_consent_asked",
        label=pgettext_lazy("notification", "Somebody wants to make a resource of what I wrote"),
        section=BANK,
        icon="handshake",
        model=Credit,
        visible_to=asked_of,
        line=notices.line_of_consent,
        url=notices.place_of_consent,
        subject=notices.subject_of_consent,
        excerpt=notices.words_of_consent,
        offer=offer_consent,
        mail=Frequency.NOW,
        can_be_switched_off=False,
        concerns=in_network,
    ),
    Kind(
        "resource_consent_answered",
        label=pgettext_lazy("notification", "Somebody answers whether I may use their words"),
        section=BANK,
        icon="handshake",
        model=Credit,
        visible_to=answered_to,
        line=notices.line_of_answer,
        url=notices.place_of_answer,
        mail=Frequency.NOW,
        concerns=in_network,
    ),
)


def tell_reviewers(page: ResourcePage, by: User | None, **_signal: Any) -> None:
    """Each time it is sent anew."""
    forget("resource_review_asked", page)
    notify("resource_review_asked", reviewers_of(page), actor=by, target=page, group=page.group)


def tell_proposer(page: ResourcePage, by: User | None, **_signal: Any) -> None:
    forget("resource_review_asked", page)
    forget("resource_reviewed", page)
    if page.owner is not None:
        notify("resource_reviewed", [page.owner], actor=by, target=page)


def register_kinds() -> None:
    for kind in KINDS:
        register_kind(kind)


def connect_receivers() -> None:
    resource_submitted.connect(tell_reviewers)
    resource_reviewed.connect(tell_proposer)
