"""A circular sent to those who put it together, as each of them would get it, before anybody else does."""

from collections.abc import Iterator, Sequence

from django.core.exceptions import PermissionDenied
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.utils.translation import gettext as _

from home.circular.domain.arranging import Interests, interests_of
from home.circular.domain.recipients import hidden_from
from home.circular.letter.issue import issue_of
from home.circular.letter.writing import letter_to
from home.circular.models import CircularPage
from home.circular.rules import can_compose
from intranet.members.enums import GroupState
from intranet.members.models import User, WorkingGroup
from intranet.members.models.people_queries import COORDINATION, UserQuerySet
from intranet.outbox.domain import Posting, put_many
from intranet.outbox.stored import new_message_id

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


def letters_for(people: Sequence[User], circular: CircularPage) -> Iterator[EmailMultiAlternatives]:
    keys = [person.pk for person in people]
    issue, interests, hidden = issue_of(circular), interests_of(keys), hidden_from(keys, circular)
    for person in people:
        yield letter_to(person, issue, interests=interests[person.pk], hidden=hidden[person.pk])


@transaction.atomic
def send_test(circular: CircularPage, *, to: Sequence[User], by: User) -> int:
    """Put a mail to each of `to`, who compose circulars, into the outbox; how many. Raises PermissionDenied."""
    if not all(can_compose(person) for person in (by, *to)):
        raise PermissionDenied
    mails = zip(to, letters_for(to, circular), strict=True)
    about = f"circular-test:{circular.pk}"
    return put_many((Posting(as_a_test(mail), person=person, about=about) for person, mail in mails), kind=TRY)


def as_a_test(mail: EmailMultiAlternatives) -> EmailMultiAlternatives:
    """Another mail each time, that cannot be taken for the one that everybody gets."""
    mail.subject = _("[Test] %(subject)s") % {"subject": mail.subject}
    mail.extra_headers["Message-ID"] = new_message_id()
    return mail
