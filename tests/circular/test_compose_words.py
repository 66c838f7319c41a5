"""Putting an entry and the introduction into words on the screen: saved by themselves, contested, and never lost."""

import json
import re

import pytest
from django.urls import reverse

from home.circular.domain.composing import set_section
from home.circular.domain.wording import reword
from home.circular.enums import Section
from home.circular.forms.composing import WordsForm
from home.circular.models import CircularEntry
from tests.circular.screen import HTMX, SAVED, address, press, shown, text_of
from tests.factories.circular import an_entry
from tests.factories.forum import a_topic
from tests.factories.members import someone_of_coordination

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(client_of, chief):
    return client_of(chief)


def test_whoever_changes_words_alone_does_not_move_it_back(client, circular):
    entry = an_entry(circular, section=Section.AGENDA)
    set_section(entry, by=someone_of_coordination(), section=Section.GRANTS)
    place = address(circular, "circular_entry", entry.pk)
    given = {"title": "Curt", "section": Section.AGENDA, "section_before": Section.AGENDA, "seen": 0}
    client.post(place, given, headers=SAVED)
    entry.refresh_from_db()
    assert (entry.title, entry.section) == ("Curt", Section.GRANTS)


def test_words_are_saved_by_themselves(client, circular):
    entry = an_entry(circular)
    place = address(circular, "circular_entry", entry.pk)
    given = {"title": "Curt", "text": "Breu.", "section": entry.section, "day": "", "link": "", "seen": 0}
    answer = client.post(place, given, headers=SAVED)
    stamp = f"1.accepted.{entry.section}.{entry.position}"
    assert json.loads(answer.content) == {"seen": 1, "version": 1, "before": 0, "stamp": stamp}
    again = client.post(place, given | {"title": "Meu"}, headers=SAVED)
    assert (again.status_code, '<p class="compose-conflict__title" data-theirs="title">Curt</p>' in text_of(again)) == (
        409,
        True,
    )
    refused = client.post(place, given | {"title": "", "seen": 1}, headers=SAVED)
    required = WordsForm.base_fields["title"].error_messages["required"]
    assert (refused.status_code, text_of(refused)) == (422, f"{WordsForm.base_fields['title'].label}: {required}")
    assert CircularEntry.objects.get().title == "Curt"


def test_without_script_a_conflict_shows_both(client, circular):
    entry = an_entry(circular)
    reword(entry, by=someone_of_coordination(), title="El d’ells", text="", seen=0)
    place = address(circular, "circular_entry", entry.pk)
    given = {"title": "El meu", "text": "", "section": entry.section, "day": "", "link": "", "seen": 0}
    answer = client.post(place, given)
    html = text_of(answer)
    assert (answer.status_code, "El d’ells" in html, 'value="El meu"' in html) == (422, True, True)
    seen = re.search(r'name="seen" value="(\d+)"', html)[1]
    done = client.post(place, given | {"seen": seen, "section": Section.GRANTS})
    entry.refresh_from_db()
    assert (done.headers["Location"], entry.title, entry.section) == (
        f"{address(circular)}#entrada-{entry.pk}",
        "El meu",
        Section.GRANTS,
    )


def test_htmx_opens_the_words_where_the_entry_stands(client, circular):
    entry = an_entry(circular)
    place = address(circular, "circular_entry", entry.pk)
    form = text_of(client.get(place, headers=HTMX))
    assert (form.count("<h1"), f'hx-target="#edita-{entry.pk}"' in form) == (0, True)
    given = {"title": "Curt", "text": "", "section": entry.section, "day": "", "link": "", "seen": 0, "v": 0}
    done = text_of(client.post(place, given, headers=HTMX))
    assert (shown(done, "entrada"), "Curt" in done) == ([entry.pk], True)


def test_what_its_source_says_now_is_shown_beside(client, circular):
    entry = an_entry(circular, topic=a_topic(title="Títol nou"), title="El nostre", reworded=True, source_changed=True)
    html = text_of(client.get(address(circular, "circular_entry", entry.pk)))
    assert ("Títol nou" in html, 'value="El nostre"' in html, 'name="text-nou"' in html) == (True, True, True)
    done = text_of(press(client, circular, htmx=True, **{"text-nou": entry.pk}))
    assert f'<div id="edita-{entry.pk}" hx-swap-oob="innerHTML"></div>' in done
    entry.refresh_from_db()
    assert (entry.title, entry.reworded) == ("Títol nou", False)


def test_the_introduction_is_saved_and_contested(client, circular):
    place = address(circular, "circular_intro")
    answer = client.post(place, {"intro": "<p>Bon dia</p>", "seen": 0}, headers=SAVED)
    assert json.loads(answer.content) == {"seen": 1, "version": 1, "before": 0, "stamp": ""}
    contested = client.post(place, {"intro": "<p>Bona nit</p>", "seen": 0}, headers=SAVED)
    assert (contested.status_code, "<p>Bon dia</p>" in text_of(contested)) == (409, True)
    page = client.post(place, {"intro": "<p>Bona nit</p>", "seen": 0})
    assert (page.status_code, "<p>Bon dia</p>" in text_of(page), "Bona nit" in text_of(page)) == (422, True, True)
    for answer in (contested, page):  # with two ways out, also without script
        ways = re.findall(r'(?:form|href)="([^"]+)" data-keep="(\w+)"', text_of(answer))
        assert ways == [("introduccio-text", "mine"), (f"{address(circular)}#introduccio", "theirs")]
    assert '<form class="form" id="introduccio-text"' in text_of(page)
    saved = client.post(place, {"intro": "<p>Bona nit</p>", "seen": 1})
    assert saved.headers["Location"] == f"{address(circular)}#introduccio"
    assert client.get(place).headers["Location"] == f"{address(circular)}#introduccio"


@pytest.mark.parametrize("name", ["circular_entry", "circular_intro"])
def test_what_is_typed_when_the_session_ends_comes_back(client_of, chief, circular, name):
    entry = an_entry(circular, title="Fira")
    place = address(circular, name, *([entry.pk] if name == "circular_entry" else []))
    client = client_of(chief)
    html = text_of(client.get(place, follow=True))
    form = html[html.index(f'action="{place}"') :]
    typed = {"writer": re.search(r'name="writer" value="([^"]+)"', form)[1], "seen": 0}
    typed |= {
        "title": "Fira gran",
        "text": "",
        "section": Section.GRANTS,
        "day": "",
        "link": "",
        "intro": "<p>Bon dia</p>",
    }
    client.session.flush()
    assert client.post(place, typed).headers["Location"].startswith(reverse("account_login"))
    client.force_login(chief)
    back = text_of(client.get(place))
    assert ("Fira gran" in back, "Bon dia" in back) == (name == "circular_entry", name == "circular_intro")
    entry.refresh_from_db()
    circular.refresh_from_db()
    assert (entry.title, circular.intro) == ("Fira", "")


def test_whoever_says_what_an_image_shows_sees_it(client, circular):
    entry = an_entry(circular, picture="circular/fira.jpg", picture_alt="Parades a la plaça")
    html = text_of(client.get(address(circular, "circular_entry", entry.pk), headers=HTMX))
    assert f'src="{entry.picture.url}" alt="Parades a la plaça"' in html
