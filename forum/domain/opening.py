"""A topic as one person finds it: the topic, the group's door, how far they have read, what they follow. One statement."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import BigIntegerField
from django.utils import timezone

from forum.models import Topic
from intranet.members.doors import SEAT, Door, role_before
from intranet.members.models import WorkingGroup

if TYPE_CHECKING:
    from intranet.members.models import User

GREATEST_KEY = BigIntegerField.MAX_BIGINT
GROUP_FIELDS = ("id", "name", "slug", "state", "access", "joining", "holds_everyone")
# The last post that was there when the person declared all read that the group had said.
DECLARED = """
    CASE WHEN declared.read_until >= topic.created_at THEN (
        SELECT post.number FROM forum_post post WHERE post.topic_id = topic.id AND post.created_at <= declared.read_until
        ORDER BY post.number DESC LIMIT 1
    ) END
"""
# The last post that is not removed.
SHOWN = """
    CASE WHEN topic.post_count = topic.last_number THEN topic.last_number ELSE (
        SELECT post.number FROM forum_post post WHERE post.topic_id = topic.id AND post.removed_at IS NULL
        ORDER BY post.number DESC LIMIT 1
    ) END
"""
TOPIC = f"""
    SELECT topic.*, {", ".join(f"found.{name} AS group_{name}" for name in GROUP_FIELDS if name != "id")}, {SEAT},
        COALESCE(mark.number, 0) AS read_number, {DECLARED} AS declared_number, {SHOWN} AS shown_number,
        follow.level AS follow_level,
        EXISTS(
            SELECT 1 FROM notifications_mute mute
            WHERE mute.about_type_id = %s AND mute.about_id = topic.id AND mute.person_id = %s
        ) AS is_muted,
        EXISTS(
            SELECT 1 FROM notifications_notification told
            WHERE told.recipient_id = %s AND told.on_site AND told.read_at IS NULL AND (
                (told.about_type_id = %s AND told.about_id = topic.id) OR (told.target_type_id = %s AND told.target_id = topic.id)
            )
        ) AS is_told_of,
        author.given_name AS author_given_name, author.family_name AS author_family_name,
        solution.number AS solution_number
    FROM forum_topic topic
    JOIN members_workinggroup found ON found.id = topic.group_id
    JOIN members_user author ON author.id = topic.author_id
    LEFT JOIN forum_post solution ON solution.id = topic.solved_by_id AND solution.removed_at IS NULL
    LEFT JOIN members_groupmembership seat ON seat.group_id = found.id AND seat.user_id = %s
    LEFT JOIN forum_readmark mark ON mark.topic_id = topic.id AND mark.person_id = %s
    LEFT JOIN forum_groupmark declared ON declared.group_id = topic.group_id AND declared.person_id = %s
    LEFT JOIN forum_follow follow ON follow.topic_id = topic.id AND follow.person_id = %s
    WHERE topic.id = %s
"""  # noqa: S608 - names of our own columns


@dataclass(frozen=True)
class OpenTopic:
    """`read_number`: the last post that the person has read, 0 for none; `shown_number`: the last that is not removed.

    `level`: None when they follow nothing of it. `is_told_of`: whether a notice of theirs that tells of it is new. `solution`: the number of the post that solves it.
    """

    topic: Topic
    door: Door
    read_number: int
    shown_number: int
    level: str | None
    is_muted: bool
    is_told_of: bool
    solution: int | None
    author_name: str

    @property
    def may_reply(self) -> bool:
        return self.door.may_write and (not self.topic.is_closed or self.door.moderates)

    @property
    def first_unread(self) -> int | None:
        """The number after the last post that the person has read; None when nothing is new to them after it."""
        return self.read_number + 1 if self.read_number < self.shown_number else None


def open_topic_of(person: "User", pk: int, *, removed: bool = False) -> OpenTopic | None:
    """None when there is no topic, or `person` may not read its group.

    A removed one is there for moderators, and for those who ask for it `removed`: to learn what became of what they send.
    """
    if pk > GREATEST_KEY:
        return None
    of_topics = ContentType.objects.get_for_model(Topic).pk
    parameters = [timezone.localdate(), of_topics, person.pk, person.pk, of_topics, of_topics, *[person.pk] * 4, pk]
    row: Any = next(iter(Topic.objects.raw(TOPIC, parameters)), None)
    if row is None:
        return None
    group = WorkingGroup.from_db(
        None, GROUP_FIELDS, [row.group_id, *(getattr(row, f"group_{name}") for name in GROUP_FIELDS if name != "id")]
    )
    group.holds_everyone = bool(group.holds_everyone)
    row.group = group
    door = Door(person, group, role_before(person, group, role=row.seat_role, seated=bool(row.is_seated)))
    if not door.may_read or (row.removed_at and not (removed or door.moderates)):
        return None
    read_number = max(row.read_number, row.declared_number or 0)
    author = f"{row.author_given_name} {row.author_family_name}".strip()
    told = bool(row.is_muted), bool(row.is_told_of)
    return OpenTopic(
        row, door, read_number, row.shown_number or 0, row.follow_level, *told, row.solution_number, author
    )
