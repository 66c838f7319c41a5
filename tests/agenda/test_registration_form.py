"""`/agenda/<id>/inscripcio/`, of those who have an account."""

import re

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.html import escape
from django.utils.translation import gettext as _

from agenda.enums import Mode
from agenda.registration.domain.changing import cancel
from agenda.registration.enums import QuestionKind, RegistrationState
from agenda.registration.forms.answers import words_of
from agenda.registration.models import Registration
from intranet.members.enums import GroupAccess
from tests.factories.agenda import a_group_event, a_series, an_event, in_days
from tests.factories.members import OrganisationFactory, PositionFactory, WorkingGroupFactory, a_guest, a_member
from tests.factories.registration import a_desk, a_question, a_registration

pytestmark = pytest.mark.django_db


@pytest.fixture
def berta():
    return a_member(given_name="Berta", family_name="Puig")


def page_of(desk) -> str:
    return f"/agenda/{desk.event_id}/inscripcio/"


def stored(*fields):
    return list(Registration.objects.order_by("pk").values_list(*fields))


def test_a_member_writes_nothing_that_is_known(client_of, berta):
    desk, client = a_desk(seats=5, online=5), client_of(berta)
    html = client.get(page_of(desk)).content.decode()
    assert re.findall(r'name="(\w+)" (?:id|value)', html.split("<form", 2)[-1])[:1] == ["csrfmiddlewaretoken"]
    assert set(re.findall(r'<(?:input|textarea) (?:type="\w+" )?name="([^"]+)"', html)) >= {"mode", "access_needs"}
    assert 'name="email"' not in html
    response = client.post(page_of(desk), {"mode": Mode.ONLINE}, follow=True)
    assert response.redirect_chain == [(page_of(desk), 302)]
    assert str(_("You take part online.")) in response.content.decode()
    council = berta.positions.get().organisation
    assert stored("person", "organisation", "mode", "state") == [(berta.pk, council.pk, "en-linia", "confirmed")]


def test_sent_twice_it_counts_once(client_of, berta):
    desk, client = a_desk(seats=5), client_of(berta)
    answers = [client.post(page_of(desk)) for _time in range(2)]
    assert [(answer.status_code, answer["Location"]) for answer in answers] == [(302, page_of(desk))] * 2
    assert stored("person") == [(berta.pk,)]


def test_refused_it_loses_nothing(client_of, berta):
    desk = a_desk(seats=5, online=5, asks_diet=True, asks_photo_consent=True)
    question = a_question(desk, "Què espereu?", required=True)
    typed = {"access_needs": "Cadira de rodes", "diet": "Sense gluten", "photo_consent": "on"}
    response = client_of(berta).post(page_of(desk), typed)
    html = response.content.decode()
    assert response.status_code == 422
    assert [word for word in ("Cadira de rodes", "Sense gluten", "checked") if word not in html] == []
    assert re.findall(r'<li><a href="#(\w[\w-]*)"', html) == ["id_mode", f"id_answer-{question.pk}"]
    assert ('<details class="disclosure" open>' in html, stored("pk")) == (True, [])


@pytest.mark.parametrize("lost", ["closed", "full"])
def test_what_went_meanwhile_is_said_and_nothing_is_lost(lost, client_of, berta):
    desk, client = a_desk(seats=1, has_waiting_list=False), client_of(berta)
    client.get(page_of(desk))
    if lost == "closed":
        desk.closes_at = timezone.now()
        desk.save()
    else:
        a_registration(desk)
    response = client.post(page_of(desk), {"access_needs": "Intèrpret"})
    assert (response.status_code, "Intèrpret" in response.content.decode()) == (422, True)
    assert Registration.objects.filter(person=berta).exists() is False


def test_answers_are_kept_as_text_and_can_be_changed(client_of, berta):
    desk, client = a_desk(seats=5), client_of(berta)
    kinds = (QuestionKind.TEXT, QuestionKind.CHOICE, QuestionKind.SEVERAL, QuestionKind.YES_NO, QuestionKind.NUMBER)
    questions = [a_question(desk, kind.name, kind=kind, options="Un\nDos") for kind in kinds]
    said = ["Dues\nlínies", "Dos", ["Un", "Dos"], "no", "1,50"]
    names = [f"answer-{question.pk}" for question in questions]
    client.post(page_of(desk), dict(zip(names, said, strict=True)))
    kept = ["Dues\nlínies", "Dos", "Un\nDos", "no", "1.5"]
    keys = [question.key for question in questions]
    assert stored("answers") == [(dict(zip(keys, kept, strict=True)),)]
    assert [words_of(*pair) for pair in zip(questions, kept, strict=True)][2:] == ["Un; Dos", "No", "1,5"]
    html = client.get(f"{page_of(desk)}edita/").content.decode()
    assert (html.count(" checked"), 'value="1,5"' in html) == (4, True)
    questions[0].is_retired = True
    questions[0].save()
    client.post(f"{page_of(desk)}edita/", {names[1]: "Un"})
    assert stored("answers") == [({keys[0]: kept[0], keys[1]: "Un"},)]


def test_an_answer_that_was_not_offered_is_refused(client_of, berta):
    desk = a_desk(seats=5)
    question = a_question(desk, kind=QuestionKind.CHOICE, options="Un\nDos")
    assert client_of(berta).post(page_of(desk), {f"answer-{question.pk}": "Tres"}).status_code == 422


def test_whoever_has_several_councils_says_in_whose_name(client_of, berta):
    desk, other = a_desk(seats=5), OrganisationFactory()
    PositionFactory(user=berta, organisation=other)
    client = client_of(berta)
    assert client.post(page_of(desk), {"organisation": OrganisationFactory().pk}).status_code == 422
    client.post(page_of(desk), {"organisation": other.pk})
    assert stored("organisation") == [(other.pk,)]


def test_a_form_of_a_session_that_ended_is_held(client_of, berta):
    desk, client = a_desk(seats=5, online=5), client_of(berta)
    writer = re.search(r'name="writer" value="([^"]+)"', client.get(page_of(desk)).content.decode())
    assert writer is not None
    outside = Client()
    response = outside.post(page_of(desk), {"access_needs": "Intèrpret de signes", "writer": writer.group(1)})
    assert response["Location"] == f"/compte/login/?next={page_of(desk).replace('/', '%2F')}"
    outside.post(response["Location"], {"login": berta.email, "password": "correct-horse-battery"})
    assert "Intèrpret de signes" in outside.get(page_of(desk)).content.decode()
    assert stored("pk") == []


def test_a_date_of_an_event_with_one_desk_leads_to_it(client_of, berta):
    event = a_series(times=2)
    desk = a_desk(event, seats=1)
    days = [row.get_absolute_url() for row in event.occurrences.in_order()]
    client = client_of(berta)
    assert [client.get(f"{day}inscripcio/")["Location"] for day in days] == [page_of(desk)] * 2
    client.post(f"{days[1]}inscripcio/")
    assert stored("desk", "person") == [(desk.pk, berta.pk)]


def test_whoever_does_not_see_the_event_finds_nothing(client_of, berta):
    secret = a_desk(a_group_event(WorkingGroupFactory(access=GroupAccess.PRIVATE)), seats=1)
    network = a_desk(seats=1)
    addresses = ["", "edita/", "canvia/?do=cancel", "companys/"]
    found = [client_of(berta).get(page_of(secret) + one).status_code for one in addresses]
    found += [client_of(a_guest()).post(page_of(network)).status_code, Client().post(page_of(network)).status_code]
    assert (found, stored("pk")) == ([404] * 5 + [302], [])


def test_nobody_else_stands_on_it(client_of, berta):
    desk = a_desk(seats=1)
    a_registration(desk, a_member(family_name="Secretíssima"), access_needs="Cadira amagada")
    a_registration(desk, berta, access_needs="La meva")
    html = client_of(berta).get(page_of(desk)).content.decode()
    assert ("La meva" in html, "Secretíssima" in html, "amagada" in html) == (True, False, False)


# What one does with it


def do(client, desk, step, **more):
    return client.post(f"{page_of(desk)}canvia/", {"do": step, **more})


@pytest.mark.parametrize(
    "step", ["swap", "meanwhile", "accept", "stop", "cancel", "photos-yes", "photos-no", "confirm", "x"]
)
def test_looking_at_a_question_changes_nothing(step, client_of, berta):
    desk = a_desk(seats=1, online=1)
    a_registration(desk, berta)
    before = stored("state", "mode", "sequence", "photo_consent")
    response = client_of(berta).get(f"{page_of(desk)}canvia/?do={step}&mode=en-linia")
    assert (response.status_code, stored("state", "mode", "sequence", "photo_consent")) == (
        302 if step == "x" else 200,
        before,
    )


def test_one_swaps_cancels_and_registers_again(client_of, berta):
    desk, client = a_desk(seats=2, online=2), client_of(berta)
    a_registration(desk, berta, access_needs="Intèrpret")
    assert do(client, desk, "swap", mode=Mode.ONLINE)["Location"] == page_of(desk)
    assert stored("state", "mode") == [("confirmed", "en-linia")]
    client.post(f"{page_of(desk)}canvia/?do=cancel")
    assert stored("state", "mode") == [("cancelled", "en-linia")]
    html = client.get(page_of(desk)).content.decode()
    assert (str(_("You are not registered any more.")) in html, "Intèrpret" in html) == (True, False)
    client.post(page_of(desk), {"mode": Mode.IN_PERSON})
    assert stored("state", "mode") == [("cancelled", "en-linia"), ("confirmed", "presencial")]


def test_whoever_waits_goes_online_meanwhile_and_accepts_what_is_offered(client_of, berta):
    desk, client = a_desk(seats=1, online=2), client_of(berta)
    first = a_registration(desk)
    a_registration(desk, berta)
    do(client, desk, "meanwhile")
    mine = Registration.objects.get(person=berta)
    assert (mine.state, mine.mode, mine.waits_for) == (RegistrationState.CONFIRMED, Mode.ONLINE, Mode.IN_PERSON)
    cancel(first, by=first.person)
    do(client, desk, "accept")
    mine.refresh_from_db()
    assert (mine.mode, mine.waits_for, mine.offer_until) == (Mode.IN_PERSON, "", None)


def test_an_offer_that_lapsed_is_told(client_of, berta):
    desk, client = a_desk(seats=1), client_of(berta)
    a_registration(desk, berta)
    response = client.post(f"{page_of(desk)}canvia/", {"do": "accept"}, follow=True)
    assert escape(_("This has changed meanwhile: look at how it is now.")) in response.content.decode()


def test_consent_to_photographs_is_given_and_taken_back(client_of, berta):
    desk, client = a_desk(seats=1, asks_photo_consent=True), client_of(berta)
    client.post(page_of(desk))
    found = stored("photo_consent")
    for step in ("photos-yes", "photos-no"):
        do(client, desk, step)
        found += stored("photo_consent")
    assert found == [(False,), (True,), (False,)]


def test_others_change_nothing_of_it(client_of, berta):
    desk = a_desk(seats=1)
    a_registration(desk, berta)
    assert do(client_of(a_member()), desk, "cancel").status_code == 404
    assert stored("state") == [("confirmed",)]


def test_too_late_it_says_whom_to_write_to(client_of, berta):
    desk, client = a_desk(seats=1, asks_diet=True), client_of(berta)
    a_registration(desk, berta)
    desk.changes_until = timezone.now()
    desk.save()
    assert client.get(f"{page_of(desk)}edita/")["Location"] == page_of(desk)
    html = client.get(page_of(desk)).content.decode()
    assert (
        "do=cancel" in html,
        escape(_("It can be changed here no more. If you cannot come, tell the organisers.")) in html,
    ) == (False, True)
    do(client, desk, "cancel")
    assert stored("state") == [("confirmed",)]


@pytest.mark.parametrize("number", [1, 3, 30])
def test_the_pages_cost_the_same_for_any_number(number, client_of, berta, django_assert_num_queries):
    desk, client = a_desk(seats=1, online=50), client_of(berta)
    for turn in range(number):
        a_question(desk, f"Pregunta {turn}")
        a_registration(desk)
    client.get(page_of(desk))
    with django_assert_num_queries(11):
        client.get(page_of(desk))
    a_registration(desk, berta)
    with django_assert_num_queries(10):
        client.get(page_of(desk))
    assert desk.event.start < in_days(30)


def test_of_a_series_for_whose_dates_one_registers_apart_its_page_tells_which(client_of, berta):
    series, plain = a_series(times=3), an_event()
    a_desk(series, occurrence=series.occurrences.in_order()[1])
    answers = [client_of(berta).get(f"/agenda/{one.pk}/inscripcio/") for one in (series, plain)]
    assert [(one.status_code, one.get("Location")) for one in answers] == [(302, f"/agenda/{series.pk}/"), (404, None)]
