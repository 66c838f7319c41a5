"""What this app shows on the dashboard and beside a council. Each builder makes the same statements for any number of rows."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any, cast
from urllib.parse import urlencode

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from intranet.members.enums import COUNCIL_KINDS, GroupRole, GroupState, InvitationState, MembershipState
from intranet.members.models import FollowUp, GroupMembership, Invitation, Organisation, Position, User
from intranet.panels import Panel, register_panel

NEW_FOR = timedelta(days=60)
"""How long a colleague is new."""
FEW = 5


@dataclass(frozen=True)
class Ask:
    """Something that waits for the person, in words, and where it is done."""

    icon: str
    text: str
    url: str
    action: str


def register_panels() -> None:
    register_panel("dashboard:asks", 10, asks)
    register_panel("dashboard:new", 50, newcomers)
    register_panel("organisation:coordination", 10, care)


def asks(request: HttpRequest) -> Panel | None:
    """What waits for this person: the profile, their council's invitations, and for coordination what nobody answered."""
    user = cast("User", request.user)
    found = ask_for_profile(user)
    if user.standing.cares_for_members:
        found += asks_of_coordination()
    elif user.standing.in_network:
        found += asks_of_managers(user)
    if user.standing.in_network:
        found += invitations_to_groups(user) + asks_of_groups(user)
    return (
        Panel(_("Waiting for you"), "members/panels/asks.html", {"asks": found}, icon="hand-helping") if found else None
    )


def ask_for_profile(user: User) -> list[Ask]:
    """Of those who have not looked over their profile yet, or whom colleagues could not recognise by it."""
    url, action = reverse("profile"), _("Complete my profile")
    if user.confirmed_at is None:
        text = _("Tell the network who you are: look over your profile and choose who sees what.")
    elif not user.photo and not user.bio:
        text = _("Your profile has neither photo nor words about you yet.")
    elif not user.photo:
        text = _("Your profile has no photo yet: with a face, people find each other at meetings.")
    elif not user.bio:
        text = _("Your profile says nothing about you yet: two sentences are enough.")
    else:
        return []
    return [Ask("circle-user", text, url, action)]


def asks_of_managers(user: User) -> list[Ask]:
    councils = user.managed_organisations().annotate(
        pending=invitations_in(InvitationState.PENDING), expired=invitations_in(InvitationState.EXPIRED)
    )
    return [ask for council in councils for ask in asks_about(council)]


def invitations_in(state: InvitationState) -> Count:
    return Count(
        "invitations", filter=Q(invitations__in=Invitation.objects.in_state(state).values("pk")), distinct=True
    )


def asks_about(council: Any) -> list[Ask]:
    """`council` with the number of its `pending` and `expired` invitations."""
    url, found = reverse("invitations", args=[council.slug]), []
    if council.expired:
        text = ngettext(
            "%(number)d invitation of %(council)s expired without an answer.",
            "%(number)d invitations of %(council)s expired without an answer.",
            council.expired,
        )
        found.append(Ask("hourglass", text % {"number": council.expired, "council": council}, url, _("Send again")))
    if council.pending:
        text = ngettext(
            "%(number)d invitation of %(council)s waits for an answer.",
            "%(number)d invitations of %(council)s wait for an answer.",
            council.pending,
        )
        found.append(Ask("mail", text % {"number": council.pending, "council": council}, url, _("See who")))
    return found


def invitations_to_groups(user: User) -> list[Ask]:
    seats = GroupMembership.objects.filter(user=user, state=MembershipState.INVITED).select_related("group")
    return [
        Ask(
            "mail",
            _("You are invited to the group %(group)s.") % {"group": seat.group.name},
            reverse("group_invitation", args=[seat.group.slug]),
            _("Answer"),
        )
        for seat in seats.exclude(group__state=GroupState.CLOSED).order_by("group__sort_key")
    ]


def asks_of_groups(user: User) -> list[Ask]:
    """Who waits for an answer in the groups that `user` coordinates."""
    own = GroupMembership.objects.of(user).filter(role=GroupRole.COORDINATOR).values("group")
    waiting = GroupMembership.objects.waiting().filter(group__in=own).order_by("group__sort_key")
    found = []
    for name, slug, number in waiting.values_list("group__name", "group__slug").annotate(number=Count("pk")):
        text = ngettext(
            "%(number)d person asks to come into %(group)s.", "%(number)d people ask to come into %(group)s.", number
        )
        url = reverse("group_requests", args=[slug])
        found.append(Ask("user-plus", text % {"number": number, "group": name}, url, _("Answer")))
    return found


def asks_of_coordination() -> list[Ask]:
    expired = Invitation.objects.in_state(InvitationState.EXPIRED).count()
    due = FollowUp.objects.due().count()
    found = []
    if due:
        text = ngettext(
            "It is time to get in touch with %(number)d council.",
            "It is time to get in touch with %(number)d councils.",
            due,
        )
        url = f"{reverse('followup:index')}?due=True"
        found.append(Ask("phone", text % {"number": due}, url, _("See which")))
    if expired:
        text = ngettext(
            "%(number)d invitation expired without an answer.",
            "%(number)d invitations expired without an answer.",
            expired,
        )
        url = f"{reverse('invitation:index')}?state={InvitationState.EXPIRED}"
        found.append(Ask("hourglass", text % {"number": expired}, url, _("See which")))
    return found


def newcomers(request: HttpRequest) -> Panel | None:
    """The newest councils and colleagues, for the people of the network."""
    user = cast("User", request.user)
    if not user.standing.in_network:
        return None
    context = {"councils": list(new_councils(user)), "people": list(new_people(user))}
    if not any(context.values()):
        return None
    title = _("New councils and colleagues")
    return Panel(title, "members/panels/newcomers.html", context, reverse("people"), _("Everyone"), icon="sprout")


def new_councils(user: User) -> QuerySet[Organisation]:
    """Those that joined this year or the last."""
    since = timezone.localdate().year - 1
    councils = Organisation.objects.visible_to(user).councils().present().filter(joined_year__gte=since)
    return councils.order_by("-joined_year", "-pk").with_logos()[:FEW]


def new_people(user: User) -> QuerySet[User]:
    """Those whose first position in a council began of late, whoever reads aside."""
    today = timezone.localdate()
    begun = Position.objects.filter(user=OuterRef("pk"), organisation__kind__in=COUNCIL_KINDS).order_by("starts_on")
    people = User.objects.in_network().with_closeness(user).annotate(began=Subquery(begun.values("starts_on")[:1]))
    recent = people.filter(began__gt=today - NEW_FOR, began__lte=today).exclude(pk=user.pk)
    found: QuerySet[User] = recent.order_by("-began", "sort_key").with_open_positions()[:FEW]
    return found


def care(_request: HttpRequest, *, organisation: Organisation) -> Panel:
    """Beside a council, for coordination: when it was last in touch, when it should be again. The notes stay in the admin."""
    here = urlencode({"organisation": organisation.pk})
    context = {
        "last": organisation.follow_ups.first(),
        "note_url": f"{reverse('followup:add')}?{here}",
        "edit_url": reverse("organisation:edit", args=[organisation.pk]),
    }
    return Panel(_("For coordination"), "members/panels/care.html", context, icon="hand-helping")
