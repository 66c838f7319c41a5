"""The network's pages and news, as people read them."""

from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from home.models import HomePage, LegalPage, NewsIndexPage, NewsPage
from tests.factories.home import a_news_page, a_section_page, heading
from tests.factories.members import OrganisationFactory, SubjectFactory
from tests.factories.roles import ROLES

pytestmark = pytest.mark.django_db


def titles(page):
    return [news.title for news in page]


def several_news(number):
    for days in range(number):
        a_news_page(f"Notícia {days}", date=timezone.localdate() - timedelta(days=days))


@pytest.mark.parametrize("role", ROLES)
def test_pages_are_for_the_network(role, roles, client_of):
    client = client_of(roles[role])
    a_news_page("Nova guia", lead="Text confidencial")
    a_section_page("Qui som", lead="Text confidencial")
    outside = {"anonymous": 302, "former": 302, "guest": 404}
    for path in ("/noticies/", "/noticies/nova-guia/", "/qui-som/"):
        response = client.get(path)
        assert response.status_code == outside.get(role, 200)
        assert ("Text confidencial" in response.content.decode()) == (role not in outside)


def test_news_say_who_when_and_what_about(roles, client_of):
    council = OrganisationFactory(name="Manresa", slug="manresa")
    subjects = [SubjectFactory(name="Cures"), SubjectFactory(name="Agroecologia")]
    author = roles["coordination"]
    body = [heading("Per què"), ("paragraph", "<p>Perquè sí.</p>")]
    fields = {"owner": author, "organisation": council, "subjects": subjects, "body": body}
    page = a_news_page("Nova guia", date=date(2024, 4, 16), **fields)
    response = client_of(roles["member"]).get(page.url)
    text = response.content.decode()
    assert text.count("<h1") == 1
    assert "<h1>Nova guia</h1>" in text
    assert '<time datetime="2024-04-16">' in text
    assert author.full_name in text
    assert '<h2 id="per-que">Per què</h2>' in text
    assert f'<a href="{council.get_absolute_url()}">Ajuntament de Manresa</a>' in text
    assert [subject.name for subject in response.context["subjects"]] == ["Agroecologia", "Cures"]


def test_news_are_listed_newest_first_twenty_a_page(roles, client_of):
    several_news(23)
    client = client_of(roles["member"])
    first = client.get("/noticies/")
    assert titles(first.context["news"]) == [f"Notícia {number}" for number in range(20)]
    second = client.get("/noticies/?pagina=2")
    assert titles(second.context["news"]) == ["Notícia 20", "Notícia 21", "Notícia 22"]


def test_news_of_one_year(roles, client_of):
    for year in (2024, 2025):
        a_news_page(f"De {year}", date=date(year, 3, 1))
    client = client_of(roles["member"])
    response = client.get("/noticies/?any=2024")
    assert titles(response.context["news"]) == ["De 2024"]
    links = [(link.label, link.href, link.is_current) for link in response.context["years"]]
    assert links[1:] == [("2025", "?any=2025", False), ("2024", "?any=2024", True)]
    assert titles(client.get("/noticies/?any=ahir").context["news"]) == ["De 2025", "De 2024"]


def test_empty_list_of_news_says_so(roles, client_of):
    response = client_of(roles["member"]).get("/noticies/")
    assert titles(response.context["news"]) == []
    assert 'class="empty"' in response.content.decode()


def test_drafts_are_not_listed_or_shown(roles, client_of):
    draft = a_news_page("Esborrany secret", live=False)
    client = client_of(roles["member"])
    assert "Esborrany secret" not in client.get("/noticies/").content.decode()
    assert client.get(f"/noticies/{draft.slug}/").status_code == 404
    assert "Esborrany secret" not in client.get("/").content.decode()


@pytest.mark.parametrize("rows", [1, 3, 30])
def test_list_of_news_takes_the_same_statements_at_any_length(rows, roles, client_of, django_assert_num_queries):
    several_news(rows)
    client = client_of(roles["member"])
    client.get("/noticies/")
    with django_assert_num_queries(12):
        client.get("/noticies/")


def test_section_lists_the_pages_below_it_and_the_way_to_it(roles, client_of):
    parent = a_section_page("Qui som", body=[heading("U"), heading("Dos"), heading("Tres")])
    child = a_section_page("Òrgans", parent=parent, lead="Assemblea i Executiva.")
    a_section_page("Esborrany", parent=parent, live=False)
    client = client_of(roles["member"])
    above = client.get(parent.url)
    assert [page.title for page in above.context["children"]] == ["Òrgans"]
    assert [entry.text for entry in above.context["outline"]] == ["U", "Dos", "Tres"]
    below = client.get(child.url)
    assert below.context["trail"] == [("/qui-som/", "Qui som")]
    assert below.context["outline"] == []


# --- Drafts, previews and dates ---


@pytest.mark.parametrize("kind", [HomePage, NewsIndexPage, LegalPage, NewsPage])
def test_preview_is_drawn_under_the_strict_policy(kind, roles, client_of):
    a_news_page("Nova guia")
    page = kind.objects.first()
    client = client_of(roles["coordination"])
    response = client.get(reverse("wagtailadmin_pages:view_draft", args=[page.pk]))
    assert response.status_code == 200
    policy = set(response["Content-Security-Policy"].split("; "))  # whose order the library leaves to chance
    assert {"script-src 'self'", "frame-ancestors 'self'"} <= policy
    assert response["X-Frame-Options"] == "SAMEORIGIN"
    assert "wagtail-userbar" not in response.content.decode()


def test_news_with_a_date_are_published_then(roles, client_of, monkeypatch):
    page = a_news_page("Demà", live=False)
    page.go_live_at = timezone.now() + timedelta(hours=1)
    page.save_revision().publish()
    client = client_of(roles["member"])
    found = []
    for hours in (0, 2):
        with monkeypatch.context() as patch:
            moment = timezone.now() + timedelta(hours=hours)
            patch.setattr(timezone, "now", lambda moment=moment: moment)
            call_command("publish_scheduled", verbosity=0)
        found.append(client.get("/noticies/dema/").status_code)
    assert found == [404, 200]


def test_no_page_is_told_to_search_engines(roles):
    assert [page.get_sitemap_urls() for page in (HomePage.objects.get(), a_news_page())] == [[], []]
