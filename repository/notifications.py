"""What people are told of the bank, and who may see it: asked when it is noted, when it is read, when it is mailed."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy, pgettext_lazy

from intranet.members.models import User
from intranet.notifications.domain.audience import in_network
from intranet.notifications.enums import Frequency
from intranet.notifications.kinds import Kind, register_kind
from repository import notices
from repository.domain.audience import those_who_see
from repository.domain.validity import ASKED, PUT_AWAY, WARNED
from repository.enums import ArchiveReason, Consent
from repository.links import offer_return, offer_validity
from repository.models import Credit, ResourcePage

if TYPE_CHECKING:
    from repository.models import ResourceQuerySet

BANK = gettext_lazy("Resource bank")
NEW, WORDS = "resource_new", "resource_of_my_words"


def news_for(person: User) -> "ResourceQuerySet":
    """What is archived is no news any more."""
    return told(ResourcePage.objects.shown_to(person).current())


def made_of_words_of(person: User) -> "ResourceQuerySet":
    agreed = Credit.objects.filter(person=person, consent=Consent.GIVEN).values("page")
    return news_for(person).filter(pk__in=agreed)  # type: ignore[no-any-return]


def asked_of(person: User) -> "ResourceQuerySet":
    return told(ResourcePage.objects.kept_by(person).current().filter(asked_on__isnull=False))


def warned_of(person: User) -> "ResourceQuerySet":
    return told(ResourcePage.objects.kept_by(person).current().filter(warned_on__isnull=False))


def put_away_of(person: User) -> "ResourceQuerySet":
    """By itself: of what somebody archived there is nothing to tell."""
    by_itself = [ArchiveReason.OVERDUE, ArchiveReason.EXPIRED]
    return told(ResourcePage.objects.kept_by(person).filter(live=True, archive_reason__in=by_itself))


def told(pages: "ResourceQuerySet") -> "ResourceQuerySet":
    return pages.select_related("organisation", "group").defer("body")  # type: ignore[no-any-return]


KINDS = (
    Kind(
        NEW,
        label=pgettext_lazy("notification", "New resources on my subjects and of my groups"),
        section=BANK,
        icon="library",
        model=ResourcePage,
        visible_to=news_for,
        recipients_who_see=those_who_see,
        line=notices.line_of_new,
        excerpt=notices.words_of,
    ),
    Kind(
        WORDS,
        label=pgettext_lazy("notification", "A resource with words of mine is published"),
        section=BANK,
        icon="handshake",
        model=ResourcePage,
        visible_to=made_of_words_of,
        line=notices.line_of_words,
        excerpt=notices.words_of,
        mail=Frequency.NOW,
    ),
    Kind(
        ASKED,
        label=pgettext_lazy("notification", "Whether a resource of mine is still valid"),
        section=BANK,
        icon="calendar-days",
        model=ResourcePage,
        visible_to=asked_of,
        line=notices.line_of_question,
        subject=notices.subject_of_question,
        excerpt=notices.words_of_question,
        url=notices.place_of_question,
        offer=offer_validity,
        mail=Frequency.NOW,
        concerns=in_network,
    ),
    Kind(
        WARNED,
        label=pgettext_lazy("notification", "A resource of mine is about to be archived"),
        section=BANK,
        icon="archive",
        model=ResourcePage,
        visible_to=warned_of,
        line=notices.line_of_warning,
        excerpt=notices.words_of_warning,
        url=notices.place_of_question,
        offer=offer_validity,
        mail=Frequency.NOW,
        can_be_switched_off=False,
        concerns=in_network,
    ),
    Kind(
        PUT_AWAY,
        label=pgettext_lazy("notification", "A resource of mine has been archived"),
        section=BANK,
        icon="archive",
        model=ResourcePage,
        visible_to=put_away_of,
        line=notices.line_of_archived,
        excerpt=notices.why_archived,
        url=notices.place_of_question,
        offer=offer_return,
        mail=Frequency.NOW,
        concerns=in_network,
    ),
)


def register_kinds() -> None:
    for kind in KINDS:
        register_kind(kind)
