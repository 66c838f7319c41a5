from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django_filters import BooleanFilter, CharFilter, FilterSet

from intranet.members.filters.chips import query_of
from intranet.members.models import User, WorkingGroup

LONGEST_SEARCH = 80


class GroupFilter(FilterSet):
    """Narrows down the groups that `viewer` may know of, in `/grups/`."""

    q = CharFilter(widget=forms.HiddenInput)
    mine = BooleanFilter(label=_("Only my groups"), widget=forms.CheckboxInput)

    def __init__(self, data: QueryDict, *, viewer: User) -> None:
        self.viewer = viewer
        super().__init__(data, WorkingGroup.objects.visible_to(viewer))  # type: ignore[no-untyped-call]

    def filter_queryset(self, queryset: Any) -> QuerySet[WorkingGroup]:
        found: QuerySet[WorkingGroup] = queryset.named(self.words)
        return queryset.named(self.words).of(self.viewer) if self.only_mine else found

    @property
    def words(self) -> str:
        found: str = self.form.cleaned_data.get("q", "")
        return found[:LONGEST_SEARCH]

    @property
    def only_mine(self) -> bool:
        return bool(self.form.cleaned_data.get("mine"))

    @cached_property
    def query(self) -> QueryDict:
        """The parameters that count, and no others."""
        query = query_of(self.form)
        if self.only_mine:
            query["mine"] = "on"  # as a browser writes a ticked box
        return query
