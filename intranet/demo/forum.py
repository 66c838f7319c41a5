"""A year of conversations and experiences, as the people of the groups would have written them."""

import re
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone
from django.utils.html import escape

from forum.domain.experiences import band_of
from forum.domain.publishing import council_of
from forum.domain.stories import PARTS, story_of
from forum.enums import FollowLevel, TopicKind
from forum.models import Experience, Follow, GroupMark, Post, Reaction, ReadMark, Topic
from intranet.demo.days import day, moment, working_day
from intranet.demo.tables import texts
from intranet.members.models import GroupMembership, Organisation, Subject, User, WorkingGroup
from intranet.richtext.cleaning import plain_text

# When people write, one after the other: a topic's answers of one day never stand before it.
FIRST, STEP = time(9, 20), timedelta(minutes=37)
READ_UP_TO_DAYS = 25


class Writers:
    """Who `by` is, in the group of a topic; the council each one speaks for."""

    def __init__(self, people: dict[str, User]) -> None:
        self.people = people
        self.everyone = [people[email] for email in sorted(people)]
        self.seated: dict[int, list[User]] = {}
        self.councils: dict[int, Organisation | None] = {}
        for seat in GroupMembership.objects.in_force().select_related("user").exclude(role="guest").order_by("pk"):
            self.seated.setdefault(seat.group_id, []).append(seat.user)

    def of(self, group: WorkingGroup, by: str | int) -> User:
        if isinstance(by, str):
            return self.people[by]
        seated = self.seated[group.pk]
        return seated[by % len(seated)]

    def council(self, author: User) -> Organisation | None:
        if author.pk not in self.councils:
            self.councils[author.pk] = council_of(author)
        return self.councils[author.pk]

    def readers(self, group: WorkingGroup, number: int) -> list[User]:
        """So many people who might react to what is said there, others each time."""
        pool = self.seated.get(group.pk, []) if group.is_private else self.everyone
        start = number * 7
        return [pool[(start + step) % len(pool)] for step in range(min(number, len(pool)))]


def html_of(text: str) -> str:
    """Paragraphs and lists of hyphens, as the data file writes them."""
    blocks = (block.strip() for block in re.split(r"\n\s*\n", text.strip()))
    return "".join(list_of(block) if block.startswith("- ") else f"<p>{escape(block)}</p>" for block in blocks)


def list_of(block: str) -> str:
    items = (line.removeprefix("- ") for line in block.splitlines())
    return f"<ul>{''.join(f'<li>{escape(item)}</li>' for item in items)}</ul>"


def written_at(today: date, days: int, turn: int) -> datetime:
    """In office hours of a working day."""
    begin = timezone.make_aware(datetime.combine(working_day(today, days), FIRST))
    return begin + turn * STEP


def load_forum(today: date, people: dict[str, User], groups: dict[str, WorkingGroup]) -> tuple[int, int]:
    """How many topics and posts."""
    told, writers = texts("topics"), Writers(people)
    for entry in told["topic"]:
        load_topic(entry, groups[entry["group"]], writers, today, body=html_of(entry["body"]))
    subjects = {subject.slug: subject for subject in Subject.objects.all()}
    for entry in told["experience"]:
        load_experience(entry, groups[entry["group"]], writers, today, subjects)
    read_all_until(moment(day(today, -READ_UP_TO_DAYS)))
    return Topic.objects.count(), Post.objects.count()


def read_all_until(at: datetime) -> None:
    """What was said before has been read by everyone: nobody comes back from a year away."""
    seats = GroupMembership.objects.in_force().exclude(group__holds_everyone=True).values_list("user", "group")
    network = WorkingGroup.objects.filter(holds_everyone=True).values_list("pk", flat=True)
    everyone = ((person, group) for group in network for person in User.objects.values_list("pk", flat=True))
    GroupMark.objects.bulk_create(
        GroupMark(person_id=person, group_id=group, read_until=at) for person, group in (*seats, *everyone)
    )


def load_experience(
    entry: dict[str, Any], group: WorkingGroup, writers: Writers, today: date, subjects: dict[str, Subject]
) -> None:
    parts = {name: entry.get(name, "").strip() for name in PARTS}
    topic = load_topic({**entry, "kind": TopicKind.EXPERIENCE}, group, writers, today, body=story_of(parts))
    experience = Experience.objects.create(
        topic=topic,
        outcome=entry["outcome"],
        council=topic.council,
        department=entry["department"],
        cost=entry["cost"],
        population=band_of(topic.council),
        year=today.year - entry["years_ago"],
        **parts,
    )
    experience.subjects.set(subjects[slug] for slug in entry["subjects"])


def load_topic(entry: dict[str, Any], group: WorkingGroup, writers: Writers, today: date, *, body: str) -> Topic:
    author = writers.of(group, entry["by"])
    at = written_at(today, entry["days"], 0)
    topic = Topic.objects.create(
        group=group,
        kind=entry["kind"],
        title=entry["title"],
        author=author,
        council=writers.council(author),
        created_at=at,
        is_pinned=entry.get("pinned", False),
    )
    first = Post(topic=topic, number=1, author=author, council=topic.council, body=body, created_at=at)
    posts = [load_post(first, entry, group, writers)]
    for number, reply in enumerate(entry.get("reply", ()), 2):
        posts.append(load_reply(reply, number, posts, writers, today))
        if reply.get("solves"):
            topic.solved_by = posts[-1]
    keep_counters(topic, posts)
    return topic


def load_reply(entry: dict[str, Any], number: int, before: list[Post], writers: Writers, today: date) -> Post:
    topic = before[0].topic
    author = writers.of(topic.group, entry["by"])
    reply = Post(
        topic=topic,
        number=number,
        author=author,
        council=writers.council(author),
        body=html_of(entry["body"]),
        reply_to=before[entry["to"] - 1] if "to" in entry else None,
        created_at=written_at(today, entry["days"], number),
    )
    return load_post(reply, entry, topic.group, writers)


def load_post(post: Post, entry: dict[str, Any], group: WorkingGroup, writers: Writers) -> Post:
    """With its reactions; their number is what the entry says, as far as there are people who read it."""
    post.text = plain_text(post.body)
    given = {
        kind: [reader for reader in writers.readers(group, number) if reader != post.author]
        for kind, number in entry.get("reactions", {}).items()
    }
    post.reactions = {kind: len(readers) for kind, readers in given.items() if readers}
    post.save()
    Reaction.objects.bulk_create(
        Reaction(post=post, person=reader, kind=kind) for kind, readers in given.items() for reader in readers
    )
    return post


def keep_counters(topic: Topic, posts: list[Post]) -> None:
    """And what its writers have read and follow."""
    topic.last_number = topic.post_count = len(posts)
    topic.last_posted_at, topic.last_author = posts[-1].created_at, posts[-1].author
    topic.save()
    read = {post.author: post.number for post in posts}
    ReadMark.objects.bulk_create(ReadMark(topic=topic, person=person, number=read[person]) for person in read)
    Follow.objects.bulk_create(Follow(topic=topic, person=person, level=FollowLevel.ALL) for person in read)
