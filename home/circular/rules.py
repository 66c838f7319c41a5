"""Who may do what with circulars and their entries."""

from typing import TYPE_CHECKING

from home.circular.enums import EntryState

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from home.circular.models import CircularEntry
    from intranet.members.models import User


def can_propose(user: "User | AnonymousUser") -> bool:
    """The people of the network; guests of a group read no circular and write none."""
    return not user.is_anonymous and user.standing.in_network


def can_compose(user: "User | AnonymousUser") -> bool:
    """Coordination puts it together and sends it."""
    return not user.is_anonymous and user.standing.cares_for_members


def may_come_again(entry: "CircularEntry") -> bool:
    """What was not in one circular may be proposed for another one."""
    return entry.state == EntryState.REJECTED and not entry.circular.is_open


def can_change_proposal(user: "User", entry: "CircularEntry") -> bool:
    """Who proposed it, until it is out or turned down; what was accepted and stands on the site is coordination's from then on."""
    return can_propose(user) and entry.author_id == user.pk and is_open_to_author(entry)


def is_open_to_author(entry: "CircularEntry") -> bool:
    is_theirs = entry.state == EntryState.WAITING or (entry.state == EntryState.ACCEPTED and not entry.source_name)
    return is_theirs and entry.circular.is_open
