"""The light review of what members announce to the whole network."""

import pytest
from django.contrib.messages import get_messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from agenda.asks import announcements
from agenda.domain.reviewing import accept_event, return_event
from agenda.enums import ChangeKind, Review
from agenda.models import Event
from agenda.signals import event_reviewed
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
    accepted = accept_event(event, by=reviewer, note="Gràcies")
    assert (accepted.review, accepted.review_note, accepted.reviewed_by) == (Review.PUBLISHED, "Gràcies", reviewer)
    assert (seen_by(a_member()), reviewed) == ([event], [(event.pk, Review.PUBLISHED, reviewer)])
    assert [(change.kind, change.by) for change in event.changes.all()] == [(ChangeKind.ANNOUNCED, event.author)]


def test_accepted_twice_it_is_told_of_once(event, reviewer, reviewed):
    accept_event(event, by=reviewer)
    accept_event(event, by=someone_of_coordination())
    assert (len(reviewed), event.changes.count()) == (1, 1)


def test_returned_it_says_why_and_stays_out_of_sight(event, reviewer, reviewed):
    with pytest.raises(ValidationError):
        return_event(event, by=reviewer, note=" ")
    returned = return_event(event, by=reviewer, note="Falta l'hora")
    assert (returned.review, returned.review_note) == (Review.RETURNED, "Falta l'hora")
    assert (seen_by(a_member()), reviewed) == ([], [(event.pk, Review.RETURNED, reviewer)])


def test_only_coordination_reviews(event):
    for decide in (accept_event, return_event):
        with pytest.raises(PermissionDenied):
            decide(event, by=event.author, note="Jo mateix")
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
    response = client_of(reviewer).post(address(event), {"action": "accept"})
    said = str(list(get_messages(response.wsgi_request))[-1])
    assert (response.status_code, response["Location"], Event.objects.get().review) == (302, DESK, Review.PUBLISHED)
    assert "Fira del cooperativisme" in said


def test_a_return_without_a_remark_is_refused_and_one_with_it_done(client_of, event, reviewer):
    client = client_of(reviewer)
    refused = client.post(address(event), {"action": "return", "note": ""})
    assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["note"])
    done = client.post(address(event), {"action": "return", "note": "Falta l'hora"})
    assert (done["Location"], Event.objects.get().review_note) == (DESK, "Falta l'hora")
    assert client.get(address(event))["Location"] == event.get_absolute_url()


@pytest.mark.parametrize("method", ["get", "post"])
def test_for_members_there_is_no_desk(client_of, event, method):
    client = client_of(event.author)
    assert [getattr(client, method)(path).status_code for path in (DESK, address(event))] == [404, 404]


def asks_for(user, rf):
    request = rf.get("/")
    request.user = user
    panel = announcements(request)
    return [ask.url for ask in panel.context["asks"]] if panel else []


def test_the_dashboard_asks_whom_it_concerns(event, reviewer, rf):
    assert (asks_for(reviewer, rf), asks_for(event.author, rf), asks_for(a_member(), rf)) == ([DESK], [], [])
    return_event(event, by=reviewer, note="Falta l'hora")
    assert (asks_for(reviewer, rf), asks_for(event.author, rf)) == ([], ["/agenda/meus/?estat=retornats"])
