"""Who is in a working group: opened from the group and from the person, without an entry in the menu."""

from typing import Any, ClassVar

import django_filters
from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import FieldPanel, FieldRowPanel, ObjectList
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.widgets.button import Button
from wagtail.log_actions import log

from intranet.members.admin.columns import DayColumn, TagColumn
from intranet.members.admin.forms import NounForm
from intranet.members.admin.views import AddView, ChangeView, ListView, NounViewSet, RemoveView
from intranet.members.domain.memberships import save_membership
from intranet.members.enums import GroupRole, MembershipState
from intranet.members.models import GroupMembership, WorkingGroup


def is_active(membership: GroupMembership) -> bool:
    return membership.state == MembershipState.ACTIVE


class MembershipFilters(WagtailFilterSet):
    group = django_filters.ModelChoiceFilter(label=_("Working group"), queryset=WorkingGroup.objects.all())
    role = django_filters.MultipleChoiceFilter(label=_("Role"), choices=GroupRole, widget=forms.CheckboxSelectMultiple)
    state = django_filters.MultipleChoiceFilter(
        label=_("State"), choices=MembershipState, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = GroupMembership
        fields: ClassVar[list[str]] = []


class MembershipsView(ListView):
    folded_fields = ("user__folded_name", "group__folded_name")
    add_item_label = _("Add a person to a group")

    def get_base_queryset(self) -> QuerySet[GroupMembership]:
        return GroupMembership.objects.select_related("user", "group")

    @cached_property
    def columns(self) -> list[Column]:
        return [
            self._get_title_column_class(TitleColumn)(
                "user", label=_("Person"), sort_key="user__sort_key", get_url=self.get_edit_url
            ),
            Column("group", label=_("Working group"), sort_key="group__sort_key"),
            Column("get_role_display", label=_("Role"), sort_key="role"),
            TagColumn("get_state_display", label=_("State"), sort_key="state", good=is_active),
            DayColumn("since", label=_("Since"), sort_key="since"),
            DayColumn("until", label=_("Until"), sort_key="until"),
        ]


class MembershipForm(NounForm):
    errors_at: ClassVar = {"membership_once": "user", "membership_guest_until": "until"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.settle("user")
            self.settle("group")


class MembershipAddView(AddView):
    prefilled = ("user", "group")

    def save_instance(self) -> GroupMembership:
        seat: GroupMembership = self.form.instance
        save_membership(seat, by=self.request.user)
        log(seat, "wagtail.create", user=self.request.user, content_changed=True)
        return seat

    def get_success_buttons(self) -> list[Any]:
        return []


class MembershipChangeView(ChangeView):
    def save_instance(self) -> GroupMembership:
        seat: GroupMembership = self.form.instance
        save_membership(seat, by=self.request.user)
        log(seat, "wagtail.edit", user=self.request.user, content_changed=self.form.has_changed())
        return seat

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        buttons: list[Button] = super().header_more_buttons
        for button in buttons:
            if button.url == self.get_delete_url():
                button.label = gettext("Take out of the group")
                button.url += self.query
        return buttons


class MembershipRemoveView(RemoveView):
    page_title = _("Take out of the group")
    success_message = _("%(object)s: taken out of the group.")

    @property
    def confirmation_message(self) -> str:
        message = gettext("Take %(person)s out of the group %(group)s? What they wrote there stays.")
        return message % {"person": self.object.user, "group": self.object.group}

    def get_delete_url(self) -> str:
        path: str = self.request.get_full_path()
        return path

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.user_has_permission("delete"):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class MembershipViewSet(NounViewSet):
    model = GroupMembership
    name = "membership"
    icon = "group"
    ordering = "user__sort_key"
    filterset_class = MembershipFilters
    index_view_class = MembershipsView
    add_view_class = MembershipAddView
    edit_view_class = MembershipChangeView
    delete_view_class = MembershipRemoveView
    list_export: ClassVar = [
        "user.full_name",
        "user.email",
        "group.name",
        "get_role_display",
        "get_state_display",
        "since",
        "until",
    ]
    export_headings: ClassVar = {
        "user.full_name": _("Person"),
        "user.email": _("E-mail"),
        "group.name": _("Working group"),
        "get_role_display": _("Role"),
        "get_state_display": _("State"),
    }
    edit_handler = ObjectList(
        [
            FieldPanel("user"),
            FieldPanel("group"),
            FieldPanel("role"),
            FieldPanel("state"),
            FieldRowPanel([FieldPanel("since"), FieldPanel("until")]),
            FieldPanel("note", read_only=True),
            FieldPanel("answer", read_only=True),
        ],
        base_form_class=MembershipForm,
    )
