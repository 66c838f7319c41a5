from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class MessageState(models.TextChoices):
    """Where a message is on its way: queued → claimed → sent, retry (and claimed again), failed or suppressed."""

    QUEUED = "queued", pgettext_lazy("mail", "Queued")
    CLAIMED = "claimed", pgettext_lazy("mail", "Being sent")
    RETRY = "retry", pgettext_lazy("mail", "To be tried again")
    SENT = "sent", pgettext_lazy("mail", "Sent")
    FAILED = "failed", pgettext_lazy("mail", "Failed")
    SUPPRESSED = "suppressed", pgettext_lazy("mail", "Not sent")


WAITING = (MessageState.QUEUED, MessageState.RETRY)
SETTLED = (MessageState.SENT, MessageState.FAILED, MessageState.SUPPRESSED)


class Suppression(models.TextChoices):
    """Why an address gets no mail at all."""

    REFUSED = "refused", _("The mail server refuses the address")
    ASKED = "asked", _("Its owner asked for it")
