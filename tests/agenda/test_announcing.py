"""Announcing: in whose name, who sees it and when, what its keepers do with it afterwards."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from wagtail.models import ModelLogEntry

from agenda.domain.announcing import (
    ChangedMeanwhileError,
    announce_event,
    edit_event,
    publish_again,
    withdraw_event,
)
from agenda.domain.reviewing import accept_event, return_event
from agenda.domain.series import move_occurrence
from agenda.domain.states import cancel_event
from agenda.enums import ChangeKind, EventState, EventVisibility, Review
from agenda.models import Event
from agenda.signals import review_asked
from intranet.members.enums import GroupAccess
from intranet.members.models import User
from tests.factories.agenda import in_days
from tests.factories.members import (
    GroupMembershipFactory,
    OrganisationFactory,
    PositionFactory,
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
    event = accept_event(event, by=someone_of_coordination(), seen=event.sequence)
    event.venue = "Centre cívic"
    edited = edit_event(event, by=a_member(council), seen=event.sequence)
    assert (edited.review, edited.venue, edited.author, asked) == (Review.PUBLISHED, "Centre cívic", author, [event.pk])


def test_only_its_keepers_edit_it(council):
    event = announce_event(an_announcement(organisation=council), author=a_member(council))
    event.title = "Una altra cosa"
    with pytest.raises(PermissionDenied):
        edit_event(event, by=a_member(), seen=event.sequence)
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
    returned = return_event(event, by=someone_of_coordination(), seen=event.sequence, note="Falta l'hora")
    edited = edit_event(returned, by=author, seen=returned.sequence)
    assert (edited.review, asked) == (Review.WAITING, [event.pk, event.pk])


def test_nothing_slips_past_the_review_in_a_groups_name(council, asked):
    """Announced for a group, which needs no review, and then moved to a council, which does."""
    group, author = WorkingGroupFactory(), a_member(council)
    GroupMembershipFactory(group=group, user=author, role="coordinator")
    event = announce_event(an_announcement(group=group), author=author)
    event.group, event.organisation = None, council
    edited = edit_event(event, by=author, seen=event.sequence)
    assert (edited.review, seen_by(a_member()), asked) == (Review.WAITING, [], [event.pk])


def test_what_waits_is_published_once_it_is_a_private_groups(council):
    group, author = WorkingGroupFactory(access=GroupAccess.PRIVATE), a_member(council)
    GroupMembershipFactory(group=group, user=author, role="coordinator")
    event = announce_event(an_announcement(organisation=council), author=author)
    event.group, event.organisation, event.visibility = group, None, EventVisibility.GROUP
    edited = edit_event(event, by=author, seen=event.sequence)
    assert (edited.review, changes_of(event)) == (Review.PUBLISHED, [ChangeKind.ANNOUNCED])


def test_whom_nobody_reviewed_it_for_see_it_after_another_review(council, asked):
    author, coordination = a_member(council), someone_of_coordination()
    event = announce_event(an_announcement(organisation=council), author=author)
    event = accept_event(event, by=coordination, seen=event.sequence)
    event.visibility = EventVisibility.PUBLIC
    event = edit_event(event, by=author, seen=event.sequence)
    assert (event.review, seen_by(AnonymousUser()), len(asked)) == (Review.WAITING, [], 2)
    event = accept_event(event, by=coordination, seen=event.sequence)
    event.visibility = EventVisibility.NETWORK
    assert edit_event(event, by=author, seen=event.sequence).review == Review.PUBLISHED


def test_an_edit_that_crosses_a_cancellation_leaves_it_cancelled(trusted):
    author = a_member(trusted)
    event = announce_event(an_announcement(organisation=trusted), author=author)
    read_before = Event.objects.get()
    cancelled = cancel_event(event, by=author, reason="Per la llevantada")
    read_before.venue = "Casino"
    for seen in (event.sequence, None):
        with pytest.raises(ChangedMeanwhileError):
            edit_event(read_before, by=author, seen=seen)
    edited = edit_event(read_before, by=author, seen=cancelled.sequence)
    assert (edited.state, edited.reason, edited.venue) == (EventState.CANCELLED, "Per la llevantada", "Casino")


def test_whose_position_ended_keeps_its_announcements_no_more(trusted):
    author = a_member(trusted)
    event = announce_event(an_announcement(organisation=trusted), author=author)
    author.positions.update(ends_on=timezone.localdate())
    PositionFactory(user=author)
    author = User.objects.get(pk=author.pk)
    assert list(Event.objects.kept_by(author)) == []
    with pytest.raises(PermissionDenied):
        edit_event(event, by=author, seen=event.sequence)


def test_nobody_but_coordination_turns_a_groups_event_into_the_networks():
    group, author = WorkingGroupFactory(), a_member()
    GroupMembershipFactory(group=group, user=author, role="coordinator")
    event = announce_event(an_announcement(group=group), author=author)
    event.group = None
    with pytest.raises(PermissionDenied):
        edit_event(event, by=author, seen=event.sequence)
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


def move(event, *, by, following=False):
    row = event.occurrences.in_order().last()
    start, end = (moment + timedelta(days=1) for moment in (row.start, row.end))
    return move_occurrence(row, start=start, end=end, by=by, following=following)


@pytest.mark.parametrize("following", [False, True])
def test_moved_while_it_waits_it_still_waits_and_is_new_once_accepted(council, following):
    author = a_member(council)
    rule = {"frequency": "WEEKLY", "count": 3} if following else {}
    event = announce_event(an_announcement(organisation=council, **rule), author=author)
    moved = move(event, by=author, following=following)
    assert ((moved == event), moved.told) == (not following, {})
    withdraw_event(moved, by=author)
    again = publish_again(moved, by=author)
    assert (again.review, seen_by(a_member())) == (Review.WAITING, [])
    accept_event(again, by=someone_of_coordination(), seen=again.sequence)
    assert changes_of(moved) == [ChangeKind.ANNOUNCED]


@pytest.mark.parametrize("is_withdrawn_first", [False, True])
def test_a_groups_event_that_became_a_councils_is_not_published_by_withdrawing_it(council, is_withdrawn_first):
    group, author = WorkingGroupFactory(), a_member(council)
    GroupMembershipFactory(group=group, user=author, role="coordinator")
    event = announce_event(an_announcement(group=group), author=author)
    if is_withdrawn_first:
        event = withdraw_event(event, by=author)
    event.group, event.organisation = None, council
    event = edit_event(event, by=author, seen=event.sequence)
    if not is_withdrawn_first:
        event = return_event(event, by=someone_of_coordination(), seen=event.sequence, note="Falta l'hora")
        event = withdraw_event(event, by=author)
    assert (publish_again(event, by=author).review, seen_by(a_member())) == (Review.WAITING, [])


def test_what_coordination_withdrew_waits_for_it_even_of_those_it_trusts(trusted, asked):
    author, coordination = a_member(trusted), someone_of_coordination()
    event = announce_event(an_announcement(organisation=trusted), author=author)
    event = withdraw_event(event, by=coordination)
    assert publish_again(event, by=coordination).review == Review.PUBLISHED
    event = withdraw_event(event, by=coordination)
    event = edit_event(event, by=author, seen=event.sequence)
    event = publish_again(event, by=author)
    assert (event.review, asked) == (Review.WAITING, [event.pk])
    event = return_event(event, by=coordination, seen=event.sequence, note="No és per a la xarxa")
    assert edit_event(event, by=author, seen=event.sequence).review == Review.WAITING


def test_what_a_private_group_moves_is_not_in_the_cms_log():
    group, author = WorkingGroupFactory(access=GroupAccess.PRIVATE), a_member()
    GroupMembershipFactory(group=group, user=author, role="coordinator")
    private = {"group": group, "visibility": EventVisibility.GROUP, "frequency": "WEEKLY", "count": 3}
    event = announce_event(an_announcement(**private), author=author)
    move(event, by=author, following=True)
    assert (Event.objects.count(), list(ModelLogEntry.objects.values_list("label", flat=True))) == (2, [])


def test_withdrawing_is_no_way_around_the_review(council, asked):
    author = a_member(council)
    event = announce_event(an_announcement(organisation=council), author=author)
    withdraw_event(event, by=author)
    again = publish_again(event, by=author)
    assert (again.review, seen_by(a_member()), changes_of(event), len(asked)) == (Review.WAITING, [], [], 2)
