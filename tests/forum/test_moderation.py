"""What those who moderate do with topics and posts: who may, what is written down, and that the counters stay right."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from forum.domain.acts import acts_for, hold
from forum.domain.moderation import close, destinations, move, pin, remove_post, reopen, restore_post, unpin
from forum.domain.recounting import drifts
from forum.domain.reports import report_post
from forum.domain.solving import mark_solved
from forum.enums import ReportReason, TopicKind
from forum.models import Act, Post, Report, Topic
from forum.models.moderation import AppendOnlyError
from forum.signals import moderated
from intranet.members.enums import GroupAccess, GroupState, MembershipState
from tests.factories.forum import a_question, a_reply, a_topic
from tests.factories.members import GroupMembershipFactory, WorkingGroupFactory, a_guest, a_member
from tests.factories.roles import a_group_coordinator

pytestmark = pytest.mark.django_db


def log():
    return [(act.kind, act.group.name, act.post and act.post.number, act.reason) for act in Act.objects.order_by("pk")]


def fresh(thing):
    return type(thing).objects.get(pk=thing.pk)


def kept(topic):
    """What the topic's counters say; that they are true is asked each time."""
    topic = fresh(topic)
    assert list(drifts()) == []
    last = topic.posts.filter(removed_at=None).order_by("number").last()
    assert last is None or topic.last_posted_at == last.created_at
    return topic.post_count, topic.last_number, topic.last_author


@pytest.fixture
def group():
    return WorkingGroupFactory(name="Cures")


@pytest.fixture
def coordinator(group):
    return a_group_coordinator(group)


@pytest.mark.parametrize("access", GroupAccess.values)
def test_topics_are_held_by_those_who_moderate_the_group_alone(access, roles):
    topic = a_topic(WorkingGroupFactory(access=access))
    roles["inside"], roles["own"] = topic.author, a_group_coordinator(topic.group)
    roles["refused"] = a_member()
    GroupMembershipFactory(group=topic.group, user=roles["refused"], role="coordinator", state=MembershipState.REFUSED)
    did = set()
    for who in ("guest", "member", "group_coordinator", "inside", "refused", "coordination", "administrator", "own"):
        try:
            hold(topic, by=roles[who])
        except PermissionDenied:
            continue
        did.add(who)
    assert did == ({"own"} if access == GroupAccess.PRIVATE else {"own", "coordination", "administrator"})


def test_every_verb_asks_that():
    topic = a_topic()
    post, member, elsewhere = a_reply(topic), a_member(), WorkingGroupFactory()
    verbs = (
        lambda: pin(topic, by=member),
        lambda: unpin(topic, by=member),
        lambda: close(topic, by=member),
        lambda: reopen(topic, by=member),
        lambda: remove_post(post, by=member, reason="Sobra."),
        lambda: restore_post(post, by=member),
        lambda: move(topic, to=elsewhere, by=member),
    )
    for verb in verbs:
        with pytest.raises(PermissionDenied):
            verb()
    assert (Act.objects.count(), fresh(topic).version, fresh(post).version) == (0, 2, 0)


def test_topic_is_pinned_closed_and_back_each_once_in_the_log(group, coordinator):
    topic, heard = a_topic(group), []

    def hear(act, **_given):
        heard.append(act.kind)

    moderated.connect(hear)
    for verb in (pin, pin, close, unpin, reopen, reopen):
        verb(topic, by=coordinator)
    moderated.disconnect(hear)
    topic.refresh_from_db()
    assert (topic.is_pinned, topic.is_closed, topic.version) == (False, False, 5)
    assert heard == [kind for kind, *_ in log()] == ["pin", "close", "unpin", "reopen"]


def test_log_cannot_be_rewritten(group, coordinator):
    pin(a_topic(group), by=coordinator)
    act = Act.objects.get()
    act.reason = "Una altra"
    with pytest.raises(AppendOnlyError):
        act.save()


def test_removed_answer_leaves_its_number_its_reason_and_right_counters(group, coordinator):
    topic = a_topic(group)
    second, third = a_reply(topic), a_reply(topic)
    remove_post(third, by=coordinator, reason="Hi ha un telèfon particular.")
    third.refresh_from_db()
    assert (third.removed_at is not None, third.removal_reason, third.version) == (
        True,
        "Hi ha un telèfon particular.",
        1,
    )
    assert kept(topic) == (2, 3, second.author)
    fourth = a_reply(topic)
    assert (fourth.number, kept(topic)) == (4, (3, 4, fourth.author))
    remove_post(second, by=coordinator, reason="També.")
    remove_post(second, by=coordinator, reason="Una altra vegada.")
    assert kept(topic) == (2, 4, fourth.author)
    restore_post(third, by=coordinator)
    remove_post(fourth, by=coordinator, reason="Sobra.")
    assert kept(topic) == (2, 4, third.author)
    assert log() == [
        ("remove", "Cures", 3, "Hi ha un telèfon particular."),
        ("remove", "Cures", 2, "També."),
        ("restore", "Cures", 3, ""),
        ("remove", "Cures", 4, "Sobra."),
    ]


def test_first_post_takes_the_topic_along_and_brings_it_back(group, coordinator):
    topic, reader = a_topic(group), a_member()
    answer = a_reply(topic)
    first = topic.posts.get(number=1)
    remove_post(first, by=coordinator, reason="Repetit.")
    seen = Topic.objects.visible_to(reader).count(), Post.objects.visible_to(reader).count()
    assert (seen, kept(topic)) == ((0, 0), (1, 2, answer.author))
    remove_post(answer, by=coordinator, reason="També.")
    assert kept(topic) == (0, 2, answer.author)
    restore_post(first, by=coordinator)
    seen = Topic.objects.visible_to(reader).count(), Post.objects.visible_to(reader).count()
    assert (seen, kept(topic)) == ((1, 1), (1, 2, topic.author))


def test_removal_needs_a_reason(group, coordinator):
    post = a_reply(a_topic(group))
    with pytest.raises(ValidationError) as error:
        remove_post(post, by=coordinator, reason="  ")
    assert (list(error.value.message_dict), fresh(post).removed_at) == (["reason"], None)


def test_question_whose_solution_is_removed_waits_again(group, coordinator):
    post = a_reply(a_question(group))
    mark_solved(post, by=coordinator)
    remove_post(post, by=coordinator, reason="No era això.")
    assert list(Topic.objects.unanswered()) == [post.topic]
    restore_post(post, by=coordinator)
    assert fresh(post.topic).solved_by is None


def test_own_reported_post_waits_for_somebody_else_whatever_its_author_does(group, coordinator):
    topic = a_topic(group)
    own, anothers = a_reply(topic, coordinator), a_reply(topic)
    for post in (own, anothers):
        report_post(post, by=a_member(), reason=ReportReason.DISRESPECT)
    remove_post(own, by=coordinator, reason="Ja està.")
    restore_post(own, by=coordinator)
    with pytest.raises(ValidationError):
        move(topic, to=WorkingGroupFactory(), by=coordinator)
    remove_post(topic.posts.get(number=1), by=coordinator, reason="Tot.")
    states = dict(Report.objects.values_list("post__number", "state"))
    assert (states, fresh(topic).group) == ({2: "open", 3: "removed"}, group)


def test_own_post_that_somebody_else_removed_is_not_brought_back(group, coordinator):
    other, topic = a_group_coordinator(group), a_topic(group, coordinator)
    own = a_reply(topic, coordinator)
    for post in (own, topic.posts.get(number=1)):
        remove_post(post, by=coordinator, reason="Me n’he desdit.")
        restore_post(post, by=coordinator)
        remove_post(post, by=other, reason="Falta al respecte.")
        with pytest.raises(PermissionDenied):
            restore_post(post, by=coordinator)
        assert fresh(post).removed_at is not None
    restore_post(own, by=a_group_coordinator(group))
    assert fresh(own).removed_at is None


@pytest.mark.parametrize("verb", [pin, close])
def test_nothing_else_is_done_with_a_removed_topic(verb, group, coordinator):
    topic = a_topic(group)
    remove_post(topic.posts.get(), by=coordinator, reason="Repetit.")
    with pytest.raises(PermissionDenied):
        verb(topic, by=coordinator)
    with pytest.raises(PermissionDenied):
        move(topic, to=WorkingGroupFactory(), by=coordinator)


def test_moved_topic_is_seen_where_it_is_and_nowhere_else(group, coordinator):
    private = WorkingGroupFactory(name="Secrets", access=GroupAccess.PRIVATE)
    GroupMembershipFactory(group=private, user=coordinator)
    topic = a_topic(group)
    a_reply(topic)
    pin(topic, by=coordinator)
    guest, outside, inside = a_guest(group), a_member(), a_member()
    GroupMembershipFactory(group=private, user=inside)

    def readers():
        people = {"guest": guest, "outside": outside, "inside": inside, "author": topic.author}
        return {who: Post.objects.visible_to(person).count() for who, person in people.items()}

    assert readers() == {"guest": 2, "outside": 2, "inside": 2, "author": 2}
    move(topic, to=private, by=coordinator, reason="Parla de persones.")
    assert readers() == {"guest": 0, "outside": 0, "inside": 2, "author": 0}
    topic.refresh_from_db()
    assert (topic.group, topic.is_pinned, [post.version for post in topic.posts.all()]) == (private, False, [1, 1])
    assert log()[1:] == [("move", "Cures", None, "Parla de persones.")]
    assert kept(topic)[:2] == (2, 2)


def test_nothing_leaves_a_private_group_unless_it_is_meant(group):
    private = WorkingGroupFactory(access=GroupAccess.PRIVATE)
    by = a_group_coordinator(private)
    topic = a_topic(private)
    with pytest.raises(ValidationError) as error:
        move(topic, to=group, by=by)
    assert (list(error.value.message_dict), fresh(topic).group) == (["discloses"], private)
    assert move(topic, to=group, by=by, discloses=True).group == group


def test_topic_goes_only_where_the_mover_writes(group, coordinator):
    own = WorkingGroupFactory(name="Propi", access=GroupAccess.CLOSED)
    WorkingGroupFactory(name="Obert")
    WorkingGroupFactory(name="Tancat", access=GroupAccess.CLOSED)
    WorkingGroupFactory(name="Privat", access=GroupAccess.PRIVATE)
    WorkingGroupFactory(name="Acabat", state=GroupState.CLOSED)
    GroupMembershipFactory(group=own, user=coordinator)
    topic = a_topic(group)
    offered = destinations(topic, by=coordinator)
    everyones = set(offered.filter(holds_everyone=True).values_list("name", flat=True))
    assert set(offered.values_list("name", flat=True)) == {"Propi", "Obert"} | everyones
    for other in type(group).objects.exclude(pk__in=offered).exclude(pk=group.pk):
        with pytest.raises(PermissionDenied):
            move(topic, to=other, by=coordinator)
    assert (fresh(topic).group, Act.objects.count()) == (group, 0)


def test_announcement_goes_only_where_the_mover_moderates(group, coordinator):
    topic = a_topic(group, coordinator, kind=TopicKind.ANNOUNCEMENT)
    other, own = WorkingGroupFactory(), WorkingGroupFactory()
    GroupMembershipFactory(group=own, user=coordinator, role="coordinator")
    assert list(destinations(topic, by=coordinator)) == [own]
    with pytest.raises(PermissionDenied):
        move(topic, to=other, by=coordinator)


def test_destinations_of_coordination_are_the_groups_it_reads(group, roles):
    WorkingGroupFactory(access=GroupAccess.PRIVATE)
    closed = WorkingGroupFactory(access=GroupAccess.CLOSED)
    topic = a_topic(group)
    offered = destinations(topic, by=roles["coordination"]).exclude(holds_everyone=True)
    assert list(offered) == [closed]


def test_log_is_read_by_those_who_moderate_and_hides_what_moved_out_of_sight(group, coordinator, roles):
    secret = WorkingGroupFactory(name="Secrets", access=GroupAccess.PRIVATE)
    mover = a_group_coordinator(group)
    GroupMembershipFactory(group=secret, user=mover, role="coordinator")
    topic = a_topic(group)
    pin(topic, by=coordinator)
    move(topic, to=secret, by=mover)
    close(fresh(topic), by=mover)

    def lines(person):
        return [(act.kind, act.is_readable) for act in acts_for(person).order_by("pk")]

    assert lines(mover) == [("pin", True), ("move", True), ("close", True)]
    assert lines(coordinator) == lines(roles["coordination"]) == [("pin", False), ("move", False)]
    assert lines(topic.author) == lines(roles["guest"]) == []
