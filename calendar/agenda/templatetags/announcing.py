"""An event in words, for pages about those that are not published yet."""

from django import template
from django.utils.safestring import SafeString, mark_safe

from agenda.models import Event
from agenda.sentences import place_of, repetition_of, when_of
from intranet.richtext.cleaning import clean_html

register = template.Library()
register.filter("when_words", when_of)
register.filter("place_words", place_of)
register.filter("repetition_words", repetition_of)


@register.filter
def safe_body(event: Event) -> SafeString:
    """Its text, which may be as it was typed."""
    return mark_safe(clean_html(event.body))  # noqa: S308 - cleaned here
