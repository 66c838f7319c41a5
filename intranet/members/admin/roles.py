"""Wagtail's own groups of rights, for administrators; the one that coordination stands on keeps its name."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.users.forms import GroupForm
from wagtail.users.views.groups import DeleteView, EditView, GroupViewSet

from intranet.members.models.people_queries import COORDINATION


class RoleForm(GroupForm):
    def clean_name(self) -> str:
        name: str = super().clean_name()
        if self.initial.get("name") == COORDINATION != name:
            raise forms.ValidationError(gettext("The site knows this role by its name: it stays."))
        return name


class RoleEditView(EditView):
    header_buttons = ()


class RoleDeleteView(DeleteView):
    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if self.object.name == COORDINATION:
            messages.warning(request, gettext("The site knows this role by its name: it stays."))
            return redirect(self.edit_url_name, self.object.pk)
        response: HttpResponse = super().dispatch(request, *args, **kwargs)
        return response


class RoleViewSet(GroupViewSet):
    menu_label = _("Roles in this area")
    edit_view_class = RoleEditView
    delete_view_class = RoleDeleteView

    def get_form_class(self, for_update: bool = False) -> type[RoleForm]:  # noqa: ARG002, FBT001, FBT002 - Wagtail's signature
        return RoleForm
