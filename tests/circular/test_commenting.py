"""«Comenta-ho»: from an entry to where people talk about it."""

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import PermissionDenied, ValidationError

from forum.domain.moderation import remove_post
from forum.domain.publishing import Writing
from forum.models import Topic
from home.circular.domain.commenting import AlreadyBegunError, begin_discussion, groups_to_talk_in
from intranet.members.enums import GroupAccess
from tests.factories.agenda import a_group_event
from tests.factories.circular import a_circular, a_sent_circular, an_entry
from tests.factories.forum import a_topic
from tests.factories.members import (
    GroupMembershipFactory,
    WorkingGroupFactory,
    a_guest,
    a_member,
    someone_of_coordination,
)
from tests.factories.repository import a_resource
from tests.members.admin.pages import soup, words

pytestmark = pytest.mark.django_db

WORDS = Writing("<p>Què en penseu?</p>")


def seated(person, **facts):
    group = WorkingGroupFactory(**facts)
    GroupMembershipFactory(group=group, user=person)
    return group


def address_of(entry):
    return f"/circular/entrada/{entry.pk}/comenta/"


def leads_to(client, entry):
    response = client.get(address_of(entry))
    return response.status_code, response.get("Location")


@pytest.fixture
def circular():
    return a_sent_circular()


def test_it_leads_to_where_one_says_something(circular, client_of):
    person = a_member()
    topic, begun, page = a_topic(), a_topic(), a_resource()
    entries = {
        "of a topic": an_entry(circular, topic=topic, group=topic.group),
        "talked about": an_entry(circular, discussion=begun),
        "of a resource": an_entry(circular, resource=page),
    }
    found = {name: leads_to(client_of(person), entry) for name, entry in entries.items()}
    assert found == {
        "of a topic": (302, f"{topic.get_absolute_url()}#respon"),
        "talked about": (302, f"{begun.get_absolute_url()}#respon"),
        "of a resource": (302, f"/recursos/{page.slug}/parleu-ne/"),
    }


def test_what_one_does_not_read_in_it_one_does_not_comment(circular, client_of):
    private = WorkingGroupFactory(access=GroupAccess.PRIVATE)
    entries = [
        an_entry(circular, title="Secret", event=a_group_event(private)),
        an_entry(circular, title="Secret", topic=a_topic(private)),
        an_entry(a_circular(), title="Secret"),
        an_entry(circular, title="Secret", state="rejected"),
    ]
    person = a_member()
    seated(person)
    for entry in entries:
        response = client_of(person).get(address_of(entry))
        assert (response.status_code, "Secret" in response.content.decode()) == (404, False)
    with pytest.raises(PermissionDenied):
        begin_discussion(entries[0], group=person.memberships.get().group, author=person, title="Hola", writing=WORDS)


def test_a_form_begins_the_conversation_to_which_it_leads_from_then_on(circular, client_of):
    person, entry = a_member(), an_entry(circular, title="Ajuts nous")
    group = seated(person)
    url = f"{address_of(entry)}?grup={group.slug}"
    form = client_of(person).get(url).context["form"]
    sent = {"title": "Els demaneu?", "body": "<p>Nosaltres sí.</p>", "key": form.initial["key"]}
    for _time in range(2):
        client_of(person).post(url, sent)
    topic = Topic.objects.get()
    entry.refresh_from_db()
    assert (entry.discussion, topic.group, topic.author, topic.title) == (topic, group, person, "Els demaneu?")
    assert f'href="{entry.get_absolute_url()}"' in topic.posts.get().body
    assert leads_to(client_of(a_member()), entry) == (302, f"{topic.get_absolute_url()}#respon")
    said = client_of(person).get(url).content.decode()  # a form with words kept in it stays open
    assert (f"{topic.get_absolute_url()}#respon" in said, 'id="writing"' in said) == (True, True)
    remove_post(topic.posts.get(), by=someone_of_coordination(), reason="Sobra.")
    assert leads_to(client_of(person), entry) == (200, None)


def test_what_stands_there_before_one_writes_is_no_topic(circular, client_of):
    person, entry = a_member(), an_entry(circular, title="Ajuts <nous> & més")
    url = f"{address_of(entry)}?grup={seated(person).slug}"
    browser = client_of(person)
    box = soup(browser.get(url)).select_one("textarea[name=body]")
    # A blank line after it, where one goes on; the editor gives its marks back as a paragraph, with an empty one.
    assert (box.text.rpartition("</a>")[2], box.has_attr("autofocus")) == ("\n\n", True)
    for body in (box.text, f"<p>{box.text.strip()}</p><p></p>"):
        answer = browser.post(url, {"title": "Els demaneu?", "body": body})
        assert (answer.status_code, answer.context["form"].has_error("body", "required")) == (422, True)
    browser.post(url, {"title": "Els demaneu?", "body": f"{box.text}Nosaltres sí."})
    said = BeautifulSoup(Topic.objects.get().posts.get().body, "html.parser")
    assert [(words(one), one.a is None) for one in said.find_all("p")][1:] == [("Nosaltres sí.", True)]


def test_only_groups_all_of_whose_readers_read_it(circular):
    person = a_member()
    plain, with_guest, private = seated(person), seated(person), seated(person, access=GroupAccess.PRIVATE)
    a_guest(with_guest)
    own = WorkingGroupFactory()
    entries = {
        "network": an_entry(circular, group=own),
        "group": an_entry(circular, event=a_group_event(private), group=private),
    }
    found = {name: set(groups_to_talk_in(entry, person)) for name, entry in entries.items()}
    assert found == {"network": {plain, private, own}, "group": {private}}
    for entry, group in ((entries["network"], with_guest), (entries["group"], plain)):
        with pytest.raises(ValidationError):
            begin_discussion(entry, group=group, author=person, title="Tema", writing=WORDS)
    assert Topic.objects.filter(title="Tema").count() == 0


def test_who_comes_second_is_led_to_the_first_and_loses_nothing(circular, client_of):
    first, second, entry = a_member(), a_member(), an_entry(circular)
    group = seated(first)
    GroupMembershipFactory(group=group, user=second)
    topic = begin_discussion(entry, group=group, author=first, title="Primer", writing=WORDS)
    url = f"{address_of(entry)}?grup={group.slug}"
    response = client_of(second).post(url, {"title": "Segon", "body": "<p>També ho volia dir.</p>"})
    said = response.content.decode()
    assert response.status_code == 422
    assert [words in said for words in ("També ho volia dir.", f"{topic.get_absolute_url()}#respon")] == [True, True]
    with pytest.raises(AlreadyBegunError):
        begin_discussion(entry, group=group, author=second, title="Segon", writing=WORDS)
    assert list(Topic.objects.values_list("title", flat=True)) == ["Primer"]


def test_a_conversation_that_more_people_read_takes_the_place_of_a_private_one(circular):
    entry, insider, other = an_entry(circular), a_member(), a_member()
    steps = []
    for person, access in ((insider, "private"), (other, "private"), (other, "open")):
        person.memberships.all().delete()
        group = seated(person, access=GroupAccess(access))
        topic = begin_discussion(entry, group=group, author=person, title="Tema", writing=WORDS)
        entry.refresh_from_db()
        steps.append(entry.discussion == topic)
    assert steps == [True, False, True]


def test_where_is_asked_when_there_are_several(circular, client_of):
    person, entry = a_member(), an_entry(circular)
    groups = [seated(person), seated(person)]
    said = client_of(person).get(address_of(entry)).content.decode()
    assert [f"?grup={group.slug}" in said for group in groups] == [True, True]
    nowhere = client_of(a_member()).get(address_of(entry)).content.decode()
    assert 'class="empty"' in nowhere
