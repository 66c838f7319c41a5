"""`load_scale`: data of any size."""

from collections import Counter
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.models import F
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page

from agenda.registration.domain.seats import free_seats
from agenda.registration.models import RegistrationDesk
from forum.domain.recounting import drifts
from forum.models import Post
from intranet.demo.scale import SCALES, grow_members, register_scale
from intranet.demo.scale_words import rare_words
from intranet.fulltext.domain import matching
from intranet.fulltext.models import Entry
from intranet.members.models import GroupMembership, Organisation, Position, User
from repository.catalogue.seeing import catalogue_for
from repository.models import PrivateShelfPage, ResourcePage
from tests.factories.members import a_member, an_administrator

pytestmark = pytest.mark.django_db


def test_members_are_spread_over_the_councils():
    call_command("load_scale", members=104, stdout=StringIO())
    councils = Organisation.objects.councils().present().count()
    per_council = Counter(Position.objects.giving_access().values_list("organisation", flat=True))
    assert (councils, User.objects.in_network().count(), set(per_council.values())) == (52, 104, {2})
    assert GroupMembership.objects.exclude(group__access="private").count() == 52
    assert User.objects.filter(subjects__isnull=False).count() == 35


def test_posts_are_as_people_write_them_and_counted_right():
    call_command("load_scale", members=5, posts=30, stdout=StringIO())
    answers = Post.objects.exclude(reply_to=None)
    found = set(answers.annotate(step=F("number") - F("reply_to__number")).values_list("step", flat=True))
    assert (Post.objects.count(), Post.objects.filter(council=None).count()) == (40, 0)
    assert (answers.count(), found, answers.exclude(reply_to__topic=F("topic")).count()) == (12, {1}, 0)
    assert list(drifts()) == []


def test_as_many_register_as_there_are_seats_and_the_others_wait():
    call_command("load_scale", members=20, registrations=30, stdout=StringIO())
    desk = RegistrationDesk.objects.get()
    waiting = desk.registrations.filter(turn__isnull=False).order_by("turn")
    assert (desk.registrations.count(), set(free_seats(desk).values())) == (30, {0})
    assert [row.turn for row in waiting] == [1, 2, 3, 4, 5, 6]
    assert (desk.last_turn, desk.registrations.filter(person=None).count()) == (6, 11)


def test_resources_stand_in_the_tree_and_are_found_inside_their_files():
    call_command("load_scale", members=5, resources=40, stdout=StringIO())
    call_command("load_scale", resources=10, stdout=StringIO())
    shelves = Counter(ResourcePage.objects.values_list("path", flat=True).distinct())
    assert (len(shelves), Page.find_problems()) == (50, ([], [], [], [], []))
    private = PrivateShelfPage.objects.get().get_children()
    assert {page.specific.is_for_private_group for page in private} == {True}
    assert set(matching("resource", "apartat")) == set(ResourcePage.objects.values_list("pk", flat=True))
    assert len(catalogue_for(an_administrator()).bank.lines) == 50


def test_more_members_can_be_added_later():
    grow_members(3)
    grow_members(2)
    emails = sorted(User.objects.values_list("email", flat=True))
    assert emails == [f"persona-{serial:06}@scale.example" for serial in range(1, 6)]
    assert (User.objects.earliest("pk").has_usable_password(), Organisation.objects.count()) == (False, 72)


def test_without_a_number_it_says_what_it_can_do():
    with pytest.raises(CommandError, match="Say how many: --members N"):
        call_command("load_scale")


def test_less_than_nothing_is_refused():
    with pytest.raises(CommandError, match="Say how many"):
        call_command("load_scale", members=-1)


def test_other_data_can_register(monkeypatch):
    monkeypatch.setitem(SCALES, "teapots", None)  # undone after the test
    made = []
    register_scale("teapots", made.append, help_text="Teapots.")
    said = StringIO()
    call_command("load_scale", teapots=418, stdout=said)
    assert (made, said.getvalue()) == ([418], "teapots: 418 more\n")


def test_directory_costs_the_same_with_three_hundred_more_people(client):
    grow_members(30)
    client.force_login(a_member())
    before = statements_of_the_directory(client)
    grow_members(300)
    assert statements_of_the_directory(client) == before


def statements_of_the_directory(client):
    client.get("/membres/")  # what is remembered of the site and the person is remembered now
    with CaptureQueriesContext(
        connection,
    ) as queries:
        client.get("/membres/")
    return len(queries)


def test_words_are_as_in_real_texts_and_everything_is_found():
    """A few words stand in most texts, most words in few; what the scale writes past the program is in the index."""
    words = Counter(word for serial in range(300) for word in set(rare_words(serial, 12).split()))
    assert rare_words(7, 12) == rare_words(7, 12)
    assert (max(words.values()) > 60, sum(number == 1 for number in words.values()) > 1_000) == (True, True)
    call_command("load_scale", members=5, posts=20, events=3, resources=2, stdout=StringIO())
    kinds = Counter(Entry.objects.values_list("kind", flat=True))
    there = {"person": 5, "post": 20, "event": 3, "resource": 2, "resource_file": 2}
    assert {kind: kinds[kind] for kind in there} == there
