"""Reports: who sends them, who decides, what everyone concerned is told."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from forum.domain import reports
from forum.domain.moderation import may_restore, move, remove_post
from forum.domain.reports import decide, has_a_judge, posts_waiting_for, report_post
from forum.enums import ReportReason, ReportState
from forum.models import Act, Report, Topic
from forum.signals import moderated, report_decided, reported
from intranet.members.enums import GroupAccess
from tests.factories.forum import a_reply, a_topic
from tests.factories.members import GroupMembershipFactory, WorkingGroupFactory, a_guest, a_member
from tests.factories.roles import a_group_coordinator

pytestmark = pytest.mark.django_db
DECIDING = {ReportState.KEPT: 9, ReportState.REMOVED: 19}


@pytest.fixture
def heard():
    told = []

    def hear_of_report(report, **_given):
        told.append(("reported", report.reporter))

    def hear_of_decision(report, by, **_given):
        told.append((report.state.value, report.reporter, by, report.answer))

    reported.connect(hear_of_report)
    report_decided.connect(hear_of_decision)
    yield told
    reported.disconnect(hear_of_report)
    report_decided.disconnect(hear_of_decision)


def a_report(post, by=None, reason=ReportReason.WRONG):
    return report_post(post, by=by or a_member(), reason=reason)


def waiting_for(person):
    return list(posts_waiting_for(person))


def test_report_waits_once_however_often_it_is_sent(heard):
    post, member = a_reply(a_topic()), a_member()
    assert a_report(post, member) == a_report(post, member, ReportReason.PERSONAL)
    assert (Report.objects.get().reason, heard) == (ReportReason.WRONG, [("reported", member)])


def test_one_reports_what_one_reads_and_has_not_written():
    private = a_reply(a_topic(WorkingGroupFactory(access=GroupAccess.PRIVATE)))
    post = a_reply(a_topic())
    removed = a_reply(post.topic)
    remove_post(removed, by=a_group_coordinator(post.topic.group), reason="Sobra.")
    for what, who in [(private, a_member()), (post, post.author), (post, a_guest()), (removed, a_member())]:
        with pytest.raises(PermissionDenied):
            a_report(what, who)
    assert a_report(post, a_guest(post.topic.group)).state == ReportState.OPEN


def test_something_else_is_said_in_words():
    with pytest.raises(ValidationError) as error:
        a_report(a_reply(a_topic()), reason=ReportReason.OTHER)
    assert list(error.value.message_dict) == ["note"]


def test_reports_of_a_day_are_limited(monkeypatch):
    monkeypatch.setattr(reports, "MOST_IN_A_DAY", 1)
    topic, member = a_topic(), a_member()
    a_report(a_reply(topic), member)
    with pytest.raises(ValidationError):
        a_report(a_reply(topic), member)


def test_post_that_stays_answers_all_who_reported_it(heard):
    post = a_reply(a_topic())
    first, second = a_report(post), a_report(post)
    coordinator = a_group_coordinator(post.topic.group)
    assert decide(first, by=coordinator, state=ReportState.KEPT, answer="És al dia.") is True
    assert decide(second, by=coordinator, state=ReportState.REMOVED, answer="Sobra.") is False
    assert heard[2:] == [("kept", report.reporter, coordinator, "És al dia.") for report in (first, second)]
    post.refresh_from_db()
    act = Act.objects.get()
    assert (post.removed_at, act.kind, act.post, act.actor, act.reason) == (
        None,
        "keep",
        post,
        coordinator,
        "És al dia.",
    )
    assert a_report(post, first.reporter).pk not in {first.pk, second.pk}


def test_removal_by_report_is_a_removal_with_its_reason(heard):
    post = a_reply(a_topic())
    report, coordinator = a_report(post), a_group_coordinator(post.topic.group)
    with pytest.raises(ValidationError):
        decide(report, by=coordinator, state=ReportState.REMOVED, answer="")
    decide(report, by=coordinator, state=ReportState.REMOVED, answer="Dades personals.")
    post.refresh_from_db()
    assert (post.removal_reason, [act.kind for act in Act.objects.all()]) == ("Dades personals.", ["remove"])
    assert heard[1:] == [("removed", report.reporter, coordinator, "Dades personals.")]


def test_removal_at_the_post_answers_its_reports_and_that_of_a_topic_all_of_them():
    topic, coordinator = a_topic(), None
    coordinator = a_group_coordinator(topic.group)
    second, third, first = a_reply(topic), a_reply(topic), topic.posts.get(number=1)
    found = {post.number: a_report(post) for post in (first, second, third)}

    def states():
        return {number: Report.objects.get(pk=report.pk).state for number, report in found.items()}

    remove_post(second, by=coordinator, reason="Sobra.")
    assert states() == {1: "open", 2: "removed", 3: "open"}
    remove_post(first, by=coordinator, reason="Tot.")
    assert states() == {1: "removed", 2: "removed", 3: "removed"}


def test_reports_wait_for_those_who_moderate_the_group_and_move_with_the_topic(roles):
    private = WorkingGroupFactory(access=GroupAccess.PRIVATE)
    coordinator, inside = a_group_coordinator(), a_group_coordinator(private)
    post = a_reply(a_topic(coordinator.working_groups.get()))
    a_report(post)
    people = {
        "coordinator": coordinator,
        "inside": inside,
        "coordination": roles["coordination"],
        "other": a_group_coordinator(),
        "author": post.author,
        "guest": roles["guest"],
    }

    def deciding():
        return {who for who, person in people.items() if waiting_for(person) == [post]}

    assert deciding() == {"coordinator", "coordination"}
    GroupMembershipFactory(group=private, user=coordinator)
    move(post.topic, to=private, by=coordinator)
    assert deciding() == {"inside"}


def test_nobody_decides_about_a_post_of_their_own_nor_learns_who_reported_it():
    group = WorkingGroupFactory()
    author, other = a_group_coordinator(group), a_group_coordinator(group)
    post = a_reply(a_topic(group), author)
    report = a_report(post)
    assert (waiting_for(author), waiting_for(other)) == ([], [post])
    for person in (author, a_member(), report.reporter):
        with pytest.raises(PermissionDenied):
            decide(report, by=person, state=ReportState.KEPT)
    assert Report.objects.get().state == ReportState.OPEN


@pytest.mark.parametrize("state", [ReportState.KEPT, ReportState.REMOVED])
def test_post_that_its_author_removed_is_decided_all_the_same(state, heard):
    group = WorkingGroupFactory()
    author, other = a_group_coordinator(group), a_group_coordinator(group)
    post = a_reply(a_topic(group), author)
    report = a_report(post)
    remove_post(post, by=author, reason="Ja no hi és.")
    assert waiting_for(other) == [post]
    assert decide(report, by=other, state=state, answer="Falta al respecte.") is True
    assert heard[1:] == [(state, report.reporter, other, "Falta al respecte.")]
    post.refresh_from_db()
    removed = state == ReportState.REMOVED
    assert (post.removal_reason, may_restore(post, by=author)) == (
        ("Falta al respecte.", False) if removed else ("Ja no hi és.", True)
    )
    assert post.topic.post_count == Topic.objects.get(pk=post.topic_id).post_count == 1


def test_private_group_that_its_author_alone_coordinates_has_no_judge():
    group = WorkingGroupFactory(access=GroupAccess.PRIVATE)
    coordinator = a_group_coordinator(group)
    own, anothers = a_reply(a_topic(group), coordinator), a_reply(a_topic(group))
    assert (has_a_judge(own, group), has_a_judge(anothers, group)) == (False, True)
    a_group_coordinator(group)
    assert has_a_judge(own, group)


@pytest.mark.parametrize("state", [ReportState.KEPT, ReportState.REMOVED])
@pytest.mark.parametrize("reporters", [1, 3, 30])
def test_deciding_costs_the_same_however_many_have_reported(state, reporters, monkeypatch, django_assert_num_queries):
    """What telling each of them costs is left aside."""
    post = a_reply(a_topic())
    coordinator = a_group_coordinator(post.topic.group)
    people = [a_member() for _ in range(reporters)]
    Report.objects.bulk_create(Report(post=post, reporter=one, reason=ReportReason.WRONG) for one in people)
    report = Report.objects.select_related("post__topic").first()
    for signal in (report_decided, moderated):
        monkeypatch.setattr(signal, "receivers", [])
    told = []
    report_decided.connect(lambda report, **_given: told.append(report.reporter), weak=False)
    with django_assert_num_queries(DECIDING[state]):
        decide(report, by=coordinator, state=state, answer="Sobra.")
    assert (told, set(Report.objects.values_list("state", "answer"))) == (people, {(state, "Sobra.")})
