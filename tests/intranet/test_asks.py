"""What waits for a person: brought by one statement, what ends first before the rest, coordination's on its own."""

from datetime import timedelta

import pytest
from django.utils import timezone

from intranet import asks, unions
from intranet.asks import Ask, Source, panels_of_asks, register_asks
from intranet.members.models import Organisation
from intranet.unions import Question, answers_to, counted, listed
from tests.factories.members import OrganisationFactory, a_guest, a_member, someone_of_coordination

pytestmark = pytest.mark.django_db


@pytest.fixture
def sources(monkeypatch):
    """None but those that the test registers."""
    monkeypatch.setattr(asks, "_sources", {})


def saying(*words, until=None):
    """A source's `read` that asks so many things of everyone."""
    return lambda _person, _rows: [Ask("mail", word, "/", "Fes-ho", until) for word in words]


def texts(panels):
    return [[ask.text for ask in panel.context["asks"]] for panel in panels]


def test_what_ends_stands_first_and_then_what_is_urgent(sources):
    now = timezone.now()
    register_asks(
        Source("later", 1, saying("demà", until=now + timedelta(days=1))),
        Source("calm", 9, saying("quan puguis")),
        Source("soon", 5, saying("avui", until=now)),
        Source("urgent", 2, saying("de seguida")),
    )
    assert texts(panels_of_asks(a_member())) == [["avui", "demà", "de seguida", "quan puguis"]]


def test_coordination_has_a_panel_for_its_tasks_and_others_have_one_for_all(sources):
    register_asks(Source("own", 1, saying("meu")), Source("duty", 2, saying("de tothom"), is_duty=True))
    assert texts(panels_of_asks(someone_of_coordination())) == [["meu"], ["de tothom"]]
    assert texts(panels_of_asks(a_member())) == [["meu", "de tothom"]]


@pytest.mark.parametrize(
    ("number", "shown", "rest"), [(0, 0, 0), (1, 1, 0), (8, 8, 0), (9, 9, 0), (10, 8, 2), (30, 8, 22)]
)
def test_of_many_the_first_are_shown_and_the_others_are_at_hand(sources, number, shown, rest):
    register_asks(Source("many", 1, saying(*map(str, range(number)))))
    panels = panels_of_asks(a_member())
    assert [(len(panel.context["asks"]), len(panel.context["rest"])) for panel in panels] == (
        [(shown, rest)] if number else []
    )


def test_one_name_asks_one_thing(sources):
    source = Source("one", 1, saying())
    register_asks(source, source)
    with pytest.raises(ValueError, match="one"):
        register_asks(Source("one", 2, saying()))


def test_many_questions_are_one_statement_and_each_gets_its_own_rows(django_assert_num_queries):
    person = a_member(OrganisationFactory(name="Vic"))
    OrganisationFactory(name="Reus")
    mine = Organisation.objects.filter(positions__user=person)
    questions = (
        Question(
            "names", lambda person: listed(Organisation.objects.filter(positions__user=person), label="name", key="pk")
        ),
        Question("number", lambda _person: counted(Organisation.objects.all())),
        Question("nothing", lambda _person: counted(Organisation.objects.none())),
        Question("nobodys", lambda _person: None),
    )
    assert person.standing.member
    with django_assert_num_queries(1):
        answers = answers_to(questions, person)
    assert answers == {
        "names": [(mine.get().pk, "Vic", "", 1, None)],
        "number": [(0, "", "", 2, None)],
    }


def test_moments_are_those_of_the_request(monkeypatch):
    """A wording is kept for the day: what it says of the moment is filled in each time."""
    person, now = a_member(), timezone.now()
    rows = Organisation.objects.filter(positions__user__created_at__gt=unions.ago(timedelta(minutes=5)))
    question = Question("recent", lambda _person: listed(rows, at="positions__user__created_at"))
    assert [row.at for row in answers_to((question,), person)["recent"]] == [person.created_at]
    monkeypatch.setattr(unions.timezone, "now", lambda: now + timedelta(minutes=6))
    assert answers_to((question,), person) == {}


def test_a_statement_is_worded_once_for_all_who_stand_alike():
    worded = unions.worded
    questions = (Question("all", lambda _person: counted(Organisation.objects.all())),)
    before = worded.cache_info().misses
    for person in (a_member(), a_member(), a_guest()):
        answers_to(questions, person)
    assert worded.cache_info().misses - before == 2
