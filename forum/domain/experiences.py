"""Telling an experience and correcting it: a topic whose first post is the story, and its facts beside."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, fields
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import BooleanField, ExpressionWrapper, Q

from forum.domain.editing import edit_post
from forum.domain.facts import changed, facts_of, told
from forum.domain.numbering import lock_topic, touch_topic
from forum.domain.publishing import Writing, publish_topic
from forum.domain.stories import PARTS, story_of
from forum.enums import PopulationBand, TopicKind
from forum.models import Attachment, Experience, Topic
from intranet.members.enums import GroupAccess, GroupState
from intranet.members.models import Organisation, Subject, User, WorkingGroup
from intranet.members.models.groups import is_group_of

# Up to so many inhabitants, in order; whatever is larger is a city.
BANDS = (
    (1_000, PopulationBand.MICRO),
    (5_000, PopulationBand.SMALL),
    (20_000, PopulationBand.TOWN),
    (50_000, PopulationBand.LARGE),
)


@dataclass(frozen=True, kw_only=True)
class Account:
    """What somebody tells of an experience, field by field: the names are those of `Experience`."""

    outcome: str
    done: str
    year: int
    context: str = ""
    worked: str = ""
    failed: str = ""
    change: str = ""
    council: Organisation | None = None
    department: str = ""
    cost: str = ""
    subjects: tuple[Subject, ...] = ()

    @property
    def story(self) -> str:
        return story_of({name: getattr(self, name) for name in PARTS})

    @property
    def facts(self) -> dict[str, Any]:
        """The columns of the experience; the council's size is that of the day on which it is told."""
        told = {field.name: getattr(self, field.name) for field in fields(self) if field.name != "subjects"}
        return {**told, "population": band_of(self.council)}


def band_of(council: Organisation | None) -> str:
    if council is None or not council.population:
        return ""
    found = next((band for most, band in BANDS if council.population <= most), PopulationBand.CITY)
    return found.value


def publish_experience(
    *,
    group: WorkingGroup,
    author: User,
    title: str,
    account: Account,
    attachments: Iterable[Attachment] = (),
    key: UUID | None = None,
) -> Topic:
    """Open its topic; nobody is told of it before its facts are there. The same form sent twice tells it once.

    Raises what `publish_topic` raises.
    """

    def keep_facts(topic: Topic) -> None:
        experience = Experience.objects.create(topic=topic, **account.facts)
        experience.subjects.set(account.subjects)

    writing = Writing(account.story, attachments, key)
    return publish_topic(
        group=group, author=author, kind=TopicKind.EXPERIENCE, title=title, writing=writing, also=keep_facts
    )


@transaction.atomic
def edit_experience(
    topic: Topic,
    *,
    by: User,
    title: str,
    account: Account,
    attachments: Iterable[Attachment] = (),
    shown: Collection[int] = (),
    seen: str = "",
) -> None:
    """Tell it better: story and facts keep their visible history. `shown`, `seen` and what it raises: as `edit_post`."""
    topic = lock_topic(topic)
    post, experience = topic.posts.get(number=1), Experience.objects.get(topic=topic)
    post.topic = topic
    facts = changed(facts_of(experience), told(account.facts, account.subjects))
    writing = Writing(account.story, attachments)
    edit_post(post, by=by, writing=writing, title=title, shown=shown, facts=facts, seen=seen)
    for name, value in account.facts.items():
        setattr(experience, name, value)
    experience.save()
    experience.subjects.set(account.subjects)
    touch_topic(topic)


def groups_to_tell_in(person: User) -> Any:
    """Those in which `person` may write today (`Door.may_write`, for all groups at once), with `is_mine`; the network's own first."""
    readable = WorkingGroup.objects.content_visible_to(person).exclude(state=GroupState.CLOSED)
    groups = readable.annotate(is_mine=ExpressionWrapper(is_group_of(person), BooleanField()))
    if not person.standing.cares_for_members:
        groups = groups.filter(Q(is_mine=True) | Q(access=GroupAccess.OPEN))
    return groups.order_by("-holds_everyone", "sort_key")
