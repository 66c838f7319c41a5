"""The small words of templates."""

from datetime import UTC, date, datetime, time

import pytest
import time_machine
from django import forms
from django.core.paginator import Paginator
from django.template import Context, Template
from django.utils import translation

from intranet.members.models import User
from intranet.templatetags.intranet import (
    at,
    day_words,
    error_summary,
    hour_words,
    page_numbers,
    requirement,
    tone,
    widget_kind,
)


@pytest.fixture(autouse=True)
def _catalan_in_2026():
    with translation.override("ca"), time_machine.travel(datetime(2026, 4, 15, 10, tzinfo=UTC), tick=False):
        yield


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 4, 16), "dijous 16 d’abril"),
        (date(2026, 11, 25), "dimecres 25 de novembre"),
        (date(2026, 8, 1), "dissabte 1 d’agost"),
        (date(2026, 10, 5), "dilluns 5 d’octubre"),
        (date(2026, 3, 3), "dimarts 3 de març"),
        (date(2025, 4, 16), "dimecres 16 d’abril de 2025"),
        (date(2027, 1, 1), "divendres 1 de gener de 2027"),
    ],
)
def test_day_words(day, words):
    assert day_words(day) == words


def test_day_of_a_moment_is_the_day_in_madrid():
    assert day_words(datetime(2026, 4, 15, 22, 30, tzinfo=UTC)) == "dijous 16 d’abril"


def test_year_of_a_moment_is_the_year_in_madrid():
    assert day_words(datetime(2025, 12, 31, 23, 30, tzinfo=UTC)) == "dijous 1 de gener"


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (datetime(2026, 4, 15, 8, 0, tzinfo=UTC), "10.00"),
        (datetime(2026, 1, 15, 8, 5, tzinfo=UTC), "09.05"),
        # The hours around the change to summer time, 29 March 2026 at 2.00.
        (datetime(2026, 3, 29, 0, 59, tzinfo=UTC), "01.59"),
        (datetime(2026, 3, 29, 1, 0, tzinfo=UTC), "03.00"),
        (time(13, 30), "13.30"),
    ],
)
def test_hour_words(moment, words):
    assert hour_words(moment) == words


class Mixed(forms.Form):
    name = forms.CharField()
    about = forms.CharField(required=False, widget=forms.Textarea)
    consent = forms.BooleanField()
    photo = forms.FileField(required=False)
    kind = forms.ChoiceField(choices=[("a", "A")], widget=forms.RadioSelect)
    many = forms.MultipleChoiceField(choices=[("a", "A")], widget=forms.CheckboxSelectMultiple, required=False)
    role = forms.ChoiceField(choices=[("a", "A")])


class AllRequired(forms.Form):
    name = forms.CharField(error_messages={"required": "Cal dir-lo."})
    email = forms.EmailField(error_messages={"invalid": "Així no."})


def test_label_says_which_fields_are_required_where_they_differ():
    form = Mixed()
    assert {field.name: requirement(field) for field in form} == {
        "name": "required",
        "about": "optional",
        "consent": "",
        "photo": "optional",
        "kind": "required",
        "many": "optional",
        "role": "required",
    }


def test_label_says_nothing_where_all_fields_are_required():
    assert [requirement(field) for field in AllRequired()] == ["", ""]


def test_widget_kind():
    assert {field.name: widget_kind(field) for field in Mixed()} == {
        "name": "line",
        "about": "text",
        "consent": "check",
        "photo": "file",
        "kind": "choices",
        "many": "choices",
        "role": "line",
    }


def test_error_summary_is_in_the_order_of_the_fields():
    form = AllRequired({"email": "no"}, auto_id="f-%s")
    assert error_summary(form) == [
        ("f-name", "Name", "Cal dir-lo."),
        ("f-email", "Email", "Així no."),
    ]


def test_tone_is_one_of_five_and_always_the_same():
    assert [tone(User(pk=number)) for number in (1, 5, 6, None)] == [1, 0, 1, 0]


def test_at():
    assert at(["a", "b"], 1) == "b"


def test_page_numbers_show_the_ends_and_the_neighbours():
    page = Paginator(range(200), 10).page(10)
    assert list(page_numbers(page)) == [1, "...", 9, 10, 11, "...", 20]


@pytest.mark.parametrize(("value", "icon"), [(True, "check"), (False, "minus")])
def test_mark_is_a_word_with_an_icon(value, icon):
    drawn = Template("{% mark value label %}").render(Context({"value": value, "label": "<b>Sí</b>"}))
    assert f"#{icon}" in drawn
    assert "&lt;b&gt;Sí&lt;/b&gt;" in drawn


def test_page_files_names_every_stylesheet_and_script_once():
    drawn = Template("{% page_files %}").render(Context())
    assert drawn.count('href="/static/css/tokens.css"') == 1
    assert drawn.count('src="/static/js/confirm-dialog.js"') == 1
    assert "<style" not in drawn
