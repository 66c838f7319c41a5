"""Coordination's outbox: what became of each mail, and another try for those that failed."""

from datetime import datetime
from typing import Any, ClassVar

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import BulkActionsCheckboxColumn, Column, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.widgets.button import Button, HeaderButton

from intranet.mailbox.views import SANDBOX
from intranet.members.admin.actions import ActionView
from intranet.members.admin.columns import MomentColumn, TagColumn, moment
from intranet.members.admin.views import ListView, NounViewSet
from intranet.notifications.admin.letters import heading_of, letter_html, letter_of
from intranet.outbox.domain import retry
from intranet.outbox.enums import MessageState
from intranet.outbox.kinds import mail_kind, mail_kinds
from intranet.outbox.models import Message

RETRIABLE = (MessageState.FAILED, MessageState.RETRY)


def kind_choices() -> list[tuple[str, str]]:
    return [(kind.name, str(kind)) for kind in mail_kinds()]


def kind_label(message: Message) -> str:
    return str(mail_kind(message.kind))


def may_be_tried(message: Message) -> bool:
    return message.state in RETRIABLE


def retry_url(message: Message) -> str:
    return reverse("outbox:retry", args=[message.pk])


class MessageFilters(WagtailFilterSet):
    state = django_filters.MultipleChoiceFilter(
        label=_("State"), choices=MessageState, widget=forms.CheckboxSelectMultiple
    )
    kind = django_filters.MultipleChoiceFilter(
        label=pgettext_lazy("mail", "Kind"), choices=kind_choices, widget=forms.CheckboxSelectMultiple
    )
    created_at = django_filters.DateFromToRangeFilter(
        label=pgettext_lazy("mail", "Put in"), widget=DateRangePickerWidget
    )

    class Meta:
        model = Message
        fields: ClassVar[list[str]] = []


class MessagesView(ListView):
    page_title = _("Outbox")
    template_name = "notifications/admin/messages.html"
    plain_fields = ("to", "subject")

    def get_base_queryset(self) -> QuerySet[Message]:
        return Message.objects.defer("raw")

    def search_queryset(self, queryset: QuerySet[Message]) -> QuerySet[Message]:
        """By address; by subject only among those whose subject may be read, or the search would tell it."""
        found = queryset
        readable = Q(kind__in=[kind.name for kind in mail_kinds() if kind.is_open], is_secret=False)
        for word in self.search_query.split() if self.is_searching else ():
            found = found.filter(Q(to__icontains=word) | Q(readable, subject__icontains=word))
        return found

    @cached_property
    def columns(self) -> list[Column]:
        return [
            BulkActionsCheckboxColumn("bulk_actions", obj_type="message"),
            self._get_title_column_class(TitleColumn)(
                "heading",
                label=_("Message"),
                accessor=heading_of,
                get_url=self.get_inspect_url,
                get_title_id=lambda message: f"message_{message.pk}_title",
            ),
            Column("to", label=_("E-mail"), sort_key="to"),
            TagColumn(
                "state",
                label=_("State"),
                accessor="get_state_display",
                sort_key="state",
                good=lambda message: message.state == MessageState.SENT,
            ),
            MomentColumn("created_at", label=pgettext_lazy("mail", "Put in"), sort_key="created_at"),
            Column("attempts", label=_("Attempts"), sort_key="attempts"),
            Column("answer", label=_("Answer of the mail server"), classname="running-text"),
        ]

    def get_list_more_buttons(self, instance: Message) -> list[Any]:
        buttons: list[Any] = super().get_list_more_buttons(instance)
        if may_be_tried(instance) and self.user_has_permission("change"):
            buttons.append(Button(gettext("Try again"), url=retry_url(instance), icon_name="rotate"))
        return buttons


class MessageView(generic.InspectView):
    page_title = _("Message")
    template_name = "notifications/admin/message.html"

    def get_page_subtitle(self) -> str:
        return f"{heading_of(self.object)} → {self.object.to}"

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        if not may_be_tried(self.object) or not self.user_has_permission("change"):
            return []
        return [HeaderButton(gettext("Try again"), url=retry_url(self.object), icon_name="rotate")]

    def get_field_label(self, field_name: str, field: Any) -> str:
        label: str = gettext("E-mail") if field_name == "to" else super().get_field_label(field_name, field)
        return label

    def get_field_display_value(self, field_name: str, field: Any) -> Any:
        if field_name == "kind":
            return kind_label(self.object)
        value = super().get_field_display_value(field_name, field)
        return moment(value) if isinstance(value, datetime) else "–" if value in {None, ""} else value

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        letter = letter_of(self.object)
        return {**context, "letter": letter, "why_not": "" if letter else self.why_not(), "sandbox": SANDBOX}

    def why_not(self) -> str:
        if self.object.is_secret:
            return gettext("It carries a code or a link that lets somebody in: what it says is shown to nobody.")
        if not mail_kind(self.object.kind).is_open:
            return gettext("It may tell of a private group: what it says is for whoever it was sent to alone.")
        return gettext("What it said is no longer kept.")


class RetryView(ActionView):
    page_title = _("Try again")
    question = _("Send the message again? It goes to the same address, as it was written.")
    done = _("The message will be tried again.")
    index_url_name = "outbox:index"
    back_url_name = "outbox:inspect"
    log_action = "outbox.message.retry"

    def reason_not_to(self) -> str:
        if not may_be_tried(self.object):
            return gettext("Only messages that have failed or wait for another attempt can be tried again.")
        return "" if self.object.raw else gettext("What it said is no longer kept: it has to be written anew.")

    def act(self, _form: forms.Form) -> None:
        retry(self.object, by=self.request.user)

    def get_page_subtitle(self) -> str:
        return f"{heading_of(self.object)} → {self.object.to}"


def retry_all(messages: list[Message], *, by: Any) -> int:
    """How many could be tried again; another may have been quicker with some."""
    done = 0
    for message in messages:
        try:
            retry(message, by=by)
        except ValidationError:
            continue
        done += 1
    return done


class OutboxViewSet(NounViewSet):
    model = Message
    icon = "mail"
    menu_label = _("Outbox")
    menu_name = "outbox"
    ordering = "-pk"
    without = ("usage", "add", "edit", "delete", "history", "history_results")
    filterset_class = MessageFilters
    index_view_class = MessagesView
    inspect_view_class = MessageView
    inspect_view_enabled = True
    inspect_view_fields: ClassVar = [
        "kind",
        "to",
        "state",
        "answer",
        "attempts",
        "created_at",
        "due_at",
        "settled_at",
    ]
    form_fields: ClassVar = ["state"]

    @property
    def retry_view(self) -> Any:
        return self.construct_view(RetryView)

    def get_urlpatterns(self) -> list[Any]:
        return [
            *super().get_urlpatterns(),
            path("retry/<int:pk>/", self.retry_view, name="retry"),
            path("html/<int:pk>/", letter_html, name="html"),
        ]
