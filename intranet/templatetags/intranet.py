"""Tags that every template has without loading them: icons, the page's files, and the small words of forms and lists."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from functools import lru_cache
from typing import Any, Literal

from django import template
from django.conf import settings
from django.core.paginator import Page
from django.forms import BaseForm, BoundField
from django.template.base import FilterExpression, Parser, Token
from django.template.context import Context
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from intranet import held
from intranet.icons import SPRITE, UnknownIconError, check_icon
from intranet.panels import Panel
from intranet.styles import (
    AGENDA,
    BANK,
    CIRCULAR,
    CONVERSATION,
    ENTRANCE,
    ORGANISING,
    PORTRAIT,
    PROFILE,
    SCRIPTS,
    SEARCH,
    STYLESHEETS,
)

register = template.Library()


class IconNode(template.Node):
    def __init__(self, name: FilterExpression) -> None:
        self.name = name

    def render(self, context: Context) -> SafeString:
        return icon_markup(check_icon(str(self.name.resolve(context))))


@lru_cache(maxsize=512)
def icon_markup(name: str) -> SafeString:
    """Written once a process: a page has dozens, and the sprite's address does not change while it runs."""
    return format_html('<svg class="icon" aria-hidden="true"><use href="{}#{}"/></svg>', static(SPRITE), name)


@register.tag
def icon(parser: Parser, token: Token) -> IconNode:
    """`{% icon "calendar" %}`: decoration, so always with words beside it. An unknown name is an error."""
    bits = token.split_contents()
    if len(bits) != 2:  # noqa: PLR2004 - the tag's own name and the icon's
        msg = "{% icon %} takes the icon's name and nothing else."
        raise template.TemplateSyntaxError(msg)
    name = parser.compile_filter(bits[1])
    if isinstance(name.var, str):
        try:
            check_icon(name.var)
        except UnknownIconError as error:
            raise template.TemplateSyntaxError(str(error)) from error
    return IconNode(name)


def links_to(stylesheets: Sequence[str]) -> SafeString:
    return format_html_join("\n", '<link rel="stylesheet" href="{}">', ((static(path),) for path in stylesheets))


def _page_files() -> SafeString:
    styles = links_to(STYLESHEETS)
    scripts = format_html_join("\n", '<script type="module" src="{}"></script>', ((static(path),) for path in SCRIPTS))
    icon = format_html('<link rel="icon" href="{}" type="image/svg+xml">', static("img/favicon.svg"))
    return format_html("{}\n{}\n{}", icon, styles, scripts)


_cached_page_files = lru_cache(maxsize=1)(_page_files)


@register.simple_tag
def page_files() -> SafeString:
    """The icon, stylesheets and scripts of every page. The same on all of them, so written once a process."""
    return _page_files() if settings.DEBUG else _cached_page_files()


@register.simple_tag
def panel_head(panel: Panel, place: str, number: int) -> SafeString:
    """As in `components/panel.html`. Written by hand and once: the dashboard has a dozen."""
    return head_of(f"{place}-{number}", panel.title, panel.icon, panel.more_url, panel.more_label)


@lru_cache(maxsize=512, typed=True)
def head_of(identifier: str, words: str, icon_name: str, more_url: str, more_label: str) -> SafeString:
    icon = format_html("{} ", icon_markup(icon_name)) if icon_name else ""
    more = (more_url, more_label, icon_markup("arrow-right"))
    link = format_html('<a class="panel__more" href="{}">{} {}</a>', *more) if more_url else ""
    title = format_html('<h2 class="panel__title" id="{}">{}{}</h2>', identifier, icon, words)
    return format_html('<div class="panel__head">{}{}</div>', title, link)


_cached_conversation_files = lru_cache(maxsize=1)(lambda: links_to(CONVERSATION))


@register.simple_tag
def conversation_files() -> SafeString:
    """The stylesheets of pages where one reads what people wrote, or writes."""
    return links_to(CONVERSATION) if settings.DEBUG else _cached_conversation_files()


_cached_agenda_files = lru_cache(maxsize=1)(lambda: links_to(AGENDA))


@register.simple_tag
def agenda_files() -> SafeString:
    """The stylesheets of the agenda's pages."""
    return links_to(AGENDA) if settings.DEBUG else _cached_agenda_files()


_cached_bank_files = lru_cache(maxsize=1)(lambda: links_to(BANK))


@register.simple_tag
def bank_files() -> SafeString:
    """The stylesheets of the resource bank's pages."""
    return links_to(BANK) if settings.DEBUG else _cached_bank_files()


_cached_circular_files = lru_cache(maxsize=1)(lambda: links_to(CIRCULAR))


@register.simple_tag
def circular_files() -> SafeString:
    """The stylesheets of the circular's pages."""
    return links_to(CIRCULAR) if settings.DEBUG else _cached_circular_files()


@register.simple_tag
def entrance_files() -> SafeString:
    """The stylesheet of the pages before one is inside, and of those at which one sets up a second factor."""
    return links_to(ENTRANCE)


@register.simple_tag
def portrait_files() -> SafeString:
    """The stylesheet of a person's page."""
    return links_to(PORTRAIT)


@register.simple_tag
def profile_files() -> SafeString:
    """The stylesheets of the page at which people say who they are."""
    return links_to(PROFILE)


@register.simple_tag
def search_files() -> SafeString:
    """The stylesheet of the page on which everything is searched."""
    return links_to(SEARCH)


@register.simple_tag
def organising_files() -> SafeString:
    """The stylesheet of the pages at which one looks after those who registered."""
    return links_to(ORGANISING)


@register.filter
def requirement(field: BoundField) -> Literal["required", "optional", ""]:
    """The word a label carries: none in a form whose fields are all required or all optional, where it says nothing.

    Nor for a field that is `conditional`: another one says whether it has to be filled in. A form that `is_part` of a longer
    one always says it; what it takes without a field that is `needed` is asked for later.
    """
    says_nothing = not (getattr(field.form, "is_part", False) or any_of_both(field.form))
    if getattr(field.field, "conditional", False) or field_is_box(field) or says_nothing:
        return ""
    return "required" if field.field.required or getattr(field.field, "needed", False) else "optional"


def any_of_both(form: BaseForm) -> bool:
    fields = (form[name] for name in form.fields)
    return len({field.field.required for field in fields if not field.is_hidden and not field_is_box(field)}) > 1


def field_is_box(field: BoundField) -> bool:
    """A single box to tick says by its own words whether one must."""
    return getattr(field.field.widget, "input_type", "") == "checkbox" and not field.use_fieldset


@register.filter
def widget_kind(field: BoundField) -> str:
    """Which shape a field has on the page: check, choices, file or line."""
    kinds = {"checkbox": "check", "file": "file", "radio": "choices", "textarea": "text"}
    widget = field.field.widget
    if widget.use_fieldset:
        return "choices"
    return kinds.get(getattr(widget, "input_type", "textarea"), "line")


@register.filter
def error_summary(form: BaseForm) -> list[tuple[str, str, str]]:
    """What is wrong in `form`, as (anchor, label, message), in the order of its fields."""
    fields = (form[name] for name in form.fields)
    return [(field.auto_id, str(field.label), str(error)) for field in fields for error in field.errors]


@register.filter
def tone(person: Any) -> int:
    """Which of the five tints stands behind somebody's initials: always the same one."""
    return (person.pk or 0) % 5


@register.filter
def at(values: Sequence[Any], position: int) -> Any:
    """The value at `position`, for two lists that go together."""
    return values[position]


@register.filter
def first_words(text: str, number: int) -> str:
    """The first `number` words of `text`; the ellipsis stands against the last, as it does not in Django's own filter."""
    return Truncator(text).words(number)


@register.filter
def page_numbers(page: Page[Any]) -> Iterator[int | str]:
    """The pages a list links to: the first, the last and those around the present one."""
    return page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)


@register.filter
def day_words(value: date | datetime) -> str:
    """A day as people say it, with the year only when it is not this one: «dijous 16 d'abril»."""
    day = timezone.localtime(value).date() if isinstance(value, datetime) else value
    pattern = pgettext("day as people say it", "l j E")
    if day.year != timezone.localdate().year:
        pattern = pgettext("day of another year", "l j E Y")
    return date_format(day, pattern)


@register.filter
def hour_words(value: datetime | time) -> str:
    """A time of day the Catalan way: «10.00»."""
    moment = timezone.localtime(value) if isinstance(value, datetime) else value
    return date_format(moment, "H.i") if isinstance(moment, datetime) else moment.strftime("%H.%M")


@register.simple_tag
def mark(value: bool, label: str = "") -> SafeString:  # noqa: FBT001 - a template has no keyword-only arguments
    """Yes or no as a word with an icon: never colour or a sign alone."""
    name = "check" if value else "minus"
    return format_html('<span class="mark">{} {}</span>', icon_markup(name), label or (_("Yes") if value else _("No")))


@register.simple_tag(takes_context=True)
def writer_field(context: Context) -> SafeString:
    """In a form whose page takes it back after a sign-in: for whom it was drawn (see `intranet.held`)."""
    return held.writer_field(context["request"])


@register.simple_block_tag
def draft_keeper(content: SafeString, *, place: str, title: str = "", unsaved: bool = False) -> SafeString:
    """Around a form: what is typed is kept as a draft.

    `title`: what the list calls it when the form has no `title`; `unsaved`: it is drawn with words that are not kept yet.
    """
    return render_to_string(
        "drafts/keeper.html", {"content": content, "place": place, "title": title, "unsaved": unsaved}
    )
