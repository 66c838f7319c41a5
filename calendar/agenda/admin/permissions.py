"""What coordination may do with events in the CMS. None is deleted there: an announcement is withdrawn, on the site."""

from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db import DEFAULT_DB_ALIAS, connections
from wagtail.permission_policies import ModelPermissionPolicy

from agenda.models import Event
from agenda.models.queries import kept_by
from intranet.members.enums import GroupAccess
from intranet.members.models import User
from intranet.members.models.people_queries import COORDINATION

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet

RIGHTS = ("add_event", "change_event", "view_event", "publish_event")


def ensure_permissions() -> None:
    """Give the group «Coordinació» its rights. Running it again changes nothing."""
    group, _is_new = Group.objects.get_or_create(name=COORDINATION)
    create_permissions(apps.get_app_config("agenda"), verbosity=0)
    # Wagtail makes this one too, but only once all apps have had their turn.
    Permission.objects.get_or_create(
        content_type=ContentType.objects.get_for_model(Event),
        codename="publish_event",
        defaults={"name": "Can publish event"},
    )
    rights = Permission.objects.filter(content_type__app_label="agenda", codename__in=RIGHTS)
    group.permissions.add(*rights)


def grant_after_migrating(using: str, **_kwargs: Any) -> None:
    """Receiver of `post_migrate`, which also comes when only some other app has its tables yet."""
    needed = {Group._meta.db_table, Event._meta.db_table}  # noqa: SLF001 - Django's public name
    if using == DEFAULT_DB_ALIAS and needed <= set(connections[using].introspection.table_names()):
        ensure_permissions()


def events_of_the_cms(user: User) -> "QuerySet[Event]":
    """Those that `user` keeps, drafts too, but for those of private groups: the CMS tells all of coordination what was done."""
    return Event.objects.filter(kept_by(user)).exclude(group__access=GroupAccess.PRIVATE)


class EventPolicy(ModelPermissionPolicy):
    """Django's rights, for the events that the CMS shows; not even administrators delete."""

    def user_has_permission(self, user: User, action: str) -> bool:
        return action != "delete" and super().user_has_permission(user, action)

    def user_has_permission_for_instance(self, user: User, action: str, instance: Event) -> bool:
        """One statement. What is not saved yet is there for whoever may add one."""
        may: bool = super().user_has_permission_for_instance(user, action, instance)
        return may and (instance.pk is None or events_of_the_cms(user).filter(pk=instance.pk).exists())

    def instances_user_has_any_permission_for(self, user: User, actions: "Iterable[str]") -> "QuerySet[Event]":
        return events_of_the_cms(user) if self.user_has_any_permission(user, actions) else Event.objects.none()
