"""What registrants read of how they stand: what has become of the activity comes first, and what they still owe."""

import re
from email.utils import unquote

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils.html import escape
from django.utils.translation import gettext as _

from agenda.domain.series import cancel_occurrence
from agenda.domain.states import cancel_event, postpone_event
from agenda.enums import Mode
from agenda.models import Event, Occurrence
from agenda.registration.domain.changing import accept_offer, cancel, swap
from agenda.registration.enums import RegistrationState
from agenda.registration.models import Registration
from agenda.registration.tickets import ticket_of
from tests.factories.agenda import a_series, an_event, in_days
from tests.factories.members import OrganisationFactory, a_member
from tests.factories.registration import a_desk, a_question, a_registration, an_added

pytestmark = pytest.mark.django_db
SEAT = "You have a seat in person."
REMINDED = "All that you need is in the e-mail that we have sent you. We remind you the day before."


@pytest.fixture
def berta():
    return a_member(given_name="Berta")


def over(event: Event) -> None:
    Event.objects.filter(pk=event.pk).update(start=in_days(-3), end=in_days(-2))
    Occurrence.objects.filter(event=event).update(start=in_days(-3), end=in_days(-2))


BECAME = {
    "cancelled": (lambda event: cancel_event(event, by=event.author, reason="Pluja"), "It is cancelled.", "Pluja"),
    "postponed": (
        lambda event: postpone_event(event, by=event.author, reason="Vaga"),
        "It is postponed. We will tell you the new date; your registration is kept.",
        "Vaga",
    ),
    "over": (over, "It has taken place.", ""),
}


@pytest.mark.parametrize("became", BECAME)
def test_what_has_become_of_it_comes_before_the_seat(became, client_of, berta):
    change, title, reason = BECAME[became]
    desk = a_desk(seats=4)
    row = a_registration(desk, berta)
    change(desk.event)
    site = f"/agenda/{desk.event_id}/inscripcio/"
    pages = [
        (client_of(berta), site),
        (Client(), f"/inscripcio/{ticket_of(row)}/"),
        (client_of(berta), desk.event.get_absolute_url()),
    ]
    texts = [client.get(url).content.decode() for client, url in pages]
    assert [re.findall(r'class="standing__title"[^>]*>(?:<svg.*?</svg>\s*)?([^<]+)<', text) for text in texts] == [
        [escape(_(title))]
    ] * 3
    wrong = (escape(_(SEAT)), escape(_(REMINDED)), escape(_("Register colleagues of my council")))
    assert [[words in text for words in wrong] for text in texts] == [[False] * 3] * 3
    assert [reason in text for text in texts] == [True] * 3
    assert [f"{site}canvia/?do=cancel" in texts[0], "canvia/?do=cancel" in texts[1]] == [became == "postponed"] * 2


def test_while_it_is_postponed_one_cancels_and_takes_no_seat(client_of, berta):
    desk = a_desk(seats=1, online=1)
    row = a_registration(desk, berta)
    postpone_event(desk.event, by=desk.event.author, reason="Vaga")
    over(desk.event)  # of the date that it had
    assert (
        "S’ha ajornat: les inscripcions es mantenen"
        in client_of(a_member()).get(desk.event.get_absolute_url()).content.decode()
    )
    with pytest.raises(ValidationError):
        swap(row, Mode.ONLINE, by=berta)
    Client().post(f"/inscripcio/{ticket_of(row)}/canvia/?do=cancel")
    row.refresh_from_db()
    assert row.state == RegistrationState.CANCELLED


def test_of_ones_own_what_is_cancelled_is_not_what_is_coming(client_of, berta):
    series = a_series(title="Data", start=in_days(3), times=2)
    date = series.occurrences.in_order()[0]
    gone, kept = (a_desk(an_event(title=title)) for title in ("Anul·lada", "Ajornada"))
    for desk in (gone, kept, a_desk(series, occurrence=date)):
        a_registration(desk, berta)
    cancel_event(gone.event, by=gone.event.author, reason="")
    postpone_event(kept.event, by=kept.event.author, reason="")
    cancel_occurrence(date, by=series.author)
    over(kept.event)
    html = client_of(berta).get("/agenda/inscripcions/").content.decode()
    sections = re.findall(r'<section class="panel" aria-labelledby="(\w+)">(.*?)</section>', html, re.DOTALL)
    found = {name: sorted(re.findall(r"<h3><a[^>]*>([^<]+)</a>", text)) for name, text in sections}
    assert found == {"coming": ["Ajornada"], "off": ["Anul·lada", "Data"]}
    assert escape(_(SEAT).rstrip(".")) not in html


def test_what_others_could_not_answer_is_asked_of_them(client_of, mailoutbox):
    council = OrganisationFactory()
    anna, berta = a_member(council), a_member(council)
    desk = a_desk(seats=4)
    question = a_question(desk, "Quin taller?", required=True)
    a_question(desk, "Res més?")
    client_of(berta).post(f"/agenda/{desk.event_id}/inscripcio/companys/", {f"comes-{anna.pk}": "on"})
    added = an_added(desk, desk.event.author)
    title, row = "Us falta respondre 1 pregunta", Registration.objects.get(person=anna)
    said = "Us falta respondre 1 pregunta de l’organització: premeu el botó."
    assert [said in mail.body.replace("\n", " ") for mail in mailoutbox] == [True, True]
    for client, url in (
        (client_of(anna), f"/agenda/{desk.event_id}/inscripcio/"),
        (Client(), f"/inscripcio/{ticket_of(added)}/"),
    ):
        html = client.get(url).content.decode()
        assert (title in html, html.count("Quin taller?"), "Res més?" in html) == (True, 1, False)
    client_of(anna).post(f"/agenda/{desk.event_id}/inscripcio/edita/", {f"answer-{question.pk}": "El segon"})
    row.refresh_from_db()
    html = client_of(anna).get(f"/agenda/{desk.event_id}/inscripcio/").content.decode()
    assert (row.answers, title in html) == ({question.key: "El segon"}, False)


def asked(client, desk, mode=Mode.ONLINE) -> str:
    html = client.get(f"/agenda/{desk.event_id}/inscripcio/canvia/?do=swap&mode={mode}").content.decode()
    return re.search(r"</h1>\s*<p>(.*?)</p>", html, re.DOTALL)[1]


def test_before_one_changes_it_says_where_to_and_what_is_given_up(client_of, berta):
    seated, waits = a_member(), berta
    desk = a_desk(seats=1, online=2)
    a_registration(desk, seated)
    a_registration(desk, waits)
    free = "Passeu a en línia (queden 2 places)."
    line = "Deixeu la llista d’espera presencial (hi sou la 1a)."
    assert asked(client_of(waits), desk) == f"{free} {line}"
    assert asked(client_of(seated), desk) == f"{free} La vostra plaça presencial passa a la persona següent."
    for _time in range(2):
        a_registration(desk, mode=Mode.ONLINE)
    full = "Ara no hi ha cap plaça en línia: entreu a la llista d’espera, on hi ha 0 persones."
    assert asked(client_of(seated), desk) == f"{full} Mentrestant conserveu la plaça que teniu."
    html = client_of(seated).get(f"/agenda/{desk.event_id}/inscripcio/canvia/?do=cancel").content.decode()
    assert str(_("No, I keep it")) in html


def test_who_waits_reads_so_at_once_and_for_how_long_an_offer_holds(client_of, berta):
    desk = a_desk(seats=1, offer_hours=36)
    a_registration(desk)
    done = client_of(berta).post(f"/agenda/{desk.event_id}/inscripcio/", follow=True)
    [message] = [str(one) for one in done.context["messages"]]
    line = _("You are number %(position)d on the waiting list for a seat in person.") % {"position": 1}
    assert message == f"{line} {_('We have sent you an e-mail.')}"
    assert "tindreu 36 hores per acceptar-la" in done.content.decode()


def test_a_colleague_registered_by_mistake_is_undone_by_who_did_it(client_of):
    council = OrganisationFactory()
    anna, berta, carla = (a_member(council, given_name=name) for name in ("Anna", "Berta", "Carla"))
    desk = a_desk(seats=4)
    page, client = f"/agenda/{desk.event_id}/inscripcio/companys/", client_of(berta)
    done = client.post(page, {f"comes-{anna.pk}": "on"}, follow=True)
    row = Registration.objects.get(person=anna)
    undo = f"{page}?anulla={row.pk}"
    assert anna.full_name in str(next(iter(done.context["messages"])))
    assert [f'href="?anulla={row.pk}"' in one.get(page).content.decode() for one in (client, client_of(carla))] == [
        True,
        False,
    ]
    assert client_of(carla).post(undo)["Location"] == page
    assert (client.get(undo).status_code, Registration.objects.get().state) == (200, "confirmed")
    assert client.post(undo)["Location"] == page
    assert Registration.objects.get().state == "cancelled"
    assert client.post(f"{page}?anulla=x")["Location"] == page


def test_the_confirmation_brings_the_code_for_the_entrance(mailoutbox):
    desk = a_desk(seats=1, online=1)
    row = a_registration(desk)
    a_registration(desk)
    a_registration(desk, mode=Mode.ONLINE)
    shown = []
    for mail in mailoutbox:
        images = [part for part in mail.attachments if part.get_content_type() == "image/png"]
        names = [unquote(part["Content-ID"]) for part in images]
        shown.append((names, [f'src="cid:{name}"' in mail.alternatives[0][0] for name in names], row.code in mail.body))
    assert shown == [(["code-for-the-entrance"], [True], True), ([], [], False), ([], [], False)]
    assert "cid:" not in mailoutbox[1].alternatives[0][0]
    assert max(len(part.get_payload(decode=True)) for part in mailoutbox[0].attachments) < 4000


def test_an_offer_of_what_is_called_off_is_not_held_out(client_of, berta):
    desk = a_desk(seats=1)
    first = a_registration(desk)
    row = a_registration(desk, berta)
    cancel(first, by=first.person)
    cancel_event(desk.event, by=desk.event.author, reason="Pluja")
    html = client_of(berta).get(f"/agenda/{desk.event_id}/inscripcio/").content.decode()
    assert 'value="accept"' not in html
    with pytest.raises(ValidationError):
        accept_offer(row, by=berta)
