"""Topics, posts, experiences, as the domain makes them."""

from django.utils import timezone

from forum.domain.publishing import Writing, publish_post, publish_topic
from forum.enums import Outcome, TopicKind
from forum.models import Experience, Post, Topic
from tests.factories.members import GroupMembershipFactory, WorkingGroupFactory, a_member


def a_topic(group=None, author=None, *, kind=TopicKind.DEBATE, title="Com ho feu?", body="<p>Ens interessa.</p>"):
    """A topic of a member who sits in its group, with its first post."""
    group = group or WorkingGroupFactory()
    author = author or a_member()
    if not group.memberships.filter(user=author).exists():
        GroupMembershipFactory(group=group, user=author)
    return publish_topic(group=group, author=author, kind=kind, title=title, writing=Writing(body))


def a_question(group=None, author=None, **given):
    return a_topic(group, author, kind=TopicKind.QUESTION, **given)


def a_reply(topic, author=None, *, body="<p>Nosaltres també.</p>", reply_to=None):
    """An answer by a member who sits in the group."""
    author = author or a_member()
    if not topic.group.memberships.filter(user=author).exists():
        GroupMembershipFactory(group=topic.group, user=author)
    return publish_post(topic=topic, author=author, writing=Writing(body), reply_to=reply_to)


def replies(topic, number, author=None):
    """So many answers in bulk, past the domain: for long topics. The counters follow."""
    author = author or topic.author
    first = topic.last_number + 1
    posts = Post.objects.bulk_create(
        Post(topic=topic, number=first + step, author=author, body=f"<p>Resposta {step}</p>", text=f"Resposta {step}")
        for step in range(number)
    )
    Topic.objects.filter(pk=topic.pk).update(
        last_number=first + number - 1,
        post_count=topic.post_count + number,
        last_posted_at=timezone.now(),
        last_author=author,
    )
    topic.refresh_from_db()
    return posts


def an_experience(group=None, author=None, *, outcome=Outcome.SUCCESS, title="Un mercat de proximitat", **facts):
    topic = a_topic(group, author, kind=TopicKind.EXPERIENCE, title=title)
    facts = {"done": "Vam obrir un mercat.", "year": timezone.localdate().year, "council": topic.council, **facts}
    subjects = facts.pop("subjects", ())
    experience = Experience.objects.create(topic=topic, outcome=outcome, **facts)
    experience.subjects.set(subjects)
    return experience
