"""«Converteix-ho en recurs»: prefilled, credited, and for no more people than may read where it comes from."""

from pathlib import PurePosixPath
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.storage import default_storage
from django.urls import reverse

from forum.domain.solving import mark_solved
from forum.enums import Outcome
from repository.domain import origins
from repository.domain.locking import newest_words
from repository.domain.origins import copies_of, origin_of, prefilled, propose_from_topic
from repository.domain.proposing import save_words
from repository.domain.wording import words_in
from repository.enums import Consent, ResourceKind, ResourceVisibility
from repository.models import Credit, PrivateShelfPage, ResourcePage, StoredFile
from repository.models.files import FOLDER
from repository.topic_panel import resources_of_topic
from tests.factories.consents import attached
from tests.factories.forum import a_question, a_reply, a_topic, an_experience
from tests.factories.members import GroupMembershipFactory, WorkingGroupFactory, a_member
from tests.factories.repository import a_resource

pytestmark = pytest.mark.django_db


@pytest.fixture
def proposer():
    return a_member()


def made_of(topic, by):
    return propose_from_topic(prefilled(origin_of(topic), by=by), topic, by=by)


def written():
    """What the bank has in the storage, which tests share."""
    return set(default_storage.listdir(FOLDER)[1]) if default_storage.exists(FOLDER) else set()


def test_a_solved_question_gives_its_beginning_and_its_answer(proposer):
    topic = a_question(title="Com compreu local?", body="<p>Busquem clàusules per al concurs.</p>")
    answer = a_reply(topic, body="<p>Fem servir les clàusules de la Diputació.</p>")
    a_reply(topic, body="<p>Això no hi surt.</p>")
    mark_solved(answer, by=topic.author)
    topic.refresh_from_db()
    page = made_of(topic, proposer)
    words = words_in(newest_words(page).body)
    assert (page.title, page.kind, page.visibility) == (topic.title, ResourceKind.GUIDE, ResourceVisibility.NETWORK)
    assert [part in words for part in ("Busquem", "Diputació", answer.author.full_name, "Això no")] == [
        True,
        True,
        True,
        False,
    ]
    credited = Credit.objects.values_list("person", "council", "consent")
    assert list(credited) == [
        (post.author_id, post.council_id, Consent.ASKED) for post in (topic.posts.get(number=1), answer)
    ]
    assert ResourcePage.objects.get().from_topic == topic


def test_an_experience_gives_a_good_practice(proposer):
    facts = {"context": "Hi havia poc.", "done": "Vam obrir un mercat.", "worked": "La gent.", "failed": "El temps."}
    experience = an_experience(author=proposer, cost="1", year=2024, **facts)
    page = newest_words(made_of(experience.topic, proposer))
    told = (page.kind, page.context, page.measures, page.cost, page.year, page.organisation)
    assert told == (ResourceKind.PRACTICE, "Hi havia poc.", "Vam obrir un mercat.", "1", 2024, experience.council)
    assert ["La gent." in page.results, "El temps." in page.results] == [True, True]
    assert list(Credit.objects.values_list("person", "consent")) == [(proposer.pk, Consent.GIVEN)]


def test_the_files_of_its_posts_are_copied(proposer):
    topic = a_topic()
    post = topic.posts.get()
    attached(post, "acta.txt", b"Una acta.")
    page = made_of(topic, proposer)
    offers = [(row.stored.name, row.stored.page_id, row.stored.file.read()) for row in newest_words(page).files.all()]
    assert offers == [("acta.txt", page.pk, b"Una acta.")]


def test_what_cannot_be_copied_stays_where_it_is_and_the_rest_comes_along(proposer):
    post, before = a_topic().posts.get(), written()
    lost = attached(post, "perduda.txt", b"Perduda.")
    lost.file.storage.delete(lost.file.name)
    attached(post, "programa.exe", b"MZ")
    attached(post, "acta.txt", b"Una acta.")
    attached(post, "copia.txt", b"Una acta.")
    page = made_of(post.topic, proposer)
    offers = [row.stored for row in newest_words(page).files.all()]
    assert [(one.name, one.file.read()) for one in offers] == [("acta.txt", b"Una acta.")]
    assert Credit.objects.get().files == [offers[0].sha256] * 2
    assert written() - before == {PurePosixPath(offers[0].file.name).name}


def test_sent_twice_at_once_it_makes_one_and_leaves_no_bytes(proposer, monkeypatch):
    """The other is done while the files of the first are copied, before it holds anything."""
    topic, key, done = a_topic(), uuid4(), []
    attached(topic.posts.get(), "acta.txt", b"Una acta.")

    def sent():
        return propose_from_topic(prefilled(origin_of(topic), by=proposer), topic, by=proposer, key=key)

    def meanwhile(*args, **kwargs):
        monkeypatch.setattr(origins, "copies_of", copies_of)
        done.append(sent())
        return copies_of(*args, **kwargs)

    before = written()
    monkeypatch.setattr(origins, "copies_of", meanwhile)
    assert [sent()] == done
    assert [ResourcePage.objects.count(), Credit.objects.count(), StoredFile.objects.count()] == [1, 1, 1]
    assert written() - before == {PurePosixPath(StoredFile.objects.get().file.name).name}


def test_what_failed_stays_within_the_network(proposer):
    experience = an_experience(author=proposer, outcome=Outcome.FAILURE)
    words = newest_words(made_of(experience.topic, proposer))
    words.visibility = ResourceVisibility.PUBLIC
    with pytest.raises(ValidationError) as refused:
        save_words(words, by=proposer)
    assert list(refused.value.message_dict) == ["visibility"]


def test_of_a_private_group_it_is_for_that_group_alone(proposer):
    group = WorkingGroupFactory(access="private")
    GroupMembershipFactory(group=group, user=proposer)
    topic = a_topic(group)
    with pytest.raises(PermissionDenied):
        made_of(topic, a_member())
    page = made_of(topic, proposer)
    assert (page.group, page.visibility) == (group, ResourceVisibility.GROUP)
    assert ResourcePage.objects.get().is_child_of(PrivateShelfPage.objects.get())
    other = WorkingGroupFactory(access="private")
    GroupMembershipFactory(group=other, user=proposer)
    for place in (None, other):
        words = newest_words(ResourcePage.objects.get())
        words.group, words.visibility = place, ResourceVisibility.GROUP if place else ResourceVisibility.NETWORK
        with pytest.raises(ValidationError):
            save_words(words, by=proposer)


def test_the_form_is_prefilled_and_says_who_is_asked(proposer, client_of):
    topic = a_topic(title="Mercats", body="<p>Fem mercats cada mes.</p>")
    browser, place = client_of(proposer), reverse("resource_from_topic", args=[topic.pk])
    shown = browser.get(place)
    form = shown.context["form"]
    assert (form["title"].value(), form["summary"].value()) == ("Mercats", "Fem mercats cada mes.")
    assert topic.author.full_name in shown.content.decode()
    sent = {name: form[name].value() or "" for name in form.fields}
    answers = [browser.post(place, {**sent, "action": "next"}) for _time in range(2)]
    page = ResourcePage.objects.get()
    assert [answer.url for answer in answers] == [reverse("resource_edit", args=[page.slug, 2])] * 2
    assert Credit.objects.count() == 1


def test_what_one_does_not_read_gives_nothing(client_of, proposer, roles):
    topic = a_topic(WorkingGroupFactory(access="private"), title="Secret")
    place = reverse("resource_from_topic", args=[topic.pk])
    answer = client_of(proposer).get(place)
    assert (answer.status_code, b"Secret" in answer.content) == (404, False)
    assert client_of(roles["guest"]).get(place).status_code == 404


def test_the_topic_leads_to_what_its_reader_may_see(proposer, rf, django_assert_num_queries):
    topic = a_topic()
    seen = a_resource(proposer, title="Visible", organisation=proposer.positions.get().organisation)
    group = WorkingGroupFactory(access="private")
    GroupMembershipFactory(group=group, user=proposer, role="coordinator")
    hidden = a_resource(proposer, title="Secret", group=group, visibility=ResourceVisibility.GROUP)
    ResourcePage.objects.filter(pk__in=[seen.pk, hidden.pk]).update(from_topic=topic)
    request = rf.get("/")
    for person, titles in ((a_member(), ["Visible"]), (proposer, ["Secret", "Visible"])):
        request.user = person
        assert person.standing.in_network
        with django_assert_num_queries(1):
            panel = resources_of_topic(request, topic=topic)
        assert [one.title for one in panel.context["resources"]] == titles
