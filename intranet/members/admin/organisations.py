"""Organisations: the councils and the agents around them, with their people and coordination's notes on each."""

from typing import ClassVar

import django_filters
from django import forms
from django.db.models import Count, Exists, F, OuterRef, QuerySet
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    MultiFieldPanel,
    ObjectList,
    TabbedInterface,
    TitleFieldPanel,
)
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.widgets import BooleanRadioSelect

from intranet.members.admin.columns import DayColumn, DutiesColumn, TagColumn
from intranet.members.admin.forms import NounForm
from intranet.members.admin.panels import Related, RelatedPanel, address_with, returning
from intranet.members.admin.views import ChangeView, ListView, NounViewSet, RemoveView
from intranet.members.domain.seats import settle_people
from intranet.members.enums import MembershipStatus, OrganisationKind, Province
from intranet.members.models import Organisation, Position
from intranet.members.models.positions import open_on


class OrganisationFilters(WagtailFilterSet):
    status = django_filters.MultipleChoiceFilter(
        label=_("Status"), choices=MembershipStatus, widget=forms.CheckboxSelectMultiple
    )
    kind = django_filters.MultipleChoiceFilter(
        label=_("Kind"), choices=OrganisationKind, widget=forms.CheckboxSelectMultiple
    )
    province = django_filters.MultipleChoiceFilter(
        label=_("Province"), choices=Province, widget=forms.CheckboxSelectMultiple
    )
    comarca = django_filters.AllValuesFilter(label=_("County (comarca)"), empty_label=_("All"))
    represented = django_filters.BooleanFilter(
        label=_("With a representative"), method="by_representative", widget=BooleanRadioSelect
    )

    class Meta:
        model = Organisation
        fields: ClassVar[list[str]] = []

    def by_representative(self, queryset: QuerySet[Organisation], _name: str, value: bool) -> QuerySet[Organisation]:  # noqa: FBT001 - django-filter's signature
        votes = Position.objects.open().filter(organisation=OuterRef("pk"), is_representative=True)
        return queryset.filter(Exists(votes) if value else ~Exists(votes))


class OrganisationsView(ListView):
    folded_fields = ("folded_name",)
    plain_fields = ("comarca", "ine_code")
    add_item_label = _("Add an organisation")

    def get_base_queryset(self) -> QuerySet[Organisation]:
        people = Count("positions__user", filter=open_on(prefix="positions__"), distinct=True)
        return Organisation.objects.annotate(people_today=people)

    @cached_property
    def columns(self) -> list[Column]:
        return [
            self._get_title_column_class(TitleColumn)(
                "full_name", label=_("Name"), sort_key="sort_key", get_url=self.get_edit_url
            ),
            TagColumn(
                "get_status_display",
                label=_("Status"),
                sort_key="status",
                good=lambda organisation: organisation.status == MembershipStatus.MEMBER,
            ),
            Column("get_kind_display", label=_("Kind"), sort_key="kind"),
            Column("comarca", label=_("County (comarca)"), sort_key="comarca"),
            Column("province", label=_("Province"), sort_key="province"),
            Column("people_today", label=_("People"), sort_key="people_today"),
            Column("joined_year", label=_("Since"), sort_key="joined_year"),
        ]


class OrganisationForm(NounForm):
    errors_at: ClassVar = {"organisation_ine_code_once": "ine_code", "organisation_not_own_mentor": "mentor"}


class OrganisationChangeView(ChangeView):
    def save_instance(self) -> Organisation:
        organisation: Organisation = super().save_instance()
        if {"status", "kind"}.intersection(self.form.changed_data):
            settle_people(organisation)
        return organisation

    def get_public_url(self) -> str:
        url: str = self.object.get_absolute_url()
        return url


class OrganisationRemoveView(RemoveView):
    def reason_to_keep(self) -> str:
        if self.object.positions.exists() or self.object.invitations.exists():
            return str(_("People belong or belonged to this organisation. Give it the status «Former member» instead."))
        return ""


def people_of(organisation: Organisation, request: HttpRequest) -> Related:
    """All who hold or held a position there, those of today first."""
    last_end_first = F("ends_on").desc(nulls_first=True)
    return Related(
        columns=[
            TitleColumn("user", label=_("Person"), get_url=returning("position:edit", request)),
            Column("get_role_display", label=_("Role")),
            Column("title", label=_("Job title")),
            DutiesColumn("duties", label=_("Duties")),
            DayColumn("starts_on", label=_("From")),
            DayColumn("ends_on", label=_("Until")),
        ],
        rows=list(organisation.positions.select_related("user").order_by(last_end_first, "user__sort_key")),
        empty=str(_("Nobody here yet.")),
        add_url=address_with("invitation:add", request, organisation=organisation.pk),
        add_label=str(_("Invite someone")),
    )


def notes_on(organisation: Organisation, request: HttpRequest) -> Related:
    return Related(
        columns=[
            TitleColumn("on", label=_("Date"), get_url=returning("followup:edit", request)),
            Column("get_kind_display", label=_("Kind")),
            Column("note", label=_("Note"), classname="running-text"),
            DayColumn("next_contact_on", label=_("Next contact due")),
            Column("author", label=_("Written by")),
        ],
        rows=list(organisation.follow_ups.select_related("author")),
        empty=str(_("No notes yet.")),
        add_url=address_with("followup:add", request, organisation=organisation.pk),
        add_label=str(_("Add a note")),
    )


DETAILS = [
    MultiFieldPanel(
        [TitleFieldPanel("name", classname="", placeholder=False), FieldPanel("kind"), FieldPanel("slug")],
        heading=_("Name"),
    ),
    MultiFieldPanel(
        [
            FieldPanel("status"),
            FieldRowPanel([FieldPanel("joined_year"), FieldPanel("left_on")]),
            FieldPanel("mentor"),
            FieldPanel("is_trusted"),
        ],
        heading=_("In the network"),
    ),
    MultiFieldPanel(
        [
            FieldRowPanel([FieldPanel("comarca"), FieldPanel("province")]),
            FieldRowPanel([FieldPanel("ine_code"), FieldPanel("population")]),
        ],
        heading=_("Where it is"),
    ),
    MultiFieldPanel(
        [
            FieldPanel("website"),
            FieldRowPanel([FieldPanel("email"), FieldPanel("phone")]),
            FieldPanel("address"),
            FieldPanel("logo"),
        ],
        heading=_("Contact"),
    ),
]


class OrganisationViewSet(NounViewSet):
    model = Organisation
    icon = "site"
    menu_label = _("Organisations")
    ordering = "sort_key"
    filterset_class = OrganisationFilters
    index_view_class = OrganisationsView
    edit_view_class = OrganisationChangeView
    delete_view_class = OrganisationRemoveView
    list_export: ClassVar = [
        "full_name",
        "get_kind_display",
        "get_status_display",
        "comarca",
        "province",
        "ine_code",
        "population",
        "joined_year",
        "left_on",
        "people_today",
        "email",
        "phone",
        "website",
        "address",
    ]
    export_headings: ClassVar = {
        "full_name": _("Name"),
        "get_kind_display": _("Kind"),
        "get_status_display": _("Status"),
        "people_today": _("People"),
    }
    edit_handler = TabbedInterface(
        [
            ObjectList(DETAILS, heading=_("Details")),
            ObjectList([RelatedPanel(people_of, heading=_("People"))], heading=_("People")),
            ObjectList(
                [
                    RelatedPanel(
                        notes_on, heading=_("Follow-up notes"), help_text=_("Only coordination reads these notes.")
                    )
                ],
                heading=_("Follow-up"),
            ),
        ],
        base_form_class=OrganisationForm,
    )
