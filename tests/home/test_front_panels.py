"""News and pages on the dashboard: drawn once, and gone at once when they are unpublished."""

from datetime import date

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory

from home.models import NewsPage
from home.panels import latest_news, network_pages
from intranet.members.models import User
from tests.factories.home import a_news_page, a_section_page
from tests.factories.members import a_guest, a_member, someone_of_coordination

pytestmark = pytest.mark.django_db
STANDING = 1
"""The person is read."""
BUILDERS = pytest.mark.parametrize(("build", "make"), [(latest_news, a_news_page), (network_pages, a_section_page)])


def drawn(build, person):
    request = RequestFactory().get("/")
    request.user = User.objects.with_standing().get(pk=person.pk)
    panel = build(request)
    return render_to_string(panel.template_name, {"panel": panel}, request) if panel else None


@BUILDERS
def test_a_page_is_linked_by_its_address(build, make):
    page = make("Bona notícia")
    said = drawn(build, a_member())
    assert (f'href="{page.get_url()}"' in said, "Bona notícia" in said) == (True, True)


def test_news_say_their_day():
    a_news_page("Notícia", date=date(2020, 3, 1))
    assert '<time datetime="2020-03-01">' in drawn(latest_news, a_member())


@BUILDERS
def test_what_is_unpublished_or_called_otherwise_is_seen_at_once(build, make):
    person = a_member()
    page, _other = make("Primera"), make("Segona")
    said = [drawn(build, person)]
    page.title = "Primera, corregida"
    page.save_revision().publish()
    said.append(drawn(build, person))
    page.unpublish()
    said.append(drawn(build, person))
    found = [("Primera<" in page, "Primera, corregida" in page, "Segona" in page) for page in said]
    assert found == [(True, False, True), (False, True, True), (False, False, True)]


def test_the_last_one_that_goes_takes_the_panel_with_it():
    person = a_member()
    a_news_page()
    assert drawn(latest_news, person) is not None
    NewsPage.objects.all().update(live=False)
    assert drawn(latest_news, person) is None


@BUILDERS
def test_guests_are_told_nothing_of_the_network_though_it_is_kept(build, make):
    make("De la xarxa")
    assert "De la xarxa" in drawn(build, a_member())
    assert drawn(build, a_guest()) is None


@BUILDERS
@pytest.mark.parametrize("rows", [1, 3, 30])
@pytest.mark.parametrize("who", [a_member, someone_of_coordination])
def test_the_panel_is_one_statement_for_any_number(who, rows, build, make, django_assert_num_queries):
    for number in range(rows):
        make(f"Pàgina {number}")
    person = who()
    first = drawn(build, person)
    with django_assert_num_queries(1 + STANDING):
        assert drawn(build, person) == first
