"""Synonyms: which words find what is said with others."""

from typing import ClassVar

from django.db.models import QuerySet
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.admin.ui.tables import Column, TitleColumn

from intranet.members.admin.views import ChangeView, ListView, NounViewSet
from intranet.search.admin.adding import AddingView
from intranet.search.admin.settling import SettlesMixin
from intranet.search.models import SynonymSet


class SynonymsView(ListView):
    plain_fields = ("expressions",)
    add_item_label = _("Add synonyms")

    def get_base_queryset(self) -> QuerySet[SynonymSet]:
        return SynonymSet.objects.all()

    @cached_property
    def columns(self) -> list[Column]:
        return [
            self._get_title_column_class(TitleColumn)(
                "expressions", label=_("They say the same"), accessor=str, get_url=self.get_edit_url
            )
        ]


class SynonymAddView(SettlesMixin, AddingView):
    expressions_field = "expressions"
    page_title = _("Add synonyms")
    prefilled = ("expressions",)


class SynonymChangeView(SettlesMixin, ChangeView):
    expressions_field = "expressions"


class SynonymViewSet(NounViewSet):
    model = SynonymSet
    icon = "link"
    menu_label = _("Synonyms")
    menu_name = "synonyms"
    ordering = "expressions"
    index_view_class = SynonymsView
    add_view_class = SynonymAddView
    edit_view_class = SynonymChangeView
    list_export: ClassVar = ["expressions"]
    panels: ClassVar = [FieldPanel("expressions")]
