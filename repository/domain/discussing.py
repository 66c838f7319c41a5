"""«Parleu-ne»: a topic about a resource, in a group all of whose readers may see it."""

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.utils.html import format_html
from django.utils.translation import gettext as _

from forum.domain.publishing import Writing, publish_topic
from forum.enums import TopicKind
from forum.models import Topic
from intranet.members.enums import GroupRole, GroupState
from intranet.members.models import GroupMembership, User, WorkingGroup
from repository.domain.marks import check_shown
from repository.enums import ResourceVisibility
from repository.models import Discussion, ResourcePage

if TYPE_CHECKING:
    from django.db.models import QuerySet


def groups_to_talk_in(page: ResourcePage, person: User) -> "QuerySet[WorkingGroup]":
    """The living groups that `person` is in, and the resource's own, of those whose readers all see it."""
    living = WorkingGroup.objects.content_visible_to(person).exclude(state=GroupState.CLOSED)
    mine = living.filter(pk__in=WorkingGroup.objects.of(person).values("pk")) | living.filter(pk=page.group_id)
    if page.visibility == ResourceVisibility.GROUP:
        return mine.filter(pk=page.group_id)
    if page.visibility == ResourceVisibility.NETWORK:
        return mine.exclude(pk__in=with_guests())
    return mine


def with_guests() -> "QuerySet[GroupMembership, int]":
    """The keys of the groups in which people from outside the network read."""
    return GroupMembership.objects.in_force().filter(role=GroupRole.GUEST).values_list("group", flat=True)


def why_not_there(page: ResourcePage, group: WorkingGroup) -> str:
    """Why one does not talk of it in `group`; empty where one may."""
    if page.visibility == ResourceVisibility.GROUP and page.group_id != group.pk:
        return _("This resource is for the readers of its own group: talk about it there.")
    if page.visibility == ResourceVisibility.NETWORK and group.pk in set(with_guests()):
        return _("Guests read this group, and this resource is for the people of the network alone.")
    return ""


def first_words(page: ResourcePage) -> str:
    """What the topic begins with: what it is about."""
    return format_html('<p>{} <a href="{}">{}</a></p>', _("About the resource"), page.get_absolute_url(), page.title)


def discuss(page: ResourcePage, *, group: WorkingGroup, author: User, title: str, writing: Writing) -> Topic:
    """Open a topic about `page` that leads to it; the same form sent twice opens one.

    Raises PermissionDenied for what is not published for them, ValidationError for a group in which not everyone sees it, and
    as `publish_topic`.
    """
    check_shown(page, author)
    if reason := why_not_there(page, group):
        raise ValidationError(reason, code="circle")

    def connect(topic: Topic) -> None:
        Discussion.objects.create(page_id=page.pk, topic=topic)

    if page.get_absolute_url() not in writing.body:
        writing = Writing(first_words(page) + writing.body, writing.attachments, writing.key)
    return publish_topic(group=group, author=author, kind=TopicKind.DEBATE, title=title, writing=writing, also=connect)
