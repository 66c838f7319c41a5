"""Columns of the lists that Wagtail does not have."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db.models import Model
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from wagtail.admin.ui.tables import Column, StatusTagColumn

from intranet.templatetags.intranet import hour_words


class TagColumn(StatusTagColumn):
    """A state as a tag; the good ones (`good(instance)`) stand out."""

    def __init__(self, name: str, *, good: Callable[[Any], bool], **kwargs: Any) -> None:
        super().__init__(name, primary=good, **kwargs)


def moment(value: datetime) -> str:
    """A local moment in figures."""
    return f"{date_format(timezone.localtime(value), 'SHORT_DATE_FORMAT')}, {hour_words(value)}"


class DayColumn(Column):
    """A date in figures, to run an eye down a column."""

    def get_value(self, instance: Model) -> str:
        value = super().get_value(instance)
        if isinstance(value, datetime):
            value = timezone.localdate(value)
        return date_format(value, "SHORT_DATE_FORMAT") if value else ""


class MomentColumn(Column):
    """A local moment in figures."""

    def get_value(self, instance: Model) -> str:
        value = super().get_value(instance)
        return moment(value) if value else ""


class DutiesColumn(Column):
    """What somebody does for the council besides their work: a word for each duty, none where there is none."""

    def get_value(self, instance: Model) -> str:
        duties = {"is_representative": _("Representative"), "is_manager": _("Manager")}
        return ", ".join(word for field, word in duties.items() if getattr(instance, field))
