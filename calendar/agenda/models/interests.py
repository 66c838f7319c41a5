from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agenda.models.events import Event


class Interest(models.Model):
    """That a person wants to hear of an event («m'interessa»): its changes, and the day before."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="interests", verbose_name=_("event"))
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="interests", verbose_name=_("person")
    )
    since = models.DateTimeField(_("since"), default=timezone.now)

    class Meta:
        verbose_name = _("interest")
        verbose_name_plural = _("interests")
        constraints: ClassVar = [models.UniqueConstraint(fields=["person", "event"], name="interest_once")]

    def __str__(self) -> str:
        return f"{self.person} · {self.event}"
