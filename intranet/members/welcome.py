"""The first steps that have to do with who one is and where one belongs."""

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from intranet.frame import address_of
from intranet.members.enums import MembershipState
from intranet.members.models import GroupMembership, User
from intranet.unions import Row, counted
from intranet.welcome import Step, StepSource, register_step


def register() -> None:
    register_step(
        StepSource("profile_step", 10, profile),
        StepSource("photo_step", 20, photo),
        StepSource("words_step", 30, words),
        StepSource("group_step", 40, first_group, rows_of_groups),
    )


def profile(user: User, _rows: list[Row]) -> Step:
    return Step(
        _("Look over your profile and choose who sees what"), address_of("profile"), user.confirmed_at is not None
    )


def photo(user: User, _rows: list[Row]) -> Step:
    text = _("Put a photo, so that people find each other at meetings")
    return Step(text, f"{address_of('profile')}#id_photo", bool(user.photo))


def words(user: User, _rows: list[Row]) -> Step:
    text = _("Say in two sentences what you do, and what colleagues can ask you about")
    return Step(text, f"{address_of('profile')}#id_bio", bool(user.bio or user.ask_me_about))


def rows_of_groups(user: User) -> "QuerySet[GroupMembership] | None":
    """Also those that they have asked for: the rest is up to others. Guests come in by one."""
    if not user.standing.in_network:
        return None
    seats = GroupMembership.objects.filter(user=user, state__in=[MembershipState.ACTIVE, MembershipState.REQUESTED])
    return counted(seats)


def first_group(user: User, rows: list[Row]) -> Step | None:
    if not user.standing.in_network:
        return None
    return Step(_("Come into a first working group"), address_of("groups"), bool(rows))
