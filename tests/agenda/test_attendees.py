"""The list of those who registered, and what the organisers do with it."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from agenda.enums import Mode
from agenda.registration.domain.adding import add_by_hand, write_again
from agenda.registration.domain.bulk import cancel_all, decline
from agenda.registration.domain.line import seats_of
from agenda.registration.domain.registering import Applicant
from agenda.registration.enums import Channel, RegistrationState
from agenda.registration.models import Registration
from intranet.outbox.models import Message
from tests.factories.agenda import a_group_event, an_event
from tests.factories.members import OrganisationFactory, PositionFactory, WorkingGroupFactory, a_member
from tests.factories.registration import a_desk, a_question, a_registration, an_added

pytestmark = pytest.mark.django_db


def someone(name, comarca="Bages", council="Vila"):
    given, family = name.split(" ", 1)
    return a_member(OrganisationFactory(name=council, comarca=comarca), given_name=given, family_name=family)


def names(answer):
    return [row.who for row, _href, _place, _came in answer.context["rows"]]


def test_whoever_does_not_organise_finds_nothing(client_of):
    hidden = WorkingGroupFactory(access="private")
    secret, public = a_desk(a_group_event(hidden), seats=5), a_desk(seats=5)
    for desk in (secret, public):
        row = an_added(desk, desk.event.author, "Rosa Secreta", "rosa@example.org", access_needs="Cadira de rodes")
        pages = ["", "afegeix/", f"{row.pk}/", "missatge/", "exporta/csv/", "exporta/xlsx/", "resum/", "entrada/"]
        urls = [f"/agenda/{desk.event_id}/inscrits/{page}" for page in (*pages, "entrada/sense-inscripcio/")]
        urls.append(f"/agenda/entrada/{row.code}/")
        client = client_of(a_member())
        for url in urls:
            answer = client.get(url)
            assert (url, answer.status_code) == (url, 404)
            assert "Secreta" not in answer.content.decode()
        acted = client.post(f"/agenda/{desk.event_id}/inscrits/accions/", {"do": "cancel", "r": row.pk, "reason": ""})
        assert (acted.status_code, Registration.objects.get(pk=row.pk).state) == (404, "confirmed")
        assert "Cadira de rodes" in client_of(desk.event.author).get(urls[2]).content.decode()


def test_a_registration_of_another_desk_is_not_reached(client_of):
    mine, other = a_desk(seats=5), a_desk(seats=5)
    row = a_registration(other)
    client = client_of(mine.event.author)
    assert client.get(mine.address("attendee", row.pk)).status_code == 404
    client.post(mine.address("attendees_act"), {"do": "cancel", "r": row.pk, "reason": "x"})
    row.refresh_from_db()
    assert row.state == RegistrationState.CONFIRMED


def test_the_list_is_found_narrowed_down_and_ordered(client_of):
    desk = a_desk(seats=2, online=5, asks_diet=True)
    question = a_question(desk)
    a_registration(desk, someone("Òscar Puig", "Osona", "Vic"), mode=Mode.IN_PERSON, answers={question.key: "Sí"})
    a_registration(desk, someone("Àngels Roca", council="Avinyó"), mode=Mode.ONLINE, diet="Vegana")
    gone = a_registration(desk, someone("Pere Mas"), mode=Mode.IN_PERSON)
    an_added(desk, desk.event.author, "Beth Font", "beth@example.org", mode=Mode.IN_PERSON)
    a_registration(desk, someone("Zoe Vila"), mode=Mode.IN_PERSON)
    cancel_all(desk, [gone.pk], by=desk.event.author)
    client, url = client_of(desk.event.author), desk.address("attendees")
    vic = Registration.objects.get(name="Òscar Puig").organisation_id
    found = {
        query: names(client.get(f"{url}?{query}"))
        for query in (
            "",
            "q=angels",
            "q=vic",
            "mode=en-linia",
            f"council={vic}",
            "council=none",
            "comarca=Osona",
            "state=gone",
            "state=all",
            "state=offered",
            "needs=yes",
            f"question={question.key}",
            "ordre=ens",
            "ordre=recents",
            "council=rubbish&state=rubbish",
        )
    }
    everyone = ["Beth Font", "Òscar Puig", "Àngels Roca", "Zoe Vila"]
    assert found == {
        "": everyone,
        "q=angels": ["Àngels Roca"],
        "q=vic": ["Òscar Puig"],
        "mode=en-linia": ["Àngels Roca"],
        f"council={vic}": ["Òscar Puig"],
        "council=none": ["Beth Font"],
        "comarca=Osona": ["Òscar Puig"],
        "state=gone": ["Pere Mas"],
        "state=all": ["Beth Font", "Pere Mas", "Òscar Puig", "Àngels Roca", "Zoe Vila"],
        "state=offered": ["Beth Font"],
        "needs=yes": ["Àngels Roca"],
        f"question={question.key}": ["Òscar Puig"],
        "ordre=ens": ["Àngels Roca", "Òscar Puig", "Zoe Vila", "Beth Font"],
        "ordre=recents": ["Zoe Vila", "Beth Font", "Àngels Roca", "Òscar Puig"],
        "council=rubbish&state=rubbish": everyone,
    }


@pytest.mark.parametrize("number", [1, 3, 30])
def test_the_pages_cost_the_same_for_any_number(number, client_of, django_assert_num_queries):
    desk = a_desk(seats=5, online=100)
    question = a_question(desk)
    for _turn in range(number):
        row = a_registration(desk, answers={question.key: "Sí"}, diet="Vegana")
    client = client_of(desk.event.author)
    client.get(desk.address("attendees"))
    pages = {"attendees": 13, "attendees_totals": 8, "check_in": 10, "attendees_message": 11}
    for name, statements in pages.items():
        with django_assert_num_queries(statements):
            client.get(desk.address(name))
    with django_assert_num_queries(10):
        client.get(desk.address("attendee", row.pk))
    with django_assert_num_queries(11):
        b"".join(client.get(desk.address("attendees_export", "csv")).streaming_content)


def test_several_are_approved_declined_and_cancelled_at_once(client_of):
    desk = a_desk(seats=2, needs_approval=True)
    rows = [a_registration(desk) for _turn in range(4)]
    client, url = client_of(desk.event.author), desk.address("attendees_act")
    client.post(url, {"do": "approve", "r": [rows[0].pk, rows[1].pk, "x", "9" * 30]})
    asked = client.post(url, {"do": "decline", "r": rows[2].pk})
    assert (asked.status_code, asked.context["selection"].carried[0]) == (200, ("r", str(rows[2].pk)))
    client.post(url, {"do": "decline", "r": rows[2].pk, "reason": "És per a càrrecs electes."})
    states = [Registration.objects.get(pk=row.pk).state for row in rows]
    assert states == ["confirmed", "confirmed", "declined", "pending"]
    refused = client.post(url, {"do": "cancel", "all": "1", "filter": "q=", "reason": "x" * 301})
    assert (refused.status_code, refused.context["number"]) == (422, 3)
    done = client.post(url, {"do": "cancel", "all": "1", "filter": "state=confirmed", "reason": "No hi cabem."})
    assert (done.status_code, done["Location"]) == (302, f"{desk.address('attendees')}?state=confirmed")
    states = [Registration.objects.get(pk=row.pk).state for row in rows]
    assert states == ["cancelled", "cancelled", "declined", "pending"]
    nobody = client.post(url, {"do": "cancel", "reason": ""}, follow=True)
    assert [message.level_tag for message in nobody.context["messages"]][-1:] == ["warning"]


def test_a_seat_that_frees_is_not_offered_to_somebody_who_is_cancelled_too():
    desk = a_desk(seats=1)
    has, waits = a_registration(desk), a_registration(desk)
    Message.objects.all().delete()
    assert cancel_all(desk, [has.pk, waits.pk], by=desk.event.author) == 2
    assert list(desk.registrations.values_list("state", "offer_until")) == [("cancelled", None)] * 2
    with pytest.raises(PermissionDenied):
        cancel_all(desk, [], by=a_member())


def test_somebody_of_the_network_is_found_and_added_also_when_it_is_closed(client_of):
    event = an_event()
    desk = a_desk(event, seats=5, closes_at=event.created_at)
    council = OrganisationFactory(name="Berga")
    person = a_member(council, given_name="Núria", family_name="Coll", email="nuria@berga.example")
    PositionFactory(user=person, organisation=OrganisationFactory(name="Gironella"))
    client, url = client_of(event.author), desk.address("attendee_add")
    page = client.get(f"{url}?q=nuria coll")
    offered = [label for _key, label in page.context["form"].fields["who"].choices][:-1]
    assert offered == ["Núria Coll · Ajuntament de Berga", "Núria Coll · Ajuntament de Gironella"]
    chosen = page.context["form"].fields["who"].choices[1][0]
    client.post(f"{url}?q=nuria coll", {"who": chosen, "note": "Per telèfon"})
    row = desk.registrations.get()
    assert (row.person, row.whose, row.channel, row.note) == (
        person,
        "Ajuntament de Gironella",
        Channel.ORGANISER,
        "Per telèfon",
    )
    again = client.post(url, {"name": "N. Coll", "email": "NURIA@berga.example"})
    assert (again["Location"], desk.registrations.count()) == (desk.address("attendee", row.pk), 1)
    refused = client.post(url, {"entity": "Consell Comarcal", "note": "?"})
    assert (refused.status_code, sorted(refused.context["form"].errors)) == (422, ["email", "name"])
    assert "Consell Comarcal" in refused.content.decode()
    client.post(url, {"name": "Rosa Pla", "email": "rosa@example.org", "entity": "Consell Comarcal"})
    assert desk.registrations.get(person=None).whose == "Consell Comarcal"


def test_only_organisers_add_by_hand():
    with pytest.raises(PermissionDenied):
        add_by_hand(a_desk(seats=1), Applicant("Rosa", "rosa@example.org"), mode=Mode.IN_PERSON, by=a_member())


def test_one_is_changed_noted_and_written_to_again(client_of):
    desk = a_desk(seats=1, online=1)
    row = a_registration(desk, mode=Mode.IN_PERSON)
    client, url = client_of(desk.event.author), desk.address("attendee", row.pk)
    client.post(url, {"swap": Mode.ONLINE})
    client.post(url, {"do": "note", "note": "Ve amb tren"})
    row.refresh_from_db()
    assert (row.mode, row.note) == (Mode.ONLINE, "Ve amb tren")
    before = row.sequence
    client.post(url, {"do": "again"})
    row.refresh_from_db()
    assert row.sequence == before + 1
    wrong = client.post(url, {"do": "nonsense"}, follow=True)
    assert [message.level_tag for message in wrong.context["messages"]][-1:] == ["error"]
    with pytest.raises(PermissionDenied):
        write_again(row, by=row.person)


def test_the_list_says_who_was_not_accepted_before_and_whom_no_mail_reaches(client_of):
    desk = a_desk(seats=5, needs_approval=True)
    twice, first, gone = someone("Anna Roca"), someone("Berta Puig"), someone("Carla Font")
    decline(desk, [a_registration(desk, twice).pk], by=desk.event.author)
    for person in (twice, first, gone):
        a_registration(desk, person)
    gone.positions.update(ends_on=timezone.localdate() - timedelta(days=1))
    answer = client_of(desk.event.author).get(desk.address("attendees"))
    rows = [(row.who, row.was_declined, row.is_told) for row, _href, _place, _came in answer.context["rows"]]
    assert sorted(rows) == [("Anna Roca", True, True), ("Berta Puig", False, True), ("Carla Font", False, False)]
    page = answer.content.decode()
    said = (pgettext("registration", "Not accepted before"), pgettext("registration", "Our mails do not reach them"))
    assert [page.count(escape(words)) for words in said] == [1, 1]


def test_who_waits_for_approval_is_not_said_to_be_on_the_waiting_list(client_of):
    desk = a_desk(seats=5, needs_approval=True)
    row = a_registration(desk)
    sent = {"name": "Algú", "email": row.email, "who": "other"}
    page = client_of(desk.event.author).post(desk.address("attendee_add"), sent, follow=True).content.decode()
    assert escape(_("%(name)s has registered already, and waits for your approval.") % {"name": row.who}) in page


def test_who_has_not_answered_what_has_to_be_answered_is_found(client_of):
    desk = a_desk(seats=5)
    client, url = client_of(desk.event.author), desk.address("attendees")
    a_question(desk, "Què en sabeu?")
    assert "missing" not in client.get(url).context["listing"].filters
    asked, other = (a_question(desk, label, required=True) for label in ("Veniu a dinar?", "Com veniu?"))
    a_registration(desk, someone("Anna Roca"), answers={asked.key: "Sí", other.key: "En tren"})
    half = a_registration(desk, someone("Berta Puig"), answers={asked.key: "Sí"})
    an_added(desk, desk.event.author, "Carla Font")
    assert names(client.get(f"{url}?missing=yes")) == ["Carla Font", "Berta Puig"]
    assert client.get(desk.address("attendee", half.pk)).context["unanswered"] == ["Com veniu?"]


def test_one_is_added_with_a_seat_though_it_is_full(client_of):
    desk = a_desk(seats=1)
    client, url = client_of(desk.event.author), desk.address("attendee_add")
    assert "though_full" not in client.get(url).context["form"].fields
    a_registration(desk)
    waits = a_registration(desk)
    page = client.get(url)
    assert (page.context["form"].full, 'name="though_full"' in page.content.decode()) == ([Mode.IN_PERSON], True)
    client.post(url, {"name": "Pep Riu", "email": "pep@example.org"})
    client.post(url, {"name": "Rosa Pla", "email": "rosa@example.org", "though_full": "on"})
    Message.objects.all().delete()
    client.post(url, {"name": waits.name, "email": waits.email, "though_full": "on"})
    states = dict(desk.registrations.values_list("email", "state"))
    told = [(waits.email, "confirmed"), ("pep@example.org", "waiting"), ("rosa@example.org", "confirmed")]
    assert [(email, states[email]) for email, _state in told] == told
    assert (Message.objects.count(), len(client.get(desk.address("attendees")).context["overbooked"])) == (1, 1)
    with pytest.raises(PermissionDenied):
        add_by_hand(desk, Applicant("X", "x@example.org"), mode=Mode.IN_PERSON, though_full=True, by=a_member())


def test_a_seat_on_offer_is_told_apart_and_nobody_is_said_to_have_missed_what_is_ahead(client_of):
    desk = a_desk(seats=2)
    row, _other, _waits = (a_registration(desk) for _turn in range(3))
    cancel_all(desk, [row.pk], by=desk.event.author)
    seats = seats_of(desk)[Mode.IN_PERSON]
    assert (seats.taken, seats.seated, seats.offered, seats.waiting) == (2, 1, 1, 0)
    page = client_of(desk.event.author).get(desk.address("attendees"))
    assert ('<span class="mark">' in page.content.decode(), page.context["has_begun"]) == (False, False)
