"""What waits for a person among the people: their profile, places in groups, who asks for one, and invitations."""

from collections.abc import Iterable

from django.db.models import Case, Count, Min, QuerySet, Value, When
from django.db.models.functions import Concat
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, npgettext

from intranet.asks import Ask, Source, register_asks
from intranet.catalan import sort_key
from intranet.members.enums import GroupRole, GroupState, InvitationState, MembershipState
from intranet.members.models import FollowUp, GroupMembership, Invitation, Position, User
from intranet.members.models.organisations import full_name_of
from intranet.unions import NOW, Row, counted, listed

PROFILE = "profile"
PENDING, EXPIRED = 0, 1


def register() -> None:
    register_asks(
        Source("group_invitations", 10, invitations_to_groups, rows_of_invitations),
        Source("group_requests", 20, asks_of_groups, rows_of_requests),
        Source("follow_ups", 45, follow_ups, rows_of_follow_ups, is_duty=True),
        Source("invitations", 60, asks_about_invitations, rows_of_unanswered, is_duty=True),
        Source(PROFILE, 90, ask_for_profile),
    )


def ask_for_profile(user: User, _rows: list[Row]) -> Iterable[Ask]:
    """Of those who have not looked over their profile yet, or whom colleagues could not recognise by it."""
    if user.confirmed_at is None:
        text = _("Tell the network who you are: look over your profile and choose who sees what.")
    elif not user.photo and not user.bio:
        text = _("Your profile has neither photo nor words about you yet.")
    elif not user.photo:
        text = _("Your profile has no photo yet: with a face, people find each other at meetings.")
    elif not user.bio:
        text = _("Your profile says nothing about you yet: two sentences are enough.")
    else:
        return
    yield Ask("circle-user", text, reverse("profile"), _("Complete my profile"))


def by_name(rows: list[Row]) -> list[Row]:
    return sorted(rows, key=lambda row: sort_key(row.label))


# --- Groups ---


def rows_of_invitations(user: User) -> "QuerySet[GroupMembership] | None":
    if not user.standing.in_network:
        return None
    seats = GroupMembership.objects.filter(user=user, state=MembershipState.INVITED)
    return listed(seats.exclude(group__state=GroupState.CLOSED), label="group__name", second="group__slug")


def invitations_to_groups(_user: User, rows: list[Row]) -> Iterable[Ask]:
    for row in by_name(rows):
        text = _("You are invited to the group %(group)s.") % {"group": row.label}
        yield Ask("mail", text, reverse("group_invitation", args=[row.second]), _("Answer"))


def rows_of_requests(user: User) -> "QuerySet[GroupMembership] | None":
    """Who waits for an answer in the groups that `user` coordinates."""
    if not user.standing.in_network:
        return None
    own = GroupMembership.objects.of(user).filter(role=GroupRole.COORDINATOR).values("group")
    waiting = GroupMembership.objects.waiting().filter(group__in=own)
    return listed(waiting, label="group__name", second="group__slug", number=Count("pk"))


def asks_of_groups(_user: User, rows: list[Row]) -> Iterable[Ask]:
    for row in by_name(rows):
        text = ngettext(
            "%(number)d person asks to come into %(group)s.",
            "%(number)d people ask to come into %(group)s.",
            row.number,
        )
        url = reverse("group_requests", args=[row.second])
        yield Ask("user-plus", text % {"number": row.number, "group": row.label}, url, _("Answer"))


# --- Invitations to the network, and keeping in touch ---


def rows_of_unanswered(user: User) -> "QuerySet[Invitation] | None":
    """How many wait and how many expired: for coordination of all, for who manages councils of each of them."""
    if not user.standing.in_network:
        return None
    open_ones = Invitation.objects.filter(accepted_at=None, withdrawn_at=None)
    state = Case(When(expires_at__lte=NOW, then=Value(EXPIRED)), default=Value(PENDING))
    if user.standing.cares_for_members:
        return counted(open_ones, key=state)
    managed = Position.objects.giving_access().filter(user=user, is_manager=True).values("organisation")
    own = open_ones.filter(organisation__in=managed)
    council = Concat("organisation__kind", Value(" "), "organisation__name")
    return listed(own, key=state, label=council, second="organisation__slug", number=Count("pk"))


def asks_about_invitations(user: User, rows: list[Row]) -> Iterable[Ask]:
    """Expired ones first: one may send them again."""
    words = words_of_all if user.standing.cares_for_members else words_of_council
    return map(words, sorted(rows, key=lambda row: (row.second, row.key == PENDING)))


def words_of_all(row: Row) -> Ask:
    if row.key == EXPIRED:
        icon, state, text = "hourglass", InvitationState.EXPIRED, invitations_expired(row.number)
    else:
        icon, state, text = "mail", InvitationState.PENDING, invitations_pending(row.number)
    action = npgettext("invitations", "See which one", "See which", row.number)
    return Ask(icon, text % {"number": row.number}, f"{reverse('invitation:index')}?state={state}", action)


def invitations_expired(number: int) -> str:
    return ngettext(
        "%(number)d invitation expired without an answer.", "%(number)d invitations expired without an answer.", number
    )


def invitations_pending(number: int) -> str:
    return ngettext("%(number)d invitation waits for an answer.", "%(number)d invitations wait for an answer.", number)


def words_of_council(row: Row) -> Ask:
    kind, _space, name = row.label.partition(" ")
    url, words = reverse("invitations", args=[row.second]), {"number": row.number, "council": full_name_of(kind, name)}
    if row.key == EXPIRED:
        text = ngettext(
            "%(number)d invitation of %(council)s expired without an answer.",
            "%(number)d invitations of %(council)s expired without an answer.",
            row.number,
        )
        return Ask("hourglass", text % words, url, _("Send again"))
    text = ngettext(
        "%(number)d invitation of %(council)s waits for an answer.",
        "%(number)d invitations of %(council)s wait for an answer.",
        row.number,
    )
    return Ask("mail", text % words, url, _("See who"))


def rows_of_follow_ups(user: User) -> "QuerySet[FollowUp] | None":
    if not user.standing.cares_for_members:
        return None
    return counted(FollowUp.objects.due(), at=Min("next_contact_on"))


def follow_ups(_user: User, rows: list[Row]) -> Iterable[Ask]:
    for row in rows:
        text = ngettext(
            "It is time to get in touch with %(number)d council.",
            "It is time to get in touch with %(number)d councils.",
            row.number,
        )
        url = f"{reverse('followup:index')}?due=True"
        action = npgettext("councils", "See which one", "See which", row.number)
        yield Ask("phone", text % {"number": row.number}, url, action, row.at)
