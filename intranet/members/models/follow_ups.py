from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from intranet.members.enums import FollowUpKind
from intranet.members.models.organisations import Organisation


class FollowUp(models.Model):
    """A note of coordination on its contact with an organisation. For coordination only; shown nowhere outside the admin."""

    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="follow_ups", verbose_name=_("organisation")
    )
    on = models.DateField(_("date"), default=timezone.localdate)
    kind = models.CharField(_("kind"), max_length=20, choices=FollowUpKind, default=FollowUpKind.CALL)
    note = models.TextField(_("note"))
    next_contact_on = models.DateField(_("next contact due"), null=True, blank=True, db_index=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("written by"),
    )

    class Meta:
        verbose_name = _("follow-up note")
        verbose_name_plural = _("follow-up notes")
        ordering: ClassVar = ["-on", "-pk"]

    def __str__(self) -> str:
        return f"{self.organisation} · {self.on:%d/%m/%Y}"
