"""When a date takes place, as people say it; and dates in a list."""

from collections.abc import Iterable

from django import template
from django.utils.safestring import SafeString

from agenda.models import Occurrence
from agenda.sentences import when_of_date
from agenda.views.row_markup import list_markup
from agenda.views.rows import Row

register = template.Library()


@register.filter
def when_words(occurrence: Occurrence) -> str:
    """Its event must be at hand."""
    return when_of_date(occurrence)


@register.filter
def rows_markup(rows: Iterable[Row], level: int) -> SafeString:
    """`level`: of the heading that each title is."""
    return list_markup(rows, level)
