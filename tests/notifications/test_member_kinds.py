"""What people are told of who comes in, who sits where and who takes over from whom."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django.utils.translation import gettext as _

from intranet.members.domain.acceptance import accept_invitation
from intranet.members.domain.memberships import save_membership
from intranet.members.domain.positions import change_position, end_position, reopen_position
from intranet.members.enums import GroupAccess, GroupRole, MembershipState
from intranet.members.models import GroupMembership, Position, User
from intranet.members.signals import invitation_accepted
from intranet.notifications.domain.delivery import deliver_pending
from intranet.notifications.domain.lines import lines_of
from intranet.notifications.domain.notify import notify
from intranet.notifications.domain.reading import unread_count
from intranet.notifications.enums import Frequency
from intranet.notifications.models import Notification
from intranet.outbox.models import Message
from intranet.templatetags.intranet import day_words
from tests.factories.invitations import an_invitation
from tests.factories.members import (
    GroupMembershipFactory,
    OrganisationFactory,
    PositionFactory,
    UserFactory,
    WorkingGroupFactory,
    a_manager,
    a_member,
    someone_of_coordination,
)
from tests.factories.notifications import a_kind, a_newcomer

pytestmark = pytest.mark.django_db

RELIEVED = {"person": "Pau Riu", "council": "Ajuntament de Manresa"}


@pytest.fixture
def manresa():
    return OrganisationFactory(name="Manresa", slug="manresa")


def lines(person):
    """What the person reads, each sentence with where it leads."""
    found = User.objects.with_standing().get(pk=person.pk)
    return [(line.text, line.url) for line in lines_of(found)]


def test_whoever_invited_is_told_that_it_was_accepted(manresa):
    manager = a_manager(manresa)
    invitation, _token = an_invitation(by=manager, organisation=manresa)
    person = accept_invitation(invitation, given_name="Berta", family_name="Solà")
    assert lines(manager) == [
        (_("%(person)s has accepted your invitation") % {"person": "Berta Solà"}, f"/membres/{person.pk}/")
    ]
    assert (lines(person), Notification.objects.get().actor) == ([], person)


def test_a_manager_no_longer_is_not_told_who_came(manresa):
    manager = a_manager(manresa)
    invitation, _token = an_invitation(by=manager, organisation=manresa)
    accept_invitation(invitation, given_name="Berta", family_name="Solà")
    Position.objects.filter(user=manager).update(is_manager=False)
    assert (lines(manager), unread_count(manager)) == ([], 0)


def test_a_request_and_a_seat_that_was_there_already_tell_nobody_until_it_is_granted():
    coordination, person = someone_of_coordination(), a_member()
    seat = GroupMembership(user=person, group=WorkingGroupFactory(), state=MembershipState.REQUESTED)
    save_membership(seat, by=coordination)
    assert lines(person) == []
    seat.state = MembershipState.ACTIVE
    save_membership(seat, by=coordination)
    seat.role = GroupRole.COORDINATOR
    save_membership(seat, by=coordination)
    assert [url for _text, url in lines(person)] == [seat.group.get_absolute_url()]


def test_whoever_seats_themselves_is_not_told():
    coordination = someone_of_coordination()
    save_membership(GroupMembership(user=coordination, group=WorkingGroupFactory()), by=coordination)
    assert Notification.objects.count() == 0


def test_an_invitation_by_nobody_tells_nobody():
    invitation, _token = an_invitation()
    invitation.invited_by = None
    invitation_accepted.send(type(invitation), invitation=invitation, person=a_member())
    assert Notification.objects.count() == 0


def test_whoever_is_given_a_seat_is_told_at_once():
    coordination = someone_of_coordination(given_name="Carme", family_name="Coord")
    person, group = a_member(), WorkingGroupFactory(name="Cures", slug="cures")
    save_membership(GroupMembership(user=person, group=group), by=coordination)
    text = _("%(person)s has added you to the group %(group)s") % {"person": "Carme Coord", "group": "Cures"}
    assert lines(person) == [(text, "/grups/cures/")]
    told = Notification.objects.get()
    assert (told.group, told.mail) == (group, Frequency.NOW)


def test_a_seat_in_a_private_group_that_was_lost_is_not_told_any_more():
    person = a_member()
    private = WorkingGroupFactory(name="Executiva", access=GroupAccess.PRIVATE)
    save_membership(GroupMembership(user=person, group=private), by=someone_of_coordination())
    assert [text for text, _url in lines(person) if "Executiva" in text] != []
    GroupMembership.objects.update(until=timezone.localdate())
    assert (lines(person), unread_count(person)) == ([], 0)


def test_whoever_takes_over_is_told_whatever_they_chose(manresa):
    leaver, heir, manager = UserFactory(given_name="Pau", family_name="Riu"), a_member(manresa), a_manager(manresa)
    position = PositionFactory(user=leaver, organisation=manresa)
    end_position(position, by=manager, on=timezone.localdate(), successor=heir)
    text = _("You take over from %(person)s · %(council)s") % RELIEVED
    assert lines(heir) == [(text, "/municipis/manresa/")]
    assert Notification.objects.get().mail == Frequency.NOW
    assert (lines(manager), lines(leaver)) == ([], [])


def test_who_takes_over_on_a_day_to_come_is_told_the_day(manresa):
    leaver, heir = UserFactory(given_name="Pau", family_name="Riu"), a_member(manresa)
    on = timezone.localdate() + timedelta(days=400)
    end_position(PositionFactory(user=leaver, organisation=manresa), by=a_manager(manresa), on=on, successor=heir)
    ((text, _url),) = lines(heir)
    expected = _("On %(day)s you take over from %(person)s · %(council)s")
    assert text == expected % {"day": day_words(on), **RELIEVED}


def test_a_handover_that_was_undone_is_not_told_any_more(manresa):
    heir, manager = a_member(manresa), a_manager(manresa)
    position = PositionFactory(organisation=manresa)
    end_position(position, by=manager, on=timezone.localdate(), successor=heir)
    assert unread_count(heir) == 1
    reopen_position(position, by=manager)
    assert (lines(heir), unread_count(heir)) == ([], 0)


def test_whoever_arranges_to_take_over_is_not_told(manresa):
    manager = a_manager(manresa)
    end_position(PositionFactory(organisation=manresa), by=manager, on=timezone.localdate(), successor=manager)
    assert Notification.objects.count() == 0


def test_a_manager_no_longer_is_not_even_told(manresa):
    manager = a_manager(manresa)
    invitation, _token = an_invitation(by=manager, organisation=manresa)
    Position.objects.filter(user=manager).update(is_manager=False)
    accept_invitation(invitation, given_name="Berta", family_name="Solà")
    assert (unread_count(manager), Notification.objects.count()) == (0, 0)


def test_the_bell_forgets_who_came_when_one_ceases_to_manage(manresa):
    manager, coordination = a_manager(manresa), someone_of_coordination()
    a_manager(manresa)
    invitation, _token = an_invitation(by=manager, organisation=manresa)
    accept_invitation(invitation, given_name="Berta", family_name="Solà")
    assert unread_count(manager) == 1
    marks = {"title": "", "department": "", "is_representative": False, "is_manager": False}
    change_position(Position.objects.get(user=manager), by=coordination, **marks)
    assert unread_count(manager) == 0


@pytest.mark.parametrize("way", ["deleted", "ended"])
def test_the_bell_forgets_a_private_group_with_the_seat(way, register):
    register(a_kind())
    person, private = a_member(), WorkingGroupFactory(access=GroupAccess.PRIVATE)
    seat = GroupMembershipFactory(user=person, group=private)
    notify("newcomer", [person], actor=None, target=a_newcomer(private), about=private, group=private)
    assert unread_count(person) == 1
    if way == "deleted":
        seat.delete()
    else:
        seat.until = timezone.localdate()
        save_membership(seat, by=someone_of_coordination())
    assert unread_count(person) == 0


def test_a_position_that_ends_by_mistake_and_goes_on_keeps_what_was_told(manresa):
    person, coordination = a_member(manresa), someone_of_coordination()
    save_membership(GroupMembership(user=person, group=WorkingGroupFactory()), by=coordination)
    position = Position.objects.get(user=person)
    end_position(position, by=coordination, on=timezone.localdate())
    reopen_position(position, by=coordination)
    assert unread_count(person) == 1


def test_who_comes_into_a_group_again_is_told_again():
    person, coordination = a_member(), someone_of_coordination()
    seat = GroupMembership(user=person, group=WorkingGroupFactory())
    for until in (None, timezone.localdate(), None):
        seat.until = until
        save_membership(seat, by=coordination)
        assert (len(lines(person)), unread_count(person)) == ((0, 0) if until else (1, 1))


def test_who_takes_over_again_after_it_was_undone_is_told_again_by_mail_too(manresa, settings):
    settings.OUTBOX_AT_ONCE = False
    heir, manager = a_member(manresa), a_manager(manresa)
    position = PositionFactory(organisation=manresa)
    mails = Message.objects.filter(kind="notification", person=heir)
    for number in (1, 2):
        end_position(position, by=manager, on=timezone.localdate() + timedelta(days=30), successor=heir)
        deliver_pending()
        assert (mails.count(), len(lines(heir))) == (number, 1)
        reopen_position(position, by=manager)
    assert Notification.objects.count() == 0


def test_who_was_to_take_over_first_is_told_again_when_it_is_them_after_all(manresa):
    first, second, manager = a_member(manresa), a_member(manresa), a_manager(manresa)
    position, on = PositionFactory(organisation=manresa), timezone.localdate() + timedelta(days=30)
    for heir in (first, second, first):
        end_position(position, by=manager, on=on, successor=heir)
        assert list(Notification.objects.values_list("recipient", "on_site")) == [(heir.pk, True)]
