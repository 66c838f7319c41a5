"""What the panels of all sections want to know of a person: their subjects, and the groups that they read."""

from typing import Any

from django.db.models import QuerySet

from intranet.glances import register_glance
from intranet.members.models import User, WorkingGroup
from intranet.unions import listed

SUBJECTS, READABLE = "own_subjects", "readable_groups"


def register() -> None:
    register_glance(SUBJECTS, own_subjects)
    register_glance(READABLE, readable_groups)


def own_subjects(user: User) -> "QuerySet[Any, Any]":
    """By key, name and address."""
    mine = User.subjects.through.objects.filter(user=user.pk)
    return listed(mine, key="subject", label="subject__name", second="subject__slug")


def readable_groups(user: User) -> "QuerySet[Any, Any]":
    """The keys of those whose content the person may read."""
    return listed(WorkingGroup.objects.content_visible_to(user), key="pk")
