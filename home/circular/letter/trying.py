"""A circular sent to those who put it together, as each of them would get it, before anybody else does."""

import hashlib
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.utils.translation import gettext as _

from home.circular.domain.arranging import Interests, interests_of
from home.circular.domain.recipients import hidden_from
from home.circular.letter.issue import issue_of
from home.circular.letter.writing import letter_to
from home.circular.models import CircularEntry, CircularPage
from home.circular.rules import can_compose
from intranet.members.enums import GroupState
from intranet.members.models import User, WorkingGroup
from intranet.members.models.people_queries import COORDINATION, UserQuerySet
from intranet.outbox.domain import Posting, put_many
from intranet.outbox.stored import new_message_id

if TYPE_CHECKING:
    from intranet.outbox.models import Message

TRY = "circular_test"


def who_may_try() -> UserQuerySet:
    """Coordination: what is not out yet is theirs alone to see."""
    people: UserQuerySet = User.objects.with_standing().filter(groups__name=COORDINATION, is_active=True)
    return people.order_by("family_name", "pk")


def letter_for(person: User, circular: CircularPage, *, interests: Interests | None = None) -> EmailMultiAlternatives:
    """The mail that they would get if it were sent now; with other `interests` than theirs, if there are."""
    if interests is None:
        interests = interests_of([person.pk])[person.pk]
    hidden = hidden_from([person.pk], circular)[person.pk]
    return letter_to(person, issue_of(circular), interests=interests, hidden=hidden)


def groups_to_try(by: User) -> list[WorkingGroup]:
    """As somebody of which the circular can be looked at: what is of theirs stands first then."""
    known = WorkingGroup.objects.visible_to(by).filter(holds_everyone=False, state=GroupState.ACTIVE)
    return list(known.order_by("sort_key"))


def postings_for(people: Sequence[User], circular: CircularPage) -> Iterator[Posting]:
    keys = [person.pk for person in people]
    issue, interests, hidden = issue_of(circular), interests_of(keys), hidden_from(keys, circular)
    printed = [entry.pk for entry in issue.entries]
    for person in people:
        mail = letter_to(person, issue, interests=interests[person.pk], hidden=hidden[person.pk])
        yield Posting(as_a_test(mail), person=person, about=about_test(circular.pk, printed, hidden[person.pk]))


@transaction.atomic
def send_test(circular: CircularPage, *, to: Sequence[User], by: User) -> int:
    """Put a mail to each of `to`, who compose circulars, into the outbox; how many. Raises PermissionDenied."""
    if not all(can_compose(person) for person in (by, *to)):
        raise PermissionDenied
    return put_many(postings_for(to, circular), kind=TRY)


def about_test(circular: int, printed: Iterable[int], hidden: Collection[int]) -> str:
    """What a test is about, for the outbox: the circular with the key `circular`, and which of its entries stand in it."""
    shown = ",".join(str(key) for key in sorted(printed) if key not in hidden)
    return f"circular-test:{circular}:{hashlib.sha256(shown.encode()).hexdigest()[:32]}"


def try_may_go(message: "Message") -> bool:
    """As long as its address is that of one who puts circulars together and who would find the same entries in it now.

    It may hold what nobody else has seen yet, and what their groups alone may see.
    """
    person = message.person
    if person is None or not can_compose(person) or message.to.lower() != person.email.lower():
        return False
    circular = CircularPage.objects.filter(pk=message.about.split(":")[1]).first()
    if circular is None:
        return False
    printed = CircularEntry.objects.filter(circular=circular).printed().values_list("pk", flat=True)
    return message.about == about_test(circular.pk, printed, hidden_from([person.pk], circular)[person.pk])


def as_a_test(mail: EmailMultiAlternatives) -> EmailMultiAlternatives:
    """Another mail each time, that cannot be taken for the one that everybody gets."""
    mail.subject = _("[Test] %(subject)s") % {"subject": mail.subject}
    mail.extra_headers["Message-ID"] = new_message_id()
    return mail
