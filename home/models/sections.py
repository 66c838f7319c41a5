from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index

from intranet.pages.base import IntranetPage, long_enough
from intranet.pages.blocks import Body, outline_of


class SectionPage(IntranetPage):
    """A page of the network's own: who we are, how to join, a campaign. Pages below it are listed at its end."""

    lead = models.TextField(_("lead"), max_length=400, blank=True, help_text=_("One or two sentences on what it is."))
    body = StreamField(Body(), verbose_name=_("text"), blank=True)

    template = "home/section_page.html"
    parent_page_types: ClassVar[list[str]] = ["home.HomePage", "home.SectionPage"]
    subpage_types: ClassVar[list[str]] = ["home.SectionPage"]
    content_panels: ClassVar[list[Any]] = [*Page.content_panels, FieldPanel("lead"), FieldPanel("body")]
    promote_panels: ClassVar[list[Any]] = []
    settings_panels: ClassVar[list[Any]] = [
        FieldPanel("slug"),
        FieldPanel("show_in_menus", heading=_("Show on the dashboard"), help_text=_("Among the network's pages.")),
        *Page.settings_panels,
    ]
    show_in_menus_default = True
    search_fields: ClassVar[list[Any]] = [*Page.search_fields, index.SearchField("lead"), index.SearchField("body")]

    class Meta:
        verbose_name = pgettext_lazy("page of the network", "page")
        verbose_name_plural = pgettext_lazy("page of the network", "pages")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        above = self.get_ancestors().filter(~Q(pk=self.pk), depth__gt=2)
        return {
            **context,
            "trail": [(page.get_url(request), page.title) for page in above],
            "outline": long_enough(outline_of(self.body)),
            "children": SectionPage.objects.child_of(self).live(),
        }
