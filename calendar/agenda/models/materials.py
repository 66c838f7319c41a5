import secrets
from pathlib import PurePosixPath
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agenda.enums import MaterialKind
from agenda.models.events import Event

FOLDER = "agenda/"


def material_path(_instance: "Material", filename: str) -> str:
    """A name that cannot be guessed and says nothing of the event."""
    return f"{FOLDER}{secrets.token_hex(16)}{PurePosixPath(filename).suffix.lower()}"


class Material(models.Model):
    """A document of an event, a file or a link: what one reads before, and what stays of it afterwards."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="materials", verbose_name=_("event"))
    kind = models.CharField(_("kind"), max_length=16, choices=MaterialKind, default=MaterialKind.DOCUMENT)
    title = models.CharField(_("title"), max_length=160)
    file = models.FileField(_("file"), upload_to=material_path, blank=True, db_index=True)
    name = models.CharField(_("file name"), max_length=160, blank=True)
    size = models.PositiveIntegerField(_("size in bytes"), default=0)
    url = models.URLField(_("link"), max_length=500, blank=True)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("added by")
    )
    added_at = models.DateTimeField(_("added at"), default=timezone.now)

    class Meta:
        verbose_name = _("material")
        verbose_name_plural = _("materials")
        ordering: ClassVar = ["added_at", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(file="") ^ Q(url=""), name="material_file_or_link"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def href(self) -> str:
        return self.url or self.file.url
