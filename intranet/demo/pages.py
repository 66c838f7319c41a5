"""The network's own pages and a year of news."""

from datetime import date
from typing import Any

from wagtail.models import Page

from home.models import HomePage, NewsIndexPage, NewsPage, SectionPage
from intranet.demo.blocks import Shelf, stream
from intranet.demo.days import moment, working_day
from intranet.demo.documents import load_documents
from intranet.demo.people import COORDINATORS
from intranet.demo.pictures import load_pictures
from intranet.demo.tables import texts
from intranet.members.models import Organisation, Subject, User

Described = dict[str, Any]


def load_pages(
    today: date, people: dict[str, User], organisations: dict[str, Organisation], subjects: dict[str, Subject]
) -> int:
    """All pages below those that `home.setup` has made. Pages come before their texts, which refer to one another."""
    owner = people[COORDINATORS[0]]
    shelf = Shelf(load_pictures(owner), load_documents(owner), {})
    sections, news = texts("sections")["page"], texts("news")["page"]
    home, index = HomePage.objects.get(), NewsIndexPage.objects.get()
    for described in sections:
        parent = shelf.pages.get(described.get("parent", ""), home)
        shelf.pages[described["slug"]] = add_section(parent, described, people)
    for described in news:
        shelf.pages[described["slug"]] = add_news(index, described, today, people, organisations)
    for described in (*sections, *news):
        write(shelf.pages[described["slug"]], described, shelf, subjects)
    return len(shelf.pages)


def add_section(parent: Page, described: Described, people: dict[str, User]) -> SectionPage:
    page = SectionPage(
        title=described["title"],
        slug=described["slug"],
        lead=described["lead"],
        owner=people[described["owner"]],
        show_in_menus="parent" not in described,
        live=False,
    )
    added: SectionPage = parent.add_child(instance=page)
    return added


def add_news(
    index: NewsIndexPage,
    described: Described,
    today: date,
    people: dict[str, User],
    organisations: dict[str, Organisation],
) -> NewsPage:
    on = working_day(today, described["days"])
    page = NewsPage(
        title=described["title"],
        slug=described["slug"],
        lead=described["lead"],
        date=on,
        organisation=organisations.get(described.get("organisation", "")),
        owner=people[described["owner"]],
        first_published_at=moment(on) if described.get("live", True) else None,
        live=False,
    )
    added: NewsPage = index.add_child(instance=page)
    return added


def write(page: Any, described: Described, shelf: Shelf, subjects: dict[str, Subject]) -> None:
    """Give `page` its text; publish it unless it is a draft."""
    page.body = stream(described.get("body", []), shelf)
    if described.get("subjects"):
        page.subjects.set(subjects[slug] for slug in described["subjects"])
    revision = page.save_revision(user=page.owner)
    if described.get("live", True):
        revision.publish()
