"""How many are looked at, and what that spares: the index is asked once more only where it has to be.

What is hidden here is hidden from the index too: it takes it for what the person may see.
"""

from contextlib import contextmanager

import pytest
from django.db import connection

from intranet.fulltext.domain import index_things
from intranet.members.enums import GroupAccess
from intranet.members.models import User
from intranet.search import looking, suggestions
from intranet.search.finding import find
from intranet.search.suggestions import suggest
from tests.factories.finding import stand_in_kinds, told
from tests.factories.members import GroupMembershipFactory, WorkingGroupFactory, a_guest, a_member

pytestmark = pytest.mark.django_db


def people(number):
    """The titles that a guest may not see: people of no group of theirs, newer than all before."""
    index_things("person", [a_member(given_name="Quirze").pk for _one in range(number)])


def proposed_to(guest):
    """What is proposed, how often the index was asked, and in how many statements all that was."""
    guest = User.objects.with_standing().get(pk=guest.pk)
    assert not guest.standing.in_network
    with statements() as made:
        found = [one.address for one in suggest(guest, "quirze")]
    return found, asked_of_the_index(made), len(made)


@contextmanager
def statements():
    made = []

    def note(execute, sql, *given):
        made.append(sql)
        return execute(sql, *given)

    with connection.execute_wrapper(note):
        yield made


def asked_of_the_index(made):
    return sum("fulltext_entry" in sql for sql in made)


def test_a_guest_is_proposed_what_they_see_among_many_hidden_ones_that_are_newer(monkeypatch):
    """In as many statements for some and for more of these than of which whoever sees too many types on."""
    group = WorkingGroupFactory()
    guest, near = a_guest(group), a_member(given_name="Quirze")
    GroupMembershipFactory(group=group, user=near)
    index_things("person", [near.pk])
    people(suggestions.ASKED_FIRST + 1)
    some = proposed_to(guest)
    people(suggestions.LOOKED_AT)
    assert some[:2] == ([near.get_absolute_url()], 1)
    assert proposed_to(guest) == some
    monkeypatch.setattr(suggestions, "LOOKED_AT_FOR_GUESTS", suggestions.LOOKED_AT)
    found, asked, _number = proposed_to(guest)
    assert (found, asked) == (some[0], 2)


def test_as_many_hidden_ones_as_a_part_of_all_spare_looking_again(monkeypatch):
    """Of ten two more are looked at, and one that tells that there are more: where three are hidden, ten are left."""
    stand_in_kinds(monkeypatch)
    monkeypatch.setattr(looking, "MOST_OF_A_KIND", 10)
    newest = notes(20)[-10:]
    member = a_member()
    assert member.standing.in_network
    asked = []
    for more in (0, 3, 1):
        notes(more, access=GroupAccess.PRIVATE)
        with statements() as made:
            answer = find(member, "horts")
        assert sorted(result.thing for result in answer.results) == newest
        asked.append(asked_of_the_index(made))
    assert asked == [asked[0], asked[0], asked[0] + 1]


def notes(number, **facts):
    groups = [WorkingGroupFactory(**facts) for _one in range(number)]
    for group in groups:
        told("note", group, text="Horts")
    return [group.pk for group in groups]
