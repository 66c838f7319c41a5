"""What the organisers write to those whom they choose."""

from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from agenda.registration.domain.messaging import send_message
from agenda.registration.domain.registering import Applicant, Wishes, register
from agenda.registration.enums import Channel
from agenda.registration.models import DeskMessage
from intranet.outbox.models import Message
from tests.factories.members import a_member
from tests.factories.registration import a_desk, a_guest, a_registration

pytestmark = pytest.mark.django_db


def written_to():
    return sorted(Message.objects.filter(subject__contains="Aparcament").values_list("to", flat=True))


@pytest.fixture
def desk():
    return a_desk(seats=3, takes_guests=True)


def test_each_of_those_chosen_gets_one_mail_however_often_it_is_sent(client_of, desk):
    rows = [a_registration(desk) for _turn in range(3)]
    client, url = client_of(desk.event.author), desk.address("attendees_message")
    chosen = [row.pk for row in rows[:2]]
    page = client.get(f"{url}?r={chosen[0]}&r={chosen[1]}")
    assert (page.context["number"], page.context["selection"].is_all) == (2, False)
    sent = {"r": chosen, "subject": "Aparcament", "text": "N’hi ha al pati.", "key": uuid4()}
    assert "N’hi ha al pati." in client.post(url, {**sent, "action": "preview"}).content.decode()
    assert DeskMessage.objects.count() == 0
    for _turn in range(2):
        assert client.post(url, {**sent, "action": "send"})["Location"] == desk.address("attendees")
    assert (DeskMessage.objects.count(), written_to()) == (1, sorted(row.person.email for row in rows[:2]))
    refused = client.post(url, {"r": chosen, "subject": "", "text": "Encara hi és.", "key": uuid4(), "action": "send"})
    assert (refused.status_code, "Encara hi és." in refused.content.decode()) == (422, True)


def test_nobody_is_written_to_whose_address_is_not_known_to_be_theirs(client_of, desk):
    member = a_registration(desk)
    a_guest(desk, "estrany@example.org")
    register(desk, Applicant("Pep", ""), Wishes(desk.modes[0]), by=desk.event.author, channel=Channel.WALK_IN)
    client, url = client_of(desk.event.author), desk.address("attendees_message")
    page = client.get(url)
    assert (page.context["number"], page.context["unreachable"]) == (1, 2)
    client.post(url, {"all": "1", "subject": "Aparcament", "text": "Al pati.", "key": uuid4(), "action": "send"})
    assert written_to() == [member.person.email]


def test_only_organisers_write_and_to_their_own_registrants(desk):
    other = a_registration(a_desk(seats=1))
    facts = {"subject": "Aparcament", "text": "Al pati."}
    with pytest.raises(PermissionDenied):
        send_message(desk, [a_registration(desk).pk], key=uuid4(), by=a_member(), **facts)
    with pytest.raises(ValidationError):
        send_message(desk, [other.pk], key=uuid4(), by=desk.event.author, **facts)
    assert written_to() == []


def test_with_nobody_to_write_to_there_is_no_form_but_what_was_typed_stays(client_of, desk):
    client, url = client_of(desk.event.author), desk.address("attendees_message")
    assert ('name="subject"' in client.get(url).content.decode(), desk.registrations.count()) == (False, 0)
    typed = {"subject": "Aparcament", "text": "N’hi ha al pati.", "key": uuid4(), "action": "send"}
    assert "N’hi ha al pati." in client.post(url, typed).content.decode()
    a_registration(desk)
    assert 'name="subject"' in client.get(url).content.decode()
