"""A form for something new is called by what one does there, once."""

from typing import Any

from intranet.members.admin.views import AddView


class AddingView(AddView):
    """Above the form stands `page_title`, and over that the way back to the list."""

    def get_page_subtitle(self) -> str:
        return ""

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return super().get_breadcrumbs_items()[:-1]
