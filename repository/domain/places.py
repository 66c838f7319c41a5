"""In whose name a resource is, and for whom: what its editor may choose."""

from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext as _

from forum.enums import Outcome
from forum.models import Experience
from intranet.members.models import User
from repository.enums import ResourceVisibility, Review
from repository.models import ResourcePage
from repository.models.pages import READ_OUTSIDE
from repository.rules import can_propose, groups_of, organisations_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.db.models import QuerySet


def check_place(page: ResourcePage, *, by: User, before: ResourcePage | None = None) -> None:
    """One's councils, the groups that one is in, the network for coordination. Or as it was `before`.

    Raises `PermissionDenied` for whoever may not propose, ValidationError by field.
    """
    if before is None and not can_propose(by):
        raise PermissionDenied
    problems = dict(problems_of_place(page, by, before))
    if problems:
        raise ValidationError(problems)


def problems_of_place(page: ResourcePage, by: User, before: ResourcePage | None) -> "Iterator[tuple[str, Any]]":
    had = (before.organisation_id, before.group_id) if before else (None, None)
    if page.group_id != had[1]:
        if before and stays_inside(before):
            yield "group", _("What a private group keeps stays in it.")
        elif not is_offered(groups_of(by), page.group_id):
            yield "group", _("Choose a group that you are in.")
        elif problem := problem_of_group(page):
            yield "group", problem
    is_other = page.organisation_id != had[0] and not is_of_origin(page)
    if is_other and not is_offered(organisations_of(by), page.organisation_id):
        yield "organisation", _("Choose a council of yours.")
    is_new = before is None or had != (page.organisation_id, page.group_id)
    if is_new and not (page.organisation_id or page.group_id or by.standing.cares_for_members):
        yield "organisation", _("Choose the council or the group that it is of.")
    if problem := problem_of_circle(page):
        yield "visibility", problem


def problem_of_circle(page: ResourcePage) -> str:
    """Why it may not be for so many."""
    if page.from_topic and page.from_topic.group.is_private and page.group_id != page.from_topic.group_id:
        return _("It comes from a private group: it is for that group alone.")
    if page.visibility == ResourceVisibility.GROUP:
        return "" if page.group_id else _("Choose the working group whose readers see it.")
    if page.is_for_private_group:
        return _("What a private group keeps is seen by its people alone.")
    if page.from_topic_id is None:
        return ""
    if page.visibility == ResourceVisibility.PUBLIC and tells_of_failure(page.from_topic_id):
        return _("It comes from an experience that failed, told in confidence: it stays within the network.")
    return ""


def problem_of_group(page: ResourcePage) -> str:
    """Why it may not be of its group."""
    return str(READ_OUTSIDE) if page.is_brought_inside else ""


def is_of_origin(page: ResourcePage) -> bool:
    """Whether it tells of the council that the topic was written for."""
    topic = page.from_topic
    if topic is None:
        return False
    councils = {topic.council_id, *Experience.objects.filter(topic=topic).values_list("council", flat=True)}
    return page.organisation_id in councils


def tells_of_failure(topic_id: int) -> bool:
    return Experience.objects.filter(topic=topic_id, outcome=Outcome.FAILURE).exists()


def stays_inside(page: ResourcePage) -> bool:
    """What a private group has seen, or what comes from there: its history would tell others what was said inside."""
    if not page.is_for_private_group:
        return False
    return page.live or page.review != Review.DRAFT or page.from_topic_id is not None


def is_offered(offered: "QuerySet[Any]", key: int | None) -> bool:
    return key is None or offered.filter(pk=key).exists()
