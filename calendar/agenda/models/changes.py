from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agenda.enums import ChangeKind
from agenda.models.events import Event
from agenda.models.occurrences import Occurrence


class Change(models.Model):
    """What happened to an event, for those who count on it: its page lists them, and notices tell of them.

    `facts`: each fact that changed, by its name, as it was and as it became, in words: `{"where": ["…", "…"]}`.
    """

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="changes", verbose_name=_("event"))
    occurrence = models.ForeignKey(
        Occurrence, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("date")
    )
    # The first and the last date concerned, when it is not all of them: the rows may go, what was said of them stays.
    first_start = models.DateTimeField(null=True, blank=True)
    last_start = models.DateTimeField(null=True, blank=True)
    kind = models.CharField(_("kind"), max_length=12, choices=ChangeKind)
    facts = models.JSONField(_("facts that changed"), default=dict, blank=True)
    reason = models.TextField(_("reason"), max_length=600, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("by")
    )
    at = models.DateTimeField(_("at"), default=timezone.now)
    # Everyone who had registered has their mail about it.
    registrants_told_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("change")
        verbose_name_plural = _("changes")
        ordering: ClassVar = ["-at", "-pk"]
        indexes: ClassVar = [models.Index(fields=["event", "-at"], name="change_by_event")]

    def __str__(self) -> str:
        return f"{self.event} · {self.kind}"
