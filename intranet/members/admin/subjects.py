"""Subjects (*àmbits*), under which people's expertise and content are filed."""

from typing import ClassVar

from django.db.models import Count, QuerySet
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, TitleFieldPanel
from wagtail.admin.ui.tables import Column, TitleColumn

from intranet.members.admin.views import ListView, NounViewSet
from intranet.members.models import Subject


class SubjectsView(ListView):
    folded_fields = ("sort_key",)
    add_item_label = _("Add a subject")

    def get_base_queryset(self) -> QuerySet[Subject]:
        return Subject.objects.annotate(expert_count=Count("experts"))

    @cached_property
    def columns(self) -> list[Column]:
        title = self._get_title_column_class(TitleColumn)
        return [
            title("name", label=_("Name"), sort_key="sort_key", get_url=self.get_edit_url),
            Column("expert_count", label=_("People who know about it"), sort_key="expert_count"),
        ]


class SubjectViewSet(NounViewSet):
    model = Subject
    icon = "tag"
    menu_label = _("Subjects")
    ordering = "sort_key"
    index_view_class = SubjectsView
    list_export: ClassVar = ["name", "expert_count"]
    export_headings: ClassVar = {"expert_count": _("People who know about it")}
    panels: ClassVar = [
        TitleFieldPanel("name", classname="", placeholder=False),
        FieldPanel("slug", help_text=_("It appears in addresses of pages: better not to change it later.")),
    ]
