"""The light review of what members announce to the whole network."""

import pytest
from django.contrib.messages import get_messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from agenda.domain.announcing import edit_event
from agenda.domain.reviewing import accept_event, return_event
from agenda.enums import ChangeKind, EventVisibility, Review
from agenda.models import Event
from agenda.signals import event_reviewed
from tests.asking import asked
from tests.factories.agenda import a_group_event, an_event
from tests.factories.members import OrganisationFactory, a_member, someone_of_coordination

pytestmark = pytest.mark.django_db
DESK = "/agenda/revisio/"


def a_waiting_event(author=None, **facts):
    council = OrganisationFactory()
    return an_event(author or a_member(council), organisation=council, review=Review.WAITING, **facts)


@pytest.fixture
def reviewer():
    return someone_of_coordination()


@pytest.fixture
def event():
    return a_waiting_event(title="Fira del cooperativisme")


@pytest.fixture
def reviewed():
    found = []

    def keep(event, by, **_signal):
        found.append((event.pk, event.review, by))

    event_reviewed.connect(keep)
    yield found
    event_reviewed.disconnect(keep)


def address(event):
    return reverse("event_review", args=[event.pk])


def seen_by(user):
    return list(Event.objects.visible_to(user))


def test_accepted_it_is_seen_and_told_of_as_its_authors(event, reviewer, reviewed):
    accepted = accept_event(event, by=reviewer, seen=event.sequence, note="Gràcies")
    assert (accepted.review, accepted.review_note, accepted.reviewed_by) == (Review.PUBLISHED, "Gràcies", reviewer)
    assert (seen_by(a_member()), reviewed) == ([event], [(event.pk, Review.PUBLISHED, reviewer)])
    assert [(change.kind, change.by) for change in event.changes.all()] == [(ChangeKind.ANNOUNCED, event.author)]


def test_accepted_twice_it_is_told_of_once(event, reviewer, reviewed):
    accept_event(event, by=reviewer, seen=event.sequence)
    accept_event(event, by=someone_of_coordination(), seen=event.sequence)
    assert (len(reviewed), event.changes.count()) == (1, 1)


def test_returned_it_says_why_and_stays_out_of_sight(event, reviewer, reviewed):
    with pytest.raises(ValidationError):
        return_event(event, by=reviewer, seen=event.sequence, note=" ")
    returned = return_event(event, by=reviewer, seen=event.sequence, note="Falta l'hora")
    assert (returned.review, returned.review_note) == (Review.RETURNED, "Falta l'hora")
    assert (seen_by(a_member()), reviewed) == ([], [(event.pk, Review.RETURNED, reviewer)])


def test_only_coordination_reviews(event):
    for decide in (accept_event, return_event):
        with pytest.raises(PermissionDenied):
            decide(event, by=event.author, seen=event.sequence, note="Jo mateix")
    assert Event.objects.get().review == Review.WAITING


def test_the_desk_lists_what_waits_the_longest_first(client_of, event, reviewer):
    later = a_waiting_event()
    an_event()
    a_group_event()
    page = client_of(reviewer).get(DESK)
    assert list(page.context["page"]) == [event, later]


@pytest.mark.parametrize("number", [1, 3, 10])
def test_the_desk_costs_the_same_for_many(client_of, reviewer, number, django_assert_num_queries):
    for _time in range(number):
        a_waiting_event()
    client = client_of(reviewer)
    client.get(DESK)
    with django_assert_num_queries(5):
        client.get(DESK)


def test_at_the_desk_it_is_accepted(client_of, event, reviewer):
    response = client_of(reviewer).post(address(event), {"action": "accept", "seen": event.sequence})
    said = str(list(get_messages(response.wsgi_request))[-1])
    assert (response.status_code, response["Location"], Event.objects.get().review) == (302, DESK, Review.PUBLISHED)
    assert "Fira del cooperativisme" in said


def test_a_return_without_a_remark_is_refused_and_one_with_it_done(client_of, event, reviewer):
    client = client_of(reviewer)
    refused = client.post(address(event), {"action": "return", "note": "", "seen": event.sequence})
    assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["note"])
    done = client.post(address(event), {"action": "return", "note": "Falta l'hora", "seen": event.sequence})
    assert (done["Location"], Event.objects.get().review_note) == (DESK, "Falta l'hora")
    assert client.get(address(event))["Location"] == event.get_absolute_url()


@pytest.mark.parametrize("path", [DESK, "revisa"])
def test_reviewers_read_who_will_see_it_whom_to_ask_and_where_its_links_lead(client_of, reviewer, path):
    facts = {
        "visibility": EventVisibility.PUBLIC,
        "contact_name": "Núria",
        "contact_email": "nuria@manresa.example",
        "contact_phone": "600 000 000",
        "join_url": "https://meet.example/fira",
        "web_url": "https://fira.example/",
    }
    event = a_waiting_event(**facts)
    shown = client_of(reviewer).get(DESK if path == DESK else address(event)).content.decode()
    words = {**facts, "visibility": str(EventVisibility.PUBLIC.label)}
    assert [name for name, value in words.items() if value not in shown] == []


@pytest.mark.parametrize("action", ["accept", "return"])
def test_what_the_reviewer_has_not_read_is_not_decided(client_of, event, reviewer, action):
    client, sent = client_of(reviewer), {"action": action, "note": "Ben fet", "seen": event.sequence}
    event.join_url = "https://un-altre-lloc.example/"
    edited = edit_event(event, by=event.author, seen=event.sequence)
    refused = client.post(address(event), sent)
    shown, now = refused.content.decode(), Event.objects.get()
    assert (refused.status_code, now.review, len(refused.context["form"].non_field_errors())) == (
        422,
        Review.WAITING,
        1,
    )
    assert ["https://un-altre-lloc.example/" in shown, "Ben fet" in shown] == [True, True]
    assert refused.context["form"]["seen"].value() == str(edited.sequence)
    assert client.post(address(event), {"action": action, "note": "Ben fet"}).status_code == 422
    assert client.post(address(event), {**sent, "seen": edited.sequence})["Location"] == DESK


@pytest.mark.parametrize("method", ["get", "post"])
def test_for_members_there_is_no_desk(client_of, event, method):
    client = client_of(event.author)
    assert [getattr(client, method)(path).status_code for path in (DESK, address(event))] == [404, 404]


def asks_for(user):
    return [ask.url for ask in asked(user, "events_waiting", "events_returned")]


def test_the_dashboard_asks_whom_it_concerns(event, reviewer):
    assert (asks_for(reviewer), asks_for(event.author), asks_for(a_member())) == ([DESK], [], [])
    return_event(event, by=reviewer, seen=event.sequence, note="Falta l'hora")
    assert (asks_for(reviewer), asks_for(event.author)) == ([], ["/agenda/meus/?estat=retornats"])
