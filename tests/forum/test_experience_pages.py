"""Where an experience is told and told better: who finds the form, what it keeps, what it refuses."""

import re
from uuid import uuid4

import pytest
from django.utils import timezone

from forum.domain.moderation import close, remove_post
from forum.domain.opening import open_topic_of
from forum.enums import Outcome
from forum.models import Experience, Topic
from intranet.drafts.domain import draft_of
from intranet.members.enums import GroupAccess, GroupState
from intranet.members.models import WorkingGroup
from tests.factories.forum import an_experience
from tests.factories.members import (
    GroupMembershipFactory,
    OrganisationFactory,
    SubjectFactory,
    WorkingGroupFactory,
    a_guest,
    a_member,
    someone_of_coordination,
)

pytestmark = pytest.mark.django_db

NEW = "/grups/compra/experiencies/nova/"


@pytest.fixture
def group():
    return WorkingGroupFactory(slug="compra", access=GroupAccess.CLOSED)


@pytest.fixture
def author(group):
    return GroupMembershipFactory(group=group, user=a_member(OrganisationFactory(population=700))).user


def form(**fields):
    told = {"title": "Menjador reservat", "outcome": "fracas", "done": "Vam reservar-lo.", "year": "2024"}
    return {**told, "key": str(uuid4()), "action": "publish", **fields}


def test_form_begins_with_the_own_council_this_year_and_a_key(client_of, author):
    shown = client_of(author).get(NEW).context["form"]
    council = author.positions.get().organisation
    assert (shown["council"].value(), shown["year"].value()) == (council.pk, timezone.localdate().year)
    assert len(str(shown["key"].value())) == 36


def test_an_experience_is_told(client_of, author):
    subject, council = SubjectFactory(), author.positions.get().organisation
    data = form(council=council.pk, department="educacio", cost="1", subjects=[subject.pk], change="El termini.")
    response = client_of(author).post(NEW, data)
    experience = Experience.objects.select_related("topic").get()
    assert (response.status_code, response["Location"]) == (302, f"/grups/compra/temes/{experience.topic_id}/")
    assert (experience.topic.title, experience.outcome, experience.change) == (
        "Menjador reservat",
        Outcome.FAILURE,
        "El termini.",
    )
    assert (experience.council, experience.population, list(experience.subjects.all())) == (council, "1", [subject])


def test_the_same_form_sent_twice_tells_it_once(client_of, author):
    client, data = client_of(author), form()
    answers = {client.post(NEW, data)["Location"] for _time in range(2)}
    assert (len(answers), Topic.objects.count()) == (1, 1)


def test_the_same_form_with_other_words_says_so_and_keeps_them(client_of, author):
    client, data = client_of(author), form()
    client.post(NEW, data)
    response = client.post(NEW, {**data, "done": "Una altra cosa."})
    assert (response.status_code, Topic.objects.count()) == (422, 1)
    assert response.context["form"]["done"].value() == "Una altra cosa."
    assert response.context["form"]["key"].value() != data["key"]


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"title": " "}, ["title"]),
        ({"title": "x" * 161}, ["title"]),
        ({"outcome": ""}, ["outcome"]),
        ({"outcome": "regular"}, ["outcome"]),
        ({"done": " \n "}, ["done"]),
        ({"worked": "x" * 6_001}, ["worked"]),
        ({"year": "1800"}, ["year"]),
        ({"year": str(timezone.localdate().year + 1)}, ["year"]),
        ({"year": "enguany"}, ["year"]),
        ({"council": "999999"}, ["council"]),
        ({"subjects": ["999999"]}, ["subjects"]),
    ],
)
def test_a_refused_form_says_what_is_wrong_and_keeps_what_was_typed(client_of, author, fields, wrong):
    response = client_of(author).post(NEW, form(context="El punt de partida.", **fields))
    assert (response.status_code, list(response.context["form"].errors)) == (422, wrong)
    assert ("El punt de partida." in response.content.decode(), Topic.objects.count()) == (True, 0)


def test_preview_shows_the_story_and_publishes_nothing(client_of, author):
    subject = SubjectFactory(name="Alimentació")
    data = form(action="preview", done="- un plec\n- <b>dues</b> taules", subjects=[subject.pk])
    response = client_of(author).post(NEW, data)
    text = response.content.decode()
    preview = text[text.index('class="preview"') : text.index('id="writing"')]
    assert (response.status_code, Topic.objects.count()) == (200, 0)
    assert "<li>un plec</li>" in preview
    assert "&lt;b&gt;dues&lt;/b&gt; taules" in preview
    assert ('data-outcome="fracas"' in preview, "Alimentació" in preview) == (True, True)


def test_a_preview_of_what_is_refused_says_why(client_of, author):
    response = client_of(author).post(NEW, form(action="preview", title=""))
    assert (response.status_code, 'class="preview"' in response.content.decode()) == (422, False)


def test_a_draft_is_kept_found_again_and_gone_once_it_is_told(client_of, author):
    client, subjects = client_of(author), [SubjectFactory(), SubjectFactory()]
    keys = [str(subject.pk) for subject in subjects]
    response = client.post(NEW, form(action="draft", title="A mitges", done="", outcome="exit", subjects=keys))
    assert (response.status_code, response["Location"], Topic.objects.count()) == (302, NEW, 0)
    assert draft_of(author, NEW).title == "A mitges"
    shown = client.get(NEW).context["form"]
    assert [shown[name].value() for name in ("title", "outcome", "subjects")] == ["A mitges", "exit", keys]
    assert shown.errors == {}
    client.post(NEW, form())
    assert draft_of(author, NEW) is None


def test_what_was_sent_after_the_session_had_ended_is_in_the_form_again(client, client_of, author):
    page = client_of(author).get(NEW).content.decode()
    writer = re.search(r'name="writer" value="([^"]+)"', page)[1]
    assert client.post(NEW, form(writer=writer, context="Abans de res."))["Location"].startswith("/compte/login/")
    client.force_login(author)
    shown = client.get(NEW).context["form"]
    assert (shown["context"].value(), shown["outcome"].value()) == ("Abans de res.", "fracas")


def test_too_much_in_a_short_time_is_kept_in_the_form(client_of, author):
    client = client_of(author)
    for _time in range(10):
        assert client.post(NEW, form()).status_code == 302
    response = client.post(NEW, form(done="El que fa onze."))
    assert (response.status_code, response.context["form"]["done"].value()) == (422, "El que fa onze.")


def test_only_those_who_write_in_the_group_find_the_form(client_of, author, group):
    people = {
        "author": author,
        "outsider": a_member(),
        "guest": a_guest(group),
        "coordination": someone_of_coordination(),
    }
    found = {who: client_of(person).get(NEW).status_code for who, person in people.items()}
    assert found == {"author": 200, "outsider": 403, "guest": 200, "coordination": 200}
    WorkingGroup.objects.filter(pk=group.pk).update(access=GroupAccess.PRIVATE)
    outside = ("outsider", "coordination")
    assert [client_of(people[who]).post(NEW, form()).status_code for who in outside] == [404, 404]
    WorkingGroup.objects.filter(pk=group.pk).update(access=GroupAccess.CLOSED, state=GroupState.CLOSED)
    assert (client_of(author).post(NEW, form()).status_code, Topic.objects.count()) == (403, 0)


def test_a_guest_is_not_asked_for_a_council_and_learns_of_none(client_of, group):
    OrganisationFactory(name="Vilanova")
    response = client_of(a_guest(group)).get(NEW)
    assert ("council" in response.context["form"].fields, "Vilanova" in response.content.decode()) == (False, False)


def test_one_chooses_the_group_first(client_of, author):
    WorkingGroupFactory(slug="obert")
    WorkingGroupFactory(slug="amagat", access=GroupAccess.PRIVATE)
    response = client_of(author).get("/experiencies/nova/")
    assert [group.slug for group in response.context["mine"] if not group.holds_everyone] == ["compra"]
    assert [group.slug for group in response.context["others"]] == ["obert"]


@pytest.fixture
def experience(group, author):
    return an_experience(group, author, title="Mercat", subjects=[SubjectFactory()])


def address(experience):
    return f"/grups/compra/temes/{experience.topic_id}/experiencia/"


def test_an_experience_is_told_better(client_of, author, experience):
    client = client_of(author)
    shown = client.get(address(experience)).context["form"]
    assert (shown["title"].value(), shown["done"].value()) == ("Mercat", "Vam obrir un mercat.")
    data = form(title="Mercat tancat", done="Vam haver de tancar.", council=experience.council.pk)
    response = client.post(address(experience), data)
    experience = Experience.objects.select_related("topic").get()
    assert (response.status_code, response["Location"]) == (302, f"/grups/compra/temes/{experience.topic_id}/")
    assert (experience.topic.title, experience.is_failure, experience.year) == ("Mercat tancat", True, 2024)
    assert (experience.subjects.count(), "Vam haver de tancar." in experience.topic.posts.get().text) == (0, True)


def test_facts_that_change_leave_a_trace(client_of, author, experience):
    url, council = address(experience), experience.council
    subject = experience.subjects.get()
    data = form(title="Mercat", done="Vam obrir un mercat.", council=council.pk, year=str(experience.year), cost="2")
    client_of(author).post(url, data | {"outcome": "exit", "subjects": [subject.pk]})
    client_of(author).post(url, data | {"subjects": []})
    facts = [revision.facts for revision in experience.topic.posts.get().revisions.all()]
    assert facts[0] == {"outcome": ["exit", "fracas"], "subjects": [str(subject), ""]}
    assert facts[1]["cost"] == ["", "2"]
    history = client_of(a_member()).get(f"/grups/compra/temes/{experience.topic_id}/m/1/historial/")
    assert history.status_code == 200
    shown = [[(fact.label, fact.before, fact.after) for fact in change.facts] for change in history.context["changes"]]
    assert shown[0][0][1:] == (Outcome.SUCCESS.label, Outcome.FAILURE.label)
    assert f"{Outcome.SUCCESS.label}</del>" in history.content.decode()
    client_of(author).post(url, data | {"subjects": []})
    assert len(facts) == experience.topic.posts.get().revisions.count()


def test_facts_corrected_meanwhile_are_shown_first(client_of, author, experience):
    client, url = client_of(author), address(experience)
    seen = client.get(url).context["form"]["seen"].value()
    client_of(someone_of_coordination()).post(url, form(title="Mercat", done="Vam obrir un mercat.", outcome="fracas"))
    response = client.post(url, form(title="Mercat", done="Jo hi afegeixo això.", outcome="exit", seen=seen))
    assert (response.status_code, Experience.objects.get().outcome) == (422, "fracas")
    assert response.context["form"]["done"].value() == "Jo hi afegeixo això."
    sent = form(title="Mercat", done="Jo hi afegeixo això.", outcome="exit")
    again = client.post(url, sent | {"seen": response.context["form"]["seen"].value()})
    assert (again.status_code, Experience.objects.get().outcome) == (302, "exit")


def test_a_correction_after_the_topic_was_closed_is_kept(client_of, author, experience):
    close(experience.topic, by=someone_of_coordination())
    response = client_of(author).post(address(experience), form(done="Molt de text"))
    assert (response.status_code, draft_of(author, address(experience)).fields["done"]) == (403, ["Molt de text"])
    assert client_of(author).get(address(experience)).status_code == 403


def test_a_correction_of_what_was_removed_is_shown_to_its_author(client_of, author, experience):
    remove_post(experience.topic.posts.get(), by=someone_of_coordination(), reason="Dades personals.")
    response = client_of(author).post(address(experience), form(done="Molt de text"))
    assert (response.status_code, "Molt de text" in response.content.decode()) == (403, True)


def test_a_refused_correction_changes_nothing(client_of, author, experience):
    response = client_of(author).post(address(experience), form(done="", title="Un altre títol"))
    assert (response.status_code, list(response.context["form"].errors)) == (422, ["done"])
    assert 'value="Un altre títol"' in response.content.decode()
    assert (Experience.objects.get().outcome, Topic.objects.get().title) == ("exit", "Mercat")


def test_a_correction_is_previewed_and_kept_as_a_draft(client_of, author, experience):
    client, url = client_of(author), address(experience)
    preview = client.post(url, form(action="preview", title="Nou títol"))
    assert (preview.status_code, preview.context["preview"]["title"]) == (200, "Nou títol")
    client.post(url, form(action="draft", title="Nou títol"))
    assert client.get(url).context["form"]["title"].value() == "Nou títol"
    assert Topic.objects.get().title == "Mercat"


def test_only_its_author_and_those_who_moderate_find_the_way_to_correct_it(client_of, author, experience, group):
    people = {
        "author": author,
        "member": GroupMembershipFactory(group=group, user=a_member()).user,
        "coordinator": GroupMembershipFactory(group=group, user=a_member(), role="coordinator").user,
        "outsider": a_member(),
        "coordination": someone_of_coordination(),
    }
    found = {who for who, person in people.items() if client_of(person).get(address(experience)).status_code == 200}
    assert found == {"author", "coordinator", "coordination"}
    refused = client_of(people["member"]).post(address(experience), form())
    assert (refused.status_code, Experience.objects.get().outcome) == (404, "exit")


def test_a_topic_that_is_no_experience_has_no_such_page(client_of, author, experience):
    pk = experience.topic_id
    Experience.objects.all().delete()
    assert client_of(author).get(f"/grups/compra/temes/{pk}/experiencia/").status_code == 404
    assert open_topic_of(author, pk) is not None


def test_editing_the_first_post_leads_to_the_experience(client_of, author, experience):
    response = client_of(author).get(f"/grups/compra/temes/{experience.topic_id}/m/1/edita/")
    assert (response.status_code, response["Location"]) == (302, address(experience))


def test_the_topics_page_shows_the_facts_above_the_story(client_of, author, experience):
    text = client_of(author).get(experience.topic.get_absolute_url()).content.decode()
    facts = text[text.index('class="experience-facts" data-outcome="exit"') :]
    assert experience.council.full_name in facts[: facts.index('id="m1"')]
