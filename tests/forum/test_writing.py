"""Opening a topic and answering in it, as the forms send it."""

import re
from uuid import UUID, uuid4

import pytest
from django.contrib.messages import get_messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from forum.domain import pace
from forum.domain.moderation import move, remove_post
from forum.domain.quoting import quote_of
from forum.domain.texts import MOST_MENTIONS
from forum.enums import TopicKind
from forum.models import Attachment, Post, Topic
from intranet.drafts.domain import draft_of, save_draft
from intranet.members.enums import GroupAccess, GroupState
from intranet.members.models import GroupMembership
from tests.factories.forum import a_reply, a_topic
from tests.factories.members import (
    GroupMembershipFactory,
    WorkingGroupFactory,
    a_guest,
    a_member,
    someone_of_coordination,
)

pytestmark = pytest.mark.django_db

NEW = "/grups/cures/temes/nou/"
QUESTION = f"{NEW}?tipus=question"


@pytest.fixture
def group():
    return WorkingGroupFactory(slug="cures", access=GroupAccess.CLOSED)


@pytest.fixture
def member(group):
    return GroupMembershipFactory(group=group, user=a_member()).user


@pytest.fixture
def topic(group):
    return a_topic(group)


def reply_address(topic):
    return reverse("topic_reply", args=[topic.group.slug, topic.pk])


# Opening a topic


def test_a_question_takes_two_fields(client_of, member):
    page = client_of(member).get(QUESTION)
    form = page.context["form"]
    asked = [field.name for field in form.visible_fields() if field.field.required]
    assert (page.status_code, asked) == (200, ["title", "body"])


def test_a_question_is_asked(client_of, member, group):
    data = {"title": "Qui té  un menjador?", "body": "<p>En volem un.</p>", "key": str(uuid4())}
    response = client_of(member).post(QUESTION, data)
    topic = Topic.objects.get()
    assert (response.status_code, response["Location"]) == (302, f"/grups/cures/temes/{topic.pk}/")
    assert (topic.kind, topic.title, topic.author, topic.group, topic.posts.get().body) == (
        TopicKind.QUESTION,
        "Qui té un menjador?",
        member,
        group,
        "<p>En volem un.</p>",
    )


def test_title_and_text_alone_open_a_debate(client_of, member):
    client_of(member).post(NEW, {"title": "Pensem-hi", "body": "Primer paràgraf\n\nSegon <3"})
    topic = Topic.objects.get()
    assert (topic.kind, topic.posts.get().body) == (TopicKind.DEBATE, "<p>Primer paràgraf</p><p>Segon &lt;3</p>")


def test_kinds_that_are_offered(client_of, member, group):
    plain, moderator = (client_of(one).get(NEW) for one in (member, someone_of_coordination()))
    offered = [[value for value, _label in page.context["form"].fields["kind"].choices] for page in (plain, moderator)]
    assert offered == [["question", "debate"], ["question", "debate", "announcement"]]


@pytest.mark.parametrize("kind", ["announcement", "experience", "invented"])
def test_a_kind_that_is_not_offered_is_refused(kind, client_of, member):
    response = client_of(member).post(NEW, {"title": "Avís", "body": "<p>x</p>", "kind": kind})
    assert (response.status_code, list(response.context["form"].errors)) == (422, ["kind"])
    assert Topic.objects.count() == 0


def test_an_experience_has_its_own_form(client_of, member):
    response = client_of(member).get(f"{NEW}?tipus=experience")
    assert response["Location"] == "/grups/cures/experiencies/nova/"


def test_a_refused_topic_keeps_all_that_was_typed(client_of, member):
    key = str(uuid4())
    data = {"title": "", "body": "<p>Text llarg</p>", "kind": "question", "key": key}
    response = client_of(member).post(QUESTION, data)
    form = response.context["form"]
    assert (response.status_code, list(form.errors)) == (422, ["title"])
    assert (form["body"].value(), str(form["key"].value())) == ("<p>Text llarg</p>", key)


def test_the_same_form_twice_opens_one_topic(client_of, member):
    data = {"title": "Una vegada", "body": "<p>x</p>", "kind": "debate", "key": str(uuid4())}
    first, second = (client_of(member).post(NEW, data) for _time in range(2))
    assert (second.status_code, second["Location"], Topic.objects.count()) == (302, first["Location"], 1)


def test_a_form_come_back_to_and_written_anew_is_not_swallowed(client_of, member):
    data = {"title": "Primera", "body": "<p>primera</p>", "kind": "debate", "key": str(uuid4())}
    client = client_of(member)
    client.post(NEW, data)
    again = client.post(NEW, data | {"title": "Segona", "body": "<p>segona</p>"})
    key = again.context["form"]["key"].value()
    assert (again.status_code, again.context["form"]["title"].value(), key != data["key"]) == (422, "Segona", True)
    client.post(NEW, data | {"title": "Segona", "body": "<p>segona</p>", "key": key})
    assert list(Topic.objects.order_by("pk").values_list("title", flat=True)) == ["Primera", "Segona"]


def test_too_much_at_once_is_refused_and_the_text_kept(client_of, member, monkeypatch):
    monkeypatch.setattr(pace, "MOST_IN_A_MINUTE", 0)
    response = client_of(member).post(NEW, {"title": "Un més", "body": "<p>Text</p>", "kind": "debate"})
    form = response.context["form"]
    assert (response.status_code, list(form.errors), form["body"].value()) == (422, ["__all__"], "<p>Text</p>")


def test_a_preview_shows_the_cleaned_text_and_publishes_nothing(client_of, member):
    data = {"title": "Prova", "body": '<p onclick="x">Hola <i>tothom</i></p>', "kind": "debate", "action": "preview"}
    response = client_of(member).post(NEW, data)
    assert (response.status_code, response.context["preview"].body) == (200, "<p>Hola <em>tothom</em></p>")
    assert "<p>Hola <em>tothom</em></p>" in response.content.decode()
    assert (response.context["form"]["title"].value(), Topic.objects.count()) == ("Prova", 0)


def test_a_preview_names_nobody_whom_the_author_may_not_name(client_of, group):
    outsider = a_member(given_name="Oculta", family_name="Persona")
    guest = a_guest(group)
    body = f'<p><span data-mention="{outsider.pk}">@x</span></p>'
    response = client_of(guest).post(NEW, {"title": "T", "body": body, "kind": "debate", "action": "preview"})
    assert (response.status_code, response.context["preview"].body) == (200, "<p>@x</p>")
    assert "Oculta" not in response.content.decode()


# Drafts


def test_a_draft_is_kept_and_found_again(client_of, member):
    client = client_of(member)
    kept = client.post(QUESTION, {"title": "A mig", "body": "<p>fer</p>", "kind": "question", "action": "draft"})
    assert (kept.status_code, kept["Location"], Topic.objects.count()) == (302, QUESTION, 0)
    page = client.get(QUESTION)
    form = page.context["form"]
    assert (form["title"].value(), form["body"].value(), page.context["begun"] is not None) == (
        "A mig",
        "<p>fer</p>",
        True,
    )
    assert form.errors == {}


def test_publishing_drops_the_draft(client_of, member):
    save_draft(member, place=QUESTION, fields={"title": ["A mig"]})
    client_of(member).post(QUESTION, {"title": "Sencera", "body": "<p>x</p>", "kind": "question"})
    assert draft_of(member, QUESTION) is None


def test_somebody_elses_draft_is_nobodys_business(client_of, member, group):
    save_draft(GroupMembershipFactory(group=group, user=a_member()).user, place=QUESTION, fields={"title": ["Secret"]})
    page = client_of(member).get(QUESTION)
    assert (page.context["begun"], "Secret" in page.content.decode()) == (None, False)


def test_a_file_chosen_for_a_draft_is_there_when_it_is_published(client_of, member):
    client = client_of(member)
    note = SimpleUploadedFile("acta.txt", b"Acta de la trobada", "text/plain")
    client.post(QUESTION, {"title": "Amb acta", "body": "<p>x</p>", "action": "draft", "files": note})
    (file,) = Attachment.objects.all()
    assert draft_of(member, QUESTION).fields["attachment"] == [str(file.pk)]
    assert f'value="{file.pk}"' in client.get(QUESTION).content.decode()
    client.post(QUESTION, {"title": "Amb acta", "body": "<p>x</p>", "attachment": [file.pk]})
    assert list(Post.objects.get().attachments.all()) == [file]


# Who may not


def test_those_who_read_and_do_not_write_are_told_why(client_of, group):
    reader = a_member()
    client = client_of(reader)
    assert client.get(NEW).status_code == 403
    response = client.post(NEW, {"title": "Colat", "body": "<p>Molt de text</p>", "kind": "debate"})
    assert (response.status_code, Topic.objects.count()) == (403, 0)
    assert draft_of(reader, NEW).fields["body"] == ["<p>Molt de text</p>"]


def test_a_private_group_is_not_there_for_those_outside(client_of, group):
    group.access = GroupAccess.PRIVATE
    group.save()
    people = (a_member(), someone_of_coordination())
    answers = [client_of(one).get(NEW).status_code for one in people]
    sent = [client_of(one).post(NEW, {"title": "x", "body": "x"}).status_code for one in people]
    assert (answers, sent, Topic.objects.count()) == ([404, 404], [404, 404], 0)


def test_nobody_opens_a_topic_in_a_group_that_is_over(client_of, group, member):
    group.state = GroupState.CLOSED
    group.save()
    assert client_of(member).post(NEW, {"title": "x", "body": "x"}).status_code == 403


# Answering


def test_an_answer_leads_to_itself(client_of, member, topic):
    response = client_of(member).post(reply_address(topic), {"body": "<p>Sí.</p>", "key": str(uuid4())})
    post = topic.posts.get(number=2)
    assert (response.status_code, response["Location"]) == (302, f"/grups/cures/temes/{topic.pk}/#m2")
    assert (post.body, post.author, post.reply_to) == ("<p>Sí.</p>", member, None)


def test_answering_one_post(client_of, member, topic):
    other = a_reply(topic)
    client = client_of(member)
    page = client.get(reply_address(topic), {"resposta": 2})
    assert (page.context["answered"], page.context["form"]["reply_to"].value()) == (other, 2)
    client.post(reply_address(topic), {"body": "<p>Sí.</p>", "reply_to": "2"})
    assert topic.posts.get(number=3).reply_to == other


@pytest.mark.parametrize("number", ["9", "0", "x", "٣", "99999999999999999999", "9" * 5_000])
def test_answering_a_post_that_is_not_there_answers_the_topic(number, client_of, member, topic):
    page = client_of(member).get(reply_address(topic), {"cita": number})
    assert (page.status_code, page.context["answered"], page.context["form"]["body"].value()) == (200, None, None)


def test_an_answer_to_a_number_without_end_is_refused(client_of, member, topic):
    response = client_of(member).post(reply_address(topic), {"body": "<p>Text</p>", "reply_to": "9" * 5_000})
    assert (response.status_code, response.context["form"]["body"].value()) == (422, "<p>Text</p>")


def test_an_answer_arrives_though_the_topic_has_moved(client_of, member, topic):
    url = reply_address(topic)
    move(topic, to=WorkingGroupFactory(), by=someone_of_coordination())
    assert client_of(member).post(url, {"body": "<p>Hi era a temps.</p>"}).status_code == 302
    assert topic.posts.get(number=2).author == member


def test_an_answer_to_what_went_into_private_is_not_there(client_of, member, topic):
    Topic.objects.filter(pk=topic.pk).update(group=WorkingGroupFactory(access=GroupAccess.PRIVATE))
    assert client_of(member).post(reply_address(topic), {"body": "<p>Text</p>"}).status_code == 404


def test_an_answer_in_a_removed_topic_is_kept_and_shown(client_of, member, topic):
    Topic.objects.filter(pk=topic.pk).update(title="Títol retirat")
    remove_post(topic.posts.get(), by=someone_of_coordination(), reason="Dades personals.")
    client = client_of(member)
    assert client.get(reply_address(topic)).status_code == 404
    response = client.post(reply_address(topic), {"body": "<p>Molt de text</p>"})
    page = response.content.decode()
    assert (response.status_code, "Molt de text" in page, "Títol retirat" in page) == (403, True, False)
    draft = draft_of(member, reply_address(topic))
    assert (draft.fields["body"], draft.title) == (["<p>Molt de text</p>"], "")
    other = a_member()
    topic.group.access = GroupAccess.PRIVATE
    topic.group.save()
    assert client_of(other).post(reply_address(topic), {"body": "<p>x</p>"}).status_code == 404


def test_a_form_sent_again_leads_nowhere_its_author_may_not_go(client_of, member, topic):
    data = {"body": "<p>Text</p>", "key": str(uuid4())}
    new = {"title": "Tema", "kind": "debate", **data, "key": str(uuid4())}
    client = client_of(member)
    client.post(reply_address(topic), data)
    client.post(NEW, new)
    hidden = WorkingGroupFactory(slug="amagat", access=GroupAccess.PRIVATE)
    Topic.objects.exclude(pk=topic.pk).update(group=hidden)
    assert client.post(NEW, new)["Location"] == reverse("groups")
    another = client.post(NEW, new | {"body": "<p>Una altra cosa</p>"})
    assert (another.status_code, "amagat" in another.content.decode()) == (422, False)
    assert client.post(reply_address(topic), data)["Location"].endswith("#m2")


def test_a_post_is_no_circular(group, member, topic):
    people = [GroupMembershipFactory(group=group, user=a_member()).user for _number in range(MOST_MENTIONS + 2)]
    body = "".join(f'<p><span data-mention="{person.pk}">@algú</span></p>' for person in people)
    post = a_reply(topic, member, body=body)
    assert list(post.mentions.order_by("pk").values_list("person", flat=True)) == [one.pk for one in people[:-2]]
    assert (post.body.count("data-mention"), post.body.count("<p>@algú</p>")) == (MOST_MENTIONS, 2)


def test_a_removed_post_is_not_quoted(client_of, member, topic):
    other = a_reply(topic, body="<p>Secret</p>")
    Post.objects.filter(pk=other.pk).update(removed_at=other.created_at)
    page = client_of(member).get(reply_address(topic), {"cita": 2})
    assert (page.context["answered"], "Secret" in page.content.decode()) == (None, False)


def test_a_quote_says_who_and_leaves_out_what_was_quoted(group):
    named = GroupMembershipFactory(group=group, user=a_member()).user
    topic = a_topic(group)
    body = f'<blockquote><p>Abans</p></blockquote><p>Ara, <span data-mention="{named.pk}">@x</span></p>'
    post = a_reply(topic, a_member(given_name="Aina", family_name="<Roca>"), body=body)
    quote = quote_of(post)
    assert f'<a href="/grups/cures/temes/{topic.pk}/m/2/">' in quote
    assert ("Aina &lt;Roca&gt;" in quote, "Abans" in quote, "data-mention" in quote) == (True, False, False)
    assert quote.count("<blockquote>") == 1


def test_a_quote_begins_the_answer_and_is_kept_clean(client_of, member, topic):
    a_reply(topic, body="<p>Ho vam fer.</p>")
    client = client_of(member)
    begun = client.get(reply_address(topic), {"cita": 2}).context["form"]["body"].value()
    client.post(reply_address(topic), {"body": begun + "<p>Nosaltres també.</p>", "reply_to": "2"})
    body = topic.posts.get(number=3).body
    assert (body.startswith("<blockquote>"), "Ho vam fer." in body, f"/temes/{topic.pk}/m/2/" in body) == (True,) * 3


def test_a_quote_comes_once_after_what_was_begun(client_of, member, topic):
    a_reply(topic, body="<p>Ho vam fer.</p>")
    save_draft(member, place=reply_address(topic), fields={"body": ["<p>Començat</p>"]})
    client = client_of(member)
    body = client.get(reply_address(topic), {"cita": 2}).context["form"]["body"].value()
    assert (body.startswith("<p>Començat</p><blockquote>"), body.count("Ho vam fer.")) == (True, 1)
    save_draft(member, place=reply_address(topic), fields={"body": [body]})
    assert client.get(reply_address(topic), {"cita": 2}).context["form"]["body"].value() == body
    save_draft(member, place=reply_address(topic), fields={"body": ["Començat amb <nom>"]})
    body = client.get(reply_address(topic), {"cita": 2}).context["form"]["body"].value()
    assert body.startswith("<p>Començat amb &lt;nom&gt;</p><blockquote>")


def test_what_one_answers_is_shown_in_its_authors_own_words(client_of, member, topic):
    a_reply(topic, body="<blockquote><p>Un altre va dir.</p></blockquote><p>Ho vam fer.</p>")
    client = client_of(member)
    page = client.get(reply_address(topic), {"resposta": 2}).content.decode()
    assert ("Ho vam fer." in page, "Un altre va dir." in page) == (True, False)


@pytest.mark.parametrize(("query", "begins"), [({}, 0), ({"resposta": 1}, 1), ({"cita": 1}, 1)])
def test_one_who_answers_a_post_begins_in_the_box(client_of, member, topic, query, begins):
    page = client_of(member).get(reply_address(topic), query).content.decode()
    assert len(re.findall(r"<textarea[^>]* autofocus", page)) == begins


def test_an_empty_answer_is_refused(client_of, member, topic):
    response = client_of(member).post(reply_address(topic), {"body": "<p></p>", "reply_to": "1"})
    form = response.context["form"]
    assert (response.status_code, list(form.errors), form["reply_to"].value()) == (422, ["body"], "1")


def test_the_same_answer_twice_is_one(client_of, member, topic):
    data = {"body": "<p>Sí.</p>", "key": str(uuid4())}
    answers = [client_of(member).post(reply_address(topic), data)["Location"] for _time in range(2)]
    assert (answers[0] == answers[1], topic.posts.count()) == (True, 2)


def test_a_closed_topic_is_answered_by_moderators_alone(client_of, member, topic):
    Topic.objects.filter(pk=topic.pk).update(is_closed=True)
    data = {"body": "<p>Una cosa més.</p>"}
    answers = [
        client_of(one).post(reply_address(topic), data).status_code for one in (member, someone_of_coordination())
    ]
    assert answers == [403, 302]
    assert draft_of(member, reply_address(topic)).fields["body"] == ["<p>Una cosa més.</p>"]


def test_a_removed_members_open_form_is_refused(client_of, member, group, topic):
    client = client_of(member)
    assert client.get(reply_address(topic)).status_code == 200
    GroupMembership.objects.filter(user=member).delete()
    assert client.post(reply_address(topic), {"body": "<p>x</p>"}).status_code == 403
    group.access = GroupAccess.PRIVATE
    group.save()
    assert client.post(reply_address(topic), {"body": "<p>x</p>"}).status_code == 404
    assert topic.posts.count() == 1


def test_a_topic_answers_at_its_own_groups_address_alone(client_of, member, topic):
    elsewhere = WorkingGroupFactory()
    assert client_of(member).get(reverse("topic_reply", args=[elsewhere.slug, topic.pk])).status_code == 404


def test_a_form_held_at_the_sign_in_is_filled_in_again(client_of, member, topic):
    client = client_of(member)
    page = client.get(reply_address(topic))
    writer = str(page.context["desk"].writer).split('value="')[1].split('"')[0]
    client.cookies.pop("sessionid")
    sent = client.post(reply_address(topic), {"body": "<p>Molt de text</p>", "writer": writer})
    assert (sent.status_code, sent["Location"].startswith("/compte/login/"), topic.posts.count()) == (302, True, 1)
    client.post("/compte/login/", {"login": member.email, "password": "correct-horse-battery"})
    again = client.get(reply_address(topic))
    assert (again.context["form"]["body"].value(), again.context["form"].errors) == ("<p>Molt de text</p>", {})
    assert len(list(get_messages(again.wsgi_request))) >= 1


# The box below the topic


def test_the_box_offers_what_was_begun(client_of, member, topic):
    save_draft(member, place=reply_address(topic), fields={"body": ["<p>Començat</p>"], "reply_to": ["1"]})
    page = client_of(member).get(topic.get_absolute_url()).content.decode()
    assert ">\nComençat</textarea>" in page
    assert '<input type="hidden" name="reply_to" value="1"' in page


def test_the_empty_box_holds_nothing_of_anybody(client_of, member, group, topic):
    other = GroupMembershipFactory(group=group, user=a_member()).user
    save_draft(member, place=reply_address(topic), fields={"body": ["<p>Secret</p>"]})
    pages = [client_of(one).get(topic.get_absolute_url()).content.decode() for one in (member, other, topic.author)]
    assert ["Secret" in page for page in pages] == [True, False, False]
    for name in ("key", "writer", "csrfmiddlewaretoken"):
        values = {re.search(rf'name="{name}" value="([^"]{{10,}})"', page)[1] for page in pages}
        assert len(values) == 3, name


def test_the_box_answers_from_where_it_stands(client_of, member, topic):
    Topic.objects.filter(pk=topic.pk).update(title='::key:: <b>"com"</b>')
    client = client_of(member)
    page = client.get(topic.get_absolute_url()).content.decode()
    box = page[page.index('id="respon"') :]
    key = UUID(re.search(r'name="key" value="([^"]+)"', box)[1])
    assert f'action="{reply_address(topic)}"' in box
    assert "<b>" not in box
    client.post(reply_address(topic), {"body": "<p>Sí.</p>", "key": str(key)})
    assert topic.posts.get(number=2).key == key


def test_the_box_says_why_there_is_none(client_of, topic):
    page = client_of(a_member()).get(topic.get_absolute_url()).content.decode()
    box = page[page.index('id="respon"') :].partition("</section>")[0]
    assert ("<form" in box, f'href="/grups/{topic.group.slug}/"' in box) == (False, True)
