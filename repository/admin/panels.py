"""What coordination finds of a resource in the CMS. Its files are brought and ordered on the site, where they are checked."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    HelpPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    TabbedInterface,
)

from repository.admin.forms import ResourceAdminForm


def row(*names: str) -> FieldRowPanel:
    return FieldRowPanel([FieldPanel(name) for name in names])


CONTENT = [
    FieldPanel("title", classname="title"),
    FieldPanel("kind"),
    FieldPanel("summary"),
    FieldPanel("body"),
    InlinePanel(
        "links", [FieldPanel("url"), FieldPanel("title"), FieldPanel("is_video")], heading=_("Links"), max_num=20
    ),
    HelpPanel(content=_("Files are added on the site, in the second step of editing the resource.")),
]
PRACTICE = [
    FieldPanel("context"),
    FieldPanel("measures"),
    FieldPanel("results"),
    row("cost", "contact"),
    FieldPanel("legal_basis"),
]
PLACE = [
    MultiFieldPanel([FieldPanel("visibility"), row("group", "organisation")], heading=_("For whom")),
    MultiFieldPanel(
        [FieldPanel("subjects"), FieldPanel("departments"), FieldPanel("abc_category")],
        heading=_("What it is about"),
    ),
    row("comarca", "year"),
    row("language", "licence"),
    FieldPanel("expires_on"),
]
EDIT_HANDLER = TabbedInterface(
    [
        ObjectList(CONTENT, heading=pgettext_lazy("tab", "Content")),
        ObjectList(PRACTICE, heading=_("Good practice")),
        ObjectList(PLACE, heading=_("Where it goes")),
    ],
    base_form_class=ResourceAdminForm,
)
