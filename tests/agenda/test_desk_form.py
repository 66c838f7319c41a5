"""The form at which organisers say how people register."""

import pytest

from agenda.enums import EventVisibility, Mode
from agenda.registration.domain.changing import cancel
from agenda.registration.domain.desk_changes import stamp_of
from agenda.registration.domain.keeping import save_desk
from agenda.registration.forms.answers import value_of, words_of
from agenda.registration.models import Question, RegistrationDesk
from tests.factories.agenda import a_series, an_event, at
from tests.factories.members import a_member
from tests.factories.registration import a_desk, a_question, a_registration

pytestmark = pytest.mark.django_db

EMPTY = {"questions-TOTAL_FORMS": "0", "questions-INITIAL_FORMS": "0"}
USUAL = {"has_waiting_list": "on", "offer_hours": "24", "threshold": "80", "sends_thanks": "on", **EMPTY}


def row(number, **fields):
    return {f"questions-{number}-{name}": value for name, value in fields.items()}


def test_nobody_but_those_who_keep_it_finds_the_form(client_of):
    desk = a_desk(seats=20, confirmation_text="Porteu el codi secret.")
    url = f"/agenda/{desk.event_id}/inscrits/configura/"
    stranger = client_of(a_member())
    answers = [stranger.get(url), stranger.post(url, USUAL), stranger.get(f"/agenda/{desk.event_id}/inscrits/")]
    assert [answer.status_code for answer in answers] == [404, 404, 404]
    assert [answer for answer in answers if "codi secret" in answer.content.decode()] == []
    assert "codi secret" in client_of(desk.event.author).get(url).content.decode()


def test_a_registration_is_opened_with_its_questions(client_of):
    event = an_event(mode=Mode.HYBRID, start=at(2032, 4, 16), visibility=EventVisibility.PUBLIC)
    client, url = client_of(event.author), f"/agenda/{event.pk}/inscrits/configura/"
    assert f'href="{url}"' in client.get(event.get_absolute_url()).content.decode()
    page = client.get(url)
    assert [form.prefix for form in page.context["questions"]] == ["questions-0", "questions-1", "questions-2"]
    asked = {
        **USUAL,
        "questions-TOTAL_FORMS": "3",
        "seats_in_person": "50",
        "takes_guests": "on",
        "opens_at_0": "2032-03-01",
        "closes_at_0": "2032-04-10",
        **row(0, label="Com vindreu?", kind="choice", options="En tren\nEn cotxe", order="2"),
        **row(1, label="Què us interessa?", kind="text", order="1", required="on"),
        **row(2, label="", kind="text"),
    }
    done = client.post(url, asked)
    assert (done.status_code, done["Location"]) == (302, f"/agenda/{event.pk}/inscrits/")
    desk = RegistrationDesk.objects.get(event=event, occurrence=None)
    assert (desk.seats_in_person, desk.seats_online, desk.takes_guests) == (50, None, True)
    assert (desk.opens_at, desk.closes_at) == (at(2032, 3, 1, 0), at(2032, 4, 10, 23, 59))
    assert list(desk.questions.values_list("label", "kind", "required")) == [
        ("Què us interessa?", "text", True),
        ("Com vindreu?", "choice", False),
    ]


def test_a_refused_form_keeps_all_that_was_typed(client_of):
    event = an_event(start=at(2032, 4, 16))
    url = f"/agenda/{event.pk}/inscrits/configura/"
    wrong = {
        **USUAL,
        "questions-TOTAL_FORMS": "1",
        "closes_at_1": "12:00",
        "seats_in_person": "7",
        "confirmation_text": "Entreu pel pati.",
        **row(0, label="Com vindreu?", kind="choice", options="A peu"),
    }
    refused = client_of(event.author).post(url, wrong)
    page = refused.content.decode()
    assert (refused.status_code, RegistrationDesk.objects.count()) == (422, 0)
    assert sorted(refused.context["form"].errors) == ["closes_at"]
    assert [sorted(form.errors) for form in refused.context["questions"]] == [["options"]]
    assert [text for text in ("Entreu pel pati.", "Com vindreu?", "A peu", 'value="7"') if text not in page] == []
    assert 'href="#id_questions-0-options"' in page


def test_a_question_that_was_answered_is_retired_and_another_taken_out(client_of):
    desk = a_desk(seats=5)
    answered, unanswered = a_question(desk, "Primera"), a_question(desk, "Segona")
    a_registration(desk, answers={answered.key: "Sí"})
    url = desk.address("desk_edit")
    gone = {
        **USUAL,
        "seen": stamp_of(desk),
        "questions-TOTAL_FORMS": "2",
        "questions-INITIAL_FORMS": "2",
        **row(0, key=answered.pk, label="", kind="text", remove="on"),
        **row(1, key=unanswered.pk, label="Segona", kind="text", remove="on"),
    }
    assert client_of(desk.event.author).post(url, gone).status_code == 302
    assert list(Question.objects.values_list("label", "is_retired")) == [("Primera", True)]


def test_what_somebody_else_changed_is_not_undone_unseen(client_of):
    desk = a_desk(seats=5)
    client, url = client_of(desk.event.author), desk.address("desk_edit")
    seen = client.get(url).context["form"]["seen"].value()
    RegistrationDesk.objects.filter(pk=desk.pk).update(seats_in_person=9)
    refused = client.post(url, {**USUAL, "seats_in_person": "6", "seen": seen})
    assert (refused.status_code, len(refused.context["form"].non_field_errors())) == (422, 1)
    again = refused.context["form"]["seen"].value()
    assert again == stamp_of(RegistrationDesk.objects.get(pk=desk.pk))
    assert client.post(url, {**USUAL, "seats_in_person": "6", "seen": again}).status_code == 302
    desk.refresh_from_db()
    assert desk.seats_in_person == 6


def test_fewer_seats_than_people_warn_and_throw_nobody_out(client_of):
    desk = a_desk(seats=3)
    for _turn in range(3):
        a_registration(desk)
    client = client_of(desk.event.author)
    done = client.post(
        desk.address("desk_edit"), {**USUAL, "seats_in_person": "2", "seen": stamp_of(desk)}, follow=True
    )
    assert desk.registrations.confirmed().count() == 3
    warning = "Presencial: 3 "
    assert [str(one) for one in done.context["messages"] if warning in str(one)] == []
    assert [words for words in done.context["overbooked"] if warning in words] != []


def test_each_date_of_a_series_has_its_own_or_all_have_one(client_of):
    event = a_series(start=at(2032, 4, 15), times=4)
    client, url = client_of(event.author), f"/agenda/{event.pk}/2032-04-22/inscrits/configura/"
    assert [key for key, _label in client.get(url).context["form"].fields["reach"].choices] == [
        "all",
        "date",
        "following",
    ]
    done = client.post(url, {**USUAL, "reach": "following", "seats_in_person": "8"})
    assert done["Location"] == f"/agenda/{event.pk}/2032-04-22/inscrits/"
    desks = event.desks.order_by("occurrence__start")
    assert [str(desk.occurrence.first_day) for desk in desks] == ["2032-04-22", "2032-04-29", "2032-05-06"]
    whole = f"/agenda/{event.pk}/inscrits/"
    assert [href for _words, href, _seats in client.get(whole).context["rows"]] == [
        f"/agenda/{event.pk}/{day}/inscrits/" for day in ("2032-04-22", "2032-04-29", "2032-05-06")
    ]
    assert client.get(f"{whole}configura/")["Location"] == f"/agenda/{event.pk}/2032-04-22/inscrits/"
    other = a_series(event.author, start=at(2032, 4, 15), times=2)
    client.post(f"/agenda/{other.pk}/2032-04-22/inscrits/configura/", {**USUAL, "reach": "all"})
    assert [desk.occurrence for desk in other.desks.all()] == [None]
    assert client.get(f"/agenda/{other.pk}/2032-04-22/inscrits/")["Location"] == f"/agenda/{other.pk}/inscrits/"


def test_a_registration_that_nobody_uses_is_taken_away(client_of):
    desk = a_desk(seats=3)
    client, url = client_of(desk.event.author), desk.address("desk_edit")
    row = a_registration(desk)
    client.post(url, {"action": "remove"})
    assert RegistrationDesk.objects.count() == 1
    cancel(row, by=desk.event.author)
    assert client.post(url, {"action": "remove"})["Location"] == desk.event.get_absolute_url()
    assert RegistrationDesk.objects.count() == 0


def test_what_was_typed_when_the_session_had_ended_comes_back(client_of):
    desk = a_desk(seats=3)
    client, url = client_of(desk.event.author), desk.address("desk_edit")
    writer = client.get(url).content.decode().split('name="writer" value="')[1].split('"')[0]
    client.logout()
    typed = {"writer": writer, "reminder_text": "Porteu aigua.", "questions-TOTAL_FORMS": "1"}
    client.post(url, typed | row(0, label="Com vindreu?", kind="text"))
    client.force_login(desk.event.author)
    back = client.get(url).content.decode()
    assert [text for text in ("Porteu aigua.", "Com vindreu?") if text not in back] == []


def test_a_question_that_was_answered_and_becomes_of_another_kind_is_asked_anew(client_of):
    desk = a_desk(seats=5)
    answered, fresh = a_question(desk, "Quants sou?"), a_question(desk, "Quants cotxes?")
    row = a_registration(desk, answers={answered.key: "Uns quants"})
    for question in (answered, fresh):
        question.kind = "number"
    save_desk(desk, by=desk.event.author, questions=[answered, fresh])
    asked = [(one.label, one.kind) for one in desk.questions.filter(is_retired=False)]
    assert asked == [("Quants sou?", "number"), ("Quants cotxes?", "number")]
    retired = desk.questions.get(is_retired=True)
    assert (retired.kind, row.answers[retired.key]) == ("text", "Uns quants")
    for client, name in ((client_of(desk.event.author), "attendee"), (client_of(row.person), "registration_edit")):
        url = desk.address(name, *([row.pk] if name == "attendee" else []))
        assert client.get(url).status_code == 200


@pytest.mark.parametrize("answer", ["Uns quants", "NaN", "Infinity", ""])
def test_what_is_no_number_is_read_as_it_was_written(answer):
    question = Question(kind="number")
    assert (value_of(question, answer), words_of(question, answer)) == (answer, answer)
