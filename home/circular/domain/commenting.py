"""«Comenta-ho»: where people talk about an entry, and beginning to, in a group all of whose readers may see it."""

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Q
from django.utils.html import format_html
from django.utils.translation import gettext as _

from agenda.enums import EventVisibility
from forum.domain.publishing import Writing, publish_topic
from forum.enums import TopicKind
from forum.models import Topic
from home.circular.enums import OUT_STATES
from home.circular.models import CircularEntry
from intranet.members.enums import GroupAccess, GroupRole, GroupState
from intranet.members.models import GroupMembership, User, WorkingGroup

if TYPE_CHECKING:
    from django.db.models import QuerySet


class AlreadyBegunError(Exception):
    """Somebody has begun to talk about it meanwhile, where the person reads: `topic`."""

    def __init__(self, topic: Topic) -> None:
        super().__init__()
        self.topic = topic


def entry_to_talk_about(pk: int, person: User) -> CircularEntry | None:
    """What is printed in a circular that is out, for those who may see it. One statement."""
    found = CircularEntry.objects.printed().visible_to(person).filter(circular__state__in=OUT_STATES)
    return found.with_sources().select_related("circular", "discussion__group").filter(pk=pk).first()


def discussion_of(entry: CircularEntry, person: User) -> Topic | None:
    """The topic that it tells of or the one that somebody has begun about it, if `person` reads it. One statement, or none."""
    key = entry.topic_id or entry.discussion_id
    return Topic.objects.visible_to(person).select_related("group").filter(pk=key).first() if key else None


def own_circle(entry: CircularEntry) -> int | None:
    """The key of the group whose readers alone may see what it tells of; None of what is for the network."""
    event = entry.event
    return event.group_id if event is not None and event.visibility == EventVisibility.GROUP else None


def groups_to_talk_in(entry: CircularEntry, person: User) -> "QuerySet[WorkingGroup]":
    """The living groups that `person` is in, and the entry's own, of those whose readers all read it."""
    living = WorkingGroup.objects.content_visible_to(person).exclude(state=GroupState.CLOSED)
    if own := own_circle(entry):
        return living.filter(pk=own)
    mine = Q(pk__in=WorkingGroup.objects.of(person).values("pk")) | Q(pk=entry.group_id)
    return living.filter(mine).exclude(pk__in=with_guests())


def with_guests() -> "QuerySet[GroupMembership, int]":
    """The keys of the groups in which people read who get no circular."""
    return GroupMembership.objects.in_force().filter(role=GroupRole.GUEST).values_list("group", flat=True)


def why_not_there(entry: CircularEntry, group: WorkingGroup) -> str:
    """Why one does not talk of it in `group`; empty where one may."""
    own = own_circle(entry)
    if own and own != group.pk:
        return _("This is for the readers of its own group: talk about it there.")
    if not own and group.pk in set(with_guests()):
        return _("Guests read this group, and the circular is for the people of the network alone.")
    return ""


def first_line(entry: CircularEntry) -> str:
    """What the topic begins with: what it is about."""
    said = _("About what the circular tells:")
    return format_html('{} <a href="{}">{}</a>', said, entry.get_absolute_url(), entry.title)


def begin_discussion(entry: CircularEntry, *, group: WorkingGroup, author: User, title: str, writing: Writing) -> Topic:
    """Open a topic about `entry`, to which its «Comenta-ho» leads from then on; the same form sent twice opens one.

    Raises PermissionDenied for what is not printed for them, ValidationError for a group in which not everyone reads it,
    AlreadyBegunError when there is one that they read, and as `publish_topic`.
    """
    seen = entry_to_talk_about(entry.pk, author)
    if seen is None:
        raise PermissionDenied
    if reason := why_not_there(seen, group):
        raise ValidationError(reason, code="circle")

    def connect(topic: Topic) -> None:
        held = CircularEntry.objects.select_for_update(of=("self",)).get(pk=entry.pk)
        if begun := discussion_of(held, author):
            raise AlreadyBegunError(begun)
        CircularEntry.objects.filter(pk=entry.pk).exclude(discussion__in=better_than(group)).update(discussion=topic)

    if seen.get_absolute_url() not in writing.body:
        writing = Writing(format_html("<p>{}</p>", first_line(seen)) + writing.body, writing.attachments, writing.key)
    return publish_topic(group=group, author=author, kind=TopicKind.DEBATE, title=title, writing=writing, also=connect)


def better_than(group: WorkingGroup) -> "QuerySet[Topic]":
    """Conversations that one begun in `group` does not take the place of: those that as many people read, or more."""
    standing = Topic.objects.filter(removed_at=None)
    return standing if group.access == GroupAccess.PRIVATE else standing.exclude(group__access=GroupAccess.PRIVATE)
