"""When it takes place, as it is typed."""

from datetime import date

import pytest
from django import forms
from django.template.loader import render_to_string

from agenda.forms.when import WHEN, WhenMixin
from agenda.models import Event
from tests.factories.agenda import a_series, an_event, at
from tests.factories.members import a_member

pytestmark = pytest.mark.django_db  # constraints are asked of the database


class WhenForm(WhenMixin, forms.ModelForm[Event]):
    class Meta:
        model = Event
        fields = ("title", *WHEN)


ONE = {"title": "x", "start_0": "2032-04-15", "start_1": "10:00", "end_1": "13:30"}
WEEKLY = {**ONE, "frequency": "WEEKLY", "ends": "count", "count": "10"}


def codes(form):
    return {name: [error["code"] for error in errors] for name, errors in form.errors.get_json_data().items()}


def test_a_day_and_two_hours_are_enough():
    form = WhenForm(ONE)
    assert form.is_valid()
    assert (form.instance.start, form.instance.end) == (at(2032, 4, 15), at(2032, 4, 15, 13, 30))
    assert (form.instance.frequency, form.instance.interval, form.instance.month_day) == ("", 1, "date")
    assert form.foreseen.dates == ["dijous 15 d’abril de 2032, 10.00–13.30"]


def test_whole_days_need_no_hours_and_last_until_the_midnight_after():
    form = WhenForm({**ONE, "all_day": "on", "end_0": "2032-04-16", "end_1": "", "time_zone": "Asia/Tokyo"})
    assert form.is_valid()
    assert (form.instance.start, form.instance.end) == (at(2032, 4, 15, 0), at(2032, 4, 17, 0))
    assert form.instance.time_zone == "Europe/Madrid"
    assert WhenForm({"title": "x", "start_0": "2032-04-15", "all_day": "on"}).is_valid()


def test_hours_are_those_of_the_zone():
    form = WhenForm({**ONE, "time_zone": "Europe/Lisbon"})
    assert form.is_valid()
    assert form.instance.start == at(2032, 4, 15, 11)
    assert (form.foreseen.zone, form.foreseen.dates) == (
        "Europe/Lisbon",
        ["dijous 15 d’abril de 2032, 11.00–14.30"],
    )


def test_weekdays_are_kept_in_the_order_of_the_week():
    form = WhenForm({**WEEKLY, "weekdays": ["TH", "MO"], "until": "2032-12-01"})
    assert form.is_valid()
    assert (form.instance.weekdays, form.instance.count, form.instance.until) == ("MO,TH", 10, None)
    assert (len(form.foreseen.dates), form.foreseen.total, form.foreseen.more) == (5, 10, 5)


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ({"start_0": ""}, {"start": ["no_day"]}),
        ({"start_0": "", "start_1": "", "end_1": ""}, {"start": ["required"], "end": ["required"]}),
        ({"start_0": "31/02/2032"}, {"start": ["invalid"]}),
        ({"start_0": "9999-12-31"}, {"start": ["max_value"]}),
        ({"start_1": "25:00"}, {"start": ["invalid"]}),
        ({"start_1": ""}, {"start": ["no_hour"]}),
        ({"end_1": ""}, {"end": ["required"]}),
        ({"end_1": "", "end_0": "2032-04-15"}, {"end": ["no_hour"]}),
        ({"end_1": "09:00"}, {"end": ["end"]}),
        ({"end_0": "2032-06-15"}, {"end": ["too_long"]}),
        ({"time_zone": "Mart/Olympus"}, {"time_zone": ["zone"]}),
        ({"time_zone": "../etc/passwd"}, {"time_zone": ["zone"]}),
        ({"frequency": "MINUTELY"}, {"frequency": ["invalid_choice"]}),
        ({"frequency": "WEEKLY"}, {"until": ["no_end"]}),
        ({"frequency": "WEEKLY", "ends": "until", "count": "3"}, {"until": ["no_end"]}),
        ({"frequency": "WEEKLY", "until": "2032-05-01", "count": "3"}, {"count": ["two_ends"]}),
        ({"frequency": "WEEKLY", "until": "2032-01-01"}, {"until": ["until"]}),
        ({"frequency": "WEEKLY", "until": "2132-01-01"}, {"until": ["too_long"]}),
        ({"frequency": "DAILY", "until": "2034-01-01"}, {"until": ["too_many"]}),
        ({"frequency": "YEARLY", "count": "9"}, {"count": ["too_long"]}),
        ({"frequency": "DAILY", "count": "5000"}, {"count": ["max_value"]}),
        ({"frequency": "DAILY", "ends": "count", "count": "5000"}, {"count": ["max_value"]}),
        ({"frequency": "DAILY", "ends": "count", "until": "2032-05-01"}, {"count": ["no_end"]}),
        ({"start_0": "2199-12-30", "end_0": "2199-12-30", "frequency": "DAILY", "count": "9"}, {"count": ["too_late"]}),
        ({"frequency": "DAILY", "interval": "0", "count": "5"}, {"interval": ["min_value"]}),
        ({"frequency": "WEEKLY", "weekdays": ["MO"], "count": "3"}, {"weekdays": ["weekday"]}),
        ({"frequency": "WEEKLY", "weekdays": ["XX"], "count": "3"}, {"weekdays": ["invalid_choice"]}),
        ({"frequency": "MONTHLY", "month_day": "last_day", "count": "3"}, {"month_day": ["month_day"]}),
    ],
)
def test_what_is_wrong_is_said_once_and_at_its_field(typed, wrong):
    form = WhenForm({**ONE, **typed})
    assert codes(form) == wrong
    assert form.foreseen is None


def test_what_is_typed_stays_on_the_page():
    form = WhenForm({**WEEKLY, "end_1": "09:00", "weekdays": ["MO", "TH"], "time_zone": "Mart/Olympus"})
    page = render_to_string("agenda/when_fields.html", {"form": form})
    for kept in (
        'value="2032-04-15"',
        'value="10:00"',
        'value="09:00"',
        'value="Mart/Olympus"',
        'name="count" value="10"',
    ):
        assert kept in page
    assert page.count(" checked") == 3  # two weekdays, and that it ends by number
    assert '<details class="disclosure" open>' in page


def test_each_way_to_keep_to_a_day_says_which_it_is():
    page = render_to_string("agenda/when_fields.html", {"form": WhenForm(initial={"start": date(2032, 4, 15)})})
    assert 'value="2032-04-15"' in page
    days = dict(WhenForm(initial={"start": date(2032, 4, 30)}).days_of_month())
    assert list(days) == [f"id_month_day_{number}_day" for number in range(4)]
    assert [bool(day) for day in days.values()] == [True, True, True, True]
    assert [bool(day) for _anchor, day in WhenForm(ONE).days_of_month()] == [True, True, False, False]


@pytest.mark.parametrize(
    "facts",
    [
        {"start": at(2032, 4, 15)},
        {"start": at(2032, 4, 15, 0), "hours": 48, "all_day": True},
        {"start": at(2032, 4, 15), "time_zone": "Europe/Lisbon"},
        {"start": at(2032, 4, 15), "frequency": "WEEKLY", "weekdays": "MO,TH", "count": 4},
        {"start": at(2032, 4, 30), "frequency": "MONTHLY", "month_day": "last_day", "until": date(2032, 9, 30)},
    ],
)
def test_an_event_opened_and_sent_back_is_as_it_was(facts):
    event = an_event(**facts)
    shown = WhenForm(instance=Event.objects.get(pk=event.pk))
    typed = {"title": event.title}
    for bound in shown:
        value = bound.value()
        parts = bound.field.widget.decompress(value) if bound.name in {"start", "end"} else None
        if parts is None:
            typed[bound.name] = value or ""
        else:
            typed |= {f"{bound.name}_{number}": part or "" for number, part in enumerate(parts)}
    sent = WhenForm(typed, instance=Event.objects.get(pk=event.pk))
    assert sent.is_valid(), sent.errors
    assert {name: getattr(sent.instance, name) for name in WHEN} == {name: getattr(event, name) for name in WHEN}


def test_what_was_chosen_is_said_at_once(client_of):
    client = client_of(a_member())
    page = client.get("/agenda/nou/dates/", {**WEEKLY, "weekdays": ["TH"]})
    assert (page.status_code, page.content.decode().count("<li>")) == (200, 5)
    assert "dijous 15 d’abril de 2032, 10.00–13.30" in page.content.decode()
    assert 'id="id_month_day_0_day" hx-swap-oob="innerHTML"' in page.content.decode()
    assert "<li" not in client.get("/agenda/nou/dates/", {"start_0": "2032-04-15"}).content.decode()
    wrong = client.get("/agenda/nou/dates/", {**WEEKLY, "weekdays": ["MO"]}).content.decode()
    assert wrong.count('<li class="field__error">') == 1


def test_an_open_form_of_a_series_says_its_dates():
    form = WhenForm(instance=a_series(start=at(2032, 4, 15), times=7))
    assert (form.foreseen.total, form.shows_repetition, form["ends"].value()) == (7, True, "count")
