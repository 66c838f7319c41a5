"""Working groups and who belongs to them. What a private group says stays closed to coordination."""

from typing import Any, ClassVar

import django_filters
from django import forms
from django.db.models import Count, Prefetch, Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList, TabbedInterface, TitleFieldPanel
from wagtail.admin.ui.tables import Column, TitleColumn

from intranet.members.admin.columns import DayColumn, TagColumn
from intranet.members.admin.forms import NounForm
from intranet.members.admin.memberships import is_active
from intranet.members.admin.panels import Related, RelatedPanel, address_with, returning
from intranet.members.admin.views import ChangeView, ListView, NounViewSet, RemoveView
from intranet.members.domain.memberships import keeps_out
from intranet.members.enums import GroupAccess, GroupRole, GroupState, MembershipState
from intranet.members.models import GroupMembership, WorkingGroup


class GroupFilters(WagtailFilterSet):
    state = django_filters.MultipleChoiceFilter(
        label=_("State"), choices=GroupState, widget=forms.CheckboxSelectMultiple
    )
    access = django_filters.MultipleChoiceFilter(
        label=_("Access"), choices=GroupAccess, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = WorkingGroup
        fields: ClassVar[list[str]] = []


def coordinators_of(group: WorkingGroup) -> str:
    return ", ".join(str(seat.user) for seat in group.coordination)  # type: ignore[attr-defined]  # prefetched


class GroupsView(ListView):
    folded_fields = ("folded_name", "folded_aims")
    computed: ClassVar = {"coordination": coordinators_of}
    add_item_label = _("Add a working group")

    def get_base_queryset(self) -> QuerySet[WorkingGroup]:
        today = timezone.localdate()
        ahead = Q(memberships__until=None) | Q(memberships__until__gt=today)
        seats = GroupMembership.objects.in_force(today).select_related("user").order_by("user__sort_key")
        return WorkingGroup.objects.annotate(
            seat_count=Count("memberships", filter=ahead & Q(memberships__state=MembershipState.ACTIVE))
        ).prefetch_related(Prefetch("memberships", seats.filter(role=GroupRole.COORDINATOR), to_attr="coordination"))

    @cached_property
    def columns(self) -> list[Column]:
        return [
            self._get_title_column_class(TitleColumn)(
                "name", label=_("Name"), sort_key="sort_key", get_url=self.get_edit_url
            ),
            TagColumn(
                "get_state_display",
                label=_("State"),
                sort_key="state",
                good=lambda group: group.state == GroupState.ACTIVE,
            ),
            Column("get_access_display", label=_("Access"), sort_key="access"),
            Column("coordination", label=_("Coordinated by"), accessor=coordinators_of),
            Column("seat_count", label=_("Members"), sort_key="seat_count"),
        ]


class GroupForm(NounForm):
    """Whoever is not in a private group cannot open it to others either, and so read what was said in confidence."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["joining"].required = False  # without a choice, as it is
        if self.instance.pk and self.instance.is_private and keeps_out(self.for_user, self.instance):
            self.fields["access"].disabled = True
            self.fields["access"].help_text = _("Only those in a private group can open it to others.")
        if self.instance.holds_everyone:
            for name in ("access", "joining"):
                self.fields[name].disabled = True
                self.fields[name].help_text = _("Everyone of the network is in this group.")


class GroupChangeView(ChangeView):
    def get_public_url(self) -> str:
        url: str = self.object.get_absolute_url()
        return url


class GroupRemoveView(RemoveView):
    def reason_to_keep(self) -> str:
        if self.object.holds_everyone:
            return str(_("Everyone of the network is in this group. Give it the state «Closed» instead."))
        if self.object.memberships.exclude(state=MembershipState.REFUSED).exists():
            return str(
                _("There are people in this group. Give it the state «Closed» instead: what it did stays to be read.")
            )
        return ""


def members_of(group: WorkingGroup, request: HttpRequest) -> Related:
    return Related(
        columns=[
            TitleColumn("user", label=_("Person"), get_url=returning("membership:edit", request)),
            Column("get_role_display", label=_("Role")),
            TagColumn("get_state_display", label=_("State"), good=is_active),
            DayColumn("since", label=_("Since")),
            DayColumn("until", label=_("Until")),
        ],
        rows=list(group.memberships.select_related("user").order_by("-state", "role", "user__sort_key")),
        empty=str(_("Nobody here yet.")),
        add_url=address_with("membership:add", request, group=group.pk),
        add_label=str(_("Add a person")),
    )


class GroupViewSet(NounViewSet):
    model = WorkingGroup
    name = "group"
    icon = "group"
    menu_label = _("Working groups")
    ordering = "sort_key"
    filterset_class = GroupFilters
    index_view_class = GroupsView
    edit_view_class = GroupChangeView
    delete_view_class = GroupRemoveView
    list_export: ClassVar = ["name", "get_state_display", "get_access_display", "coordination", "seat_count", "aims"]
    export_headings: ClassVar = {
        "get_state_display": _("State"),
        "get_access_display": _("Access"),
        "coordination": _("Coordinated by"),
        "seat_count": _("Members"),
    }
    edit_handler = TabbedInterface(
        [
            ObjectList(
                [
                    MultiFieldPanel(
                        [
                            TitleFieldPanel("name", classname="", placeholder=False),
                            FieldPanel("slug"),
                            FieldPanel("aims"),
                            FieldPanel("welcome"),
                        ],
                        heading=_("Name and aims"),
                    ),
                    MultiFieldPanel(
                        [FieldPanel("state"), FieldPanel("access"), FieldPanel("joining")],
                        heading=_("State and access"),
                    ),
                    FieldPanel("partners", widget=forms.CheckboxSelectMultiple),
                ],
                heading=_("Details"),
            ),
            ObjectList([RelatedPanel(members_of, heading=_("Members"))], heading=_("Members")),
        ],
        base_form_class=GroupForm,
    )
