"""Where the agenda is found from: the section bar, each group's tabs and home, the dashboard."""

from django.utils.translation import pgettext_lazy

from agenda.domain import coming
from agenda.panels import coming_week, next_in_group, next_of_organisation
from agenda.registration import panels
from intranet.frame import register_section
from intranet.members.group_tabs import register_group_tab
from intranet.panels import register_panel

SECTION = pgettext_lazy("section", "Agenda")


def register() -> None:
    register_section(SECTION, "/agenda/", "calendar-days", 25)
    register_group_tab(SECTION, "group_agenda", "calendar-days", 30)
    coming.register()
    panels.register()
    register_panel("dashboard:week", 10, coming_week)
    register_panel("group:aside", 10, next_in_group)
    register_panel("organisation:main", 10, next_of_organisation)
