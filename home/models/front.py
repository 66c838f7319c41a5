from typing import TYPE_CHECKING, Any, ClassVar, cast

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField

from home.dashboard import bands_for, greeting
from intranet.pages.base import FixedPage
from intranet.pages.blocks.words import WORDS_AND_DOCUMENTS

if TYPE_CHECKING:
    from intranet.members.models import User


class HomePage(FixedPage):
    """The front door: each person's dashboard, made of what the sections have to say to them."""

    intro = RichTextField(
        _("introduction"),
        blank=True,
        features=[*WORDS_AND_DOCUMENTS],
        help_text=_("Shown to the whole network above the dashboard, for as long as it is here."),
    )

    template = "home/dashboard.html"
    parent_page_types: ClassVar[list[str]] = ["wagtailcore.Page"]
    subpage_types: ClassVar[list[str]] = [
        "home.SectionPage",
        "home.NewsIndexPage",
        "home.LegalPage",
        "repository.ResourceIndexPage",
        "circular.CircularIndexPage",
    ]
    max_count = 1
    content_panels: ClassVar[list[Any]] = [*FixedPage.content_panels, FieldPanel("intro")]

    class Meta:
        verbose_name = pgettext_lazy("page", "dashboard")
        verbose_name_plural = pgettext_lazy("page", "dashboards")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        user = cast("User", request.user)
        return {**context, "greeting": greeting(user), "now": timezone.now(), "bands": bands_for(request)}
