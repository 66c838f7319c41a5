"""Recommended results: what comes first for certain words."""

from datetime import date
from typing import ClassVar

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext, pgettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.admin.ui.tables import Column, TitleColumn

from intranet.members.admin.columns import DayColumn, TagColumn
from intranet.members.admin.views import ChangeView, ListView, NounViewSet
from intranet.search.admin.adding import AddingView
from intranet.search.admin.settling import SettlesMixin
from intranet.search.lines import lines_in
from intranet.search.models import Promotion


def words_of(promotion: Promotion) -> str:
    return " · ".join(lines_in(promotion.words))


def is_current(promotion: Promotion) -> bool:
    return promotion.is_current(timezone.localdate())


def state_of(promotion: Promotion) -> str:
    today = timezone.localdate()
    if promotion.is_current(today):
        return gettext("Recommended now")
    return (
        pgettext("recommendation", "Not yet")
        if (promotion.since or date.min) > today
        else pgettext("recommendation", "Over")
    )


class PromotionsView(ListView):
    plain_fields = ("title", "words", "address")
    add_item_label = _("Recommend something")
    computed: ClassVar = {"words": words_of}

    def get_base_queryset(self) -> QuerySet[Promotion]:
        return Promotion.objects.all()

    @cached_property
    def columns(self) -> list[Column]:
        return [
            self._get_title_column_class(TitleColumn)(
                "title", label=_("Title"), sort_key="title", get_url=self.get_edit_url
            ),
            Column("words", label=pgettext_lazy("recommendation", "For"), accessor=words_of, classname="running-text"),
            Column("address", label=_("Address"), classname="running-text"),
            DayColumn("since", label=_("From"), sort_key="since"),
            DayColumn("until", label=_("Until"), sort_key="until"),
            TagColumn("state", label=_("State"), accessor=state_of, good=is_current),
        ]


class PromotionAddView(SettlesMixin, AddingView):
    expressions_field = "words"
    page_title = _("Recommend something")
    prefilled = ("words",)


class PromotionChangeView(SettlesMixin, ChangeView):
    expressions_field = "words"

    def get_public_url(self) -> str:
        return str(self.object.address)


class PromotionViewSet(NounViewSet):
    model = Promotion
    icon = "pick"
    menu_label = pgettext_lazy("menu", "Recommended")
    menu_name = "recommended"
    ordering = "title"
    index_view_class = PromotionsView
    add_view_class = PromotionAddView
    edit_view_class = PromotionChangeView
    list_export: ClassVar = ["title", "words", "address", "note", "since", "until"]
    panels: ClassVar = [
        FieldPanel("words"),
        MultiFieldPanel(
            [FieldPanel("title"), FieldPanel("address"), FieldPanel("note")], heading=_("What is recommended")
        ),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("since"), FieldPanel("until")])],
            heading=_("When"),
            help_text=_("Without dates, always."),
        ),
    ]
