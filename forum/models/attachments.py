import secrets
from pathlib import PurePosixPath
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from forum.enums import AttachmentKind
from forum.models.posts import Post

FOLDER = "attachments/"


def attachment_path(_instance: "Attachment", filename: str) -> str:
    """A name that cannot be guessed; the suffix is that of the checked content."""
    return f"{FOLDER}{secrets.token_hex(16)}{PurePosixPath(filename).suffix.lower()}"


class Attachment(models.Model):
    """An image or a file of a post. Until its post is published, only the person who uploaded it may have it."""

    uploader = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", verbose_name=_("who uploaded it")
    )
    post = models.ForeignKey(
        Post, on_delete=models.CASCADE, null=True, blank=True, related_name="attachments", verbose_name=_("post")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=AttachmentKind)
    file = models.FileField(_("file"), upload_to=attachment_path, unique=True)
    name = models.CharField(_("name"), max_length=200)
    size = models.PositiveIntegerField(_("size in bytes"))
    uploaded_at = models.DateTimeField(_("uploaded at"), default=timezone.now)
    # False once it was taken out of its post and is kept for its history, or for those who moderate.
    is_listed = models.BooleanField(_("listed below the text"), default=True, editable=False)

    class Meta:
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return self.name
