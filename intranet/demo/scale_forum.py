"""Topics and posts of any number, for the benchmark: twenty posts a topic, in sixty groups of which every third is private."""

from datetime import datetime, timedelta
from itertools import islice

from django.db import transaction
from django.utils import timezone

from forum.enums import CostBand, Outcome, PopulationBand, TopicKind
from forum.models import Experience, Post, Reaction, ReadMark, Topic
from intranet.demo.scale import BATCH, DOMAIN, prepare_ground, register_scale
from intranet.members.enums import Department, GroupAccess, GroupJoining
from intranet.members.models import GroupMembership, Organisation, User, WorkingGroup

GROUPS = 60
EVERY_PRIVATE = 3
IN_A_GROUP = 60
IN_A_TOPIC = 20
REACTED = 4  # every so many posts
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
    people = list(User.objects.filter(email__endswith=f"@{DOMAIN}").order_by("pk"))
    groups = scale_groups(people)
    serials = iter(range(0, number, IN_A_TOPIC))
    while chunk := list(islice(serials, AT_ONCE)):
        add_topics(chunk, number, groups, people)


def scale_groups(people: list[User]) -> list[WorkingGroup]:
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


def add_topics(serials: list[int], number: int, groups: list[WorkingGroup], people: list[User]) -> None:
    now, last = timezone.now(), min(IN_A_TOPIC, number)
    turns = [serial // IN_A_TOPIC for serial in serials]
    topics = Topic.objects.bulk_create(scale_topic(turn, groups, people, now, last) for turn in turns)
    posts = Post.objects.bulk_create(
        (
            scale_post(topic, turn, step, people, now)
            for topic, turn in zip(topics, turns, strict=True)
            for step in range(1, last + 1)
        ),
        BATCH,
    )
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


def scale_topic(turn: int, groups: list[WorkingGroup], people: list[User], now: datetime, last: int) -> Topic:
    return Topic(
        group=groups[turn % len(groups)],
        kind=KINDS[turn % len(KINDS)],
        title=f"Com ho feu per començar sense pressupost? ({turn})",
        author=writer(people, turn, 1),
        created_at=now - timedelta(minutes=turn + last),
        last_posted_at=now - timedelta(minutes=turn),
        last_author=writer(people, turn, last),
        last_number=last,
        post_count=last,
    )


def writer(people: list[User], turn: int, step: int) -> User:
    return people[(turn + step) % len(people)]


def scale_post(topic: Topic, turn: int, step: int, people: list[User], now: datetime) -> Post:
    text = " ".join(WORDS[(turn + step + word) % len(WORDS)] for word in range(3))
    return Post(
        topic=topic,
        number=step,
        author=writer(people, turn, step),
        body=f"<p>{text}</p>",
        text=text,
        created_at=now - timedelta(minutes=turn + IN_A_TOPIC - step),
        reactions={"useful": 1} if step % REACTED == 0 else {},
    )


def scale_experience(topic: Topic, councils: list[Organisation], now: datetime) -> Experience:
    return Experience(
        topic=topic,
        outcome=Outcome.values[topic.pk % len(Outcome.values)],
        done=WORDS[topic.pk % len(WORDS)],
        council=councils[topic.pk % len(councils)],
        department=Department.values[topic.pk % len(Department.values)],
        cost=CostBand.values[topic.pk % len(CostBand.values)],
        population=PopulationBand.values[topic.pk % len(PopulationBand.values)],
        year=now.year - topic.pk % 4,
    )


register_scale("posts", grow_posts, help_text="Posts, twenty to a topic, in sixty groups.")
