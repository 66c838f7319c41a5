"""What coordination, and administrators, may do in the tree of pages."""

import json

import pytest
from django.urls import reverse
from wagtail.models import Page
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from home.circular.models import CircularIndexPage, CircularPage
from home.models import HomePage, LegalPage, NewsIndexPage, NewsPage, SectionPage
from intranet.pages.forms import RESERVED, is_taken
from repository.models import PrivateShelfPage, ResourceIndexPage
from tests.factories.home import a_news_page, a_section_page

pytestmark = pytest.mark.django_db

FIXED = {
    "home": HomePage.objects.get,
    "news": NewsIndexPage.objects.get,
    "privacy": lambda: LegalPage.objects.get(slug="privacitat"),
    "bank": ResourceIndexPage.objects.get,
    "circulars": CircularIndexPage.objects.get,
}


def news_form(**fields):
    values = {
        "title": "Nova guia",
        "slug": "nova-guia",
        "date": "16/04/2026",
        "lead": "Ja es pot consultar.",
        "body": streamfield([("paragraph", rich_text("<p>Hola</p>"))]),
        "action-publish": "1",
        "comments": {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0},
        **fields,
    }
    return nested_form_data(values)


@pytest.mark.parametrize("role", ["coordination", "administrator"])
@pytest.mark.parametrize("page", FIXED)
def test_fixed_pages_can_be_edited_and_nothing_else(role, page, roles):
    may = FIXED[page]().permissions_for_user(roles[role])
    assert (may.can_edit(), may.can_publish()) == (True, True)
    refused = may.can_delete(), may.can_unpublish(), may.can_move(), may.can_copy()
    assert refused == (False, False, False, False)


@pytest.mark.parametrize("page", FIXED)
@pytest.mark.parametrize("screen", ["delete", "unpublish", "move", "copy"])
def test_fixed_pages_stay_whatever_is_posted(page, screen, roles, client_of):
    page = FIXED[page]()
    response = client_of(roles["administrator"]).post(reverse(f"wagtailadmin_pages:{screen}", args=[page.pk]))
    assert response.status_code == 302
    page.refresh_from_db()
    assert (page.live, Page.objects.count()) == (True, 9)


@pytest.mark.parametrize("role", ["coordination", "administrator"])
def test_bulk_actions_leave_fixed_pages_alone(role, roles, client_of):
    news = NewsIndexPage.objects.get()
    client_of(roles[role]).post(f"/admin/bulk/wagtailcore/page/delete/?id={news.pk}")
    assert NewsIndexPage.objects.count() == 1


def test_coordination_publishes_news(roles, client_of):
    index = NewsIndexPage.objects.get()
    url = reverse("wagtailadmin_pages:add", args=["home", "newspage", index.pk])
    response = client_of(roles["coordination"]).post(url, news_form())
    assert response.status_code == 302
    page = NewsPage.objects.get()
    assert (page.title, page.live, page.owner, page.url) == (
        "Nova guia",
        True,
        roles["coordination"],
        "/noticies/nova-guia/",
    )


def test_image_without_alternative_text_keeps_the_page_from_being_published(roles, client_of):
    url = reverse("wagtailadmin_pages:add", args=["home", "newspage", NewsIndexPage.objects.get().pk])
    body = streamfield([("image", {"image": "", "alternative": "", "caption": "Mercat"})])
    response = client_of(roles["coordination"]).post(url, news_form(body=body))
    assert response.status_code == 200
    errors = response.context["form"].errors.as_data()
    assert list(errors) == ["body"]
    assert sorted(errors["body"][0].block_errors[0].block_errors) == ["alternative", "image"]
    assert NewsPage.objects.count() == 0


def test_coordination_removes_news_and_pages(roles, client_of):
    client = client_of(roles["coordination"])
    for page in (a_news_page(), a_section_page()):
        client.post(reverse("wagtailadmin_pages:delete", args=[page.pk]))
    assert (NewsPage.objects.count(), SectionPage.objects.count()) == (0, 0)


@pytest.mark.parametrize("role", ["member", "manager", "guest"])
def test_others_do_not_reach_the_editor(role, roles, client_of):
    page = a_news_page()
    response = client_of(roles[role]).get(reverse("wagtailadmin_pages:edit", args=[page.pk]))
    assert response.status_code == 403


def test_each_page_has_its_place():
    kinds = HomePage, SectionPage, NewsIndexPage, NewsPage, LegalPage
    offered = {kind.__name__: sorted(below.__name__ for below in kind.creatable_subpage_models()) for kind in kinds}
    assert offered == {
        "HomePage": ["CircularIndexPage", "LegalPage", "NewsIndexPage", "ResourceIndexPage", "SectionPage"],
        "SectionPage": ["SectionPage"],
        "NewsIndexPage": ["NewsPage"],
        "NewsPage": [],
        "LegalPage": [],
    }
    home = HomePage.objects.get()
    assert [kind.__name__ for kind in kinds if kind.can_create_at(home)] == ["SectionPage"]
    kinds_of_root = (*kinds, ResourceIndexPage, PrivateShelfPage, CircularIndexPage, CircularPage)
    assert not any(kind.can_create_at(Page.get_first_root_node()) for kind in kinds_of_root)


def test_address_of_a_fixed_page_is_not_asked_for(roles, client_of):
    page = LegalPage.objects.get(slug="privacitat")
    form = client_of(roles["coordination"]).get(reverse("wagtailadmin_pages:edit", args=[page.pk])).context["form"]
    assert sorted(form.fields) == ["body", "title"]


def test_privacy_of_a_page_is_not_offered(roles, client_of):
    page = a_news_page()
    response = client_of(roles["administrator"]).get(reverse("wagtailadmin_pages:set_privacy", args=[page.pk]))
    assert (response.status_code, response["Location"]) == (302, "/admin/")


@pytest.mark.parametrize("slug", [*sorted(RESERVED), "salut", "disseny", "aparenca"])
def test_address_of_a_section_is_taken(slug):
    assert is_taken(slug)


def test_page_with_the_address_of_a_section_is_refused(roles, client_of):
    home = HomePage.objects.get()
    url = reverse("wagtailadmin_pages:add", args=["home", "sectionpage", home.pk])
    values = news_form(title="Agenda", slug="agenda")
    response = client_of(roles["coordination"]).post(url, values)
    assert list(json.loads(response.context["form"].errors.as_json())) == ["slug"]
    assert SectionPage.objects.count() == 0


def test_page_below_another_may_have_that_address(roles, client_of):
    parent = a_section_page()
    url = reverse("wagtailadmin_pages:add", args=["home", "sectionpage", parent.pk])
    client_of(roles["coordination"]).post(url, news_form(title="Agenda", slug="agenda"))
    assert SectionPage.objects.get(slug="agenda").url == "/qui-som/agenda/"
