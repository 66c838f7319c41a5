"""Files and links of resources. A file is stored once; a revision says at which place and under which title it is offered."""

import re
import secrets
from pathlib import PurePosixPath
from typing import ClassVar

from django.conf import settings
from django.core.validators import URLValidator
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.models import Orderable

from repository.enums import TextState
from repository.models.pages import ResourcePage

FOLDER = "resources/"
THUMBNAILS = "resource-thumbnails/"
LONGEST_FILE_TITLE = 160


def stored_path(_instance: "StoredFile", filename: str) -> str:
    """A name that cannot be guessed and says nothing of the resource."""
    return f"{FOLDER}{secrets.token_hex(16)}{PurePosixPath(filename).suffix.lower()}"


def thumbnail_path(_instance: "StoredFile", _filename: str) -> str:
    return f"{THUMBNAILS}{secrets.token_hex(16)}.jpg"


class StoredFile(models.Model):
    """A file that somebody brought for a resource, checked by its content. It has no address but its resource's.

    Readers may have it while the published resource offers it (`ResourceFile`); those who keep or review the resource, always.
    """

    page = models.ForeignKey(ResourcePage, on_delete=models.CASCADE, related_name="stored", verbose_name=_("resource"))
    uploader = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("uploaded by")
    )
    file = models.FileField(_("file"), upload_to=stored_path, unique=True)
    name = models.CharField(_("name"), max_length=200)  # under which people keep it, with the suffix of what it is
    size = models.PositiveBigIntegerField(_("size in bytes"))
    sha256 = models.CharField(max_length=64)  # FIPS 180-4, in hexadecimal
    uploaded_at = models.DateTimeField(_("uploaded at"), default=timezone.now)
    thumbnail = models.FileField(upload_to=thumbnail_path, blank=True)
    page_count = models.PositiveIntegerField(_("pages"), null=True, blank=True)
    text_state = models.CharField(max_length=10, choices=TextState, default=TextState.WAITING)
    reading_attempts = models.PositiveSmallIntegerField(default=0)
    text = models.TextField(blank=True)  # the words inside, for searching

    class Meta:
        verbose_name = _("file")
        verbose_name_plural = _("files")
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def suffix(self) -> str:
        """«.pdf»: of what its content is, whatever it was called."""
        return PurePosixPath(self.name).suffix

    @property
    def said_title(self) -> str:
        """Its name as a title to begin with: «acta_v3-FINAL.pdf» is «Acta v3 FINAL»."""
        words = " ".join(re.split(r"[\s_-]+", PurePosixPath(self.name).stem)).strip()
        return f"{words[:1].upper()}{words[1:LONGEST_FILE_TITLE]}"

    @property
    def format(self) -> str:
        """«PDF», as one says it."""
        return self.suffix.lstrip(".").upper()


class ResourceFile(Orderable):
    """That a resource offers a file: part of what its revisions say."""

    page = ParentalKey(ResourcePage, on_delete=models.CASCADE, related_name="files")  # type: ignore[no-untyped-call]  # modelcluster's
    stored = models.ForeignKey(StoredFile, on_delete=models.CASCADE, related_name="offers", verbose_name=_("file"))
    title = models.CharField(_("title"), max_length=LONGEST_FILE_TITLE, blank=True)

    class Meta(Orderable.Meta):
        verbose_name = _("file of a resource")
        verbose_name_plural = _("files of resources")

    def __str__(self) -> str:
        return self.title or self.stored.name

    def get_absolute_url(self) -> str:
        """Needs `page` and `stored`."""
        return address_of_file(self.page, self.stored)


def address_of_file(page: ResourcePage, stored: StoredFile) -> str:
    return reverse("resource_file", args=[page.slug, stored.pk, stored.name])


class ResourceLink(Orderable):
    """An address elsewhere, that of a video too: no request goes there until somebody follows it."""

    page = ParentalKey(ResourcePage, on_delete=models.CASCADE, related_name="links")  # type: ignore[no-untyped-call]  # modelcluster's
    url = models.URLField(_("address"), max_length=500, validators=[URLValidator(schemes=["https", "http"])])
    title = models.CharField(_("title"), max_length=160)
    is_video = models.BooleanField(_("a video"), default=False)

    class Meta(Orderable.Meta):
        verbose_name = _("link of a resource")
        verbose_name_plural = _("links of resources")

    def __str__(self) -> str:
        return self.title


class DownloadCount(models.Model):
    """How often a file was fetched on one day: by how many hands, not by whose."""

    stored = models.ForeignKey(StoredFile, on_delete=models.CASCADE, related_name="downloads")
    day = models.DateField()
    number = models.PositiveIntegerField(default=0)
    added = models.PositiveIntegerField(default=0)  # how many of them are part of the resource's sum by now

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["stored", "day"], name="download_count_once")]

    def __str__(self) -> str:
        return f"{self.stored} {self.day}: {self.number}"
