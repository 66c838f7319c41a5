"""What panels want to know of a person, asked together."""

import pytest
from django.test import RequestFactory
from django.utils import timezone

from intranet import glances
from intranet.asks import questions_of_asks
from intranet.members.models import User
from intranet.unions import Question, listed
from intranet.welcome import questions_of_steps
from tests.factories.members import a_guest, a_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def own(monkeypatch):
    """No questions but those of the test."""
    monkeypatch.setattr(glances, "_questions", {})


def request_of(person):
    request = RequestFactory().get("/")
    request.user = User.objects.with_standing().get(pk=person.pk)
    return request


def test_all_questions_are_one_statement_of_the_request(own, django_assert_num_queries):
    glances.register_glance("myself", lambda user: listed(User.objects.filter(pk=user.pk), key="pk", label="email"))
    glances.register_glance("nobody", lambda _user: listed(User.objects.filter(email="ningú"), key="pk"))
    glances.register_glance("network", lambda user: listed(User.objects.all()) if user.standing.in_network else None)
    member, guest = a_member(), a_guest()
    requests = [request_of(member), request_of(guest), request_of(member)]
    found = []
    with django_assert_num_queries(3):
        for request in requests:
            found.append({name: len(glances.glance(request, name)) for name in ("myself", "nobody", "network")})
            assert [row.label for row in glances.glance(request, "myself")] == [request.user.email]
    people = User.objects.count()
    assert found == [{"myself": 1, "nobody": 0, "network": number} for number in (people, 0, people)]


def test_others_are_asked_with_them(own, django_assert_num_queries):
    glances.register_glance("myself", lambda user: listed(User.objects.filter(pk=user.pk), key="pk", label="email"))
    request = request_of(a_member())
    other = Question("other", lambda user: listed(User.objects.filter(pk=user.pk), key="pk"))
    with django_assert_num_queries(1):
        answers = glances.look(request, other)
        assert [row.key for row in answers["other"]] == [request.user.pk]
        assert [row.label for row in glances.glance(request, "myself")] == [request.user.email]


def test_what_the_dashboard_asks_together_has_names_of_its_own():
    person = User(created_at=timezone.now())
    parts = glances.questions_of_panels(), questions_of_asks(), questions_of_steps(person)
    assert all(parts)
    names = [question.name for part in parts for question in part]
    assert len(set(names)) == len(names)


def test_a_name_is_taken_once(own):
    def rows(user):
        return listed(User.objects.filter(pk=user.pk))

    def others(user):
        return listed(User.objects.exclude(pk=user.pk))

    for _turn in range(2):
        glances.register_glance("people", rows)
    with pytest.raises(ValueError, match="people"):
        glances.register_glance("people", others)
