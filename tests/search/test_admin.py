"""Synonyms, recommended results and searches without results in coordination's area."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from wagtail.models import ModelLogEntry

from intranet.search.admin.permissions import ensure_permissions
from intranet.search.missed import note
from intranet.search.models import MissedQuery, Promotion, SynonymSet
from tests.factories.roles import ROLES
from tests.members.admin.pages import errors, rows, soup, titles, words

pytestmark = pytest.mark.django_db

INSIDE = {"coordination", "administrator"}
LISTS = {"synonyms": "/admin/synonyms/", "recommended": "/admin/recommended/", "missed": "/admin/missed/"}
GUIDE = {"words": "compra pública", "title": "La guia", "address": "/grups/", "note": "", "since": "", "until": ""}


@pytest.fixture(autouse=True)
def _rights(db):
    ensure_permissions()


@pytest.fixture
def client(client_of, roles):
    """A browser of coordination."""
    return client_of(roles["coordination"])


def missed_twice(words):
    """On two days."""
    note(words)
    MissedQuery.objects.filter(words=words).update(first_day=timezone.localdate() - timedelta(days=1))


def noted():
    return sorted(MissedQuery.objects.values_list("words", flat=True))


def test_each_role(client_of, roles):
    missed_twice("cooperativa")
    missed = MissedQuery.objects.get()
    paths = [*LISTS.values(), "/admin/synonyms/new/", "/admin/recommended/new/", f"/admin/missed/delete/{missed.pk}/"]
    answers = {role: {client_of(roles[role]).get(path).status_code for path in paths} for role in ROLES}
    refused = {"anonymous": {302}, "former": {302}}
    assert answers == {role: {200} if role in INSIDE else refused.get(role, {403}) for role in ROLES}


def test_the_menu_leads_there(client):
    links = [link["href"] for link in soup(client.get("/admin/")).select("a[href]")]
    props = client.get("/admin/").content.decode()
    assert [path for path in LISTS.values() if path not in props and path not in links] == []


def test_synonyms_are_added_corrected_and_removed(client):
    client.post("/admin/synonyms/new/", {"expressions": "CCPR\r\ncompra pública\r\n"})
    assert titles(client.get(LISTS["synonyms"])) == ["CCPR · compra pública"]
    one = SynonymSet.objects.get()
    client.post(f"/admin/synonyms/edit/{one.pk}/", {"expressions": "CCPR\r\ncompra pública responsable"})
    assert titles(client.get(LISTS["synonyms"])) == ["CCPR · compra pública responsable"]
    client.post(f"/admin/synonyms/delete/{one.pk}/")
    assert not SynonymSet.objects.exists()


def test_what_is_refused_keeps_what_was_typed(client):
    page = client.post("/admin/synonyms/new/", {"expressions": "ESS"})
    assert errors(page) == {"expressions": _("Write two or more, one a line: what says the same as what?")}
    assert soup(page).select_one("textarea[name=expressions]").text.strip() == "ESS"
    page = client.post("/admin/recommended/new/", {**GUIDE, "address": "/no-hi-es/"})
    assert errors(page) == {"address": _("The intranet has no page there that could be recommended.")}


def test_recommendations_say_whether_they_are_shown(client):
    today = timezone.localdate()
    days = {
        "Ara": (None, today),
        "Encara no": (today + timedelta(days=1), None),
        "Passat": (None, today - timedelta(1)),
    }
    for title, (since, until) in days.items():
        Promotion.objects.create(**{**GUIDE, "title": title, "since": since, "until": until})
    said = [(row[0], row[-1]) for row in rows(client.get(LISTS["recommended"]))]
    assert said == [
        ("Ara", _("Recommended now")),
        ("Encara no", pgettext("recommendation", "Not yet")),
        ("Passat", pgettext("recommendation", "Over")),
    ]


def test_from_a_search_without_results_to_its_remedy(client):
    for query in ("compra innovadora", "bici", "altra cosa"):
        missed_twice(query)
    page = client.get(LISTS["missed"])
    links = {words(link): link["href"] for link in soup(page).select("#listing-results a") if "innovadora" in str(link)}
    synonym, recommended = links[_("Make a synonym of it")], links[pgettext("search", "Recommend")]
    form = soup(client.get(synonym))
    assert form.select_one("textarea[name=expressions]").text.strip() == "compra innovadora"
    answer = client.post(synonym, {"expressions": "compra innovadora\ncompra pública"})
    assert (answer.url, noted()) == (LISTS["missed"], ["altra cosa", "bici"])
    assert soup(client.get(recommended)).select_one("textarea[name=words]").text.strip() == "compra innovadora"
    client.post("/admin/recommended/new/", {**GUIDE, "words": "bicis"})
    assert noted() == ["altra cosa"]


@pytest.mark.parametrize(
    ("path", "title"), [("synonyms", _("Add synonyms")), ("recommended", _("Recommend something"))]
)
def test_a_form_is_titled_once(client, path, title):
    page = soup(client.get(f"/admin/{path}/new/"))
    crumbs = [words(one) for one in page.select("[data-w-breadcrumbs] li a, [data-w-breadcrumbs] li div")]
    assert (words(page.select_one("#header-title")), title in crumbs) == (title, False)


def test_the_question_is_answered_with_its_own_words(client):
    missed_twice("cosa que no hi es")
    page = soup(client.get(reverse("missed:delete", args=[MissedQuery.objects.get().pk])))
    said = [words(one) for one in page.select("form .button")]
    assert said == [_("Put away"), _("Do not put away")]


def test_putting_one_away_leaves_no_trace_of_it(client):
    missed_twice("cosa que no hi es")
    client.post(reverse("missed:delete", args=[MissedQuery.objects.get().pk]))
    assert noted() == []
    assert not ModelLogEntry.objects.exists()


def test_what_was_looked_for_on_one_day_is_nowhere(client):
    note("Maria baixa llarga")
    one = MissedQuery.objects.get()
    pages = [
        client.get(LISTS["missed"]),
        client.get(f"{LISTS['missed']}?export=csv"),
        client.get(reverse("missed:delete", args=[one.pk])),
    ]
    told = [b"".join(page).decode() for page in pages]
    assert ([page.status_code for page in pages], ["llarga" in text for text in told]) == ([200, 200, 404], [False] * 3)


@pytest.mark.parametrize("number", [1, 3, 30])
def test_statements_of_the_lists_do_not_grow(client, number, django_assert_num_queries):
    for at in range(number):
        missed_twice(f"paraula{at} perduda")
        SynonymSet.objects.create(expressions=f"un{at}\naltre{at}")
        Promotion.objects.create(**{**GUIDE, "since": None, "until": None})
    for path in LISTS.values():
        client.get(path)
        with django_assert_num_queries(11):
            assert len(titles(client.get(path))) == number
