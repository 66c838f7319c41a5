"""The truth about who got which circular."""

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from home.circular.enums import DeliveryState, SkipReason
from home.circular.models.pages import CircularPage


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    def waiting(self) -> Self:
        """Those whose mail is still to be written, in the order in which they are."""
        return self.filter(state=DeliveryState.WAITING).order_by("pk")

    def unsettled(self) -> Self:
        return self.filter(state__in=(DeliveryState.WAITING, DeliveryState.QUEUED))


class Delivery(models.Model):
    """That one person is to get one circular: once, whatever happens meanwhile.

    `round` grows when a mail in the outbox is no longer true and another one is written in its place; it is part of the key
    under which the outbox holds the mail. `content_version` is that of the circular when it was written, `entries` the keys of
    what stands in it: what their person may see no more must not go to them.
    """

    circular = models.ForeignKey(
        CircularPage, on_delete=models.CASCADE, related_name="deliveries", verbose_name=_("circular")
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", verbose_name=_("recipient")
    )
    state = models.CharField(_("state"), max_length=10, choices=DeliveryState, default=DeliveryState.WAITING)
    skip_reason = models.CharField(_("why it was not sent"), max_length=10, choices=SkipReason, blank=True)
    round = models.PositiveSmallIntegerField(default=0)
    content_version = models.PositiveIntegerField(default=0)
    entries = models.JSONField(default=list, blank=True)
    settled_at = models.DateTimeField(_("settled at"), null=True, blank=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["circular", "person"], name="delivery_once"),
        ]
        indexes: ClassVar = [models.Index(fields=["circular", "state", "id"], name="delivery_by_state")]

    def __str__(self) -> str:
        return f"{self.circular_id} → {self.person_id}"

    @property
    def mail_key(self) -> str:
        """Of its mail in the outbox (`Message.key`), which never holds two of the same."""
        return f"circular:{self.circular_id}:{self.person_id}:{self.round}"
