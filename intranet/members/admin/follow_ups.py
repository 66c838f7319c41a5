"""Coordination's notes on its contact with each organisation. They are shown nowhere outside this area."""

from datetime import timedelta
from typing import Any, ClassVar

import django_filters
from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.admin.ui.components import Component
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.widgets import BooleanRadioSelect
from wagtail.coreutils import safe_snake_case

from intranet.members.admin.columns import DayColumn
from intranet.members.admin.views import AddView, ListView, NounViewSet
from intranet.members.enums import FollowUpKind
from intranet.members.models import FollowUp, Organisation, User

SOON = timedelta(days=7)
MOST_ON_HOME = 12


class FollowUpFilters(WagtailFilterSet):
    due = django_filters.BooleanFilter(label=_("Contact due"), method="by_due", widget=BooleanRadioSelect)
    kind = django_filters.MultipleChoiceFilter(
        label=_("Kind"), choices=FollowUpKind, widget=forms.CheckboxSelectMultiple
    )
    organisation = django_filters.ModelChoiceFilter(label=_("Organisation"), queryset=Organisation.objects.all())
    on = django_filters.DateFromToRangeFilter(label=_("Date"), widget=DateRangePickerWidget)

    class Meta:
        model = FollowUp
        fields: ClassVar[list[str]] = []

    def by_due(self, queryset: QuerySet[FollowUp], _name: str, value: bool) -> QuerySet[FollowUp]:  # noqa: FBT001 - django-filter's signature
        due = FollowUp.objects.due().values("pk")
        return queryset.filter(pk__in=due) if value else queryset.exclude(pk__in=due)


class FollowUpsView(ListView):
    folded_fields = ("organisation__folded_name",)
    plain_fields = ("note",)
    add_item_label = _("Add a note")

    def get_base_queryset(self) -> QuerySet[FollowUp]:
        return FollowUp.objects.select_related("organisation", "author")

    @cached_property
    def columns(self) -> list[Column]:
        return [
            self._get_title_column_class(TitleColumn)(
                "organisation", label=_("Organisation"), sort_key="organisation__sort_key", get_url=self.get_edit_url
            ),
            DayColumn("on", label=_("Date"), sort_key="on"),
            Column("get_kind_display", label=_("Kind"), sort_key="kind"),
            Column("note", label=_("Note"), classname="running-text"),
            DayColumn("next_contact_on", label=_("Next contact due"), sort_key="next_contact_on"),
            Column("author", label=_("Written by")),
        ]


class FollowUpAddView(AddView):
    prefilled = ("organisation",)

    def save_instance(self) -> Any:
        self.form.instance.author = self.request.user
        return super().save_instance()


class FollowUpViewSet(NounViewSet):
    model = FollowUp
    icon = "comment"
    menu_label = _("Follow-up")
    ordering = "-on"
    filterset_class = FollowUpFilters
    index_view_class = FollowUpsView
    add_view_class = FollowUpAddView
    list_export: ClassVar = ["organisation", "on", "get_kind_display", "note", "next_contact_on", "author"]
    export_headings: ClassVar = {"get_kind_display": _("Kind")}
    panels: ClassVar = [
        FieldPanel("organisation"),
        FieldRowPanel([FieldPanel("on"), FieldPanel("kind")]),
        FieldPanel("note", help_text=_("Only coordination reads it.")),
        FieldPanel("next_contact_on", help_text=_("On that day it appears on the home page of this area.")),
    ]


class DueContactsPanel(Component):
    """On the admin's home: whom to get in touch with, today and in the days to come."""

    name = "due_contacts"
    template_name = "members/admin/due_contacts.html"
    order = 50

    def get_context_data(self, parent_context: dict[str, Any]) -> dict[str, Any]:
        today = timezone.localdate()
        notes = FollowUp.objects.due(today + SOON).select_related("organisation").order_by("next_contact_on", "pk")
        return {
            "notes": notes[:MOST_ON_HOME],
            "today": today,
            "tab": safe_snake_case(str(_("Follow-up"))),  # Wagtail names a tab after its heading
            "request": parent_context["request"],
        }


def due_contacts_for(user: User) -> list[DueContactsPanel]:
    return [DueContactsPanel()] if user.has_perm("members.view_followup") else []
