"""What resources, topics, experiences and news say of themselves in a circular."""

from collections.abc import Collection, Mapping

from forum.domain.discretion import stays_inside
from forum.enums import TopicKind
from forum.models import Experience, Post, Topic
from home.circular.domain.said import Said, excerpt, facts_line, title_line
from home.circular.domain.said_events import keys_by
from home.circular.enums import DropReason, Section
from home.models.news import NewsPage
from intranet.members.enums import COUNCIL_KINDS
from intranet.members.models import Organisation
from intranet.richtext.cleaning import own_words
from repository.enums import ResourceKind, ResourceVisibility
from repository.models import ResourcePage


def said_by_resources(keys: Collection[int]) -> Mapping[int, Said]:
    """Two statements. What is archived is there still."""
    pages = ResourcePage.objects.filter(pk__in=keys).select_related("group").defer("body")
    subjects = keys_by(
        ResourcePage.subjects.through.objects.filter(resourcepage__in=keys).values_list("resourcepage", "subject")
    )
    return {page.pk: said_by_resource(page, subjects[page.pk]) for page in pages}


def said_by_resource(page: ResourcePage, subjects: list[int]) -> Said:
    return Said(
        title=title_line(page.title),
        text=page.summary,
        section=Section.TRAINING if page.kind == ResourceKind.TRAINING else Section.RESOURCES,
        facts=facts_line(str(page.get_kind_display())),
        group_id=page.group_id if names_group(page) else None,
        organisation_id=page.organisation_id,
        subject_keys=subjects,
        drop_reason="" if page.live else DropReason.GONE,
    )


def names_group(page: ResourcePage) -> bool:
    """What all may read does not say from which private group it is."""
    return page.group is None or not page.group.is_private or page.visibility == ResourceVisibility.GROUP


def said_by_topics(keys: Collection[int]) -> Mapping[int, Said]:
    """Three statements."""
    topics = Topic.objects.filter(pk__in=keys).select_related("experience")
    posts = {post.topic_id: post for post in Post.objects.filter(topic__in=keys, number=1)}
    subjects = keys_by(
        Experience.subjects.through.objects.filter(experience__topic__in=keys).values_list(
            "experience__topic", "subject"
        )
    )
    return {topic.pk: said_by_topic(topic, posts.get(topic.pk), subjects[topic.pk]) for topic in topics}


def said_by_topic(topic: Topic, post: Post | None, subjects: list[int]) -> Said:
    """A council's failure is told inside alone: no mail takes it out."""
    experience = getattr(topic, "experience", None)
    is_there = topic.removed_at is None and post is not None and not stays_inside(topic)
    return Said(
        title=title_line(topic.title),
        text=excerpt(experience.beginning if experience else own_words(post.body) if post else ""),
        section=Section.COUNCILS if topic.kind == TopicKind.EXPERIENCE else Section.GROUPS,
        facts=facts_line(str(topic.get_kind_display())),
        group_id=topic.group_id,
        organisation_id=experience.council_id if experience else topic.council_id,
        subject_keys=subjects,
        drop_reason="" if is_there else DropReason.GONE,
    )


def said_by_news(keys: Collection[int]) -> Mapping[int, Said]:
    """Two statements."""
    pages = NewsPage.objects.filter(pk__in=keys).select_related("organisation").defer("body")
    subjects = keys_by(NewsPage.subjects.through.objects.filter(newspage__in=keys).values_list("newspage", "subject"))
    return {page.pk: said_by_piece(page, subjects[page.pk]) for page in pages}


def said_by_piece(page: NewsPage, subjects: list[int]) -> Said:
    """Its own day is when it happened, which is no date to keep free."""
    return Said(
        title=title_line(page.title),
        text=page.lead,
        section=section_of(page.organisation),
        organisation_id=page.organisation_id,
        subject_keys=subjects,
        drop_reason="" if page.live else DropReason.GONE,
    )


def section_of(organisation: Organisation | None) -> Section:
    is_agent = organisation is not None and organisation.kind not in COUNCIL_KINDS
    return Section.ECOSYSTEM if is_agent else Section.COUNCILS
