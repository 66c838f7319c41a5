from datetime import date
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from intranet.members.enums import FollowUpKind
from intranet.members.models.organisations import Organisation


class FollowUpQuerySet(models.QuerySet["FollowUp"]):
    def awaited(self) -> Self:
        """Notes that promise a contact which no later note on the same organisation has settled."""
        later = Q(on__gt=OuterRef("on")) | Q(on=OuterRef("on"), pk__gt=OuterRef("pk"))
        newer = FollowUp.objects.filter(later, organisation=OuterRef("organisation"))
        return self.filter(~Exists(newer), next_contact_on__isnull=False)

    def due(self, on: date | None = None) -> Self:
        """Awaited contacts whose day has come by `on` (today in Europe/Madrid)."""
        return self.awaited().filter(next_contact_on__lte=on or timezone.localdate())


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

    objects = FollowUpQuerySet.as_manager()

    class Meta:
        verbose_name = _("follow-up note")
        verbose_name_plural = _("follow-up notes")
        ordering: ClassVar = ["-on", "-pk"]

    def __str__(self) -> str:
        return f"{self.organisation} · {self.on:%d/%m/%Y}"
