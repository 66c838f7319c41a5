from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class MessageState(models.TextChoices):
    """Where a message is on its way: queued → claimed → sent, retry (and claimed again), failed or suppressed.

    Held: somebody has put it aside, and it waits until they let it go on.
    """

    QUEUED = "queued", pgettext_lazy("mail", "Queued")
    CLAIMED = "claimed", pgettext_lazy("mail", "Being sent")
    RETRY = "retry", pgettext_lazy("mail", "To be tried again")
    HELD = "held", pgettext_lazy("mail", "Put aside")
    SENT = "sent", pgettext_lazy("mail", "Sent")
    FAILED = "failed", pgettext_lazy("mail", "Failed")
    SUPPRESSED = "suppressed", pgettext_lazy("mail", "Not sent")


WAITING = (MessageState.QUEUED, MessageState.RETRY)
UNTRIED = (*WAITING, MessageState.HELD)
"""Those that nobody is sending at this moment, and that may still be sent."""
SETTLED = (MessageState.SENT, MessageState.FAILED, MessageState.SUPPRESSED)


class Suppression(models.TextChoices):
    """Why an address gets no mail at all."""

    REFUSED = "refused", _("The mail server refuses the address")
    ASKED = "asked", _("Its owner asked for it")
