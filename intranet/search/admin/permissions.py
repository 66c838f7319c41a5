"""Coordination says what means the same and what comes first; what nothing was found for it reads and puts away."""

from typing import Any

from django.apps import apps
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission
from django.db import DEFAULT_DB_ALIAS, connections

from intranet.members.models.people_queries import COORDINATION
from intranet.search.models import MissedQuery

ALL = ("add", "change", "delete", "view")
RIGHTS: dict[str, tuple[str, ...]] = {"synonymset": ALL, "promotion": ALL, "missedquery": ("delete", "view")}


def ensure_permissions() -> None:
    """Give the group «Coordinació» the rights of `RIGHTS`. Running it again changes nothing."""
    group, _is_new = Group.objects.get_or_create(name=COORDINATION)
    create_permissions(apps.get_app_config("search"), verbosity=0)
    codenames = [f"{action}_{model}" for model, actions in RIGHTS.items() for action in actions]
    group.permissions.add(*Permission.objects.filter(content_type__app_label="search", codename__in=codenames))


def grant_after_migrating(using: str, **_kwargs: Any) -> None:
    """Receiver of `post_migrate`, which also comes when only some other app has its tables yet."""
    needed = {Group._meta.db_table, MissedQuery._meta.db_table}  # noqa: SLF001 - Django's public name
    if using == DEFAULT_DB_ALIAS and needed <= set(connections[using].introspection.table_names()):
        ensure_permissions()
