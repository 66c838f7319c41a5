"""The windows in which one chooses a person or an organisation."""

from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic.chooser import ChooseResultsView, ChooseView
from wagtail.admin.viewsets.chooser import ChooserViewSet

from intranet.catalan import fold
from intranet.members.admin.views import containing
from intranet.members.models import Organisation, User


class SearchForm(BaseFilterForm):
    """Searches by name without accents."""

    q = forms.CharField(
        label=_("Search term"), required=False, widget=forms.TextInput(attrs={"placeholder": _("Search")})
    )

    def filter(self, objects: QuerySet[Any]) -> QuerySet[Any]:
        self.search_query = self.cleaned_data.get("q")
        self.is_searching = bool(self.search_query)
        return self.matching(objects, self.search_query) if self.search_query else objects

    def matching(self, objects: QuerySet[Any], words: str) -> QuerySet[Any]:
        return objects.filter(containing(words, folded=("folded_name",)))


def is_person(words: str) -> Q:
    """People whom `words` mean, by name and council or by address."""
    address = containing(words, plain=("email",))
    return address | Q(pk__in=User.objects.named(words).values("pk")) if fold(words) else address


class PersonSearchForm(SearchForm):
    """By name, council or address."""

    def matching(self, objects: QuerySet[Any], words: str) -> QuerySet[Any]:
        return objects.filter(is_person(words))


def councils_of(person: Any) -> str:
    return ", ".join(str(position.organisation) for position in person.open_positions)


class PersonColumnsMixin:
    """Tells namesakes apart by their council and address."""

    @property
    def columns(self) -> list[Column]:
        return [
            self.title_column,  # type: ignore[attr-defined]  # of the view it is mixed into
            Column("councils", label=_("Council"), accessor=councils_of),
            Column("email", label=_("E-mail")),
        ]


class ChoosePersonView(PersonColumnsMixin, ChooseView):
    pass


class ChoosePersonResultsView(PersonColumnsMixin, ChooseResultsView):
    pass


class SearchableChooserViewSet(ChooserViewSet):
    filter_form_class = SearchForm
    per_page = 15

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        common: dict[str, Any] = super().get_common_view_kwargs(filter_form_class=self.filter_form_class, **kwargs)
        return common


class PersonChooserViewSet(SearchableChooserViewSet):
    model = User
    icon = "user"
    choose_one_text = _("Choose a person")
    choose_another_text = _("Choose another person")
    edit_item_text = _("Edit this person")
    filter_form_class = PersonSearchForm
    choose_view_class = ChoosePersonView
    choose_results_view_class = ChoosePersonResultsView

    def get_object_list(self) -> QuerySet[User]:
        people: QuerySet[User] = User.objects.filter(is_active=True).with_open_positions()
        return people


class OrganisationChooserViewSet(SearchableChooserViewSet):
    model = Organisation
    icon = "site"
    choose_one_text = _("Choose an organisation")
    choose_another_text = _("Choose another organisation")
    edit_item_text = _("Edit this organisation")


person_chooser = PersonChooserViewSet("person_chooser", url_prefix="choose/person")
organisation_chooser = OrganisationChooserViewSet("organisation_chooser", url_prefix="choose/organisation")
