"""The pages on which a group is moderated: who finds them, what they do, what a refused form keeps."""

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from forum.domain.moderation import close, move, pin, remove_post
from forum.domain.reports import decide, report_post
from forum.enums import ReportReason, ReportState
from forum.models import Act, Report, Topic
from intranet.members.enums import GroupAccess
from tests.asking import asked
from tests.factories.forum import a_question, a_reply, a_topic, replies
from tests.factories.members import GroupMembershipFactory, WorkingGroupFactory, a_guest, a_member
from tests.factories.roles import a_group_coordinator

pytestmark = pytest.mark.django_db
SECRET = "El senyor Roca viu al carrer Major"


@pytest.fixture
def topic():
    return a_question(WorkingGroupFactory(name="Cures", slug="cures"), title="Com ho feu?")


@pytest.fixture
def coordinator(topic):
    return a_group_coordinator(topic.group)


@pytest.fixture
def moderator(coordinator, client_of):
    return client_of(coordinator)


def of_topic(name, topic):
    return reverse(name, args=[topic.group.slug, topic.pk])


def of_post(name, post):
    return reverse(name, args=[post.topic.group.slug, post.topic_id, post.number])


def a_report(post, by=None, note=""):
    return report_post(post, by=by or a_member(), reason=ReportReason.PERSONAL, note=note)


@pytest.mark.parametrize(
    ("action", "state"), [("pin", (True, False)), ("close", (False, True)), ("unpin", (False, False))]
)
def test_button_does_what_it_says(action, state, topic, moderator):
    response = moderator.post(of_topic("topic_manage", topic), {"action": action, "reason": "Ja està parlat."})
    topic.refresh_from_db()
    assert (response.status_code, response["Location"]) == (302, topic.get_absolute_url())
    assert (topic.is_pinned, topic.is_closed) == state
    expected = {"pin": [""], "close": ["Ja està parlat."], "unpin": []}[action]
    assert list(Act.objects.values_list("reason", flat=True)) == expected


def test_unknown_button_does_nothing(topic, moderator):
    assert moderator.post(of_topic("topic_manage", topic), {"action": "burn"}).status_code == 404
    assert Act.objects.count() == 0


def test_page_of_a_topic_tells_what_was_done_with_it(topic, coordinator, moderator):
    pin(topic, by=coordinator)
    close(topic, by=coordinator, reason="Ja està parlat.")
    pin(a_topic(topic.group), by=coordinator)
    response = moderator.get(of_topic("topic_manage", topic))
    assert [act.kind for act in response.context["acts"]] == ["close", "pin"]
    assert 'value="unpin"' in response.content.decode()
    assert 'value="reopen"' in response.content.decode()


def test_topic_is_moved_and_its_old_pages_are_gone(topic, moderator):
    to = WorkingGroupFactory(slug="horta")
    old = of_topic("topic_manage", topic)
    refused = moderator.post(of_topic("topic_move", topic), {"group": "", "reason": "Hi encaixa més."})
    assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["group"])
    assert "Hi encaixa més." in refused.content.decode()
    response = moderator.post(of_topic("topic_move", topic), {"group": to.pk, "reason": "Hi encaixa més."})
    assert response["Location"] == f"/grups/horta/temes/{topic.pk}/"
    assert moderator.get(old).status_code == 404


def test_private_topic_needs_a_tick_to_leave(topic, client_of):
    private = WorkingGroupFactory(access=GroupAccess.PRIVATE)
    said = a_topic(private)
    client = client_of(a_group_coordinator(private))
    data = {"group": topic.group.pk, "reason": ""}
    refused = client.post(of_topic("topic_move", said), data)
    assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["discloses"])
    assert client.post(of_topic("topic_move", said), {**data, "discloses": "on"}).status_code == 302
    assert Topic.objects.get(pk=said.pk).group == topic.group


def test_groups_offered_are_no_news_to_the_mover(topic, moderator):
    WorkingGroupFactory(name="Comissió dels Secrets", access=GroupAccess.PRIVATE)
    WorkingGroupFactory(name="Horta")
    page = moderator.get(of_topic("topic_move", topic)).content.decode()
    assert ("Horta" in page, "Comissió dels Secrets" in page) == (True, False)


def test_answer_is_removed_and_brought_back(topic, moderator):
    post = a_reply(topic, body=f"<p>{SECRET}</p>")
    refused = moderator.post(of_post("post_remove", post), {"reason": " "})
    assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["reason"])
    response = moderator.post(of_post("post_remove", post), {"reason": "Dades personals."})
    (message,) = get_messages(response.wsgi_request)
    restore = of_post("post_restore", post)
    assert (response["Location"], f'href="{restore}"' in str(message)) == (post.get_absolute_url(), True)
    assert moderator.get(of_post("post_remove", post))["Location"] == restore
    page = moderator.get(restore).content.decode()
    assert (SECRET in page, "Dades personals." in page) == (True, True)
    assert moderator.post(restore)["Location"] == post.get_absolute_url()
    post.refresh_from_db()
    assert post.removed_at is None


def test_what_others_removed_of_ones_own_is_not_offered_to_be_restored(topic, coordinator, client_of):
    own, first = a_reply(topic, coordinator), a_topic(topic.group, coordinator).posts.get()
    other = a_group_coordinator(topic.group)
    for post in (own, first):
        remove_post(post, by=other, reason="Falta al respecte.")
    manage, links = of_topic("topic_manage", first.topic), [of_post("post_restore", post) for post in (own, first)]
    places = [topic.get_absolute_url(), manage, reverse("moderation_log")]

    def offered(client):
        pages = "".join(client.get(place).content.decode() for place in places)
        return [f'm/{own.number}/restaura/"' in pages, links[1] in pages]

    author, judge = client_of(coordinator), client_of(other)
    assert (offered(author), offered(judge)) == ([False, False], [True, True])
    assert [getattr(author, way)(link).status_code for way in ("get", "post") for link in links] == [404] * 4
    assert judge.get(links[0]).status_code == 200


def test_reported_post_of_the_mover_keeps_the_topic_where_it_is(topic, coordinator, moderator):
    a_report(a_reply(topic, coordinator))
    response = moderator.post(of_topic("topic_move", topic), {"group": WorkingGroupFactory().pk, "reason": "Encaixa."})
    assert (response.status_code, list(response.context["form"].errors)) == (422, ["__all__"])
    assert "Encaixa." in response.content.decode()


def test_topic_is_removed_by_its_first_post(topic, moderator):
    first = topic.posts.get()
    response = moderator.post(of_post("post_remove", first), {"reason": "Repetit."})
    assert response["Location"] == reverse("topics", args=["cures"])
    page = moderator.get(of_topic("topic_manage", topic)).content.decode()
    assert (of_post("post_restore", first) in page, 'name="action"' in page) == (True, False)


def test_removed_words_are_shown_to_those_who_moderate_alone(topic, coordinator, client_of, roles):
    post = a_reply(topic, body=f"<p>{SECRET}</p>")
    report = a_report(post)
    remove_post(post, by=coordinator, reason="Dades personals.")
    places = [of_post("post_restore", post), of_post("post_report", post), reverse("report_decide", args=[report.pk])]
    places += [reverse("moderation"), reverse("moderation_log")]
    readers = {"author": post.author, "asker": topic.author, "reporter": report.reporter, "guest": a_guest(topic.group)}
    readers["elsewhere"] = a_group_coordinator()
    seen = {
        (who, place)
        for who, person in readers.items()
        for place in places
        if (page := client_of(person).get(place)).status_code != 404
        and (SECRET in page.content.decode() or "Dades personals." in page.content.decode())
    }
    assert seen == set()
    assert SECRET in client_of(roles["coordination"]).get(places[0]).content.decode()


def test_question_is_solved_and_reopened_by_its_author_alone(topic, client_of):
    post = a_reply(topic)
    client, url = client_of(topic.author), of_post("post_solve", post)
    assert (client.get(url).status_code, client_of(a_member()).post(url).status_code) == (405, 404)
    assert client.post(of_post("post_solve", topic.posts.get(number=1))).status_code == 404
    assert client.post(url, {"action": "solve"})["Location"] == post.get_absolute_url()
    assert Topic.objects.get(pk=topic.pk).solved_by == post
    client.post(url, {"action": "unsolve"})
    assert Topic.objects.get(pk=topic.pk).solved_by is None


def test_post_is_reported_with_what_was_typed_kept(topic, client_of):
    post, member = a_reply(topic), a_member()
    client, url = client_of(member), of_post("post_report", post)
    refused = client.post(url, {"reason": "", "note": "Hi surt un nom."})
    assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["reason"])
    assert "Hi surt un nom." in refused.content.decode()
    wordless = client.post(url, {"reason": "other", "note": ""})
    assert (wordless.status_code, list(wordless.context["form"].errors)) == (422, ["note"])
    assert client.post(url, {"reason": "personal", "note": "Hi surt un nom."})["Location"] == post.get_absolute_url()
    assert [(report.reporter, report.note) for report in Report.objects.all()] == [(member, "Hi surt un nom.")]
    again = client.get(url)
    assert (again.context["waiting"], b"<textarea" in again.content) == (Report.objects.get(), False)
    assert client_of(post.author).get(url).status_code == 404


def test_private_group_without_another_coordinator_says_that_nobody_could_decide(client_of):
    group = WorkingGroupFactory(access=GroupAccess.PRIVATE)
    topic = a_topic(group)
    post = a_reply(topic, a_group_coordinator(group))
    page = client_of(topic.author).get(of_post("post_report", post))
    assert (page.context["has_judge"], b"<textarea" in page.content) == (False, False)


def test_form_sent_after_the_session_ended_comes_back_filled_in(topic, client_of, client):
    post, member = a_reply(topic), a_member()
    url = of_post("post_report", post)
    page = client_of(member).get(url)
    data = {"reason": "personal", "note": "Hi surt un nom.", "writer": str(page.context["writer"]).split('"')[-2]}
    assert client.post(url, data).status_code == 302
    client.force_login(member)
    response = client.get(url)
    assert (response.status_code, "Hi surt un nom." in response.content.decode()) == (200, True)


def test_decision_is_made_once(topic, coordinator, moderator):
    post = a_reply(topic)
    report = a_report(post, note="Hi surt un nom.")
    url = reverse("report_decide", args=[report.pk])
    assert "Hi surt un nom." in moderator.get(url).content.decode()
    refused = moderator.post(url, {"decision": "removed", "answer": ""})
    assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["answer"])
    assert moderator.post(url, {"decision": "kept", "answer": "És el del web."})["Location"] == reverse("moderation")
    assert Report.objects.get().state == ReportState.KEPT
    again = moderator.post(url, {"decision": "removed", "answer": "Fora."})
    assert [message.level_tag for message in get_messages(again.wsgi_request)] == ["success", "info"]
    page = moderator.get(url)
    assert (b'name="decision"' in page.content, "És el del web." in page.content.decode()) == (False, True)


def test_report_of_a_post_of_ones_own_is_not_there(topic, coordinator, moderator):
    report = a_report(a_reply(topic, coordinator))
    assert moderator.get(reverse("report_decide", args=[report.pk])).status_code == 404
    assert report.reporter.full_name not in moderator.get(reverse("moderation")).content.decode()


@pytest.mark.parametrize("rows", [1, 3, 30])
def test_queue_takes_six_statements(rows, roles, client_of, django_assert_num_queries):
    """Session, person, bell; how many, the posts, their reports."""
    topic = a_topic(title="Tema amb denúncies")
    member, others = a_member(), [a_member(), a_member()]
    for _ in range(rows):
        (post,) = replies(topic, 1)
        for other in others:
            Report.objects.create(post=post, reporter=other, reason=ReportReason.WRONG)
    client = client_of(roles["coordination"])
    client.get(reverse("moderation"))
    with django_assert_num_queries(6):
        response = client.get(reverse("moderation"))
    assert [len(post.open_reports) for post in response.context["page"]] == [2] * rows
    assert client_of(member).get(reverse("moderation")).status_code == 404


@pytest.mark.parametrize("rows", [1, 3, 30])
def test_log_takes_five_statements(rows, topic, roles, client_of, django_assert_num_queries):
    """Session, person, bell; how many, the acts."""
    post = a_reply(topic)
    for _ in range(rows):
        Act.objects.create(kind="remove", group=topic.group, topic=topic, post=post, actor=roles["coordination"])
    client = client_of(roles["coordination"])
    assert client.get(reverse("moderation_log"), {"grup": "\0"}).status_code == 200
    with django_assert_num_queries(5):
        response = client.get(reverse("moderation_log"))
    assert len(response.context["page"].object_list) == rows


def test_log_of_one_group(topic, coordinator, moderator):
    other = WorkingGroupFactory(slug="horta")
    GroupMembershipFactory(group=other, user=coordinator, role="coordinator")
    pin(topic, by=coordinator)
    close(a_topic(other), by=coordinator)

    def kinds(query):
        return [act.kind for act in moderator.get(reverse("moderation_log") + query).context["page"]]

    assert (kinds(""), kinds("?grup=horta"), kinds("?grup=cures")) == (["close", "pin"], ["close"], ["pin"])


def test_log_tells_nothing_of_where_a_topic_went(topic, coordinator, moderator):
    private = WorkingGroupFactory(name="Comissió dels Secrets", access=GroupAccess.PRIVATE, slug="secrets")
    mover = a_group_coordinator(topic.group)
    GroupMembershipFactory(group=private, user=mover, role="coordinator")
    moved = move(topic, to=private, by=mover)
    Topic.objects.filter(pk=moved.pk).update(title="L'alcalde plega")
    page = moderator.get(reverse("moderation_log")).content.decode()
    leaks = "Comissió dels Secrets", "secrets", "L&#x27;alcalde plega", topic.title
    assert [leak for leak in leaks if leak in page] == []
    assert moderator.get(reverse("moderation_log")).context["page"].object_list[0].is_readable is False


def test_dashboard_asks_those_who_decide(topic, coordinator, client_of):
    post = a_reply(topic)
    first = a_report(post)
    a_report(post)
    a_report(a_reply(topic))
    a_report(a_reply(a_topic()))

    def numbers(person):
        return [ask.text.split()[0] for ask in asked(person, "reports")]

    assert (numbers(coordinator), numbers(post.author), numbers(a_guest(topic.group))) == (["2"], [], [])
    assert f'href="{reverse("moderation")}"' in client_of(coordinator).get("/").content.decode()
    decide(first, by=coordinator, state=ReportState.KEPT)
    assert numbers(coordinator) == ["1"]
