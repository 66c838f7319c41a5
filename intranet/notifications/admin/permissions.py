"""Coordination looks after the outbox: it sees what became of each mail, tries again, and stops addresses."""

from typing import Any

from django.apps import apps
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission
from django.db import DEFAULT_DB_ALIAS, connections

from intranet.members.models.people_queries import COORDINATION
from intranet.outbox.models import Message

CODENAMES = (
    "view_message",
    "change_message",
    "view_suppressedaddress",
    "add_suppressedaddress",
    "delete_suppressedaddress",
)


def ensure_permissions() -> None:
    """Give the group «Coordinació» these rights. Running it again changes nothing."""
    group, _is_new = Group.objects.get_or_create(name=COORDINATION)
    create_permissions(apps.get_app_config("outbox"), verbosity=0)
    group.permissions.add(*Permission.objects.filter(content_type__app_label="outbox", codename__in=CODENAMES))


def grant_after_migrating(using: str, **_kwargs: Any) -> None:
    """Receiver of `post_migrate`, which also comes when only some other app has its tables yet."""
    needed = {Group._meta.db_table, Message._meta.db_table}  # noqa: SLF001 - Django's public name
    if using == DEFAULT_DB_ALIAS and needed <= set(connections[using].introspection.table_names()):
        ensure_permissions()
