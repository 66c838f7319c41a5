"""Events in coordination's area: drafts, previews, revisions, and programmes that lines cannot say."""

from collections.abc import Callable
from functools import wraps
from typing import Any, ClassVar

import django_filters
from django import forms
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList, TabbedInterface
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.snippets.views.snippets import IndexView, SnippetViewSet

from agenda.admin.forms import EventAdminForm
from agenda.admin.permissions import events_of_the_cms
from agenda.enums import EventKind, EventState, Review
from agenda.keys import key_in
from agenda.models import Event
from intranet.members.admin.columns import MomentColumn, TagColumn
from intranet.members.admin.views import ListView
from intranet.members.views.requests import PersonRequest

View = Callable[..., HttpResponse]


class EventFilters(WagtailFilterSet):
    kind = django_filters.MultipleChoiceFilter(label=_("Kind"), choices=EventKind, widget=forms.CheckboxSelectMultiple)
    review = django_filters.MultipleChoiceFilter(label=_("Review"), choices=Review, widget=forms.CheckboxSelectMultiple)
    state = django_filters.MultipleChoiceFilter(
        label=_("State"), choices=EventState, widget=forms.CheckboxSelectMultiple
    )
    live = django_filters.BooleanFilter(label=_("Not a draft"))

    class Meta:
        model = Event
        fields: ClassVar[list[str]] = []


def organiser_of(event: Event) -> str:
    return str(event.group or event.organisation or _("The network"))


def draft_of(event: Event) -> str:
    """Wagtail's own column asks of each event whether it is scheduled."""
    if not event.live:
        return str(_("Draft"))
    return str(_("Changes not published yet")) if event.has_unpublished_changes else ""


class EventsView(ListView, IndexView):
    folded_fields = ("folded_words",)
    add_item_label = _("Add an event")

    @cached_property
    def columns(self) -> list[Column]:
        return [
            self._get_title_column_class(TitleColumn)(
                "title", label=_("Title"), sort_key="title", get_url=self.get_edit_url
            ),
            MomentColumn("start", label=_("First date"), sort_key="start"),
            Column("organiser", label=_("Organised by"), accessor=organiser_of),
            Column("get_kind_display", label=_("Kind"), sort_key="kind"),
            TagColumn(
                "get_review_display",
                label=_("Review"),
                sort_key="review",
                good=lambda event: event.review == Review.PUBLISHED,
            ),
            Column("live", label=_("Drafts"), accessor=draft_of),
        ]


HEADINGS = {"address": pgettext_lazy("of a place", "Address")}


def panels_of(*names: str) -> list[FieldPanel]:
    return [FieldPanel(name, heading=HEADINGS.get(name)) for name in names]


def part(heading: Any, *rows: tuple[str, ...]) -> MultiFieldPanel:
    """Fields under a heading; those of one row stand side by side."""
    shown = [panels_of(*row)[0] if len(row) == 1 else FieldRowPanel(panels_of(*row)) for row in rows]
    return MultiFieldPanel(shown, heading=heading)


WHAT = [
    part(_("What"), ("title",), ("summary",), ("kind", "audience"), ("body",)),
    part(_("When"), ("start", "end"), ("all_day", "time_zone")),
    part(_("Repetition"), ("frequency", "interval"), ("weekdays",), ("month_day",), ("until", "count")),
    part(_("Where"), ("mode",), ("venue", "address"), ("comarca",), ("join_url", "web_url")),
]
WHO = [
    part(_("Who organises it"), ("organisation", "group"), ("co_organisers",), ("other_organisers",)),
    part(_("Contact"), ("contact_name", "contact_email", "contact_phone")),
    part(_("For whom"), ("visibility",), ("subjects",), ("for_circular",)),
]


def for_those_of_the_cms(view: View) -> View:
    """Whatever Wagtail does with one event, one that is not in the list is not there."""

    @wraps(view)
    def guarded(request: PersonRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "pk" in kwargs and not is_there(request, kwargs["pk"]):
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


def is_there(request: PersonRequest, pk: int | str) -> bool:
    key = key_in(str(pk))
    return key is not None and events_of_the_cms(request.user).filter(pk=key).exists()


def not_there(_request: HttpRequest, **_given: Any) -> HttpResponse:
    raise Http404


class EventViewSet(SnippetViewSet):
    """An event is neither deleted nor unpublished here: it is withdrawn on the site, where those concerned are told."""

    model = Event
    icon = "date"
    menu_label = _("Agenda")
    menu_name = "agenda"
    menu_order = 60
    add_to_admin_menu = True
    base_url_path = "agenda/event"
    index_view_class = EventsView
    filterset_class = EventFilters
    list_per_page = 30
    copy_view_enabled = False
    inspect_view_enabled = False
    add_to_reference_index = False
    list_export: ClassVar = [
        "title",
        "start",
        "end",
        "get_kind_display",
        "get_mode_display",
        "venue",
        "get_review_display",
    ]
    edit_handler = TabbedInterface(
        [
            ObjectList(WHAT, heading=_("What, when and where")),
            ObjectList([FieldPanel("programme")], heading=_("Programme")),
            ObjectList(WHO, heading=_("Who and for whom")),
        ],
        base_form_class=EventAdminForm,
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Event]:
        found: QuerySet[Event] = events_of_the_cms(request.user)  # type: ignore[arg-type]  # nobody else comes in
        return found.select_related("organisation", "group")

    def construct_view(self, view_class: type, **kwargs: Any) -> View:
        return for_those_of_the_cms(super().construct_view(view_class, **kwargs))

    @property
    def delete_view(self) -> View:
        return not_there

    @property
    def unpublish_view(self) -> View:
        return not_there

    def register_chooser_viewset(self) -> None:
        """None: nothing chooses an event there, and it would list them all."""
