"""Something that is done to one thing, after being asked whether one means it: a page with a question, then a POST."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import BaseObjectMixin, WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.log_actions import log

from intranet.members.admin.views import ComesBackMixin
from intranet.members.views.requests import PersonRequest


class ActionView(
    ComesBackMixin, PermissionCheckedMixin, WagtailAdminTemplateMixin, BaseObjectMixin, FormView[forms.Form]
):
    """Asks `question`, then does `act`; a `ValidationError` it raises is shown in the form."""

    request: PersonRequest
    permission_required = "change"
    template_name = "members/admin/action.html"
    form_class = forms.Form
    index_url_name = ""
    back_url_name = ""
    question: Any = ""
    done: Any = ""
    submit_label: Any = ""
    serious = False
    log_action = ""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not self.user_has_permission_for_instance("change", self.object):
            raise PermissionDenied
        if reason := self.reason_not_to():
            messages.warning(request, reason)
            return redirect(self.get_success_url())
        return super().dispatch(request, *args, **kwargs)

    def reason_not_to(self) -> str:
        """Why this cannot be done now; empty when it can."""
        return ""

    def act(self, form: forms.Form) -> None:
        raise NotImplementedError

    def form_valid(self, form: forms.Form) -> HttpResponse:
        try:
            self.act(form)
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)
        if self.log_action:
            log(self.object, self.log_action, user=self.request.user)
        messages.success(self.request, self.done % {"object": self.object})
        return redirect(self.get_success_url())

    def get_success_url(self) -> str:
        return self.came_from or reverse(self.back_url_name, args=[self.object.pk])

    def get_page_subtitle(self) -> str:
        return str(self.object)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        plural = capfirst(self.model_opts.verbose_name_plural)
        return [
            *self.breadcrumbs_items,
            {"url": reverse(self.index_url_name), "label": plural},
            {"url": reverse(self.back_url_name, args=[self.object.pk]), "label": str(self.object)},
            {"url": "", "label": self.page_title},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return {
            **context,
            "media": context["form"].media,
            "action_url": self.request.get_full_path(),
            "question": self.question % {"object": self.object},
            "submit_button_label": self.submit_label or self.page_title,
            "submit_button_active_label": _("Working…"),
            "serious": self.serious,
            "cancel_url": self.get_success_url(),
        }
