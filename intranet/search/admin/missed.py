"""Searches without results: what people look for and do not find, for coordination to do something about."""

from typing import Any, ClassVar
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext, pgettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.widgets.button import Button

from intranet.members.admin.columns import DayColumn
from intranet.members.admin.views import ListView, NounViewSet, RemoveView
from intranet.search.models import MissedQuery

SMALL = "search-remedy button button-small button-secondary"


class RowButton(Button):
    """In sight, not behind three dots."""

    allow_in_dropdown = False


class MissedQueriesView(ListView):
    plain_fields = ("words",)

    def get_base_queryset(self) -> QuerySet[MissedQuery]:
        return MissedQuery.objects.shown()

    @cached_property
    def columns(self) -> list[Column]:
        return [
            self._get_title_column_class(TitleColumn)(
                "words", label=pgettext_lazy("search", "Words"), sort_key="words", get_url=self.search_url
            ),
            Column("times", label=pgettext_lazy("search", "Times"), sort_key="times"),
            DayColumn("first_day", label=pgettext_lazy("search", "First"), sort_key="first_day"),
            DayColumn("last_day", label=pgettext_lazy("search", "Last"), sort_key="last_day"),
        ]

    def search_url(self, missed: MissedQuery) -> str:
        return f"{reverse('search')}?{urlencode({'q': missed.words})}"

    def get_list_more_buttons(self, instance: MissedQuery) -> list[Any]:
        back = {"next": self.index_url}
        synonym = urlencode({"expressions": instance.words, **back})
        recommended = urlencode({"words": instance.words, **back})
        told = (
            (gettext("Make a synonym of it"), f"{reverse('synonyms:add')}?{synonym}"),
            (pgettext("search", "Recommend"), f"{reverse('recommended:add')}?{recommended}"),
            (gettext("Put away"), self.get_delete_url(instance)),
        )
        return [
            RowButton(label, url=url, classname=SMALL, priority=at, attrs={"aria-label": f"{label}: {instance.words}"})
            for at, (label, url) in enumerate(told)
        ]


class PutAwayView(RemoveView):
    """Its buttons say what the list says."""

    template_name = "search/admin/put_away.html"
    page_title = _("Put away")
    success_message = _("Put away: %(object)s.")

    def get_queryset(self) -> QuerySet[MissedQuery]:
        return MissedQuery.objects.shown()

    @property
    def confirmation_message(self) -> str:
        return gettext("Put «%(object)s» away? It comes back if somebody looks for it again.") % {"object": self.object}

    def delete_action(self) -> None:
        """Not written in the log of what was done: there the words would stay for good."""
        self.object.delete()


class MissedViewSet(NounViewSet):
    model = MissedQuery
    icon = "circle-xmark"
    menu_label = _("Searches without results")
    menu_name = "missed"
    ordering = ("-times", "-last_day")
    without = ("usage", "add", "edit", "history", "history_results")
    index_view_class = MissedQueriesView
    delete_view_class = PutAwayView
    list_export: ClassVar = ["words", "times", "first_day", "last_day"]
    form_fields: ClassVar = ["words"]
