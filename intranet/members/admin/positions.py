"""Positions: who is what in which organisation, from when until when."""

from typing import Any, ClassVar

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.urls import path, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.widgets import BooleanRadioSelect
from wagtail.admin.widgets.button import Button, HeaderButton
from wagtail.log_actions import log

from intranet.members.admin.columns import DayColumn, DutiesColumn, TagColumn
from intranet.members.admin.endings import COMING, ENDED, OPEN, STATES, EndPositionView, state_label, state_of
from intranet.members.admin.forms import NounForm
from intranet.members.admin.views import AddView, ChangeView, ListView, NounViewSet
from intranet.members.domain.openings import add_position, correct_position, refuse_second_representative
from intranet.members.enums import PositionRole
from intranet.members.models import Organisation, Position


class PositionFilters(WagtailFilterSet):
    state = django_filters.ChoiceFilter(
        label=_("State"), choices=STATES, method="by_state", widget=forms.RadioSelect, empty_label=_("All")
    )
    role = django_filters.MultipleChoiceFilter(
        label=_("Role"), choices=PositionRole, widget=forms.CheckboxSelectMultiple
    )
    organisation = django_filters.ModelChoiceFilter(label=_("Organisation"), queryset=Organisation.objects.all())
    is_representative = django_filters.BooleanFilter(label=_("Representative"), widget=BooleanRadioSelect)
    is_manager = django_filters.BooleanFilter(label=_("Manager"), widget=BooleanRadioSelect)

    class Meta:
        model = Position
        fields: ClassVar[list[str]] = []

    def by_state(self, queryset: QuerySet[Position], _name: str, value: str) -> QuerySet[Position]:
        today = timezone.localdate()
        if value == COMING:
            return queryset.filter(starts_on__gt=today)
        is_open = Q(pk__in=Position.objects.open(today).values("pk"))
        return queryset.filter(is_open if value == OPEN else ~is_open, starts_on__lte=today)


class PositionsView(ListView):
    folded_fields = ("user__folded_name", "organisation__folded_name")
    plain_fields = ("title", "department")
    add_item_label = _("Add a position")

    def get_base_queryset(self) -> QuerySet[Position]:
        return Position.objects.select_related("user", "organisation")

    @cached_property
    def columns(self) -> list[Column]:
        return [
            self._get_title_column_class(TitleColumn)(
                "user", label=_("Person"), sort_key="user__sort_key", get_url=self.get_edit_url
            ),
            Column("organisation", label=_("Organisation"), sort_key="organisation__sort_key"),
            Column("get_role_display", label=_("Role"), sort_key="role"),
            Column("title", label=_("Job title")),
            TagColumn("state", label=_("State"), accessor=state_label, good=Position.is_open),
            DutiesColumn("duties", label=_("Duties")),
            DayColumn("starts_on", label=_("From"), sort_key="starts_on"),
            DayColumn("ends_on", label=_("Until"), sort_key="ends_on"),
        ]

    def get_list_more_buttons(self, instance: Position) -> list[Any]:
        buttons: list[Any] = super().get_list_more_buttons(instance)
        if state_of(instance) != ENDED and self.user_has_permission("change"):
            url = reverse("position:end", args=[instance.pk])
            buttons.append(Button(gettext("End the position"), url=url, icon_name="calendar-check", priority=20))
        return buttons


class PositionForm(NounForm):
    """Ending is another matter (see `EndPositionView`): here, the end of a position that exists is only shown."""

    errors_at: ClassVar = {
        "position_ends_after_start": "ends_on",
        "position_one_open_each": "user",
        "position_one_representative": "is_representative",
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.settle("user")
            self.settle("organisation")
            # A disabled field is part of the form, so the constraints that speak of it are still checked.
            self.fields["ends_on"].disabled = True

    def clean(self) -> dict[str, Any]:
        """The domain refuses a second representative too; here it is said before the database's own constraint is."""
        cleaned: dict[str, Any] = super().clean()
        fields = ("organisation", "starts_on", "ends_on")
        if cleaned.get("is_representative") and cleaned.get("organisation") and cleaned.get("starts_on"):
            wanted = Position(
                pk=self.instance.pk, is_representative=True, **{name: cleaned.get(name) for name in fields}
            )
            try:
                refuse_second_representative(wanted)
            except ValidationError as error:
                self.add_error(None, error)
        return cleaned


class PositionAddView(AddView):
    prefilled = ("user", "organisation")

    def save_instance(self) -> Position:
        position: Position = self.form.instance
        add_position(position, by=self.request.user)
        log(position, "wagtail.create", user=self.request.user, content_changed=True)
        return position


class PositionChangeView(ChangeView):
    def save_instance(self) -> Position:
        position: Position = self.form.instance
        correct_position(position, by=self.request.user)
        log(position, "wagtail.edit", user=self.request.user, content_changed=self.form.has_changed())
        return position

    def get_page_subtitle(self) -> str:
        return f"{self.object.user} · {self.object}"

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        if state_of(self.object) == ENDED:
            return []
        url = reverse("position:end", args=[self.object.pk]) + self.query
        return [HeaderButton(gettext("End the position"), url=url, icon_name="calendar-check")]


class PositionViewSet(NounViewSet):
    model = Position
    icon = "clipboard-list"
    menu_label = _("Positions")
    ordering = "user__sort_key"
    without = ("usage", "delete")
    filterset_class = PositionFilters
    index_view_class = PositionsView
    add_view_class = PositionAddView
    edit_view_class = PositionChangeView
    list_export: ClassVar = [
        "user.full_name",
        "user.email",
        "organisation.full_name",
        "get_role_display",
        "title",
        "department",
        "is_representative",
        "is_manager",
        "starts_on",
        "ends_on",
    ]
    export_headings: ClassVar = {
        "user.full_name": _("Person"),
        "user.email": _("E-mail"),
        "organisation.full_name": _("Organisation"),
        "get_role_display": _("Role"),
    }
    edit_handler = ObjectList(
        [
            MultiFieldPanel([FieldPanel("user"), FieldPanel("organisation")], heading=_("Who and where")),
            MultiFieldPanel(
                [FieldPanel("role"), FieldRowPanel([FieldPanel("title"), FieldPanel("department")])],
                heading=_("What they do there"),
            ),
            MultiFieldPanel([FieldPanel("is_representative"), FieldPanel("is_manager")], heading=_("Duties")),
            MultiFieldPanel([FieldRowPanel([FieldPanel("starts_on"), FieldPanel("ends_on")])], heading=_("When")),
        ],
        base_form_class=PositionForm,
    )

    @property
    def end_view(self) -> Any:
        return self.construct_view(EndPositionView)

    def get_urlpatterns(self) -> list[Any]:
        return [*super().get_urlpatterns(), path("end/<int:pk>/", self.end_view, name="end")]
