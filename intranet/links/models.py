from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class SpentLink(models.Model):
    """That a link which works once has been used. Forgotten when the link would have expired anyway."""

    digest = models.CharField(_("digest"), max_length=64, unique=True)
    spent_at = models.DateTimeField(_("used at"), default=timezone.now)
    expires_at = models.DateTimeField(_("expires at"), db_index=True)

    class Meta:
        verbose_name = _("used link")
        verbose_name_plural = _("used links")
        ordering: ClassVar = ["-spent_at"]

    def __str__(self) -> str:
        return self.digest
