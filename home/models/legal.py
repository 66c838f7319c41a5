from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField

from intranet.pages.base import FixedPage, long_enough
from intranet.pages.blocks import LegalBody, outline_of


class LegalText(models.TextChoices):
    """The public legal pages, by address; `intranet.policy.PAGES` opens the same ones."""

    ACCESSIBILITY = "accessibilitat", "Declaració d’accessibilitat"
    PRIVACY = "privacitat", "Protecció de dades i privacitat"
    NOTICE = "avis-legal", "Avís legal"


class LegalPage(FixedPage):
    """A page that everyone may read, signed in or not: it stands at one of the addresses of `LegalText`."""

    body = StreamField(LegalBody(), verbose_name=_("text"))

    template = "home/legal_page.html"
    parent_page_types: ClassVar[list[str]] = ["home.HomePage"]
    subpage_types: ClassVar[list[str]] = []
    max_count = len(LegalText)
    content_panels: ClassVar[list[Any]] = [*FixedPage.content_panels, FieldPanel("body")]

    class Meta:
        verbose_name = _("legal page")
        verbose_name_plural = _("legal pages")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return {**context, "outline": long_enough(outline_of(self.body))}
