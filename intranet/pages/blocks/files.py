"""Blocks that show or offer a file, and videos, which stay where they are."""

from urllib.parse import urlsplit

from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.blocks import CharBlock, ListBlock, StructBlock, StructValue, URLBlock
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock


class ImageBlock(StructBlock):
    image = ImageChooserBlock(label=_("Image"))
    alternative = CharBlock(
        label=_("Alternative text"),
        max_length=250,
        help_text=_("What the image says, for those who do not see it. The caption does not replace it."),
    )
    caption = CharBlock(label=_("Caption"), max_length=250, required=False)

    class Meta:
        label = _("Image")
        icon = "image"
        template = "blocks/image.html"


class DocumentsBlock(ListBlock):
    def __init__(self, **kwargs: object) -> None:
        super().__init__(DocumentChooserBlock(label=_("Document")), **kwargs)

    class Meta:
        label = _("Documents")
        icon = "doc-full"
        template = "blocks/documents.html"


class VideoValue(StructValue):
    @property
    def host(self) -> str:
        """The site that the link leads to, so that one knows before following it."""
        return (urlsplit(self["url"]).hostname or "").removeprefix("www.")


class VideoBlock(StructBlock):
    """A link, not an embed: no request goes to another host until somebody follows it."""

    title = CharBlock(label=pgettext_lazy("of a video", "Title"), max_length=160)
    url = URLBlock(
        label=_("Address"),
        validators=[URLValidator(schemes=["https"], message=_("The address must begin with https://."))],
        help_text=_("The video opens on its own site. Choose one with subtitles."),
    )
    length = CharBlock(label=_("Length"), max_length=40, required=False, help_text=_("For example «12 minutes»."))

    class Meta:
        label = _("Video")
        icon = "media"
        template = "blocks/video.html"
        value_class = VideoValue
