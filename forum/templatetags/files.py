"""The files of posts, in words."""

from pathlib import PurePosixPath

from django import template
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from forum.domain.attachments import listed, taken_out
from forum.models import Attachment, Post

register = template.Library()

KINDS = {
    ".csv": "CSV",
    ".docx": "Word",
    ".odg": "OpenDocument",
    ".odp": "OpenDocument",
    ".ods": "OpenDocument",
    ".odt": "OpenDocument",
    ".pdf": "PDF",
    ".pptx": "PowerPoint",
    ".xlsx": "Excel",
    ".zip": "ZIP",
}


@register.filter
def listed_files(post: Post) -> list[Attachment]:
    return listed(post)


@register.filter
def taken_out_files(post: Post) -> list[Attachment]:
    return taken_out(post)


@register.filter
def file_words(file: Attachment) -> str:
    """Its type and size: «PDF, 1,2 MB»."""
    suffix = PurePosixPath(file.file.name or "").suffix
    kind = file.get_kind_display() if file.kind == "image" else KINDS.get(suffix, _("Text"))
    return f"{kind}, {filesizeformat(file.size)}"
