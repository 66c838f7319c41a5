"""When a date takes place, as people say it."""

from django import template

from agenda.models import Occurrence
from agenda.sentences import when_of_date

register = template.Library()


@register.filter
def when_words(occurrence: Occurrence) -> str:
    """Its event must be at hand."""
    return when_of_date(occurrence)
