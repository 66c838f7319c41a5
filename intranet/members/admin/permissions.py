"""Who may do what in coordination's area: the group's rights, and the rule for people, which no right can express."""

from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Q, QuerySet
from wagtail.permission_policies import BasePermissionPolicy

from intranet.members.models import User
from intranet.members.models.people_queries import COORDINATION
from intranet.members.rules import can_edit_person, is_coordination

ALL = ("add", "change", "delete", "view")
RIGHTS: dict[str, tuple[str, ...]] = {
    "organisation": ALL,
    "position": ("add", "change", "view"),
    "workinggroup": ALL,
    "groupmembership": ALL,
    "invitation": ("add", "change", "view"),
    "subject": ALL,
    "followup": ALL,
}


def ensure_permissions() -> None:
    """Give the group «Coordinació» the rights of `RIGHTS` and the way into the CMS. Running it again changes nothing."""
    group, _is_new = Group.objects.get_or_create(name=COORDINATION)
    create_permissions(apps.get_app_config("members"), verbosity=0)
    codenames = [f"{action}_{model}" for model, actions in RIGHTS.items() for action in actions]
    group.permissions.add(
        *Permission.objects.filter(content_type__app_label="members", codename__in=codenames),
        *Permission.objects.filter(content_type__app_label="wagtailadmin", codename="access_admin"),
    )


def grant_after_migrating(using: str, **_kwargs: Any) -> None:
    """Receiver of `post_migrate`, which also comes when only some other app has its tables yet."""
    if using == DEFAULT_DB_ALIAS and Group._meta.db_table in connections[using].introspection.table_names():  # noqa: SLF001 - Django's public name
        ensure_permissions()


class PeoplePolicy(BasePermissionPolicy):
    """People come by invitation and are never removed; coordination edits all but administrators.

    No right of Django's stands for this, so that nothing of Wagtail's that asks for `change_user` opens to coordination.
    """

    ACTIONS = frozenset({"change", "view"})

    def user_has_permission(self, user: User, action: str) -> bool:
        return action in self.ACTIONS and is_coordination(user)

    def user_has_permission_for_instance(self, user: User, action: str, instance: User) -> bool:
        return action in self.ACTIONS and can_edit_person(user, instance)

    def users_with_any_permission(self, actions: Iterable[str]) -> QuerySet[User]:
        carers = Q(is_superuser=True) | Q(groups__name=COORDINATION)
        people: QuerySet[User] = User.objects.filter(carers, is_active=True).distinct()
        return people if self.ACTIONS.intersection(actions) else people.none()
