"""What all lists and forms of this area have in common."""

from collections.abc import Callable
from itertools import product
from typing import Any, ClassVar
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import Button
from wagtail.coreutils import multigetattr

from intranet.catalan import fold
from intranet.members.views.requests import PersonRequest
from intranet.spreadsheets import SafeExportMixin

REFUSED = _("Nothing is saved yet: correct what is marked below.")
NOTHING = Q(pk__in=[])


def containing(words: str, *, folded: tuple[str, ...] = (), plain: tuple[str, ...] = ()) -> Q:
    """Rows that hold every word in one of the fields: `folded` ones without regard to accents.

    SQLite ignores the case of plain letters alone: «ètica» is also looked for as «Ètica» and «ÈTICA».
    """
    found = Q()
    for word in words.split():
        anywhere = Q()
        for field, form in product(plain, {word, word.lower(), word.capitalize(), word.upper()}):
            anywhere |= Q(**{f"{field}__icontains": form})
        for field in folded if fold(word) else ():
            anywhere |= Q(**{f"{field}__contains": fold(word)})
        found &= anywhere or NOTHING
    return found


class ListView(SafeExportMixin, generic.IndexView):
    """A list: searched without accents, filtered, sorted, exported."""

    request: PersonRequest
    folded_fields: tuple[str, ...] = ()
    plain_fields: tuple[str, ...] = ()
    computed: ClassVar[dict[str, Callable[[Any], Any]]] = {}

    @cached_property
    def is_searchable(self) -> bool:
        return bool(self.folded_fields or self.plain_fields)

    def to_row_dict(self, item: Any) -> dict[str, Any]:
        """A row of the export; the cells that no attribute holds are `computed`."""
        return {
            name: self.computed[name](item) if name in self.computed else multigetattr(item, name)
            for name in self.list_export
        }

    def search_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if not self.is_searching:
            return queryset
        found: QuerySet[Any] = queryset.filter(
            containing(self.search_query, folded=self.folded_fields, plain=self.plain_fields)
        )
        return found

    def order_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Ties are broken by the key, so that no row stands on two pages or on none."""
        ordered: QuerySet[Any] = super().order_queryset(queryset)
        return ordered.order_by(*(ordered.query.order_by or ordered.model._meta.ordering), "pk")  # noqa: SLF001 - public


class ComesBackMixin:
    """A form opened from another page (`?next=`) returns there."""

    request: HttpRequest

    @cached_property
    def came_from(self) -> str:
        url: str = get_valid_next_url_from_request(self.request)
        return url

    @property
    def query(self) -> str:
        query = urlsplit(self.request.get_full_path()).query
        return f"?{query}" if query else ""

    def get_success_url(self) -> str:
        url: str = self.came_from or super().get_success_url()  # type: ignore[misc]  # of the view it is mixed into
        return url


class RefusableMixin:
    """A form whose `save_instance` calls the domain: what that refuses is shown in the form, beside what it is about."""

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            with transaction.atomic():
                response: HttpResponse = super().form_valid(form)  # type: ignore[misc]  # of the view it is mixed into
        except ValidationError as error:
            form.add_error(None, error)
            self.produced_error_message = self.get_error_message()  # type: ignore[attr-defined]
            response = self.form_invalid(form)  # type: ignore[attr-defined]
        return response


class AddView(RefusableMixin, ComesBackMixin, generic.CreateView):
    """A form for something new; `prefilled` fields may come in the address.

    Wagtail's own sentences on a noun are only right for masculine ones, so ours name the thing itself.
    """

    request: PersonRequest
    page_title: Any = pgettext_lazy("heading", "Add")
    success_message: Any = _("Added: %(object)s.")
    error_message: Any = REFUSED
    prefilled: tuple[str, ...] = ()

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        items: list[dict[str, Any]] = super().get_breadcrumbs_items()
        return [*items[:-1], {**items[-1], "label": self.get_header_title()}]

    def get_add_url(self) -> str:
        return f"{super().get_add_url()}{self.query}"

    def get_initial(self) -> dict[str, Any]:
        return {**super().get_initial(), **self.given_in_address()}

    def given_in_address(self) -> dict[str, Any]:
        """What the address asks for, as far as it is a valid choice; anything else is left out."""
        fields = self.get_form_class().base_fields
        given = {}
        for name in self.prefilled:
            try:
                given[name] = fields[name].clean(self.request.GET.get(name) or None)
            except ValidationError:
                continue
        return given


class ChangeView(RefusableMixin, ComesBackMixin, generic.EditView):
    """A form for something that is there."""

    request: PersonRequest
    success_message: Any = _("Saved: %(object)s.")
    error_message: Any = REFUSED
    view_label: Any = _("View on the site")

    def get_edit_url(self) -> str:
        return f"{super().get_edit_url()}{self.query}"

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        buttons: list[Button] = super().header_more_buttons
        if url := self.get_public_url():
            buttons.append(Button(self.view_label, url=url, icon_name="view", priority=5))
        return buttons

    def get_public_url(self) -> str:
        """Where the site shows this, if it does."""
        return ""


class RemoveView(generic.DeleteView):
    """Removes for good, unless `reason_to_keep` says why not."""

    success_message: Any = _("Removed: %(object)s.")

    @property
    def confirmation_message(self) -> str:
        return gettext("Remove «%(object)s»? This cannot be undone.") % {"object": self.object}

    def reason_to_keep(self) -> str:
        return ""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if reason := self.reason_to_keep():
            messages.warning(request, reason)
            return redirect(self.edit_url_name, self.object.pk)
        response: HttpResponse = super().dispatch(request, *args, **kwargs)
        return response


class NounViewSet(ModelViewSet):
    """The pages of one noun: a list, forms, history. Nothing is copied, and usage is told by our own tables."""

    index_view_class = ListView
    add_view_class = AddView
    edit_view_class = ChangeView
    delete_view_class = RemoveView
    copy_view_enabled = False
    add_to_reference_index = False
    list_per_page = 30
    without: tuple[str, ...] = ("usage",)
    """The pages that this noun does not have, by the name of their address."""

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        missing = {f"{name}_url_name": None for name in self.without}
        common: dict[str, Any] = super().get_common_view_kwargs(**{**missing, **kwargs})
        return common

    def get_urlpatterns(self) -> list[Any]:
        return [pattern for pattern in super().get_urlpatterns() if pattern.name not in self.without]
