"""Wagtail's page of one's own account: only what concerns this area. Name, photo and password have their own pages."""

from typing import Any

from wagtail.admin.views.account import AccountView, NotificationsSettingsPanel, ThemeSettingsPanel

OURS = (NotificationsSettingsPanel, ThemeSettingsPanel)


class AreaAccountView(AccountView):
    def get_panels(self) -> list[Any]:
        return [panel for panel in super().get_panels() if isinstance(panel, OURS)]
