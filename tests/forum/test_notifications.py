"""Whom the forum tells of what happens in it, in which words, and what goes when it may not be told any more."""

from email import policy
from email.parser import BytesParser

import pytest
from django.utils.translation import gettext as _

from forum.domain.discretion import may_leave, stays_inside
from forum.domain.editing import edit_post
from forum.domain.moderation import close, move, pin, remove_post, reopen, restore_post
from forum.domain.publishing import Writing, publish_topic
from forum.domain.reports import decide, report_post
from forum.domain.solving import mark_solved, mark_unsolved
from forum.enums import ActKind, FollowLevel, Outcome, ReportReason, ReportState, TopicKind
from forum.models import Act, Experience, Follow, GroupWeek, Post, Topic
from intranet.members.domain.positions import end_position, reopen_position
from intranet.members.enums import GroupAccess, GroupRole
from intranet.members.models import GroupMembership, Position, User, WorkingGroup
from intranet.notifications.domain.delivery import deliver_pending
from intranet.notifications.domain.digests import send_digests
from intranet.notifications.domain.lines import lines_of
from intranet.notifications.domain.muted import muted_things
from intranet.notifications.domain.notify import notify
from intranet.notifications.domain.preferences import mute
from intranet.notifications.domain.reading import unread_count
from intranet.notifications.enums import Channel, Frequency
from intranet.notifications.kinds import Happening, kind_named
from intranet.notifications.models import Notification, Preference
from intranet.outbox.enums import MessageState
from intranet.outbox.mailer import Mailer
from intranet.outbox.models import Message
from tests.factories.forum import a_question, a_reply, a_topic, an_experience
from tests.factories.members import (
    GroupMembershipFactory,
    WorkingGroupFactory,
    a_former_member,
    a_guest,
    a_manager,
    a_member,
    someone_of_coordination,
)
from tests.factories.roles import a_group_coordinator

pytestmark = pytest.mark.django_db

PRIVATE = GroupAccess.PRIVATE


@pytest.fixture(autouse=True)
def _outbox_keeps(settings):
    settings.OUTBOX_AT_ONCE = False


@pytest.fixture
def group():
    return WorkingGroupFactory(name="Cures", slug="cures")


@pytest.fixture
def berta(group):
    return GroupMembershipFactory(group=group, user=a_member(given_name="Berta", email="berta@manresa.example")).user


def told(kind=None):
    rows = Notification.objects.order_by("kind", "recipient")
    return list((rows.filter(kind=kind) if kind else rows).values_list("kind", "recipient"))


def lines(person):
    found = User.objects.with_standing().get(pk=person.pk)
    return [(line.text, line.url) for line in lines_of(found)]


def mention(*people):
    return "".join(f'<p>Ho sap <span data-mention="{one.pk}">@algú</span>.</p>' for one in people)


def mail_at_once(*kinds):
    for person in User.objects.all():
        for kind in kinds:
            Preference.objects.get_or_create(
                person=person, kind=kind, channel=Channel.MAIL, defaults={"frequency": Frequency.NOW}
            )


def texts():
    """All that the mails in the outbox say, headers and both parts."""
    parsed = [BytesParser(policy=policy.default).parsebytes(bytes(row.raw)) for row in Message.objects.order_by("pk")]
    parts = [
        (mail["Subject"], *(mail.get_body((kind,)).get_content() for kind in ("plain", "html"))) for mail in parsed
    ]
    return "\n".join(part for mail in parts for part in mail)


def states():
    return list(Message.objects.order_by("pk").values_list("state", flat=True))


# Topics


def test_those_in_a_group_are_told_of_a_new_topic(group, berta):
    guest, author = a_guest(group), a_member()
    a_member()
    GroupMembershipFactory(group=group, user=a_former_member())
    topic = a_topic(group, author)
    rows = Notification.objects.filter(target_id=topic.pk, kind="new_topic")
    assert {row.recipient for row in rows} == {guest, berta}
    assert {(row.on_site, row.mail, row.group) for row in rows} == {(True, Frequency.DAILY, group)}
    sentence = _("%(person)s opens a debate: %(topic)s · %(group)s")
    names = {"person": author.full_name, "topic": "«Com ho feu?»", "group": "Cures"}
    assert lines(guest) == [(sentence % names, f"/grups/cures/temes/{topic.pk}/")]


@pytest.mark.parametrize("kind", TopicKind)
def test_each_kind_of_topic_has_its_sentence(kind, group, berta):
    author = a_group_coordinator(group)
    if kind == TopicKind.EXPERIENCE:
        an_experience(group, author, title="Un mercat")
    else:
        a_topic(group, author, kind=kind, title="Un mercat")
    ((sentence, _url),) = lines(berta)
    assert ("«Un mercat»" in sentence, author.full_name in sentence, sentence.endswith(" · Cures")) == (True,) * 3


def test_the_group_of_everyone_tells_the_network_and_nobody_else():
    group, member, seated = WorkingGroupFactory(holds_everyone=True), a_member(), a_guest()
    a_former_member()
    author, coordination = a_member(), someone_of_coordination()
    publish_topic(group=group, author=author, kind=TopicKind.DEBATE, title="Hola", writing=Writing("<p>Hola</p>"))
    assert set(told("new_topic")) == {("new_topic", one.pk) for one in (member, coordination)}
    assert lines(seated) == []


@pytest.mark.parametrize("number", [1, 3, 30])
def test_telling_costs_the_same_for_any_number_of_people(group, number, django_assert_num_queries):
    author = a_member()
    topic, post = a_topic(group, author), Post.objects.get()
    for _one in range(number):
        GroupMembershipFactory(group=group, user=a_member())
    from forum.receivers import tell_of_topic  # noqa: PLC0415 - under test by itself

    with django_assert_num_queries(10):
        tell_of_topic(topic, post)
    assert len(told("new_topic")) == number


# Answers and mentions


def test_answers_are_told_to_those_who_follow_and_to_whoever_is_answered(group, berta):
    author, listener, quiet, deaf = (a_member() for _one in range(4))
    topic = a_topic(group, author)
    Follow.objects.create(topic=topic, person=listener)
    for person in (berta, quiet, deaf):
        Follow.objects.create(topic=topic, person=person, level=FollowLevel.REPLIES)
    first = a_reply(topic, berta)
    Follow.objects.filter(person=berta).update(level=FollowLevel.REPLIES)
    Notification.objects.all().delete()
    mute(listener, topic)
    a_reply(topic, a_member(), reply_to=first)
    assert told("reply") == [("reply", one.pk) for one in sorted((author, berta), key=lambda one: one.pk)]
    ((sentence, url),) = lines(berta)
    assert ("«Com ho feu?»" in sentence, url) == (True, f"/grups/cures/temes/{topic.pk}/#m3")


def test_whoever_follows_nothing_is_told_when_they_are_answered(group, berta):
    topic = a_topic(group)
    first = a_reply(topic, berta)
    Follow.objects.all().delete()
    a_reply(topic, reply_to=first)
    assert ("reply", berta.pk) in told("reply")


def test_answers_of_one_day_are_one_line_that_leads_to_the_last(group, berta):
    topic = a_topic(group, berta)
    for _one in range(25):
        a_reply_of_somebody(topic)
    sentence = _("There are %(count)s new answers in %(topic)s") % {"count": 25, "topic": "«Com ho feu?»"}
    assert lines(berta) == [(sentence, f"/grups/cures/temes/{topic.pk}/?pagina=2#m26")]
    assert unread_count(berta) == 1


def a_reply_of_somebody(topic):
    author = User.objects.filter(given_name="Pau").first() or a_member(given_name="Pau")
    Post.objects.filter(author=author).update(created_at="2020-01-01T00:00Z")  # nobody is in a hurry
    return a_reply(topic, author)


def test_whoever_is_mentioned_is_told_once(group, berta):
    topic = a_topic(group, berta)
    reader = a_member()
    post = a_reply(topic, body=mention(berta, reader))
    rows = Notification.objects.filter(target_id=post.pk, kind__in=("mention", "reply"))
    assert {(row.kind, row.recipient, row.mail) for row in rows} == {
        ("mention", berta, Frequency.NOW),
        ("mention", reader, Frequency.NOW),
    }
    sentence = _("%(person)s mentions you in %(topic)s")
    names = {"person": post.author.full_name, "topic": "«Com ho feu?»"}
    assert lines(reader) == [(sentence % names, f"/grups/cures/temes/{topic.pk}/#m2")]


def test_whoever_does_not_want_mentions_is_told_of_the_answer(group, berta):
    for channel in Channel:
        Preference.objects.create(person=berta, kind="mention", channel=channel, frequency=Frequency.NEVER)
    a_reply(a_topic(group, berta), body=mention(berta))
    assert ("reply", berta.pk) in told("reply")


def test_nobody_is_told_of_what_they_may_not_read():
    group, outsider = WorkingGroupFactory(access=PRIVATE), a_member()
    topic = a_topic(group, body=mention(outsider))
    Follow.objects.create(topic=topic, person=outsider)
    post = a_reply(topic, body=mention(outsider))
    notify("mention", [outsider], actor=None, target=post, about=topic, group=group)
    assert outsider.pk not in {recipient for _kind, recipient in told()}


def test_an_edit_tells_those_whom_it_names_anew(group, berta):
    author, other = a_member(), a_member()
    post = a_topic(group, author, body=mention(other)).posts.get()
    edit_post(post, by=author, writing=Writing(mention(other, berta)))
    assert told("mention") == [("mention", one.pk) for one in sorted((berta, other), key=lambda one: one.pk)]


# Solved


def test_a_solution_is_told_until_it_is_none(group, berta):
    topic = a_question(group, a_member())
    post = a_reply(topic, berta)
    follower = a_member()
    Follow.objects.create(topic=topic, person=follower)
    mark_solved(post, by=topic.author)
    assert {recipient for _kind, recipient in told("topic_solved")} == {berta.pk, follower.pk}
    sentence = _("%(topic)s has a solution: the answer by %(person)s")
    names = {"person": berta.full_name, "topic": "«Com ho feu?»"}
    line = (sentence % names, f"/grups/cures/temes/{topic.pk}/#m2")
    assert lines(follower) == [line]
    mark_unsolved(topic, by=topic.author)
    assert line not in lines(follower)


# Moderation


def test_authors_are_told_what_moderation_did_and_why(group, berta):
    boss = a_group_coordinator(group)
    topic = a_topic(group, berta)
    post = a_reply(topic, berta)
    Notification.objects.all().delete()
    remove_post(post, by=boss, reason="Hi ha un telèfon.")
    restore_post(post, by=boss)
    pin(topic, by=boss)
    close(topic, by=boss)
    remove_post(topic.posts.get(number=1), by=boss, reason="Repetit.")
    rows = Notification.objects.order_by("pk")
    assert [(row.kind, row.recipient, row.mail) for row in rows] == [("moderated", berta, Frequency.NOW)] * 4
    urls = [url for _text, url in reversed(lines(berta))]
    assert urls == ["/grups/cures/temes/"] * 4  # the topic is gone, so that nothing leads there
    deliver_pending()
    assert [word in texts() for word in ("Hi ha un telèfon.", "Repetit.")] == [True, True]


def test_what_moderation_did_leads_to_the_place(group, berta):
    boss = a_group_coordinator(group)
    topic = a_topic(group, berta)
    post = a_reply(topic, berta)
    remove_post(post, by=boss, reason="Hi ha un telèfon.")
    close(topic, by=boss)
    urls = [url for _text, url in lines(berta) if url]
    assert urls == [f"/grups/cures/temes/{topic.pk}/", f"/grups/cures/temes/{topic.pk}/#m2"]


def test_every_act_that_is_told_has_a_sentence(group, berta):
    topic = a_topic(group, berta)
    posts = (topic.posts.get(), None, a_reply(topic, berta))
    kind = kind_named("moderated")
    acts = [Act(kind=act, group=group, topic=topic, post=post, actor=berta) for act in ActKind for post in posts]
    told_ones = [
        act
        for act in acts
        if act.kind in {"edit", "remove", "restore"} or (act.post is None and act.kind in {"close", "reopen", "move"})
    ]
    for is_readable in (True, False):
        for act in told_ones:
            act.is_readable = is_readable
        sentences = {(act.kind, act.post == posts[2]): str(kind.line(Happening(act, act, berta))) for act in told_ones}
        assert len(set(sentences.values())) == len(sentences) == 9
        assert all(("Com ho feu?" in sentence) == is_readable for sentence in sentences.values())


def moved_inside(group, author):
    """A topic and an answer of `author`, moved into a private group that they do not read, where both are reworded."""
    boss = a_group_coordinator(group)
    private = WorkingGroupFactory(name="Executiva", slug="executiva", access=PRIVATE)
    GroupMembershipFactory(group=private, user=boss, role=GroupRole.COORDINATOR)
    topic = a_topic(group, author)
    post = a_reply(topic, author)
    Notification.objects.all().delete()
    close(topic, by=boss)
    reopen(topic, by=boss)
    edit_post(post, by=boss, writing=Writing("<p>Corregit</p>"))
    remove_post(post, by=boss, reason="Sobra.")
    restore_post(post, by=boss)
    return topic, private, boss


def test_what_a_topic_is_called_in_a_private_group_is_not_told_outside(group, berta, client_of):
    topic, private, boss = moved_inside(group, berta)
    move(topic, to=private, by=boss)
    edit_post(topic.posts.get(number=1), by=boss, writing=Writing("<p>Ara</p>"), title="Acomiadaments")
    rows = list(Notification.objects.filter(recipient=berta))
    assert len(lines(berta)) == len(rows) == 6
    assert {url for _text, url in lines(berta)} == {"/grups/cures/temes/"}
    deliver_pending()
    page = client_of(berta).get("/avisos/").content.decode()
    places = [client_of(berta).get(f"/avisos/{row.pk}/").headers.get("Location") for row in rows]
    told_outside = "\n".join([page, texts(), *map(str, places)])
    assert [word for word in ("Acomiadaments", "executiva", "Executiva") if word in told_outside] == []
    assert len(states()) == 6


def test_mails_that_wait_when_a_topic_moves_inside_are_written_anew(group, berta):
    topic, private, boss = moved_inside(group, berta)
    assert deliver_pending() == 5
    move(topic, to=private, by=boss)
    Mailer().look()
    assert states() == [MessageState.SUPPRESSED] * 5
    Message.objects.all().delete()
    assert deliver_pending() == 6
    assert "Com ho feu?" not in texts()


def test_mails_of_what_was_done_in_a_group_that_one_leaves_are_written_anew(group, berta):
    topic, private, boss = moved_inside(group, berta)
    seat = GroupMembershipFactory(group=private, user=berta)
    move(topic, to=private, by=boss)
    deliver_pending()
    assert "executiva" in texts()
    seat.delete()
    Mailer().look()
    assert set(states()) == {MessageState.SUPPRESSED}
    Message.objects.all().delete()
    deliver_pending()
    assert [word in texts() for word in ("executiva", "/grups/cures/")] == [False, True]


def test_authors_are_told_that_moderation_has_corrected_their_words(group, berta):
    boss = a_group_coordinator(group)
    post = a_reply(a_topic(group), berta)
    edit_post(post, by=berta, writing=Writing("<p>Una altra</p>"))
    assert told("moderated") == []
    edit_post(post, by=boss, writing=Writing("<p>Una altra</p>"))
    assert told("moderated") == []
    edit_post(post, by=boss, writing=Writing("<p>Corregit</p>"))
    sentence = _("Moderation has corrected a post of yours in %(topic)s") % {"topic": "«Com ho feu?»"}
    assert lines(berta)[0] == (sentence, f"/grups/cures/temes/{post.topic_id}/#m2")
    assert [act.kind for act in Act.objects.all()] == ["edit"]


def test_what_was_removed_is_on_no_list_bell_or_mail(group, berta):
    boss, author = a_group_coordinator(group), a_member()
    mail_at_once("new_topic", "reply")
    topic = a_topic(group, author)
    Follow.objects.create(topic=topic, person=berta)
    post = a_reply(topic, author, body="<p>El secret</p>")
    deliver_pending()
    remove_post(post, by=boss, reason="Hi ha un secret.")
    Mailer().look()
    assert [len(lines(berta)), unread_count(berta)] == [1, 1]
    mails = Message.objects.filter(person=berta).order_by("pk")
    assert list(mails.values_list("state", flat=True)) == [MessageState.SENT, MessageState.SUPPRESSED]
    remove_post(topic.posts.get(number=1), by=boss, reason="Tot.")
    assert [len(lines(berta)), unread_count(berta)] == [0, 0]


def test_what_moves_is_told_to_those_who_read_it_there(group, berta):
    boss, author = someone_of_coordination(), a_member()
    inside = WorkingGroupFactory(name="Executiva", access=PRIVATE)
    for person in (boss, author):
        GroupMembershipFactory(group=inside, user=person, role=GroupRole.COORDINATOR)
    both = GroupMembershipFactory(group=inside, user=GroupMembershipFactory(group=group, user=a_member()).user).user
    mail_at_once("new_topic")
    topic = a_topic(group, author)
    deliver_pending()
    assert unread_count(berta) == unread_count(both) == 1
    move(topic, to=inside, by=boss, discloses=True)
    assert (unread_count(berta), unread_count(both)) == (0, 1)
    assert set(Notification.objects.filter(kind="new_topic").values_list("group", flat=True)) == {inside.pk}
    Mailer().look()
    assert dict(Message.objects.values_list("person", "state")) == {
        berta.pk: MessageState.SUPPRESSED,
        both.pk: MessageState.SENT,
    }


# Reports


def test_reports_are_told_to_those_who_moderate_until_they_are_decided(group, berta):
    boss, coordination, author = a_group_coordinator(group), someone_of_coordination(), a_member()
    post = a_topic(group, author, body="<p>El 612 345 678 de la Rosa</p>").posts.get()
    Notification.objects.all().delete()
    report = report_post(post, by=berta, reason=ReportReason.PERSONAL, note="Surt un telèfon.")
    assert {recipient for _kind, recipient in told("reported")} == {boss.pk, coordination.pk}
    assert [url for _text, url in lines(boss)] == [f"/moderacio/{report.pk}/"]
    deliver_pending()
    assert [word for word in ("612", berta.full_name, "Surt un telèfon") if word in texts()] == []
    decide(report, by=boss, state=ReportState.KEPT, answer="És públic.")
    assert [lines(one) for one in (boss, coordination)] == [[], []]
    Mailer().look()
    assert set(states()) == {MessageState.SUPPRESSED}
    ((sentence, _url),) = lines(berta)
    assert sentence == _("The post in %(topic)s that you reported stays") % {"topic": "«Com ho feu?»"}
    deliver_pending()
    assert "És públic." in texts()


def test_reports_of_a_private_group_are_told_inside_alone():
    group = WorkingGroupFactory(access=PRIVATE)
    boss, _coordination, reporter = a_group_coordinator(group), someone_of_coordination(), a_member()
    GroupMembershipFactory(group=group, user=reporter)
    report_post(a_topic(group).posts.get(), by=reporter, reason=ReportReason.OFF_TOPIC)
    assert told("reported") == [("reported", boss.pk)]


def test_a_mail_quotes_the_own_words_alone(group):
    post = a_reply(a_topic(group), body="<blockquote><p>Un altre va dir.</p></blockquote><p>Ho vam fer.</p>")
    assert kind_named("reply").excerpt(post) == "Ho vam fer."
    assert "Un altre va dir." in post.text


# What waits for a mail


def left(group, person):
    GroupMembership.objects.get(group=group, user=person).delete()


def no_longer_in_the_network(group, person):
    position = Position.objects.get(user=person)
    end_position(position, by=a_manager(position.organisation), on=position.starts_on.today())


@pytest.mark.parametrize("leaves", [left, no_longer_in_the_network])
@pytest.mark.parametrize("access", [GroupAccess.PRIVATE, GroupAccess.CLOSED, GroupAccess.OPEN])
def test_the_mail_that_waits_for_a_removed_member_is_refused(group, berta, access, leaves):
    WorkingGroup.objects.filter(pk=group.pk).update(access=access)
    group.refresh_from_db()
    stays = GroupMembershipFactory(group=group, user=a_member(email="stays@reus.example")).user
    mail_at_once("new_topic")
    a_topic(group, title="Pressupost")
    assert deliver_pending() == 2
    leaves(group, berta)
    Mailer().look()
    assert dict(Message.objects.filter(kind="notification").values_list("to", "state")) == {
        "berta@manresa.example": MessageState.SUPPRESSED,
        stays.email: MessageState.SENT,
    }
    assert deliver_pending() == 0


def test_mentions_and_answers_that_wait_for_a_removed_member_are_refused(group, berta):
    WorkingGroup.objects.filter(pk=group.pk).update(access=PRIVATE)
    group.refresh_from_db()
    mail_at_once("reply")
    topic = a_topic(group, berta)
    a_reply(topic)
    a_reply(topic, body=mention(berta))
    assert deliver_pending() == 2
    left(group, berta)
    Mailer().look()
    assert states() == [MessageState.SUPPRESSED] * 2
    assert (lines(berta), unread_count(berta)) == ([], 0)


def test_an_access_that_ended_by_mistake_brings_back_what_was_told(group, berta):
    a_topic(group)
    position, manager = Position.objects.get(user=berta), someone_of_coordination()
    end_position(position, by=manager, on=position.starts_on.today())
    reopen_position(position, by=manager)
    GroupMembership.objects.filter(user=berta).update(until=None)
    assert len(lines(berta)) == 1


# Failures

SECRETS = ("Parc tancat", "La concessió", "Perdre diners", "Errors de càlcul", "Ens va costar")


def a_failure(group, author=None):
    experience = an_experience(
        group, author, outcome=Outcome.FAILURE, title="Parc tancat", done="Perdre diners", failed="Errors de càlcul"
    )
    Post.objects.filter(topic=experience.topic).update(text="Ens va costar molt.", body="<p>Ens va costar molt.</p>")
    return experience.topic


def test_failures_are_told_without_title_or_words(group, berta):
    """Of every kind that tells of a conversation, at once and in a digest."""
    boss, author = a_group_coordinator(group), a_member()
    mail_at_once("new_topic", "reply", "mention", "topic_solved", "reported")
    topic = a_failure(group, author)
    Follow.objects.create(topic=topic, person=berta)
    a_reply(topic, boss, body="<p>La concessió era cara.</p>")
    post = a_reply(topic, boss, body=f"<p>La concessió.</p>{mention(berta)}")
    report = report_post(post, by=berta, reason=ReportReason.OTHER, note="Errors de càlcul")
    report_post(topic.posts.get(number=1), by=berta, reason=ReportReason.OFF_TOPIC)
    decide(report, by=someone_of_coordination(), state=ReportState.REMOVED, answer="La concessió no.")
    close(topic, by=boss, reason="La concessió")
    deliver_pending()
    Notification.objects.update(mailed_at=None, mail=Frequency.DAILY, mail_key="", created_at="2026-01-01T00:00Z")
    Preference.objects.update(frequency=Frequency.DAILY)
    send_digests(Frequency.DAILY)
    kinds = set(Notification.objects.filter(mail=Frequency.DAILY).values_list("kind", flat=True))
    assert kinds == {"new_topic", "reply", "mention", "moderated", "reported", "report_decided"}
    mails = texts()
    assert len(states()) >= 8
    assert is_told_in(mails)
    assert [secret for secret in SECRETS if secret in mails] == []
    assert [secret for line in lines(berta) + lines(author) for secret in SECRETS if secret in line[0]] == []


def is_told_in(mails):
    """The mails do tell of it, with other words."""
    return _("%(person)s tells an experience · %(group)s").partition("%(person)s")[2].partition(" ·")[0] in mails


def test_a_success_is_told_in_full(group, berta):
    mail_at_once("new_topic", "reply")
    topic = an_experience(group, title="Parc obert").topic
    Follow.objects.create(topic=topic, person=berta)
    a_reply(topic, body="<p>La concessió surt bé.</p>")
    deliver_pending()
    assert [word in texts() for word in ("Parc obert", "La concessió surt bé.")] == [True, True]


@pytest.mark.parametrize("frequency", [Frequency.NOW, Frequency.DAILY])
def test_a_success_that_turns_out_a_failure_is_not_mailed_as_it_was(group, berta, frequency):
    mail_at_once("new_topic")
    experience = an_experience(group, title="Parc tancat")
    Preference.objects.update(frequency=frequency)
    Notification.objects.update(created_at="2026-01-01T00:00Z", mail=frequency)
    deliver_pending()
    send_digests(Frequency.DAILY)
    assert "Parc tancat" in texts()
    experience.outcome = Outcome.FAILURE
    experience.save()
    Mailer().look()
    assert states() == [MessageState.SUPPRESSED]
    Message.objects.all().delete()
    deliver_pending()
    assert ("Parc tancat" in texts(), len(states())) == (False, 1 if frequency == Frequency.NOW else 0)


def test_mails_of_moderation_do_not_tell_how_a_failure_was_called_either(group, berta):
    boss = a_group_coordinator(group)
    experience = an_experience(group, berta, title="Parc tancat")
    close(experience.topic, by=boss)
    report_post(experience.topic.posts.get(), by=a_member(), reason=ReportReason.WRONG)
    Notification.objects.filter(kind="new_topic").delete()
    assert deliver_pending() == 2
    experience.outcome = Outcome.FAILURE
    experience.save()
    Mailer().look()
    assert states() == [MessageState.SUPPRESSED] * 2
    Message.objects.all().delete()
    assert (deliver_pending(), "Parc tancat" in texts()) == (2, False)


def test_an_experience_without_facts_is_taken_for_a_failure(group):
    bare = a_topic(group, kind=TopicKind.EXPERIENCE)
    topics = {"bare": bare, "debate": a_topic(group), "failure": a_failure(group)}
    topics["success"] = an_experience(group).topic
    inside = {name for name, topic in topics.items() if stays_inside(Topic.objects.get(pk=topic.pk))}
    leaving = set(Topic.objects.filter(may_leave()).values_list("pk", flat=True))
    assert inside == {"bare", "failure"}
    assert leaving == {topics[name].pk for name in ("debate", "success")}
    assert Experience.objects.count() == 2


# How mails hang together


def test_all_mails_of_a_topic_have_one_subject_and_one_thread(group, berta):
    mail_at_once("new_topic", "reply", "mention")
    topic = a_topic(group)
    Follow.objects.create(topic=topic, person=berta)
    a_reply(topic)
    a_reply(topic, body=mention(berta))
    deliver_pending()
    parsed = [
        BytesParser(policy=policy.default).parsebytes(bytes(row.raw)) for row in Message.objects.filter(person=berta)
    ]
    assert {(mail["Subject"], mail["References"] == parsed[0]["References"]) for mail in parsed} == {
        ("Com ho feu? · Cures", True)
    }
    assert len(parsed) == 3


def test_a_muted_topic_has_its_name(group, berta):
    topic = a_topic(WorkingGroupFactory())
    mute(berta, topic)
    (thing,) = muted_things(User.objects.with_standing().get(pk=berta.pk))
    assert (thing.label, thing.url) == ("Com ho feu?", topic.get_absolute_url())


def test_every_kind_is_in_the_preferences(client_of, berta):
    names = ("new_topic", "reply", "mention", "topic_solved", "moderated", "reported", "report_decided", "group_week")
    page = client_of(berta).get("/compte/avisos/").content.decode()
    assert [name for name in names if str(kind_named(name).label) not in page] == []
    assert GroupWeek.objects.count() == 0


def test_the_mail_of_a_new_topic_quotes_its_authors_own_words_alone(group, berta):
    topic = a_topic(group, body="<blockquote><p>Ho va dir un altre.</p></blockquote><p>Això ho dic jo.</p>")
    kind = kind_named("new_topic")
    assert kind.excerpt(kind.visible_to(berta).get(pk=topic.pk)) == "Això ho dic jo."
