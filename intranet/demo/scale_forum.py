"""Topics and posts of any number, for the benchmark: twenty posts a topic, in sixty groups of which every third is private."""

from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from django.db import transaction
from django.db.models import OuterRef, Subquery
from django.utils import timezone

from forum.enums import CostBand, Outcome, PopulationBand, TopicKind
from forum.models import Experience, Post, Reaction, ReadMark, Topic
from intranet.demo.scale import BATCH, DOMAIN, prepare_ground, register_scale
from intranet.demo.scale_words import rare_words
from intranet.members.enums import Department, GroupAccess, GroupJoining
from intranet.members.models import GroupMembership, Organisation, Position, User, WorkingGroup

GROUPS = 60
EVERY_PRIVATE = 3
IN_A_POST = 12  # words that not every post has
IN_A_GROUP = 60
IN_A_TOPIC = 20
REACTED = 4  # every so many posts
ANSWERED = 3  # every so many posts answer the one before
AT_ONCE = 400  # topics in memory
KINDS = (TopicKind.DEBATE, TopicKind.QUESTION, TopicKind.DEBATE, TopicKind.EXPERIENCE)
WORDS = (
    "Nosaltres ho vam provar l’any passat amb dues entitats del municipi i una cooperativa de segon grau.",
    "El que més ens va costar va ser posar d’acord la intervenció i la secretaria sobre el procediment.",
    "Podem passar-vos el plec i l’informe de necessitats: el podeu adaptar en una tarda.",
    "A la comarca hi ha quatre ajuntaments petits que voldrien fer-ho junts, si algú se n’encarrega.",
    "Convé reservar hores de seguiment des del començament; nosaltres no ho vam fer i ho vam pagar.",
)


@transaction.atomic
def grow_posts(number: int) -> None:
    """Add so many posts. Every person of the scale sits in some of the groups, private ones included."""
    prepare_ground()
    councils = Position.objects.giving_access().filter(user=OuterRef("pk")).values("organisation")
    everybody = User.objects.filter(email__endswith=f"@{DOMAIN}").annotate(council_id=Subquery(councils[:1]))
    people = list(everybody.order_by("pk"))
    groups = scale_groups(people)
    serials = iter(range(0, number, IN_A_TOPIC))
    while chunk := list(islice(serials, AT_ONCE)):
        add_topics(chunk, number, groups, people)


def scale_groups(people: list[Any]) -> list[WorkingGroup]:
    """Those there are, and as many as are missing up to `GROUPS`, each with its people."""
    missing = range(WorkingGroup.objects.count(), GROUPS)
    WorkingGroup.objects.bulk_create(scale_group(serial) for serial in missing)
    groups = list(WorkingGroup.objects.order_by("pk")[:GROUPS])
    GroupMembership.objects.bulk_create(
        (
            GroupMembership(group=group, user=people[(turn * 7 + step) % len(people)])
            for turn, group in enumerate(groups)
            for step in range(min(IN_A_GROUP, len(people)))
        ),
        BATCH,
        ignore_conflicts=True,
    )
    return groups


def scale_group(serial: int) -> WorkingGroup:
    private = serial % EVERY_PRIVATE == 0
    return WorkingGroup(
        name=f"Grup d’escala {serial}",
        slug=f"grup-escala-{serial}",
        aims="Fem de banc de proves.",
        access=GroupAccess.PRIVATE if private else GroupAccess.OPEN,
        joining=GroupJoining.BY_INVITATION if private else GroupJoining.AT_ONCE,
    )


def add_topics(serials: list[int], number: int, groups: list[WorkingGroup], people: list[Any]) -> None:
    now, last = timezone.now(), min(IN_A_TOPIC, number)
    turns = [serial // IN_A_TOPIC for serial in serials]
    topics = Topic.objects.bulk_create(scale_topic(turn, groups, people, now, last) for turn in turns)
    posts = Post.objects.bulk_create(
        (
            scale_post(topic, turn, step, people)
            for topic, turn in zip(topics, turns, strict=True)
            for step in range(1, last + 1)
        ),
        BATCH,
    )
    answer_each_other(topics, last)
    Reaction.objects.bulk_create(
        (Reaction(post=post, person=post.author, kind=kind) for post in posts for kind in post.reactions), BATCH
    )
    councils = list(Organisation.objects.councils().present().order_by("pk"))
    Experience.objects.bulk_create(
        (scale_experience(topic, councils, now) for topic in topics if topic.kind == TopicKind.EXPERIENCE), BATCH
    )
    readers = ((topic, people[(topic.pk + step * 13) % len(people)]) for topic in topics for step in range(10))
    ReadMark.objects.bulk_create(
        (ReadMark(topic=topic, person=person, number=last // 2) for topic, person in readers),
        BATCH,
        ignore_conflicts=True,
    )


def answer_each_other(topics: list[Topic], last: int) -> None:
    before = Post.objects.filter(topic=OuterRef("topic"), number=OuterRef("number") - 1).values("pk")[:1]
    answers = Post.objects.filter(topic__in=topics, number__in=range(ANSWERED, last + 1, ANSWERED))
    answers.update(reply_to=Subquery(before))


def scale_topic(turn: int, groups: list[WorkingGroup], people: list[Any], now: datetime, last: int) -> Topic:
    return Topic(
        group=groups[turn % len(groups)],
        kind=KINDS[turn % len(KINDS)],
        title=f"Com ho feu per començar sense pressupost? {rare_words(turn, 2)} ({turn})",
        author=writer(people, turn, 1),
        council_id=writer(people, turn, 1).council_id,
        created_at=now - timedelta(minutes=turn + last - 1),
        last_posted_at=now - timedelta(minutes=turn),
        last_author=writer(people, turn, last),
        last_number=last,
        post_count=last,
    )


def writer(people: list[Any], turn: int, step: int) -> Any:
    """A person, with the `council_id` for which they write."""
    return people[(turn + step) % len(people)]


def scale_post(topic: Topic, turn: int, step: int, people: list[Any]) -> Post:
    said = " ".join(WORDS[(turn + step + word) % len(WORDS)] for word in range(2))
    text = f"{said} {rare_words(turn * IN_A_TOPIC + step, IN_A_POST).capitalize()}."
    return Post(
        topic=topic,
        number=step,
        author=writer(people, turn, step),
        council_id=writer(people, turn, step).council_id,
        body=f"<p>{text}</p>",
        text=text,
        created_at=topic.last_posted_at - timedelta(minutes=topic.last_number - step),
        reactions={"useful": 1} if step % REACTED == 0 else {},
    )


def scale_experience(topic: Topic, councils: list[Organisation], now: datetime) -> Experience:
    return Experience(
        topic=topic,
        outcome=Outcome.values[topic.pk % len(Outcome.values)],
        done=f"{WORDS[topic.pk % len(WORDS)]} {rare_words(topic.pk, IN_A_POST)}",
        council=councils[topic.pk % len(councils)],
        department=Department.values[topic.pk % len(Department.values)],
        cost=CostBand.values[topic.pk % len(CostBand.values)],
        population=PopulationBand.values[topic.pk % len(PopulationBand.values)],
        year=now.year - topic.pk % 4,
    )


register_scale("posts", grow_posts, help_text="Posts, twenty to a topic, in sixty groups.")
