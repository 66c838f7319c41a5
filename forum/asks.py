"""What the dashboard asks of those who moderate, and of who has said nothing yet."""

from collections.abc import Iterable

from django.db.models import Case, Exists, OuterRef, QuerySet, Value, When
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, npgettext

from forum.models import Post, Report
from forum.panels import topics_address
from intranet.asks import Ask, Source, register_asks
from intranet.members.models import User, WorkingGroup
from intranet.unions import Row, counted, listed
from intranet.welcome import Step, StepSource, register_step


def register() -> None:
    register_asks(Source("reports", 5, reported_posts, rows_of_reports, is_duty=True))
    register_step(StepSource("introduction", 50, introduction, rows_of_introduction))


def rows_of_reports(user: User) -> "QuerySet[Report] | None":
    """The posts that wait for a decision of this person; guests moderate nothing. Begins with the few reports, not with the posts."""
    if not user.standing.in_network:
        return None
    theirs = Report.objects.moderated_by(user).filter(pk=OuterRef("pk"))
    return counted(Report.objects.open().filter(Exists(theirs)), what="post")


def reported_posts(_user: User, rows: list[Row]) -> Iterable[Ask]:
    for row in rows:
        text = ngettext(
            "%(number)d post was reported and waits for a decision.",
            "%(number)d posts were reported and wait for a decision.",
            row.number,
        )
        action = npgettext("posts", "Look at it and decide", "Look at them and decide", row.number)
        yield Ask("flag", text % {"number": row.number}, reverse("moderation"), action)


def rows_of_introduction(user: User) -> "QuerySet[WorkingGroup] | None":
    """The group that holds everyone, and whether the person has said something anywhere."""
    if not user.standing.in_network:
        return None
    has_written = Case(When(Exists(Post.objects.filter(author=user)), then=Value(1)), default=Value(0))
    groups = WorkingGroup.objects.filter(holds_everyone=True)
    return listed(groups, second="slug", key=has_written)


def introduction(_user: User, rows: list[Row]) -> Step | None:
    """No step where there is no group that everyone is in."""
    for row in rows:
        url = topics_address(row.second)
        return Step(_("Say hello: read what is being said, and introduce yourself"), url, is_done=bool(row.key))
    return None
