"""Invitations: written once, sent by mail, then only looked at, sent again or withdrawn."""

from datetime import datetime
from typing import Any, ClassVar

import django_filters
from django import forms
from django.db.models import QuerySet
from django.urls import path
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.admin_url_finder import ModelAdminURLFinder, register_admin_url_finder
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.widgets.button import Button, HeaderButton

from intranet.members.admin.columns import MomentColumn, TagColumn, moment
from intranet.members.admin.inviting import InvitationAddView, InvitationForm, ResendView, WithdrawView, actions_on
from intranet.members.admin.views import ListView, NounViewSet
from intranet.members.enums import InvitationState
from intranet.members.models import Invitation, Organisation
from intranet.spreadsheets import cell


class InvitationFilters(WagtailFilterSet):
    state = django_filters.ChoiceFilter(
        label=_("State"), choices=InvitationState, method="by_state", widget=forms.RadioSelect, empty_label=_("All")
    )
    organisation = django_filters.ModelChoiceFilter(label=_("Organisation"), queryset=Organisation.objects.all())

    class Meta:
        model = Invitation
        fields: ClassVar[list[str]] = []

    def by_state(self, queryset: QuerySet[Invitation], _name: str, value: str) -> QuerySet[Invitation]:
        return queryset.filter(pk__in=Invitation.objects.in_state(InvitationState(value)).values("pk"))


def groups_of(invitation: Invitation) -> str:
    return ", ".join(group.name for group in invitation.groups.all())


def state_label(invitation: Invitation) -> Any:
    return invitation.state.label


class InvitationsView(ListView):
    folded_fields = ("organisation__folded_name",)
    plain_fields = ("email",)
    computed: ClassVar = {"state": state_label, "groups": groups_of}
    add_item_label = _("Invite someone")

    def get_base_queryset(self) -> QuerySet[Invitation]:
        return Invitation.objects.select_related("organisation", "invited_by").prefetch_related("groups")

    @cached_property
    def columns(self) -> list[Column]:
        return [
            self._get_title_column_class(TitleColumn)(
                "email", label=_("E-mail"), sort_key="email", get_url=self.get_inspect_url
            ),
            TagColumn("state", label=_("State"), accessor=state_label, good=lambda one: one.is_pending),
            Column("organisation", label=_("Organisation"), sort_key="organisation__sort_key"),
            Column("role_words", label=_("Role"), sort_key="role"),
            Column("groups", label=_("Working groups"), accessor=groups_of),
            MomentColumn("sent_at", label=_("Sent"), sort_key="sent_at"),
            MomentColumn("expires_at", label=_("Valid until"), sort_key="expires_at"),
            Column("invited_by", label=_("Invited by")),
        ]

    def get_list_more_buttons(self, instance: Invitation) -> list[Any]:
        buttons: list[Any] = super().get_list_more_buttons(instance)
        if self.user_has_permission("change"):
            buttons += [Button(label, url=url, icon_name=icon) for label, url, icon in actions_on(instance)]
        return buttons


class InvitationView(generic.InspectView):
    page_title = _("Invitation")

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        if not self.user_has_permission("change"):
            return []
        return [HeaderButton(label, url=url, icon_name=icon) for label, url, icon in actions_on(self.object)]

    def get_field_label(self, field_name: str, field: Any) -> str:
        return gettext("State") if field_name == "state" else super().get_field_label(field_name, field)

    def get_field_display_value(self, field_name: str, field: Any) -> Any:
        value = (
            state_label(self.object) if field_name == "state" else super().get_field_display_value(field_name, field)
        )
        return moment(value) if isinstance(value, datetime) else cell(value) or "–"


class InvitationURLFinder(ModelAdminURLFinder):
    """What Wagtail calls editing is here looking at it."""

    edit_url_name = "invitation:inspect"


class InvitationViewSet(NounViewSet):
    model = Invitation
    icon = "mail"
    menu_label = _("Invitations")
    ordering = "-created_at"
    without = ("usage", "edit", "delete", "history", "history_results")
    filterset_class = InvitationFilters
    index_view_class = InvitationsView
    add_view_class = InvitationAddView
    inspect_view_class = InvitationView
    inspect_view_enabled = True
    inspect_view_fields: ClassVar = [
        "email",
        "state",
        "organisation",
        "role",
        "title",
        "is_manager",
        "groups",
        "guest_until",
        "invited_by",
        "created_at",
        "sent_at",
        "expires_at",
        "accepted_at",
        "accepted_by",
        "withdrawn_at",
    ]
    list_export: ClassVar = [
        "email",
        "state",
        "organisation",
        "role_words",
        "groups",
        "guest_until",
        "invited_by",
        "created_at",
        "sent_at",
        "expires_at",
        "accepted_at",
        "withdrawn_at",
    ]
    export_headings: ClassVar = {"state": _("State"), "role_words": _("Role")}
    edit_handler = ObjectList(
        [
            FieldPanel("email"),
            MultiFieldPanel(
                [FieldPanel("organisation"), FieldPanel("role"), FieldPanel("title"), FieldPanel("is_manager")],
                heading=_("For somebody of a council"),
            ),
            MultiFieldPanel(
                [FieldPanel("groups", widget=forms.CheckboxSelectMultiple), FieldPanel("guest_until")],
                heading=_("Working groups"),
                help_text=_("Somebody from outside is a guest of one or more groups, until a date."),
            ),
        ],
        base_form_class=InvitationForm,
    )

    def register_admin_url_finder(self) -> None:
        register_admin_url_finder(self.model, InvitationURLFinder)

    @property
    def resend_view(self) -> Any:
        return self.construct_view(ResendView)

    @property
    def withdraw_view(self) -> Any:
        return self.construct_view(WithdrawView)

    def get_urlpatterns(self) -> list[Any]:
        return [
            *super().get_urlpatterns(),
            path("resend/<int:pk>/", self.resend_view, name="resend"),
            path("withdraw/<int:pk>/", self.withdraw_view, name="withdraw"),
        ]
