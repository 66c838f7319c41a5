"""People: they come by invitation, and are kept here. It stands where Wagtail has its own «Users», which set passwords."""

from functools import reduce
from operator import or_
from typing import Any, ClassVar

import django_filters
from django import forms
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.widgets import BooleanRadioSelect

from intranet.members.admin.choosers import councils_of, is_person
from intranet.members.admin.columns import DayColumn, MomentColumn, TagColumn
from intranet.members.admin.person import PERSON, STANDINGS, PersonChangeView, ResetSecondFactorView, standing_label
from intranet.members.admin.views import ListView, NounViewSet
from intranet.members.enums import PositionRole
from intranet.members.models import Organisation, Position, User, WorkingGroup
from intranet.members.rules import can_edit_person


class PersonFilters(WagtailFilterSet):
    standing = django_filters.ChoiceFilter(
        label=_("Access today"),
        choices=STANDINGS,
        method="by_standing",
        widget=forms.RadioSelect,
        empty_label=_("All"),
    )
    organisation = django_filters.ModelChoiceFilter(
        label=_("Organisation"), queryset=Organisation.objects.all(), method="by_organisation"
    )
    role = django_filters.MultipleChoiceFilter(
        label=_("Role"), choices=PositionRole, method="by_role", widget=forms.CheckboxSelectMultiple
    )
    working_group = django_filters.ModelChoiceFilter(
        label=_("Working group"), queryset=WorkingGroup.objects.all(), method="by_group"
    )
    is_active = django_filters.BooleanFilter(label=_("Active"), widget=BooleanRadioSelect)
    confirmed = django_filters.BooleanFilter(
        label=_("Profile confirmed"),
        field_name="confirmed_at",
        lookup_expr="isnull",
        exclude=True,
        widget=BooleanRadioSelect,
    )

    class Meta:
        model = User
        fields: ClassVar[list[str]] = []

    def by_standing(self, queryset: QuerySet[User], _name: str, value: str) -> QuerySet[User]:
        conditions = {
            "administrator": Q(is_superuser=True),
            "coordination": Q(is_coordination_today=True),
            "member": Q(is_member_today=True),
            "guest": Q(is_guest_today=True),
        }
        if value in conditions:
            return queryset.filter(conditions[value], is_active=True)
        return queryset.exclude(reduce(or_, conditions.values()), is_active=True)

    def by_organisation(self, queryset: QuerySet[User], _name: str, value: Organisation) -> QuerySet[User]:
        return queryset.filter(Exists(Position.objects.open().filter(user=OuterRef("pk"), organisation=value)))

    def by_role(self, queryset: QuerySet[User], _name: str, value: list[str]) -> QuerySet[User]:
        if not value:
            return queryset
        return queryset.filter(Exists(Position.objects.open().filter(user=OuterRef("pk"), role__in=value)))

    def by_group(self, queryset: QuerySet[User], _name: str, value: WorkingGroup) -> QuerySet[User]:
        return queryset.filter(pk__in=value.memberships.in_force().values("user"))


class PeopleView(ListView):
    folded_fields = ("folded_name",)
    plain_fields = ("email",)
    computed: ClassVar = {"councils": councils_of, "standing": standing_label}
    add_item_label = _("Invite someone")

    def get_base_queryset(self) -> QuerySet[User]:
        people: QuerySet[User] = User.objects.with_standing().with_open_positions()
        return people

    def search_queryset(self, queryset: QuerySet[User]) -> QuerySet[User]:
        """By name, council or address."""
        if not self.is_searching:
            return queryset
        return queryset.filter(is_person(self.search_query))

    def get_edit_url(self, instance: User) -> str | None:
        return reverse(self.edit_url_name, args=[instance.pk]) if can_edit_person(self.request.user, instance) else None

    def get_add_url(self) -> str:
        return reverse("invitation:add")

    @cached_property
    def columns(self) -> list[Column]:
        return [
            self._get_title_column_class(TitleColumn)(
                "full_name", label=_("Name"), sort_key="sort_key", get_url=self.get_edit_url
            ),
            Column("email", label=_("E-mail"), sort_key="email"),
            Column("councils", label=_("Council"), accessor=councils_of),
            TagColumn(
                "standing",
                label=_("Access today"),
                accessor=standing_label,
                good=lambda person: person.standing.has_access,
            ),
            MomentColumn("last_login", label=_("Last sign-in"), sort_key="last_login"),
            DayColumn("confirmed_at", label=_("Profile confirmed"), sort_key="confirmed_at"),
        ]


class PersonViewSet(NounViewSet):
    model = User
    icon = "user"
    menu_label = _("People")
    menu_hook = "register_network_menu_item"
    menu_order = 2
    ordering = "sort_key"
    without = ("usage", "add", "delete")
    filterset_class = PersonFilters
    index_view_class = PeopleView
    edit_view_class = PersonChangeView
    list_export: ClassVar = [
        "given_name",
        "family_name",
        "email",
        "phone",
        "councils",
        "standing",
        "is_active",
        "last_login",
        "confirmed_at",
    ]
    export_headings: ClassVar = {
        "councils": _("Council"),
        "standing": _("Access today"),
        "last_login": _("Last sign-in"),
    }
    edit_handler = PERSON

    @property
    def reset_view(self) -> Any:
        return self.construct_view(ResetSecondFactorView)

    def get_urlpatterns(self) -> list[Any]:
        reset = path("second-factor/<int:pk>/", self.reset_view, name="reset_second_factor")
        return [*super().get_urlpatterns(), reset]
