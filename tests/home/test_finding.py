"""Who finds news and pages, and by which words."""

from datetime import date

import pytest

from home.finding_tasks import index_news_of
from home.models import HomePage, NewsIndexPage, NewsPage, SectionPage
from intranet.fulltext.domain import index_things
from intranet.fulltext.kinds import Found, findable, thing_at
from intranet.fulltext.models import Entry
from intranet.fulltext.words import sought_in
from tests.factories.home import a_news_page, a_section_page, heading
from tests.factories.members import OrganisationFactory, SubjectFactory, a_guest, a_member, someone_of_coordination
from tests.finding import found, titles

pytestmark = pytest.mark.django_db

WORDS = [
    heading("Com s’hi arriba"),
    ("paragraph", "<p>Amb <b>tramvia</b></p><p>i&nbsp;prou.</p>"),
]


def published(page):
    page.save_revision().publish()
    return page


def kinds_found(person, words):
    return titles(person, words, "news"), titles(person, words, "page")


def test_news_and_pages_are_found_by_the_network():
    council, subject = OrganisationFactory(name="Vallclara"), SubjectFactory(name="Mobilitat")
    news = published(
        a_news_page("Obrim", date=date(2024, 5, 3), body=WORDS, organisation=council, subjects=[subject], live=False)
    )
    page = published(a_section_page("Qui som", lead="Una xarxa.", body=WORDS))
    member = a_member()
    assert found(member, "tramvies", "news") == [
        Found(
            news.pk,
            "Obrim",
            "/noticies/obrim/",
            ("divendres 3 de maig de 2024", "Ajuntament de Vallclara"),
            "Com s’hi arriba Amb <mark>tramvia</mark> i prou.",
        )
    ]
    assert found(member, "som", "page") == [Found(page.pk, "Qui som", "/qui-som/", (), "Una xarxa.")]
    for words in ("vallclara", "mobilitats", "consultar", "arriba"):
        assert titles(member, words, "news") == ["Obrim"]
    assert kinds_found(someone_of_coordination(), "tramvia") == (["Obrim"], ["Qui som"])
    assert kinds_found(a_guest(), "tramvia") == ([], [])
    (entry,) = Entry.objects.filter(kind="news")
    assert (entry.day, entry.organisation, entry.subjects) == (date(2024, 5, 3), council.pk, f",{subject.pk},")
    assert (thing_at("/noticies/obrim/"), thing_at("/qui-som/")) == (("news", news.pk), ("page", page.pk))
    assert (thing_at("/noticies/"), thing_at("/noticies/res/")) == (None, None)


def test_what_is_not_published_is_found_by_nobody():
    member, page = a_member(), published(a_news_page("Obrim", lead="Aigua"))
    page.lead = "Vent"
    page.save_revision()
    assert (titles(member, "aigua", "news"), titles(member, "vent", "news")) == (["Obrim"], [])
    NewsPage.objects.filter(pk=page.pk).update(live=False)  # nothing of the index knows of it
    assert titles(member, "aigua", "news") == []
    NewsPage.objects.filter(pk=page.pk).update(live=True)
    NewsPage.objects.get().unpublish()
    assert (titles(member, "aigua", "news"), Entry.objects.filter(kind="news").count()) == ([], 0)
    NewsPage.objects.get().get_latest_revision().publish()
    assert titles(member, "vent", "news") == ["Obrim"]
    NewsPage.objects.get().delete()
    assert Entry.objects.filter(kind="news").count() == 0


def test_a_page_that_moves_takes_those_below_it_along(django_capture_on_commit_callbacks):
    above = published(a_section_page("Dalt"))
    below = published(a_section_page("Baix", parent=above))
    above.slug = "amunt"
    with django_capture_on_commit_callbacks(execute=True):
        published(above)
    assert Entry.objects.get(kind="page", key=below.pk).address == "/amunt/baix/"
    below.refresh_from_db()
    below.move(HomePage.objects.get(), pos="last-child")
    assert Entry.objects.get(kind="page", key=below.pk).address == "/baix/"
    assert found(a_member(), "baix", "page") == [Found(below.pk, "Baix", "/baix/")]


@pytest.mark.parametrize("field", ["organisation", "subjects"])
def test_a_new_name_is_found_once_a_worker_has_been_there(field, django_capture_on_commit_callbacks):
    council, subject = OrganisationFactory(name="Vallclara"), SubjectFactory(name="Mobilitat")
    published(a_news_page("Obrim", organisation=council, subjects=[subject]))
    named = council if field == "organisation" else subject
    named.name = "Estany"
    with django_capture_on_commit_callbacks() as left:
        named.save()
    assert len([one for one in left if one.__module__ == "home.finding_tasks"]) == 1
    index_news_of.call(field, named.pk)
    assert titles(a_member(), "estany", "news") == ["Obrim"]


@pytest.mark.parametrize("rows", [1, 3, 30])
@pytest.mark.parametrize("kind", ["news", "page"])
def test_they_are_listed_in_one_statement(django_assert_num_queries, kind, rows):
    council, subject = OrganisationFactory(), SubjectFactory()
    for number in range(rows):
        if kind == "news":
            a_news_page(f"Obrim {number}", body=WORDS, organisation=council, subjects=[subject])
        else:
            a_section_page(f"Obrim {number}", body=WORDS)
    keys = list((NewsPage if kind == "news" else SectionPage).objects.values_list("pk", flat=True))
    index_things(kind, keys)  # a process looks up where the site stands once
    with django_assert_num_queries(1):
        listed = list(findable(kind).rows(a_member, dict.fromkeys(keys, 0), sought_in("tramvia")))
    assert [row.title for row in sorted(listed)] == [f"Obrim {number}" for number in range(rows)]
    with django_assert_num_queries(2 if kind == "news" else 1):
        assert len(list(findable(kind).documents(None))) == rows


def test_what_stands_elsewhere_is_no_news():
    assert NewsIndexPage.objects.count() == 1
    assert thing_at("/membres/") is None
