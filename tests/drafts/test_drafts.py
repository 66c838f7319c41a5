"""What is typed into a form is kept for its writer, and for nobody else."""

from datetime import timedelta

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone

from intranet.drafts import domain
from intranet.drafts.domain import data_of, draft_of, drop_draft, drop_old_drafts, fields_of, save_draft, words_of
from intranet.drafts.models import Draft
from intranet.drafts.restoring import fill, place_of
from intranet.members.own_data import registered_exports
from tests.factories.members import a_member

pytestmark = pytest.mark.django_db

PLACE = "/grups/cures/temes/nou/?tipus=question"
FIELDS = {"title": ["Qui té horts?"], "body": ["<p>Busquem <strong>models</strong>.</p>"], "subjects": ["1", "2"]}


@pytest.fixture(autouse=True)
def _in_english(settings):
    settings.LANGUAGE_CODE = "en"


def sent(**fields):
    data = QueryDict(mutable=True)
    for name, values in fields.items():
        data.setlist(name, values)
    return data


def test_only_what_was_typed_is_kept():
    carried = {"csrfmiddlewaretoken": ["x"], "writer": ["1:y"], "key": ["k"], "action": ["draft"]}
    assert fields_of(sent(**FIELDS, **carried)) == FIELDS
    assert fields_of(sent(title=[" "], body=["\n"], **carried)) == {}


def test_draft_is_found_again_by_its_writer_and_its_place():
    person = a_member()
    save_draft(person, place=PLACE, fields=FIELDS)
    assert draft_of(person, "/grups/cures/temes/nou/") is None
    assert draft_of(a_member(), PLACE) is None
    draft = draft_of(person, PLACE)
    assert (draft.title, dict(data_of(draft).lists())) == ("Qui té horts?", FIELDS)


def test_there_is_one_draft_of_each_place():
    person = a_member()
    save_draft(person, place=PLACE, fields=FIELDS)
    save_draft(person, place=PLACE, fields={"body": ["\0Més"]}, title="Resposta a «Horts»")
    assert list(Draft.objects.values_list("title", "fields")) == [("Resposta a «Horts»", {"body": ["Més"]})]


def test_nothing_typed_is_no_draft():
    person = a_member()
    save_draft(person, place=PLACE, fields=FIELDS)
    assert save_draft(person, place=PLACE, fields={}) is None
    assert not Draft.objects.exists()


def test_draft_is_dropped_for_one_place_of_one_person():
    person, other = a_member(), a_member()
    for writer, place in ((person, PLACE), (person, "/grups/cures/temes/1/respon/"), (other, PLACE)):
        save_draft(writer, place=place, fields=FIELDS)
    drop_draft(person, place=PLACE)
    assert set(Draft.objects.values_list("person", "place")) == {
        (person.pk, "/grups/cures/temes/1/respon/"),
        (other.pk, PLACE),
    }


def test_too_much_is_refused(monkeypatch):
    person = a_member()
    with pytest.raises(ValidationError, match="too long"):
        save_draft(person, place=PLACE, fields={"body": ["à" * 100_000]})
    monkeypatch.setattr(domain, "MOST_DRAFTS", 1)
    save_draft(person, place=PLACE, fields=FIELDS)
    save_draft(person, place=PLACE, fields=FIELDS)
    with pytest.raises(ValidationError, match="discard some"):
        save_draft(person, place="/grups/cures/temes/nou/", fields=FIELDS)


def test_drafts_that_nobody_touches_are_forgotten_after_90_days():
    person = a_member()
    for place, days in (("/a/", 89), ("/b/", 91)):
        save_draft(person, place=place, fields=FIELDS)
        Draft.objects.filter(place=place).update(saved_at=timezone.now() - timedelta(days=days))
    assert (drop_old_drafts(), list(Draft.objects.values_list("place", flat=True))) == (1, ["/a/"])


def test_drafts_go_along_with_ones_own_data():
    person = a_member()
    save_draft(person, place=PLACE, fields=FIELDS)
    save_draft(a_member(), place=PLACE, fields={"body": ["Secret"]})
    saved_at = Draft.objects.get(person=person).saved_at.isoformat()
    assert registered_exports(person)["drafts"] == [{"fields": FIELDS, "saved_at": saved_at}]


def test_words_of_a_draft_are_those_of_its_longest_text():
    fields = {"title": ["Horts"], "body": ["<p>Un</p><p>dos &amp; <em>tres</em> quatre</p>"]}
    assert words_of(fields) == "Un dos & tres quatre"


class NoteForm(forms.Form):
    title = forms.CharField(initial="Sense títol")
    subjects = forms.MultipleChoiceField(choices=[("1", "A"), ("2", "B"), ("3", "C")])
    agreed = forms.BooleanField(initial=True)
    place = forms.CharField(initial="Reus")
    key = forms.CharField(initial="new")


def test_form_is_filled_in_without_being_judged():
    form = NoteForm()
    fill(form, sent(title=[""], subjects=["1", "3"], key=["old"]))
    values = {name: form[name].value() for name in form.fields}
    assert (values, form.is_bound) == (
        {"title": "", "subjects": ["1", "3"], "agreed": False, "place": "Reus", "key": "new"},
        False,
    )


def test_place_is_the_address_with_what_makes_it_another_form(rf):
    request = rf.get("/grups/cures/temes/nou/?tipus=question&pagina=2")
    assert (place_of(request, "tipus", "cita"), place_of(request)) == (PLACE, "/grups/cures/temes/nou/")


@pytest.mark.parametrize("query", ["tipus=%00", f"tipus={'x' * 300}", f"tipus={'%26' * 150}"])
def test_what_no_form_is_called_by_is_no_part_of_its_place(rf, query):
    assert place_of(rf.get(f"/grups/cures/temes/nou/?{query}"), "tipus") == "/grups/cures/temes/nou/"


# --- /esborranys/ ---


def keep(client, place=PLACE, **fields):
    return client.post(reverse("drafts"), {"draft_place": place, "draft_title": "Resposta", **fields})


def test_form_is_kept_while_one_types(client_of):
    person = a_member()
    client = client_of(person)
    answers = [keep(client, body="Bon"), keep(client, body="Bon dia")]
    assert [(answer.status_code, answer.content) for answer in answers] == [(204, b"")] * 2
    assert list(Draft.objects.values_list("person", "place", "title", "fields")) == [
        (person.pk, PLACE, "Resposta", {"body": ["Bon dia"]})
    ]
    assert (keep(client, body="").status_code, Draft.objects.count()) == (204, 0)


@pytest.mark.parametrize(
    "place", ["", "/grups/", "https://elsewhere.example/grups/cures/temes/nou/", "//x", f"/{'x' * 300}/"]
)
def test_drafts_are_of_our_forms_alone(client_of, place):
    assert (keep(client_of(a_member()), place, body="Bon dia").status_code, Draft.objects.count()) == (400, 0)


def test_draft_that_is_too_long_is_refused_in_words(client_of):
    response = keep(client_of(a_member()), body="à" * 100_000)
    assert (response.status_code, response.content.decode()) == (422, "This is too long to be kept as a draft.")


def test_nobody_keeps_a_draft_signed_out(client_of):
    response = keep(client_of(None), body="Bon dia")
    assert (response.status_code, Draft.objects.count()) == (302, 0)


def test_list_shows_ones_own_drafts(client_of):
    person = a_member()
    save_draft(person, place=PLACE, fields=FIELDS)
    save_draft(person, place="/grups/cures/temes/1/respon/", fields={"body": ["<p>Sí.</p><p>També.</p>"]})
    save_draft(a_member(), place=PLACE, fields={"title": ["Secret"]})
    html = client_of(person).get(reverse("drafts")).content.decode()
    assert f'<a href="{PLACE}">Qui té horts?</a>' in html
    assert '<a href="/grups/cures/temes/1/respon/">Draft without title</a>' in html
    assert "<p>Sí. També.</p>" in html
    assert "Secret" not in html


@pytest.mark.parametrize("number", [1, 3, 30])
def test_list_takes_as_many_statements_however_long(client_of, django_assert_num_queries, number):
    person = a_member()
    for index in range(number):
        save_draft(person, place=f"/{index}/", fields=FIELDS)
    client = client_of(person)
    client.get(reverse("drafts"))
    with django_assert_num_queries(4):
        client.get(reverse("drafts"))


def test_list_without_drafts_leads_to_the_groups(client_of):
    assert 'href="/grups/">Go to the working groups' in client_of(a_member()).get(reverse("drafts")).content.decode()


def test_draft_is_discarded_after_a_question(client_of):
    person = a_member()
    draft, others = (save_draft(writer, place=PLACE, fields=FIELDS) for writer in (person, a_member()))
    client = client_of(person)
    address = reverse("draft_discard", args=[draft.pk])
    asked = client.get(address)
    assert (asked.status_code, Draft.objects.count(), "Busquem models." in asked.content.decode()) == (200, 2, True)
    foreign = client.post(reverse("draft_discard", args=[others.pk]))
    done = client.post(address)
    assert (foreign.status_code, done.status_code, done["Location"]) == (404, 302, "/esborranys/")
    assert list(Draft.objects.all()) == [others]


@pytest.mark.parametrize(("back", "leads_to"), [(PLACE, PLACE), ("https://elsewhere.example/", "/esborranys/")])
def test_discarding_leads_back_to_the_form_but_not_elsewhere(client_of, back, leads_to):
    person = a_member()
    draft = save_draft(person, place=PLACE, fields=FIELDS)
    assert client_of(person).post(reverse("draft_discard", args=[draft.pk]), {"next": back})["Location"] == leads_to
