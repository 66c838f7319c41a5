"""One row for each message and recipient: the truth about what was sent."""

from datetime import datetime
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from intranet.outbox.backoff import LONGEST
from intranet.outbox.enums import WAITING, MessageState, Suppression


class MessageQuerySet(models.QuerySet["Message"]):
    def due(self, at: datetime | None = None) -> Self:
        """Those that wait and may be tried now, the urgent ones and the oldest first.

        One that is due later than the longest back-off was put off before the clock was set back: it is due as well.
        """
        now = at or timezone.now()
        reached = Q(due_at__isnull=True) | Q(due_at__lte=now) | Q(due_at__gt=now + LONGEST)
        waiting = self.filter(reached, state__in=WAITING)
        return waiting.order_by("-is_urgent", "pk")

    def given_up(self) -> Self:
        """Those that nobody will try again by themselves."""
        return self.filter(state=MessageState.FAILED)


class Message(models.Model):
    """A mail to one address. `raw` is the whole of it (RFC 5322), the same at each attempt; it is emptied when it is old.

    `due_at` is empty until a first attempt has failed, or it was put aside and let go again, so that a clock set back holds up
    nothing that is new.
    """

    kind = models.CharField(_("kind"), max_length=60)
    to = models.EmailField(pgettext_lazy("mail", "address"), max_length=254)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("person"),
    )
    # Empty when it is secret: the code of a sign-in stands in the subject too.
    subject = models.CharField(_("subject"), max_length=255, blank=True)
    raw = models.BinaryField(_("message"), default=bytes)
    message_id = models.CharField(_("Message-ID"), max_length=255, unique=True)
    # What makes it the same message when it is put in twice; and what it is about, for whoever wants to know its fate.
    key = models.CharField(_("key"), max_length=120, null=True, blank=True, unique=True)
    about = models.CharField(_("about"), max_length=80, blank=True)
    is_urgent = models.BooleanField(_("urgent"), default=False)
    is_secret = models.BooleanField(_("carries a secret"), default=False)
    state = models.CharField(_("state"), max_length=12, choices=MessageState, default=MessageState.QUEUED)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    due_at = models.DateTimeField(_("next attempt"), null=True, blank=True)
    claim = models.CharField(_("claim"), max_length=32, blank=True)
    leased_until = models.DateTimeField(_("claimed until"), null=True, blank=True)
    answer = models.TextField(_("answer of the mail server"), blank=True)
    created_at = models.DateTimeField(_("put in"), default=timezone.now)
    settled_at = models.DateTimeField(_("settled at"), null=True, blank=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering: ClassVar = ["-pk"]
        indexes: ClassVar = [
            models.Index(fields=["-is_urgent", "id"], name="message_waiting", condition=Q(state__in=WAITING)),
            models.Index(fields=["leased_until"], name="message_claimed", condition=Q(state=MessageState.CLAIMED)),
            models.Index(fields=["state", "-id"], name="message_by_state"),
            models.Index(fields=["about"], name="message_about"),
        ]

    def __str__(self) -> str:
        """Without the subject, which may name what is private: this stands in coordination's lists and logs."""
        return f"{self.kind} → {self.to}"


class SuppressedAddress(models.Model):
    """An address that gets no mail, whoever writes."""

    email = models.EmailField(pgettext_lazy("mail", "address"), max_length=254, unique=True)
    reason = models.CharField(_("reason"), max_length=12, choices=Suppression, default=Suppression.REFUSED)
    since = models.DateTimeField(_("since"), default=timezone.now)

    class Meta:
        verbose_name = _("suppressed address")
        verbose_name_plural = _("suppressed addresses")
        ordering: ClassVar = ["email"]

    def __str__(self) -> str:
        return self.email
