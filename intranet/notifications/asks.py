"""What the dashboard tells coordination of the mail, and newcomers of how they are told."""

from collections.abc import Iterable
from datetime import timedelta

from django.db.models import Min, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, npgettext

from intranet.asks import Ask, Source, register_asks
from intranet.frame import address_of
from intranet.members.models import User
from intranet.outbox.enums import MessageState
from intranet.outbox.models import Message
from intranet.templatetags.intranet import day_words, hour_words
from intranet.unions import Row, ago, counted
from intranet.welcome import Step, StepSource, register_step

LATELY = timedelta(days=7)
TROUBLE = timedelta(minutes=5)


def register() -> None:
    register_asks(
        Source("mail_held_up", 0, held_up, rows_of_held_up, is_duty=True),
        Source("mail_given_up", 40, given_up, rows_of_given_up, is_duty=True),
    )
    register_step(StepSource("mail_step", 60, mail_step))


def rows_of_held_up(user: User) -> "QuerySet[Message] | None":
    """What waits for longer than a server's moment of trouble, when it was tried to reach it."""
    if not user.standing.cares_for_members:
        return None
    waiting = Message.objects.filter(state=MessageState.RETRY, attempts=0, created_at__lt=ago(TROUBLE))
    return counted(waiting.exclude(answer=""), at=Min("created_at"))


def held_up(_user: User, rows: list[Row]) -> Iterable[Ask]:
    """That nothing goes out: before all else."""
    for row in rows:
        if row.at is not None:
            words = {"day": day_words(row.at), "hour": hour_words(row.at)}
            text = _("The mail server cannot be reached: messages wait since %(day)s, at %(hour)s.") % words
            url = f"{reverse('outbox:index')}?state={MessageState.RETRY}"
            yield Ask("mail-x", text, url, see_which(row.number), row.at)


def rows_of_given_up(user: User) -> "QuerySet[Message] | None":
    """What has failed in the last week; older ones are nobody's task any more."""
    if not user.standing.cares_for_members:
        return None
    return counted(Message.objects.given_up().filter(settled_at__gt=ago(LATELY)))


def given_up(_user: User, rows: list[Row]) -> Iterable[Ask]:
    for row in rows:
        text = ngettext(
            "%(number)d message of the last week could not be delivered.",
            "%(number)d messages of the last week could not be delivered.",
            row.number,
        )
        url = f"{reverse('outbox:index')}?state={MessageState.FAILED}"
        yield Ask("mail-x", text % {"number": row.number}, url, see_which(row.number))


def see_which(number: int) -> str:
    return npgettext("messages", "See which one", "See which", number)


def mail_step(user: User, _rows: list[Row]) -> Step:
    return Step(
        _("Choose what you are told by mail, and how often"), address_of("preferences"), user.mail_chosen_at is not None
    )
