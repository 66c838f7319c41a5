"""Announcing: in whose name, who sees it and when, what its keepers do with it afterwards."""

from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from agenda.domain.announcing import (
    ChangedMeanwhileError,
    announce_event,
    edit_event,
    publish_again,
    withdraw_event,
)
from agenda.domain.reviewing import return_event
from agenda.enums import ChangeKind, EventVisibility, Review
from agenda.models import Event
from agenda.signals import review_asked
from intranet.members.enums import GroupAccess
from tests.factories.agenda import in_days
from tests.factories.members import (
    GroupMembershipFactory,
    OrganisationFactory,
    WorkingGroupFactory,
    a_guest,
    a_member,
    someone_of_coordination,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def council():
    return OrganisationFactory(name="Manresa")


@pytest.fixture
def trusted():
    return OrganisationFactory(name="Vic", is_trusted=True)


@pytest.fixture
def asked():
    """The events for which a review was asked."""
    found = []

    def keep(event, **_signal):
        found.append(event.pk)

    review_asked.connect(keep)
    yield found
    review_asked.disconnect(keep)


def an_announcement(**facts):
    start = in_days(7)
    given = {"title": "Fira del cooperativisme", "summary": "Vine.", "venue": "Plaça Major", "start": start}
    return Event(**{**given, "end": in_days(7, 12), **facts})


def changes_of(event):
    return [change.kind for change in event.changes.order_by("pk")]


def seen_by(user):
    return list(Event.objects.visible_to(user))


def test_what_a_council_announces_is_seen_by_its_people_at_once_and_by_the_network_after_a_review(council, asked):
    author, colleague, other = a_member(council), a_member(council), a_member()
    coordination = someone_of_coordination()
    event = announce_event(an_announcement(organisation=council), author=author)
    assert (event.review, event.author, event.comarca, asked) == (Review.WAITING, author, "Bages", [event.pk])
    assert [seen_by(one) for one in (author, colleague, coordination, other)] == [[event], [event], [event], []]
    assert changes_of(event) == []


def test_what_a_trusted_council_announces_is_seen_by_the_network_at_once(trusted, asked):
    event = announce_event(an_announcement(organisation=trusted), author=a_member(trusted))
    assert (event.review, seen_by(a_member()), asked) == (Review.PUBLISHED, [event], [])
    assert changes_of(event) == [ChangeKind.ANNOUNCED]


def test_nobody_announces_in_the_name_of_others(council):
    group, stranger, reader = WorkingGroupFactory(), a_member(), a_member()
    GroupMembershipFactory(group=group, user=reader)
    for author, facts in (
        (stranger, {"organisation": council}),
        (stranger, {}),
        (reader, {"group": group}),
        (a_guest(group), {"group": group}),
    ):
        with pytest.raises(PermissionDenied):
            announce_event(an_announcement(**facts), author=author)
    assert Event.objects.count() == 0


def test_coordinators_announce_for_their_group_and_coordination_for_the_network(asked):
    group, author = WorkingGroupFactory(), a_member()
    GroupMembershipFactory(group=group, user=author, role="coordinator")
    of_group = announce_event(an_announcement(group=group, visibility=EventVisibility.GROUP), author=author)
    of_network = announce_event(an_announcement(), author=someone_of_coordination())
    assert (of_group.review, of_network.review, asked) == (Review.PUBLISHED, Review.PUBLISHED, [])


def test_what_a_private_group_does_stays_within_it():
    group, author = WorkingGroupFactory(access=GroupAccess.PRIVATE), a_member()
    GroupMembershipFactory(group=group, user=author, role="coordinator")
    with pytest.raises(ValidationError) as refused:
        announce_event(an_announcement(group=group), author=author)
    assert (list(refused.value.error_dict), Event.objects.count()) == (["visibility"], 0)


def test_a_form_sent_twice_announces_once(council):
    author, key = a_member(council), uuid4()
    first, second = (
        announce_event(an_announcement(organisation=council), author=author, key=key) for _time in range(2)
    )
    assert (first, Event.objects.count()) == (second, 1)


def test_its_text_is_cleaned(trusted):
    body = "<p>Sí</p><script>alert(1)</script><p onclick='x()'>I tant</p>"
    event = announce_event(an_announcement(organisation=trusted, body=body), author=a_member(trusted))
    assert event.body == "<p>Sí</p><p>I tant</p>"


def test_an_edit_tells_what_changed_and_keeps_it_published(council, asked):
    author = a_member(council)
    event = announce_event(an_announcement(organisation=council), author=author)
    Event.objects.filter(pk=event.pk).update(review=Review.PUBLISHED)
    event = Event.objects.get(pk=event.pk)
    event.venue = "Centre cívic"
    edited = edit_event(event, by=a_member(council), seen=event.sequence)
    assert (edited.review, edited.venue, edited.author, asked) == (Review.PUBLISHED, "Centre cívic", author, [event.pk])


def test_only_its_keepers_edit_it(council):
    event = announce_event(an_announcement(organisation=council), author=a_member(council))
    event.title = "Una altra cosa"
    with pytest.raises(PermissionDenied):
        edit_event(event, by=a_member())
    assert Event.objects.get().title == "Fira del cooperativisme"


def test_an_edit_over_somebody_elses_is_noticed(council):
    author = a_member(council)
    event = announce_event(an_announcement(organisation=council), author=author)
    mine, theirs = Event.objects.get(), Event.objects.get()
    theirs.venue = "Casino"
    edit_event(theirs, by=author, seen=event.sequence)
    mine.venue = "Kursaal"
    with pytest.raises(ChangedMeanwhileError):
        edit_event(mine, by=author, seen=event.sequence)
    assert Event.objects.get().venue == "Casino"


def test_what_was_returned_is_reviewed_again_once_edited(council, asked):
    author = a_member(council)
    event = announce_event(an_announcement(organisation=council), author=author)
    return_event(event, by=someone_of_coordination(), note="Falta l'hora")
    edited = edit_event(Event.objects.get(), by=author)
    assert (edited.review, asked) == (Review.WAITING, [event.pk, event.pk])


def test_nothing_slips_past_the_review_in_a_groups_name(council, asked):
    """Announced for a group, which needs no review, and then moved to a council, which does."""
    group, author = WorkingGroupFactory(), a_member(council)
    GroupMembershipFactory(group=group, user=author, role="coordinator")
    event = announce_event(an_announcement(group=group), author=author)
    event.group, event.organisation = None, council
    edited = edit_event(event, by=author)
    assert (edited.review, seen_by(a_member()), asked) == (Review.WAITING, [], [event.pk])


def test_nobody_but_coordination_turns_a_groups_event_into_the_networks():
    group, author = WorkingGroupFactory(), a_member()
    GroupMembershipFactory(group=group, user=author, role="coordinator")
    event = announce_event(an_announcement(group=group), author=author)
    event.group = None
    with pytest.raises(PermissionDenied):
        edit_event(event, by=author)
    assert Event.objects.get().group == group


def test_withdrawn_and_published_again(trusted):
    author, other = a_member(trusted), a_member()
    event = announce_event(an_announcement(organisation=trusted), author=author)
    withdraw_event(event, by=author)
    assert (seen_by(other), seen_by(author)) == ([], [event])
    again = publish_again(event, by=author)
    assert (again.review, seen_by(other)) == (Review.PUBLISHED, [event])
    assert changes_of(event) == [ChangeKind.ANNOUNCED, ChangeKind.WITHDRAWN, ChangeKind.RESTORED]
    assert again.sequence > event.sequence
    with pytest.raises(PermissionDenied):
        withdraw_event(event, by=other)


def test_withdrawing_is_no_way_around_the_review(council, asked):
    author = a_member(council)
    event = announce_event(an_announcement(organisation=council), author=author)
    withdraw_event(event, by=author)
    again = publish_again(event, by=author)
    assert (again.review, seen_by(a_member()), changes_of(event), len(asked)) == (Review.WAITING, [], [], 2)
