"""Addresses that get no mail at all: because their server refuses them, or because their owner asked."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.admin.ui.tables import Column, TitleColumn

from intranet.members.admin.columns import MomentColumn
from intranet.members.admin.views import AddView, ListView, NounViewSet, RemoveView
from intranet.outbox.domain import suppress, unsuppress
from intranet.outbox.models import SuppressedAddress


class AddressesView(ListView):
    plain_fields = ("email",)
    add_item_label = _("Stop the mail to an address")

    def get_base_queryset(self) -> QuerySet[SuppressedAddress]:
        return SuppressedAddress.objects.all()

    @cached_property
    def columns(self) -> list[Column]:
        return [
            self._get_title_column_class(TitleColumn)(
                "email", label=_("E-mail"), sort_key="email", get_url=self.get_delete_url
            ),
            Column("get_reason_display", label=_("Reason"), sort_key="reason"),
            MomentColumn("since", label=_("Since"), sort_key="since"),
        ]


class AddressAddView(AddView):
    page_title = _("Stop the mail to an address")
    submit_button_label = _("Stop the mail")
    success_message = _("No more mail goes to %(object)s.")

    def save_instance(self) -> SuppressedAddress:
        data = self.form.cleaned_data
        return suppress(data["email"], reason=data["reason"], by=self.request.user)

    def get_success_buttons(self) -> list[Any]:
        return []


class AddressRemoveView(RemoveView):
    page_title = _("Send to this address again")
    success_message = _("From now on %(object)s gets mail again.")

    @property
    def confirmation_message(self) -> str:
        return gettext("Send mail to %(object)s again? What was not sent meanwhile is not sent now.") % {
            "object": self.object
        }

    def delete_action(self) -> None:
        unsuppress(self.object.email, by=self.request.user)


class SuppressedViewSet(NounViewSet):
    model = SuppressedAddress
    icon = "circle-xmark"
    menu_label = _("Suppressed addresses")
    menu_name = "suppressed-addresses"
    ordering = "email"
    without = ("usage", "edit", "history", "history_results")
    index_view_class = AddressesView
    add_view_class = AddressAddView
    delete_view_class = AddressRemoveView
    panels: ClassVar = [FieldPanel("email", heading=_("E-mail")), FieldPanel("reason")]
