"""Who gets the circular, and which of its entries are for whom."""

import pytest

from forum.enums import Outcome
from home.circular.domain.recipients import audience, hidden_from, recipients, sample
from home.circular.models import CircularEntry
from intranet.members.enums import GroupAccess
from intranet.members.models import User
from intranet.notifications.domain.preferences import set_preference, stop_mail
from intranet.outbox.domain import suppress
from tests.factories.agenda import an_event
from tests.factories.circular import a_circular, an_entry
from tests.factories.forum import a_topic, an_experience
from tests.factories.members import (
    GroupMembershipFactory,
    WorkingGroupFactory,
    a_former_member,
    a_guest,
    a_member,
    someone_of_coordination,
)
from tests.factories.repository import a_resource

pytestmark = pytest.mark.django_db


def test_the_network_gets_it_unless_they_want_none():
    member, coordination = a_member(), someone_of_coordination()
    a_guest(), a_former_member(), a_member(is_active=False)
    without, silent = a_member(), a_member()
    stop_mail(without, kind="circular")
    stop_mail(silent)
    assert recipients() == {member.pk, coordination.pk}
    assert recipients([member.pk, without.pk]) == {member.pk}
    set_preference(without, kind="circular", channel="mail", frequency="now")
    assert recipients() == {member.pk, coordination.pk, without.pk}


def test_it_is_counted_before_it_is_sent(django_assert_num_queries):
    people = [a_member() for _ in range(9)]
    stop_mail(people[0], kind="circular")
    suppress(people[1].email.upper(), reason="refused")
    with django_assert_num_queries(4):
        found = audience()
    assert (found.reached, found.without, found.refused) == (7, 1, 1)
    some = sample(found.wanting)
    assert ({one.pk for one in some} <= found.wanting, len(some)) == (True, 6)


def private_entries(circular):
    """One of each kind of source, of a private group; and the same of an open one."""
    entries = {}
    for access in (GroupAccess.PRIVATE, GroupAccess.OPEN):
        group = WorkingGroupFactory(access=access)
        entries[group] = {
            an_entry(circular, event=an_event(group=group, visibility="group")).pk,
            an_entry(circular, resource=a_resource(group=group, visibility="group")).pk,
            an_entry(circular, topic=a_topic(group)).pk,
        }
    return entries


def test_what_is_of_a_private_group_is_for_its_people_alone(django_assert_num_queries):
    circular = a_circular()
    public = an_entry(circular)
    (private, inside), (_open, _all) = private_entries(circular).items()
    hers, him = a_member(), a_member()
    GroupMembershipFactory(group=private, user=hers)
    with django_assert_num_queries(2):
        hidden = hidden_from([hers.pk, him.pk], circular)
    assert hidden == {hers.pk: frozenset(), him.pk: frozenset(inside)}
    # The same, as the list of one person has it.
    for person in User.objects.with_standing().filter(pk__in=hidden):
        seen = CircularEntry.objects.filter(circular=circular).printed().visible_to(person)
        everything = set(CircularEntry.objects.filter(circular=circular).values_list("pk", flat=True))
        assert everything - set(seen.values_list("pk", flat=True)) == hidden[person.pk]
    assert public.pk not in hidden[him.pk]


def test_how_a_council_failed_leaves_with_no_mail(django_assert_num_queries):
    circular, person = a_circular(), a_member()
    kept = [an_entry(circular, topic=an_experience().topic).pk, an_entry(circular, topic=a_topic()).pk]
    failed = an_entry(circular, topic=an_experience(outcome=Outcome.FAILURE).topic)
    with django_assert_num_queries(1):
        assert hidden_from([person.pk], circular) == {person.pk: frozenset({failed.pk})}
    assert failed.pk not in kept


def test_what_is_not_there_any_more_is_for_nobody():
    circular = a_circular()
    gone = an_entry(circular, resource=a_resource())
    type(gone.resource).objects.filter(pk=gone.resource_id).update(live=False)
    person = a_member()
    assert hidden_from([person.pk], circular) == {person.pk: frozenset({gone.pk})}
