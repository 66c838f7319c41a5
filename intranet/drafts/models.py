from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Draft(models.Model):
    """What a person has typed into one form, by the form's address. Nobody else ever sees it."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="drafts")
    # The address of the form, with what makes it another form: «/grups/cures/temes/nou/?tipus=question».
    place = models.CharField(_("place"), max_length=200)
    title = models.CharField(_("title"), max_length=200, blank=True)
    fields = models.JSONField(_("fields"), default=dict)
    saved_at = models.DateTimeField(_("saved at"), default=timezone.now)

    class Meta:
        verbose_name = _("draft")
        verbose_name_plural = _("drafts")
        ordering: ClassVar = ["-saved_at", "-pk"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["person", "place"], name="draft_once")]

    def __str__(self) -> str:
        return f"{self.person} · {self.place}"
