from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agenda.registration.models.desks import RegistrationDesk
from agenda.registration.models.registrations import Registration


class DeskMessage(models.Model):
    """What the organisers wrote to some of those who registered."""

    desk = models.ForeignKey(
        RegistrationDesk, on_delete=models.CASCADE, related_name="messages", verbose_name=_("activity")
    )
    subject = models.CharField(_("subject"), max_length=150)
    text = models.TextField(_("message"), max_length=5000)
    recipients = models.ManyToManyField(Registration, related_name="+", verbose_name=_("recipients"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("by")
    )
    at = models.DateTimeField(_("at"), default=timezone.now)
    # The form that sent it: sent twice, it makes one message.
    key = models.UUIDField(unique=True)
    # Every recipient has their mail.
    written_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("message to registrants")
        verbose_name_plural = _("messages to registrants")
        ordering: ClassVar = ["-at", "-pk"]

    def __str__(self) -> str:
        return self.subject
