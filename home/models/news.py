from typing import Any, ClassVar

from django import forms
from django.core.paginator import Paginator
from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page, PageManager, PageQuerySet
from wagtail.search import index

from intranet.frame import Link
from intranet.pages.base import FixedPage, IntranetPage
from intranet.pages.blocks import Body, outline_of

PER_PAGE = 20


class NewsQuerySet(PageQuerySet):
    def latest_first(self) -> "NewsQuerySet":
        """Published news, newest first, with their author."""
        return self.live().select_related("owner").order_by("-date", "-pk")  # type: ignore[no-any-return]


NewsManager = PageManager.from_queryset(NewsQuerySet)


class NewsIndexPage(FixedPage):
    """`/noticies/`."""

    template = "home/news_index_page.html"
    parent_page_types: ClassVar[list[str]] = ["home.HomePage"]
    subpage_types: ClassVar[list[str]] = ["home.NewsPage"]
    max_count = 1

    class Meta:
        verbose_name = gettext_lazy("list of news")
        verbose_name_plural = gettext_lazy("lists of news")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """`?any=2025` keeps one year's news; anything else there keeps all of them."""
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        news = NewsPage.objects.child_of(self).latest_first()
        years = [day.year for day in news.dates("date", "year", order="DESC")]
        year = next((year for year in years if str(year) == request.GET.get("any")), None)
        chosen = news.filter(date__year=year) if year else news
        return {
            **context,
            "news": Paginator(chosen, PER_PAGE).get_page(request.GET.get("pagina")),
            "years": self.year_links(years, year) if len(years) > 1 else [],
            "year": year,
        }

    @staticmethod
    def year_links(years: list[int], chosen: int | None) -> list[Link]:
        everything = Link(_("All years"), "?", is_current=chosen is None)
        return [everything, *(Link(str(year), f"?any={year}", is_current=year == chosen) for year in years)]


class NewsPage(IntranetPage):
    """A piece of news. Its author is the page's owner."""

    date = models.DateField(gettext_lazy("date"), default=timezone.localdate, db_index=True)
    lead = models.TextField(
        gettext_lazy("lead"), max_length=400, help_text=gettext_lazy("What happened, in one or two sentences.")
    )
    body = StreamField(Body(), verbose_name=gettext_lazy("text"), blank=True)
    subjects = ParentalManyToManyField(
        "members.Subject", blank=True, related_name="news", verbose_name=gettext_lazy("subjects")
    )
    organisation = models.ForeignKey(
        "members.Organisation",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="news",
        verbose_name=gettext_lazy("organisation"),
        help_text=gettext_lazy("The council or agent that it is about, if it is about one."),
    )

    objects = NewsManager()

    template = "home/news_page.html"
    parent_page_types: ClassVar[list[str]] = ["home.NewsIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    content_panels: ClassVar[list[Any]] = [
        *Page.content_panels,
        FieldPanel("date"),
        FieldPanel("lead"),
        FieldPanel("body"),
        FieldPanel("subjects", widget=forms.CheckboxSelectMultiple),
        FieldPanel("organisation"),
    ]
    promote_panels: ClassVar[list[Any]] = []
    settings_panels: ClassVar[list[Any]] = [FieldPanel("slug"), *Page.settings_panels]
    search_fields: ClassVar[list[Any]] = [
        *Page.search_fields,
        index.SearchField("lead"),
        index.SearchField("body"),
        index.FilterField("date"),
    ]

    class Meta:
        verbose_name = gettext_lazy("news")
        verbose_name_plural = gettext_lazy("news")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        parent = self.get_parent()
        outline_of(self.body)
        return {**context, "trail": [(parent.get_url(request), parent.title)], "subjects": self.subjects.all()}
