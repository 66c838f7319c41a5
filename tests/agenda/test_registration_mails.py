"""What registrants are told at each step, once, and nothing that is not theirs to know."""

from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import gettext as _

from agenda.domain.states import postpone_event
from agenda.enums import Mode
from agenda.registration.domain import writing
from agenda.registration.domain.adding import write_again
from agenda.registration.domain.bulk import decline
from agenda.registration.domain.changing import accept_offer, cancel, stop_waiting, swap
from agenda.registration.domain.messaging import send_message
from agenda.registration.domain.registering import Wishes, confirm_address, register
from agenda.registration.domain.telling import tell
from agenda.registration.domain.writing import write_messages
from agenda.registration.enums import Channel, News, RegistrationState
from agenda.registration.models import DeskMessage
from agenda.registration.tickets import address_of
from intranet.members.models import Position
from intranet.outbox.kinds import mail_kind
from intranet.outbox.models import Message
from tests.factories.agenda import a_group_event, an_event, at
from tests.factories.members import GroupMembershipFactory, a_member
from tests.factories.registration import a_desk, a_guest, a_registration, an_added, an_applicant

pytestmark = pytest.mark.django_db

JOIN = "https://meet.example/sala"
BEFORE = at(2027, 4, 1, 9)


@pytest.fixture(autouse=True)
def _before():
    with time_machine.travel(BEFORE, tick=False):
        yield


@pytest.fixture
def author():
    return a_member(given_name="Núria")


@pytest.fixture
def hybrid(author):
    """One seat in person, as many online as one likes."""
    event = an_event(
        author,
        title="Compra pública",
        start=at(2027, 4, 15, 10),
        mode=Mode.HYBRID,
        join_url=JOIN,
        venue="La Farinera",
        contact_email="jornades@girona.example",
    )
    return a_desk(event, seats=1, confirmation_text="Cafè a les 9.30: http://cafe.example <b>")


def news(mailoutbox):
    return [(mail.to[0], mail.subject) for mail in mailoutbox]


def titled(news, event="Compra pública"):
    return f"{news.label}: {event}"


def html_of(mail):
    return mail.alternatives[0][0]


def may_go():
    """Of each mail of a step in the outbox, whether it would leave now."""
    steps = Message.objects.filter(kind="registration_step").order_by("pk")
    return [mail_kind(row.kind).may_go(row) for row in steps]


def test_confirmation_says_when_where_and_how_to_change_it(hybrid, mailoutbox):
    row = a_registration(hybrid, access_needs="Cadira de rodes", diet="Vegana")
    (mail,) = mailoutbox
    assert (mail.to, mail.subject, mail.reply_to) == (
        [row.person.email],
        titled(News.CONFIRMED),
        ["jornades@girona.example"],
    )
    for text in (mail.body, html_of(mail)):
        said = ("dijous 15 d’abril, 10.00–12.00", "La Farinera", "Cafè a les 9.30", address_of(row))
        assert [words in text.replace("'", "’") for words in said] == [True] * 4
    assert ("&lt;b&gt;" in html_of(mail), "<b>" in mail.body, "&" in mail.body) == (True, True, False)
    kept_back = (JOIN, "Cadira", "Vegana")
    appointment = mail.attachments[0].get_payload(decode=True).decode()
    assert [[words in text for words in kept_back] for text in (mail.body, html_of(mail), appointment)] == [
        [False] * 3
    ] * 3


def test_who_joins_online_gets_the_link_and_who_waits_does_not(hybrid, mailoutbox):
    a_registration(hybrid)
    a_registration(hybrid, mode=Mode.ONLINE)
    a_registration(hybrid)
    both = a_registration(hybrid, online_meanwhile=True)
    assert [JOIN in mail.body and JOIN in html_of(mail) for mail in mailoutbox] == [False, True, False, True]
    # In person, with the code for the entrance.
    assert [len(mail.attachments) for mail in mailoutbox] == [2, 1, 0, 1]
    line = _("You are number %(number)d on the waiting list to take part in person.")
    assert [[line % {"number": place} in mail.body for place in (1, 2)] for mail in mailoutbox[2:]] == [
        [True, False],
        [False, True],
    ]
    assert news(mailoutbox)[3] == (both.person.email, titled(News.WAITING))


def test_a_seat_that_frees_is_offered_with_its_deadline(hybrid, mailoutbox):
    first, second = a_registration(hybrid), a_registration(hybrid)
    mailoutbox.clear()
    cancel(first, by=first.person)
    assert news(mailoutbox) == [
        (first.person.email, titled(News.CANCELLED)),
        (second.person.email, titled(News.OFFERED)),
    ]
    offer = mailoutbox[1]
    until = _("A seat in person is free, and it is kept for you until %(moment)s.")
    assert until % {"moment": "divendres 2 d’abril, 09.00"} in offer.body
    assert (address_of(second) in offer.body, offer.attachments) == (True, [])
    second.refresh_from_db()
    accept_offer(second, by=None)
    assert news(mailoutbox)[2:] == [(second.person.email, titled(News.CONFIRMED))]


def test_each_step_is_told_once(hybrid, mailoutbox):
    row = a_registration(hybrid, mode=Mode.ONLINE)
    tell(row, News.CONFIRMED)
    assert len(mailoutbox) == 1
    swap(row, Mode.IN_PERSON, by=row.person)
    row.refresh_from_db()
    tell(row, News.SWAPPED)
    assert [subject for _to, subject in news(mailoutbox)] == [
        titled(News.CONFIRMED),
        f"{_('Now you take part in person')}: Compra pública",
    ]


def test_guest_confirms_the_address_before_anything_is_told(mailoutbox):
    desk = a_desk(an_event(title="Oberta", visibility="public", start=at(2027, 4, 15)), seats=1, takes_guests=True)
    row = a_guest(desk, "pau@example.org")
    (asked,) = Message.objects.all()
    assert (asked.is_urgent, asked.person, asked.to) == (True, None, "pau@example.org")
    assert (news(mailoutbox), mailoutbox[0].attachments) == (
        [("pau@example.org", titled(News.CONFIRM_ADDRESS, "Oberta"))],
        [],
    )
    confirm_address(row)
    assert news(mailoutbox)[1:] == [("pau@example.org", titled(News.CONFIRMED, "Oberta"))]


def test_it_says_who_registered_them(hybrid, author, mailoutbox):
    position = author.positions.get()
    mate = a_member(position.organisation)
    register(hybrid, an_applicant(mate), Wishes(Mode.ONLINE), by=author, channel=Channel.COLLEAGUE)
    an_added(hybrid, author, mode=Mode.ONLINE)
    assert [mail.to for mail in mailoutbox] == [[mate.email], ["rosa@example.org"]]
    assert _("%(name)s has registered you.") % {"name": author.full_name} in mailoutbox[0].body
    assert _("The organisers have registered you.") in mailoutbox[1].body


def test_what_is_declined_says_why(author, mailoutbox):
    desk = a_desk(an_event(author, title="Amb permís", start=at(2027, 4, 15)), needs_approval=True)
    row = a_registration(desk)
    decline(desk, [row.pk], by=author, reason="Només per a personal tècnic.")
    assert [subject for _to, subject in news(mailoutbox)] == [
        titled(News.RECEIVED, "Amb permís"),
        titled(News.DECLINED, "Amb permís"),
    ]
    assert ("Només per a personal tècnic." in mailoutbox[1].body, mailoutbox[1].attachments) == (True, [])


def test_who_came_without_address_gets_no_mail(hybrid, author, mailoutbox):
    an_added(hybrid, author, email="", mode=Mode.ONLINE)
    assert (mailoutbox, Message.objects.count()) == ([], 0)


def test_of_what_has_changed_since_only_the_last_mail_leaves(hybrid, settings):
    settings.OUTBOX_AT_ONCE = False
    first, second = a_registration(hybrid), a_registration(hybrid)
    assert may_go() == [True, True]
    cancel(first, by=first.person)
    assert may_go() == [False, False, True, True]
    with time_machine.travel(BEFORE + timedelta(hours=24, seconds=1), tick=False):
        assert may_go() == [False, False, True, False]
    stop_waiting(second, by=second.person)
    assert may_go() == [False, False, True, False, True]
    with time_machine.travel(at(2027, 4, 15, 13), tick=False):
        assert may_go() == [False] * 5


def test_an_offer_that_was_taken_back_does_not_leave(hybrid, settings):
    settings.OUTBOX_AT_ONCE = False
    first, second = a_registration(hybrid), a_registration(hybrid)
    cancel(first, by=first.person)
    hybrid.registrations.filter(pk=second.pk).update(offer_until=None)
    assert may_go() == [False, False, True, False]


def test_who_has_lost_access_hears_no_more_of_what_is_inside(settings):
    settings.OUTBOX_AT_ONCE = False
    author = a_member()
    event = a_group_event(author=author, title="Secreta", start=at(2027, 4, 15))
    inside, left = a_member(), a_member()
    for person in (inside, left):
        GroupMembershipFactory(group=event.group, user=person)
    for desk in (a_desk(event), a_desk(an_event(author, visibility="public", start=at(2027, 4, 15)))):
        for person in (inside, left):
            a_registration(desk, person)
    assert may_go() == [True] * 4
    Position.objects.filter(user=left).update(ends_on=timezone.localdate())
    assert may_go() == [True, False, True, True]


def test_organisers_write_to_those_chosen_once_each(hybrid, author, mailoutbox):
    rows = [a_registration(hybrid, mode=Mode.ONLINE) for _row in range(3)]
    mailoutbox.clear()
    key = uuid4()
    for _again in range(2):
        send_message(
            hybrid, [row.pk for row in rows[:2]], subject="Canvi d’aula", text="Al 2n pis.", key=key, by=author
        )
    write_messages()
    assert [(mail.to, mail.subject, mail.reply_to) for mail in mailoutbox] == [
        ([row.person.email], "Canvi d’aula", ["jornades@girona.example"]) for row in rows[:2]
    ]
    assert ["Al 2n pis." in mail.body for mail in mailoutbox] == [True, True]


def test_a_message_to_many_is_finished_by_a_worker(hybrid, author, mailoutbox, monkeypatch):
    monkeypatch.setattr(writing, "AT_ONCE", 3)
    for number in range(3 + 2):
        an_added(hybrid, author, email=f"a{number}@example.org", mode=Mode.ONLINE)
    mailoutbox.clear()
    pks = list(hybrid.registrations.values_list("pk", flat=True))
    send_message(hybrid, pks, subject="A tothom", text="Hola.", key=uuid4(), by=author)
    assert len(mailoutbox) == 3
    with time_machine.travel(timezone.now() + timedelta(days=2), tick=False):  # however long no worker ran
        assert (write_messages(), len(mailoutbox), write_messages()) == (2, 5, 0)
    assert DeskMessage.objects.count() == 1


def test_organisers_have_a_mail_sent_again(hybrid, author, mailoutbox):
    first, second = a_registration(hybrid), a_registration(hybrid)
    mailoutbox.clear()
    for row in (first, second):
        write_again(row, by=author)
    assert news(mailoutbox) == [
        (first.person.email, titled(News.CONFIRMED)),
        (second.person.email, titled(News.WAITING)),
    ]
    with pytest.raises(PermissionDenied):
        write_again(second, by=first.person)


def test_who_is_added_while_it_is_postponed_gets_no_appointment(hybrid, author, mailoutbox):
    postpone_event(hybrid.event, by=author, reason="")
    an_added(hybrid, author)
    (mail,) = mailoutbox
    attached = _("The appointment for your calendar is attached.")
    assert (mail.subject, mail.attachments, attached in mail.body) == (titled(News.CONFIRMED), [], False)


def test_each_registration_has_its_own_thread_and_state(hybrid, mailoutbox):
    row = a_registration(hybrid)
    cancel(row, by=None)
    assert {mail.extra_headers["References"] for mail in mailoutbox} == {f"<registration.{row.pk}@testserver>"}
    assert hybrid.registrations.get().state == RegistrationState.CANCELLED
