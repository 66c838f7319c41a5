"""What is new in the bank, on the dashboard and beside a group. Each builder makes the same statements for any number of resources."""

from typing import Any, cast
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from intranet.frame import address_of
from intranet.glances import glance, register_glance
from intranet.members.glances import READABLE, SUBJECTS
from intranet.members.models import User, WorkingGroup
from intranet.panels import Panel, register_panel
from intranet.unions import listed
from repository.catalogue.facets import chosen_in
from repository.catalogue.seeing import Catalogue, catalogue_for, catalogue_of
from repository.models import BankVersion

FEW = 5
VERSION = "bank_version"


def register() -> None:
    register_glance(VERSION, rows_of_version)
    register_panel("dashboard:new", 30, new_resources)
    register_panel("group:aside", 20, new_in_group)


def rows_of_version(_user: User) -> "QuerySet[Any, Any]":
    return listed(BankVersion.objects.filter(pk=1), key="number")


def new_resources(request: HttpRequest) -> Panel | None:
    """The newest about what the person knows of or, when there are none, of all. No statement of its own."""
    groups = [row.key for row in glance(request, READABLE)]
    number = next((row.key for row in glance(request, VERSION)), 0)
    catalogue = catalogue_of(cast("User", request.user), groups, number)
    subjects = sorted(row.second for row in glance(request, SUBJECTS)) if catalogue.current else []
    in_subjects = catalogue.current & chosen_in(catalogue, "subject", subjects)
    if not in_subjects:
        return panel_of(catalogue, catalogue.current, _("New resources"), address_of("resources"))
    asked = urlencode([("subject", slug) for slug in subjects])
    return panel_of(catalogue, in_subjects, _("New in your subjects"), f"{address_of('resources')}?{asked}")


def new_in_group(request: HttpRequest, *, group: WorkingGroup) -> Panel | None:
    """The newest of the group. One statement."""
    catalogue = catalogue_for(cast("User", request.user))
    of_group = catalogue.of_group(group.slug) & catalogue.current
    return panel_of(catalogue, of_group, _("New resources"), reverse("group_resources", args=[group.slug]))


def panel_of(catalogue: Catalogue, found: int, title: str, more: str) -> Panel | None:
    lines = catalogue.newest(found, FEW)
    if not lines:
        return None
    context = {"lines": lines}
    return Panel(title, "repository/panels/new.html", context, more, pgettext("resources", "All"), icon="library")
