"""One person of each role that the access policy tells apart."""

from intranet.members.enums import GroupRole
from intranet.members.models import User
from tests.factories.members import (
    GroupMembershipFactory,
    a_former_member,
    a_guest,
    a_manager,
    a_member,
    an_administrator,
    someone_of_coordination,
)


def a_group_coordinator(group=None, **fields):
    """A member who coordinates a group."""
    user = a_member(**fields)
    GroupMembershipFactory(user=user, role=GroupRole.COORDINATOR, **({"group": group} if group else {}))
    return user


MAKERS = {
    "anonymous": lambda: None,
    "former": a_former_member,
    "guest": a_guest,
    "member": a_member,
    "group_coordinator": a_group_coordinator,
    "manager": a_manager,
    "coordination": someone_of_coordination,
    "administrator": an_administrator,
}
ROLES = tuple(MAKERS)


class Roles(dict[str, User | None]):
    """A person by role, made when first asked for."""

    def __missing__(self, role: str) -> User | None:
        self[role] = MAKERS[role]()
        return self[role]
