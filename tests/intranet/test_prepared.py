"""Statements in the database's own placeholders."""

from datetime import UTC, datetime

import pytest
from django.db import DatabaseError, connection
from django.db.models import F

from home.models import HomePage
from intranet.members.models import User
from intranet.prepared import Objects, answers_to, rows_of, with_marks
from intranet.statements import PERSON, Statement
from tests.factories.members import UserFactory


@pytest.mark.parametrize(
    ("sql", "mark", "written"),
    [
        ("a = %s AND b = %s", "?", "a = ? AND b = ?"),
        ("a = %s AND b = %s", "${}", "a = $1 AND b = $2"),
        ("a LIKE '50%% %%s' AND b = %s", "${}", "a LIKE '50% %s' AND b = $1"),
        ("a = 1", "?", "a = 1"),
    ],
)
def test_each_blank_gets_a_mark_and_doubled_signs_are_single(sql, mark, written):
    assert with_marks(sql, mark) == written


@pytest.mark.django_db
def test_the_answer_is_that_of_the_statement_itself():
    person = UserFactory(given_name="50% d'ànims", last_login=datetime(2025, 7, 1, 9, 30, 15, 123456, tzinfo=UTC))
    UserFactory()
    found = User.objects.filter(pk=PERSON, given_name__contains="50%").values_list("pk", "given_name", "last_login")
    statement, blanks = Statement.of(found), {PERSON: person.pk}
    assert rows_of(statement, blanks) == statement.rows(blanks) != []
    assert rows_of(statement, {PERSON: person.pk + 1}) == []


@pytest.mark.django_db
def test_signs_of_percent_are_what_they_say():
    assert answers_to("SELECT '50%% of %%s', %s", ["x"]) == [("50% of %s", "x")]


@pytest.mark.django_db
def test_it_is_counted_as_any_other_statement(django_assert_num_queries):
    with django_assert_num_queries(2) as asked:
        answers_to("SELECT 1", [])
        answers_to("SELECT %s", ["x"])
    assert all(query["sql"].startswith("SELECT ") for query in asked)


@pytest.mark.django_db(transaction=True)
def test_what_the_database_refuses_is_a_database_error():
    with pytest.raises(DatabaseError):
        answers_to("SELECT nothing FROM nowhere", [])
    assert connection.is_usable()


@pytest.mark.django_db
def test_an_object_is_as_the_database_gives_it(django_assert_num_queries):
    person = UserFactory(given_name="Bàrbara", last_login=datetime(2025, 7, 1, 9, 30, 15, 123456, tzinfo=UTC))
    people = User.objects.with_standing().annotate(asked_at=F("last_login"))
    kept = Objects.of(people.filter(pk=PERSON).order_by())
    with django_assert_num_queries(1):
        found = kept.first({PERSON: person.pk})
    plain = people.get(pk=person.pk)
    assert found == plain
    assert {name: vars(found)[name] for name in vars(plain) if name != "_state"} == {
        name: value for name, value in vars(plain).items() if name != "_state"
    }
    found.save(force_update=True)  # known to be there already
    assert kept.first({PERSON: person.pk + 1}) is None


@pytest.mark.django_db
def test_an_object_of_a_model_that_has_parents():
    page = HomePage.objects.get()
    found = Objects.of(HomePage.objects.order_by()).first({})
    assert (found, found.title, found.intro, found.path) == (page, page.title, page.intro, page.path)
