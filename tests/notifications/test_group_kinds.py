"""What people are told of who comes into the working groups."""

from email import message_from_bytes, policy

import pytest
from django.utils.translation import gettext as _

from intranet.members.domain.acceptance import accept_invitation
from intranet.members.domain.coordinating import change_role, take_out
from intranet.members.domain.joining import answer_offer, answer_request, join_group, leave_group
from intranet.members.domain.offers import offer_seats, withdraw_offer
from intranet.members.enums import GroupAccess, GroupJoining, GroupRole
from intranet.members.models import GroupMembership, User, WorkingGroup
from intranet.notifications.domain.delivery import deliver_pending
from intranet.notifications.domain.lines import lines_of
from intranet.notifications.domain.reading import unread_count
from intranet.notifications.models import Notification
from intranet.outbox.models import Message
from tests.factories.invitations import an_invitation
from tests.factories.members import (
    GroupMembershipFactory,
    OrganisationFactory,
    WorkingGroupFactory,
    a_manager,
    a_member,
    someone_of_coordination,
)
from tests.factories.roles import a_group_coordinator

pytestmark = pytest.mark.django_db

CURES = {"group": "Cures"}


def cures(**fields):
    return WorkingGroupFactory(**{"name": "Cures", "slug": "cures", "joining": GroupJoining.ON_REQUEST, **fields})


def berta():
    return a_member(given_name="Berta", family_name="Solà")


def lines(person):
    found = User.objects.with_standing().get(pk=person.pk)
    return [(line.text, line.url) for line in lines_of(found)]


def plain(message):
    return message_from_bytes(bytes(message.raw), policy=policy.default).get_body(("plain",)).get_content()


@pytest.fixture
def mails(settings):
    """What leaves: to whom and what it says, in plain text."""
    settings.OUTBOX_AT_ONCE = False

    def leave():
        deliver_pending()
        return [(mail.person, plain(mail)) for mail in Message.objects.filter(kind="notification").order_by("pk")]

    return leave


def test_a_request_is_told_to_the_groups_coordinators_and_its_answer_to_who_asked(mails):
    group, person = cures(welcome="Comenceu pel dossier."), berta()
    one, other = a_group_coordinator(group), a_group_coordinator(group)
    someone_of_coordination()
    join_group(group, person=person, note="Porto el mercat.")
    asked = (
        _("%(person)s asks to come into the group %(group)s") % {"person": "Berta Solà", **CURES},
        "/grups/cures/sollicituds/",
    )
    assert (lines(one), lines(other), lines(person)) == ([asked], [asked], [])
    answer_request(person.memberships.get(), by=one, accepts=True)
    accepted = _("You are in the group %(group)s: your request was accepted") % CURES
    assert (lines(person), unread_count(other)) == ([(accepted, "/grups/cures/")], 0)
    ((to, text),) = mails()
    assert (to, "Comenceu pel dossier." in text, "Porto" in text) == (person, True, False)


def test_a_refusal_tells_the_reason(mails):
    group, person = cures(), berta()
    join_group(group, person=person)
    answer_request(person.memberships.get(), by=a_group_coordinator(group), accepts=False, answer="Som plens.")
    refused = _("You are not in the group %(group)s: %(reason)s") % {**CURES, "reason": "Som plens."}
    assert lines(person) == [(refused, "/grups/cures/")]
    assert [(to, "Som plens." in text) for to, text in mails()] == [(person, True)]


def test_without_coordinators_coordination_is_told_but_for_private_groups():
    coordination, person = someone_of_coordination(), a_member()
    join_group(cures(), person=person)
    assert len(lines(coordination)) == 1
    private = WorkingGroupFactory(access=GroupAccess.PRIVATE)
    invitation, _token = an_invitation(by=coordination, organisation=OrganisationFactory())
    invitation.groups.add(private)
    accept_invitation(invitation, given_name="Pau", family_name="Riu")
    assert (private.memberships.get().state, len(lines(coordination))) == ("requested", 2)
    assert [line for line in lines(coordination) if private.name in line[0]] == []


def test_a_request_that_was_taken_back_is_told_no_more():
    group, person = cures(), a_member()
    by = a_group_coordinator(group)
    join_group(group, person=person)
    leave_group(group, person=person)
    assert (lines(by), unread_count(by), Notification.objects.count()) == ([], 0, 0)


def test_coordinators_hear_of_who_comes_by_a_managers_invitation():
    group = cures(access=GroupAccess.CLOSED)
    by, council = a_group_coordinator(group), OrganisationFactory()
    invitation, _token = an_invitation(by=a_manager(council), organisation=council)
    invitation.groups.add(group)
    accept_invitation(invitation, given_name="Pau", family_name="Riu")
    assert [url for _text, url in lines(by)] == ["/grups/cures/sollicituds/"]


def test_an_invitation_is_told_and_forgotten_when_it_is_withdrawn_or_answered():
    group = cures(access=GroupAccess.PRIVATE)
    by = a_group_coordinator(group, given_name="Carme", family_name="Riba")
    person, other = a_member(), a_member()
    offer_seats(group, by=by, people=[person, other])
    invited = _("%(person)s invites you to the group %(group)s") % {"person": "Carme Riba", **CURES}
    assert (lines(person), lines(other)) == ([(invited, "/grups/cures/invitacio/")],) * 2
    withdraw_offer(other.memberships.get(), by=by)
    answer_offer(group, person=person, accepts=True)
    assert (lines(person), lines(other), unread_count(person), unread_count(other)) == ([], [], 0, 0)


def test_the_mail_of_an_invitation_that_was_withdrawn_does_not_leave(mails):
    group, person = cures(access=GroupAccess.PRIVATE), a_member()
    by = a_group_coordinator(group)
    offer_seats(group, by=by, people=[person])
    withdraw_offer(person.memberships.get(), by=by)
    assert mails() == []


def test_whoever_joins_at_once_gets_the_words_of_welcome_by_mail_if_there_are_any(mails):
    person = a_member()
    join_group(cures(joining=GroupJoining.AT_ONCE), person=person)
    assert lines(person) == []
    join_group(WorkingGroupFactory(name="Energia", slug="energia", welcome="Hola, som-hi!"), person=person)
    assert lines(person) == [(_("You are now in the group %(group)s") % {"group": "Energia"}, "/grups/energia/")]
    assert [(to, "Hola, som-hi!" in text) for to, text in mails()] == [(person, True)]


def test_who_becomes_coordinator_is_told_and_is_not_any_more_when_it_is_over():
    group = cures()
    by, seat = a_group_coordinator(group), GroupMembershipFactory(group=group, user=a_member())
    change_role(seat, by=by, role=GroupRole.COORDINATOR)
    assert lines(seat.user) == [(_("You coordinate the group %(group)s now") % CURES, "/grups/cures/")]
    change_role(seat, by=by, role=GroupRole.MEMBER)
    assert (lines(seat.user), unread_count(seat.user)) == ([], 0)


def test_whoever_is_outside_a_private_group_does_not_read_how_it_is_called_by_now(mails):
    group = cures(access=GroupAccess.PRIVATE)
    seat = GroupMembershipFactory(group=group, user=a_member())
    take_out(seat, by=a_group_coordinator(group), answer="Ha canviat d'àrea.")
    WorkingGroup.objects.filter(pk=group.pk).update(name="Fusió", slug="fusio")
    mails()
    (mail,) = (message_from_bytes(bytes(row.raw), policy=policy.default) for row in Message.objects.all())
    assert mail["Subject"] == _("The answer of a private group")
    told = "\n".join([*map(str, lines(seat.user)), *map(str, mail.values()), mail.as_string()])
    assert [word for word in ("Cures", "cures", "Fusió", "fusio", "Fusi=C3=B3") if word in told] == []


def test_whoever_is_taken_out_of_a_private_group_reads_why_and_nothing_else(mails):
    group = cures(access=GroupAccess.PRIVATE, welcome="Entre nosaltres.")
    by, seat = a_group_coordinator(group), GroupMembershipFactory(group=group, user=a_member())
    take_out(seat, by=by, answer="Ha canviat d'àrea.")
    ((to, text),) = mails()
    assert (to, "Ha canviat d" in text, "Entre nosaltres" in text) == (seat.user, True, False)
    assert [url for _text, url in lines(seat.user)] == ["/grups/"]
    assert GroupMembership.objects.get(pk=seat.pk).state == "refused"
