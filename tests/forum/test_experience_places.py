"""Where experiences are found from: the section bar, a group's tabs, the dashboard."""

from datetime import timedelta

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import timezone

from forum.domain.experiences import Account, edit_experience
from forum.enums import Outcome
from forum.experience_places import new_experiences
from forum.models import Topic
from intranet.members.enums import GroupAccess
from intranet.members.models import User
from tests.factories.forum import an_experience
from tests.factories.members import (
    OrganisationFactory,
    SubjectFactory,
    WorkingGroupFactory,
    a_guest,
    a_member,
    someone_of_coordination,
)

pytestmark = pytest.mark.django_db


def told_on_the_dashboard(person):
    request = RequestFactory().get("/")
    request.user = User.objects.with_standing().get(pk=person.pk)
    panel = new_experiences(request)
    return [experience.topic.title for experience in panel.context["experiences"]()] if panel else None


def test_the_section_is_the_networks_and_the_tab_the_readers(client_of):
    group = WorkingGroupFactory(slug="agro")
    private = WorkingGroupFactory(slug="comissio", access=GroupAccess.PRIVATE)
    pages = {
        "member": client_of(a_member()).get("/grups/agro/").content.decode(),
        "guest": client_of(a_guest(group)).get("/grups/agro/").content.decode(),
        "coordination": client_of(someone_of_coordination()).get(f"/grups/{private.slug}/").content.decode(),
    }
    assert {who: 'href="/experiencies/"' in page for who, page in pages.items()} == {
        "member": True,
        "guest": False,
        "coordination": True,
    }
    tabs = {who: "/experiencies/" in page.replace('href="/experiencies/"', "") for who, page in pages.items()}
    assert tabs == {"member": True, "guest": True, "coordination": False}


@pytest.fixture
def subject():
    return SubjectFactory()


@pytest.fixture
def person(subject):
    person = a_member()
    person.subjects.add(subject)
    return person


def test_dashboard_tells_of_new_experiences_on_the_own_subjects(person, subject):
    an_experience(title="Del meu àmbit", outcome=Outcome.FAILURE, subjects=[subject, SubjectFactory()])
    an_experience(title="D'un altre àmbit", subjects=[SubjectFactory()])
    an_experience(author=person, title="La meva", subjects=[subject])
    an_experience(WorkingGroupFactory(access=GroupAccess.PRIVATE), title="Reservada", subjects=[subject])
    old = an_experience(title="De fa temps", subjects=[subject])
    Topic.objects.filter(pk=old.topic_id).update(created_at=timezone.now() - timedelta(days=61))
    assert told_on_the_dashboard(person) == ["Del meu àmbit"]


def test_whoever_has_no_subjects_hears_of_the_newest(person):
    for number in range(6):
        experience = an_experience(title=f"Experiència {number}")
        Topic.objects.filter(pk=experience.topic_id).update(created_at=timezone.now() - timedelta(days=number))
    assert told_on_the_dashboard(a_member()) == [f"Experiència {number}" for number in range(4)]
    assert told_on_the_dashboard(person) is None


def test_guests_have_no_such_panel(subject):
    group = WorkingGroupFactory()
    guest = a_guest(group)
    guest.subjects.add(subject)
    an_experience(group, subjects=[subject])
    assert told_on_the_dashboard(guest) is None


@pytest.mark.parametrize("rows", [1, 3, 30])
def test_the_panel_makes_the_same_statements_for_any_number(rows, person, subject, django_assert_num_queries):
    for _number in range(rows):
        an_experience(subjects=[subject])
    person = User.objects.with_standing().get(pk=person.pk)
    drawn = drawn_for(person)
    assert drawn.count("<li") == min(rows, 4)
    with django_assert_num_queries(1):
        assert drawn_for(person) == drawn


def drawn_for(person):
    request = RequestFactory().get("/")
    request.user = person
    return render_to_string("forum/panels/experiences.html", {"panel": new_experiences(request)}, request)


def test_what_is_told_better_is_read_at_once(person, subject):
    experience = an_experience(subjects=[subject], title="Com va anar")
    before = drawn_for(person)
    account = Account(outcome=Outcome.FAILURE, done="No va sortir bé.", year=2020, subjects=(subject,))
    edit_experience(experience.topic, by=experience.topic.author, title="Com no va anar", account=account)
    after = drawn_for(person)
    assert [("Com va anar" in said, "2020" in said) for said in (before, after)] == [(True, False), (False, True)]


def test_a_council_that_is_called_otherwise_is_so_at_once(person, subject):
    council = OrganisationFactory(name="Vallclara")
    an_experience(subjects=[subject], council=council)
    before = drawn_for(person)
    council.name = "Mudada"
    council.save()
    after = drawn_for(person)
    assert [("Vallclara" in said, "Mudada" in said) for said in (before, after)] == [(True, False), (False, True)]
