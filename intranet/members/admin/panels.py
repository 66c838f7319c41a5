"""A table of what belongs to the thing being edited, inside its form: each row and «add» open their own form and return."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import Model
from django.http import HttpRequest
from django.urls import reverse
from wagtail.admin.panels import Panel
from wagtail.admin.ui.tables import Column, Table


@dataclass(frozen=True)
class Related:
    """What the table holds: its rows, what to say when there are none, and where one adds to it."""

    columns: list[Column]
    rows: list[Any]
    empty: str
    add_url: str = ""
    add_label: str = ""

    @property
    def table(self) -> Table:
        return Table(self.columns, self.rows)


Build = Callable[[Any, HttpRequest], Related]


class RelatedPanel(Panel):
    """Shows `build(instance, request)`; nothing while the thing itself is not saved yet."""

    def __init__(self, build: Build, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.build = build

    def clone_kwargs(self) -> dict[str, Any]:
        return {**super().clone_kwargs(), "build": self.build}

    class BoundPanel(Panel.BoundPanel):
        template_name = "members/admin/related_panel.html"
        instance: Model
        request: HttpRequest

        def is_shown(self) -> bool:
            return bool(self.instance and self.instance.pk)

        def get_context_data(self, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            return {**context, "request": self.request, "related": self.panel.build(self.instance, self.request)}


def address_with(url_name: str, request: HttpRequest, **values: Any) -> str:
    """The address of a form with `values` filled in, that returns to this page."""
    return f"{reverse(url_name)}?{urlencode({**values, 'next': request.path})}"


def returning(url_name: str, request: HttpRequest) -> Any:
    """For a column: the address of a row's own form, that returns to this page."""
    back = urlencode({"next": request.path})
    return lambda instance: f"{reverse(url_name, args=[instance.pk])}?{back}"
