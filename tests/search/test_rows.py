"""How the things of each kind read where they are found: what people wrote is text there, and asks for few statements."""

import pytest
from django.db.models.sql import Query
from django.utils.safestring import SafeString

from intranet.fulltext.kinds import findable, findables
from intranet.fulltext.words import sought_in
from intranet.members.models import User
from tests.factories.agenda import an_event
from tests.factories.circular import a_sent_circular, an_entry
from tests.factories.forum import a_topic, an_experience
from tests.factories.home import a_news_page, a_section_page
from tests.factories.members import OrganisationFactory, WorkingGroupFactory, a_member
from tests.factories.repository import a_collection, a_resource

pytestmark = pytest.mark.django_db
MARKUP = "<img src=x onerror=alert(1)> ben escrit"
ESCAPED = "&lt;img src=x onerror=alert(1)&gt; ben escrit"
IN_A_POST = f"<p>{ESCAPED}</p>"


def a_first_post(title):
    return a_topic(title=title, body=IN_A_POST).posts.get()


def an_entry_of(title):
    return an_entry(a_sent_circular(), title=title, text=MARKUP)


MADE = {
    "person": lambda title: a_member(given_name=title, ask_me_about=MARKUP),
    "council": lambda title: OrganisationFactory(name=title, comarca=MARKUP),
    "group": lambda title: WorkingGroupFactory(name=title, aims=MARKUP),
    "post": a_first_post,
    "experience": lambda title: an_experience(title=title, done=MARKUP).topic,
    "event": lambda title: an_event(title=title, summary=MARKUP),
    "resource": lambda title: a_resource(title=title, summary=MARKUP),
    "news": lambda title: a_news_page(title, lead=MARKUP),
    "page": lambda title: a_section_page(title, lead=MARKUP),
    "collection": lambda title: a_collection(title=title, summary=MARKUP),
    "circular": lambda title: a_sent_circular(title=title, intro=IN_A_POST),
    "circular_entry": an_entry_of,
}
NONE = {"council"}
"""Kinds of which a list says nothing but what they are called, and facts."""


def rows_of(kind, made, words, person=None):
    things = {made.topic_id if kind == "post" else made.pk: made.pk}
    return list(findable(kind).rows(person or reader(), things, sought_in(words)))


def reader():
    return User.objects.with_standing().get(pk=a_member().pk)


def test_each_kind_is_looked_at_here():
    assert {one.kind for one in findables() if not one.shown_as} == set(MADE)


@pytest.mark.parametrize("kind", MADE)
def test_what_people_wrote_is_text_whether_it_says_what_is_looked_for_or_not(kind):
    made = MADE[kind]("Quimera")
    (by_title,), (by_text,) = rows_of(kind, made, "quimera"), rows_of(kind, made, "escrit")
    said = (by_title.snippet, by_text.snippet)
    assert [type(snippet) for snippet in said] == [SafeString, SafeString]
    assert [snippet.count("<img") for snippet in said] == [0, 0]
    if kind not in NONE:
        assert [ESCAPED in snippet.replace("<mark>", "").replace("</mark>", "") for snippet in said] == [True, True]


@pytest.mark.parametrize("kind", MADE)
def test_how_a_kind_is_asked_for_is_worded_once(kind, monkeypatch):
    person, made = reader(), MADE[kind]("Quimera")
    before = rows_of(kind, made, "sirena", person)
    monkeypatch.setattr(Query, "get_compiler", lambda *_asked, **_facts: pytest.fail("worded anew"))
    assert rows_of(kind, made, "sirena", person) == before
