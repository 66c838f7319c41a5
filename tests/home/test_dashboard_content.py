"""What the panels of the dashboard cost together, beside what is asked of the person."""

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory

from forum.domain.reading import mark_group_read
from intranet.members.models import User
from intranet.panels import panels_for
from tests.factories.agenda import a_group_event, an_event, in_days
from tests.factories.circular import a_sent_circular
from tests.factories.forum import a_question, an_experience
from tests.factories.home import a_news_page, a_section_page
from tests.factories.members import (
    GroupMembershipFactory,
    OrganisationFactory,
    SubjectFactory,
    WorkingGroupFactory,
    a_guest,
    a_member,
    someone_of_coordination,
)
from tests.factories.repository import a_resource

pytestmark = pytest.mark.django_db
PLACES = ("dashboard:week", "dashboard:groups", "dashboard:new")
ALL = [
    "agenda/panels/week.html",
    "forum/panels/unread.html",
    "forum/panels/questions.html",
    "circular/panels/latest.html",
    "home/panels/latest_news.html",
    "repository/panels/new.html",
    "forum/panels/experiences.html",
    "members/panels/newcomers.html",
    "home/panels/network_pages.html",
]
OF_A_GUEST = [*ALL[:3], "repository/panels/new.html"]


def content_for(person):
    """The templates of the panels, and how they look."""
    request = RequestFactory().get("/")
    request.user = person
    panels = {place: panels_for(request, place) for place in PLACES}
    drawn = [render_to_string("home/panels.html", {"panels": panels[place], "place": place}) for place in PLACES]
    return [panel.template_name for place in PLACES for panel in panels[place]], drawn


def fill(group, subject, rows, person):
    """So many of everything that a dashboard shows."""
    authors = [a_member(OrganisationFactory(joined_year=2200)) for _turn in range(min(rows, 15))]
    for author in authors:
        GroupMembershipFactory(group=group, user=author, role="coordinator")
    for number in range(rows):
        a_question(group, authors[number % 15], title=f"Mercats {number}")
    mark_group_read(person, group)  # what is new in one's groups is not asked again
    for number in range(rows):
        author = authors[number % 15]
        an_event(author, start=in_days(1), visibility="public")
        a_group_event(group, author, start=in_days(1))
        an_experience(group, author, subjects=[subject])
        a_resource(author, subjects=[subject], visibility="public")
        a_news_page(f"Notícia {number}")
        a_section_page(f"Pàgina {number}")
    a_sent_circular()
    person.subjects.add(subject)


@pytest.mark.parametrize("rows", [1, 3, 30])
@pytest.mark.parametrize(
    ("make", "templates"), [(a_member, ALL), (someone_of_coordination, ALL), (a_guest, OF_A_GUEST)]
)
def test_three_statements_for_everybody_and_any_number(make, templates, rows, django_assert_num_queries):
    """What is known at a glance, what is said of the dates, what is new in the groups."""
    person = make(ask_me_about="mercats")
    group = person.memberships.get().group if person.memberships.exists() else WorkingGroupFactory()
    if not person.memberships.exists():
        GroupMembershipFactory(group=group, user=person)
    fill(group, SubjectFactory(), rows, person)
    person = User.objects.with_standing().get(pk=person.pk)
    first = content_for(person)
    assert first[0] == templates
    with django_assert_num_queries(3):
        assert content_for(person) == first
