"""Whatever anybody writes is read as text on the page of the search, in each kind of thing."""

import pytest

from intranet.fulltext.domain import index_things
from intranet.fulltext.kinds import Found, findables
from intranet.fulltext.words import sought_in
from intranet.members.models import Organisation, WorkingGroup
from intranet.search.results import Row, row_markup
from tests.factories.agenda import an_event
from tests.factories.circular import a_sent_circular, an_entry
from tests.factories.forum import a_reply, a_topic, an_experience
from tests.factories.home import a_news_page, a_section_page
from tests.factories.members import GroupMembershipFactory, OrganisationFactory, WorkingGroupFactory, a_member
from tests.factories.repository import a_collection, a_resource

pytestmark = pytest.mark.django_db
EVIL = '<img src=x onerror=alert(1)><div hx-post="/x/" hx-trigger="load">'
TYPED = f"<p>{EVIL.replace('<', '&lt;').replace('>', '&gt;')}</p>"
"""In a post, as an editor sends it of somebody who typed it."""
EVERYWHERE = f"Quimera {EVIL}"


def an_indexed_entry(title, text):
    entry = an_entry(a_sent_circular(), title=title, text=text)
    index_things("circular_entry", [entry.pk])


def an_indexed_collection(title, text):
    index_things("collection", [a_collection(title=title[:160], summary=text).pk])


def an_indexed_circular(title, text):
    intro = f"<p>{text.replace('<', '&lt;').replace('>', '&gt;')}</p>"
    index_things("circular", [a_sent_circular(title=title, intro=intro).pk])


def published(page):
    page.save_revision().publish()


CASES = {
    "person": lambda title, text: a_member(given_name=title, ask_me_about=text, bio=text),
    "council": lambda title, text: a_member(OrganisationFactory(name=title), given_name=text),
    "group": lambda title, text: WorkingGroupFactory(name=title, aims=text),
    "post": lambda title, _text: a_topic(title=title, body=TYPED),
    "experience": lambda title, text: an_experience(title=title, done=text),
    "event": lambda title, text: an_event(title=title, summary=text, venue=text),
    "resource": lambda title, text: a_resource(title=title, summary=text),
    "news": lambda title, text: published(a_news_page(title, lead=text)),
    "page": lambda title, text: published(a_section_page(title, lead=text)),
    "collection": an_indexed_collection,
    "circular": an_indexed_circular,
    "circular_entry": an_indexed_entry,
}


def raw_in(client, kind):
    page = client.get("/cerca/", {"q": "quimera", "kind": kind}).content.decode()
    return page.count('class="found-row"'), [part for part in ("<img src=x", "<div hx-post") if part in page]


def test_each_kind_is_looked_at_here():
    assert {one.kind for one in findables() if not one.shown_as} == set(CASES)


@pytest.mark.parametrize("title", ["Quimera", EVERYWHERE], ids=["where the words stand in the title", "everywhere"])
@pytest.mark.parametrize("kind", CASES)
def test_markup_is_text(client_of, kind, title):
    CASES[kind](title, EVIL if title == "Quimera" else EVERYWHERE)
    assert raw_in(client_of(a_member()), kind) == (1, [])


def test_facts_are_text(client_of):
    group = WorkingGroupFactory(name=EVIL)
    a_reply(a_topic(group, title="Quimera"), body=f"<p>Una quimera.</p>{TYPED}")
    an_event(title="Quimera", group=group)
    person = a_member(OrganisationFactory(name=EVIL), given_name="Quimera")
    GroupMembershipFactory(group=group, user=person)
    client = client_of(a_member())
    assert [raw_in(client, kind) for kind in ("post", "event", "person")] == [(1, [])] * 3
    assert (WorkingGroup.objects.filter(name=EVIL).count(), Organisation.objects.filter(name=EVIL).count()) == (1, 1)


@pytest.mark.parametrize("one", findables(), ids=lambda one: one.kind)
def test_a_row_trusts_nothing_that_its_section_says(one):
    found = Found(1, EVIL, f'/"{EVIL}', (EVIL, EVIL), EVIL)
    markup = row_markup(Row(one, found), sought_in("img hx"))
    assert [part for part in ("<img", "<div", '="/"<') if part in markup] == []
