"""Whether addresses outside that a circular names answer."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from home.circular.enums import LinkState


class LinkCheck(models.Model):
    """What was found when an address was last looked at."""

    url = models.URLField(_("address"), max_length=500, unique=True)
    state = models.CharField(_("state"), max_length=10, choices=LinkState, default=LinkState.UNKNOWN)
    answer = models.CharField(_("answer"), max_length=200, blank=True)
    checked_at = models.DateTimeField(_("looked at"), null=True, blank=True)

    class Meta:
        verbose_name = _("check of a link")
        verbose_name_plural = _("checks of links")
        ordering: ClassVar = ["url"]

    def __str__(self) -> str:
        return self.url
