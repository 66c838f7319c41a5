"""The page of the search."""

import re
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from intranet.fulltext import spelling
from intranet.members.enums import GroupAccess
from intranet.search.filters import Filters, filters_in
from intranet.search.models import MissedQuery, Promotion
from intranet.search.promotions import Promoted
from intranet.search.results import PER_PAGE, number_words
from tests.factories.finding import stand_in_kinds, told
from tests.factories.members import (
    GroupMembershipFactory,
    OrganisationFactory,
    SubjectFactory,
    WorkingGroupFactory,
    a_guest,
    a_member,
)

pytestmark = pytest.mark.django_db
URL = "/cerca/"


@pytest.fixture(autouse=True)
def _kinds(monkeypatch, known_at_once):
    stand_in_kinds(monkeypatch)
    monkeypatch.setattr(spelling, "_kept", [])


def a_note(title, aims="", *, access=GroupAccess.OPEN, **facts):
    group = WorkingGroupFactory(name=title, aims=aims, access=access)
    told("note", group, title, aims, **facts)
    return group


def asked(client, **parameters):
    return client.get(URL, parameters)


def said(response):
    return " ".join(response.content.decode().split())


@pytest.fixture
def client_in(client_of):
    return client_of(a_member())


def test_a_row_says_what_it_is_and_where_the_words_stand(client_in):
    note = a_note("Horts & <b>aigua</b>", "Uns horts de tothom")
    page = said(asked(client_in, q="hort"))
    assert f'<a href="/note/{note.pk}/"><mark>Horts</mark> &amp; &lt;b&gt;aigua&lt;/b&gt;</a></h2>' in page
    assert '<p class="found-row__snippet">Uns <mark>horts</mark> de tothom</p>' in page
    assert '<p class="found-row__facts">fact</p>' in page


def test_kinds_have_tabs_with_their_numbers(client_in):
    for number in range(3):
        a_note(f"Horts {number}")
    told("sheet", SubjectFactory(name="Horts"))
    whole, one = asked(client_in, q="horts"), asked(client_in, q="horts", kind="sheet")
    tabs = [(tab.number, tab.href, tab.is_current) for tab in whole.context["listing"].tabs]
    assert tabs == [
        ("4", "?q=horts", True),
        ("3", "?q=horts&kind=note", False),
        ("1", "?q=horts&kind=sheet", False),
    ]
    assert [tab.is_current for tab in one.context["listing"].tabs] == [False, False, True]
    assert (said(one).count('class="found-row"'), 'name="kind" value="sheet"' in said(one)) == (1, True)


def test_what_was_chosen_can_be_taken_off(client_in):
    council = OrganisationFactory(name="Reus")
    a_note("Horts", organisation=council.pk, day=date(2026, 3, 1))
    response = asked(client_in, q="horts", organisation=council.pk, **{"from": "2026-01-01", "until": "2026-12-31"})
    chips = response.context["listing"].chips
    assert [chip.href for chip in chips] == [
        "?q=horts&from=2026-01-01&until=2026-12-31",
        f"?q=horts&organisation={council.pk}&until=2026-12-31",
        f"?q=horts&organisation={council.pk}&from=2026-01-01",
    ]
    assert chips[0].label == "Ajuntament de Reus"
    assert f'<option value="{council.pk}" selected>Ajuntament de Reus (1)</option>' in said(response)


@pytest.mark.parametrize(
    "parameters",
    [
        {
            "kind": "ningú",
            "group": "x",
            "organisation": "-1",
            "subject": "9" * 30,
            "from": "ahir",
            "until": "31/12/2026",
        },
        {"group": "²", "organisation": "0", "subject": "1.5", "from": "2026-13-01", "until": "\0", "pagina": "x"},
        {"kind": "part", "group": "999999", "pagina": "-3"},
    ],
)
def test_what_an_address_says_wrongly_is_left_aside(client_in, parameters):
    a_note("Horts")
    listing = asked(client_in, q="horts", **parameters).context["listing"]
    assert (len(listing.rows), listing.chips, listing.whole, listing.query.urlencode()) == (
        1,
        [],
        "?q=horts",
        "q=horts",
    )


def test_an_end_before_the_beginning_is_taken_for_the_beginning(rf):
    query = rf.get(URL, {"from": "2026-05-01", "until": "2026-04-01", "subject": "7"}).GET
    assert filters_in(query) == Filters(subject=7, since=date(2026, 4, 1), until=date(2026, 5, 1))


def test_there_are_pages(client_in):
    for number in range(PER_PAGE + 1):
        a_note(f"Horts {number}")
    first, last = asked(client_in, q="horts"), asked(client_in, q="horts", pagina=7)
    assert [len(one.context["listing"].rows) for one in (first, last)] == [PER_PAGE, 1]
    assert "?q=horts&amp;pagina=2" in said(first)


def test_what_coordination_recommends_comes_first_and_once(client_in):
    note = a_note("Horts")
    Promotion.objects.create(title="La guia", words="horts", address="https://example.org/", note="Comenceu aquí")
    page = said(asked(client_in, q="hort"))
    assert page.index("La guia") < page.index("Comenceu aquí") < page.index(f"/note/{note.pk}/")
    assert "La guia" not in said(asked(client_in, q="horts", kind="note"))


def test_what_is_recommended_is_not_said_again(client_in):
    note, other = a_note("Horts"), a_note("Horts de secà")
    shown = asked(client_in, q="horts").context["listing"]
    again = replace(shown, recommended=[Promoted("El grup", "/", "", is_outside=False, thing=("note", note.pk))])
    assert [row.found.thing for row in again.rows] == [other.pk]


def test_what_is_recommended_is_not_contradicted(client_in):
    Promotion.objects.create(title="La guia", words="xyzzy", address="https://example.org/")
    with_it, without = (said(asked(client_in, q=words)) for words in ("xyzzy", "plugh"))
    told = _("Besides what is recommended, nothing was found with «%(words)s».")
    assert ["La guia" in with_it, told % {"words": "xyzzy"} in with_it] == [True, True]
    assert _("Nothing was found with «%(words)s».") % {"words": "plugh"} in without


def test_what_was_corrected_and_what_is_only_in_part_is_said(client_in):
    a_note("Coopération")
    a_note("Aigua")
    corrected = asked(client_in, q="cooperatiom").context["listing"]
    loose = asked(client_in, q="aigua xyzzy").context["listing"]
    assert (corrected.corrected, len(corrected.rows)) == ("coopération", 1)
    assert (loose.answer.is_loose, len(loose.rows)) == (True, 1)
    page = said(asked(client_in, q="cooperatiom"))
    assert "cooperatiom" in page
    assert "coopération" in page


def test_filters_that_leave_nothing_can_be_taken_off(client_in):
    a_note("Horts", day=date(2026, 1, 1))
    a_note("Horts de dins", day=date(2026, 1, 1))
    page = said(asked(client_in, q="horts", **{"from": "2026-02-01"}))
    told = ngettext("%(number)s result without filters", "%(number)s results without filters", 2) % {"number": 2}
    assert f'href="?q=horts">{told}</a>' in page
    assert (page.count('class="found-row"'), 'class="button" data-kind="secondary" href="?q=horts"' in page) == (
        0,
        True,
    )


def nothing_in(response):
    """The tabs, and what the page says where it shows nothing."""
    tabs = [(tab.label, tab.number, tab.href, tab.is_current) for tab in response.context["listing"].tabs]
    return tabs, re.search(r'<div class="empty">.*?<p>(.*?)</p>', said(response))[1]


def test_a_kind_of_which_there_is_nothing_is_named(client_in):
    """So is the way back to the others."""
    a_note("Horts")
    response = asked(client_in, q="horts", kind="sheet")
    words = _("There is something with these words, but not among «%(kind)s».") % {"kind": "sheets"}
    tabs = [
        (pgettext("found", "Everything"), "1", "?q=horts", False),
        ("notes", "1", "?q=horts&kind=note", False),
        ("sheets", "0", "?q=horts&kind=sheet", True),
    ]
    assert nothing_in(response) == (tabs, words)
    label = ngettext("%(number)s result of any kind", "%(number)s results of any kind", 1) % {"number": 1}
    assert f'href="?q=horts">{label}</a>' in said(response)


def test_a_kind_and_filters_that_leave_nothing_are_both_told(client_in):
    council, other = OrganisationFactory(), OrganisationFactory()
    a_note("Horts", organisation=council.pk)
    here = f"organisation={other.pk}"
    response = asked(client_in, q="horts", kind="sheet", organisation=other.pk)
    words = _("There is something with these words, but not among «%(kind)s» with these filters.") % {"kind": "sheets"}
    tabs = [
        (pgettext("found", "Everything"), "0", f"?q=horts&{here}", False),
        ("sheets", "0", f"?q=horts&kind=sheet&{here}", True),
    ]
    assert nothing_in(response) == (tabs, words)
    assert [chip.href for chip in response.context["listing"].chips] == ["?q=horts&kind=sheet"]


def test_filters_that_leave_nothing_of_any_kind_have_no_tabs(client_in):
    a_note("Horts", day=date(2026, 1, 1))
    response = asked(client_in, q="horts", **{"from": "2026-02-01"})
    assert nothing_in(response) == ([], _("There is something with these words, but not with these filters."))


def test_a_kind_alone_that_leaves_nothing_costs_no_other_search(client_in, django_assert_num_queries):
    a_note("Horts")
    asked(client_in, q="horts", kind="sheet")
    with django_assert_num_queries(STATEMENTS - 3):  # no names of values, and no rows of either kind
        asked(client_in, q="horts", kind="sheet")


def test_who_finds_nothing_is_helped_and_noted_without_name(client_of, client_in):
    page = said(asked(client_in, q="Xyzzy"))
    assert ('href="/grups/"' in page, 'id="results"' in page) == (True, False)
    asked(client_in, q="xyzzy", kind="note")
    asked(client_of(a_guest()), q="plugh")
    assert list(MissedQuery.objects.values_list("words", "times")) == [("xyzzy", 1)]


def test_words_that_say_nothing_are_not_looked_for(client_in):
    response = asked(client_in, q="la")
    assert (response.context["says_too_little"], MissedQuery.objects.count()) == (True, 0)


def test_before_anything_is_typed_one_reads_what_is_searched(client_in):
    response = asked(client_in)
    assert [one.kind for one in response.context["kinds"]] == ["note", "sheet"]
    assert "<h1" in said(response)
    assert '<a href="?q=cooperatives">' in said(response)


def test_htmx_gets_what_was_found_and_what_changes_with_it(client_in):
    note = a_note("Horts")
    response = client_in.get(URL, {"q": "horts", "kind": "note", "from": ""}, headers={"HX-Request": "true"})
    page = said(response)
    assert (response["HX-Push-Url"], "<html" in page) == ("/cerca/?q=horts&kind=note", False)
    assert [name in page for name in (f"/note/{note.pk}/", 'id="found-tabs" hx-swap-oob', 'id="found-facets"')] == [
        True
    ] * 3


@pytest.mark.parametrize(
    ("number", "is_cut", "words"),
    [(5, False, "5"), (1234, False, "1.234"), (1000, True, "1.000"), (437, True, "400"), (7, True, "7")],
)
def test_of_very_much_only_what_is_sure_is_said(number, is_cut, words):
    text = number_words(number, is_cut=is_cut)
    assert (text.endswith(words), text == words) == (True, not is_cut)


def test_nothing_on_the_page_tells_of_what_one_may_not_see(client_of):
    secret = a_note("Expedient d’horts", "Aigua amagada", access=GroupAccess.PRIVATE)
    told("note", secret, "Expedient d’horts", "Aigua amagada", group=secret.pk)
    a_note("Aigua clara")
    GroupMembershipFactory(group=secret, user=(insider := a_member()))
    hidden = ("Expedient", "amagada", f"/note/{secret.pk}/", f'value="{secret.pk}"')
    for person, tells in ((insider, True), (a_member(), False), (a_guest(), False)):
        page = said(asked(client_of(person), q="aigua", group=secret.pk if tells else ""))
        assert [part in page for part in hidden] == [tells] * 4
    assert said(asked(client_of(a_member()), q="aigua", group=secret.pk)).count('class="found-row"') == 1


@pytest.mark.parametrize("count", [1, 3, 30])
def test_the_page_costs_the_same_for_any_number(client_in, django_assert_num_queries, count):
    council = OrganisationFactory()
    for number in range(count):
        day = date(2026, 1, 1) + timedelta(days=number)
        a_note(f"Horts {number}", organisation=council.pk, day=day)
        told("sheet", SubjectFactory(name=f"Horts {number}"), day=day)
    asked(client_in, q="horts")
    with django_assert_num_queries(STATEMENTS):
        asked(client_in, q="horts")


STATEMENTS = 10
"""Session, person, bell; what coordination has taught, groups one knows, hits, which of them one may see, names of values; the rows of two kinds."""
