"""The words that the circular is made of."""

from django.db import models
from django.utils.translation import pgettext_lazy


class Section(models.TextChoices):
    """In the order in which they stand in the circular."""

    AGENDA = "agenda", pgettext_lazy("circular", "Agenda")
    COUNCILS = "municipis", pgettext_lazy("circular", "From the councils")
    ECOSYSTEM = "ecosistema", pgettext_lazy("circular", "From the ecosystem")
    GROUPS = "grups", pgettext_lazy("circular", "Working groups")
    RESOURCES = "recursos", pgettext_lazy("circular", "Resources")
    TRAINING = "formacio", pgettext_lazy("circular", "Training")
    GRANTS = "ajuts", pgettext_lazy("circular", "Grants and calls")


class CircularState(models.TextChoices):
    PREPARING = "preparing", pgettext_lazy("circular", "In preparation")
    SCHEDULED = "scheduled", pgettext_lazy("circular", "Scheduled")
    SENDING = "sending", pgettext_lazy("circular", "Being sent")
    PAUSED = "paused", pgettext_lazy("circular", "Paused")
    STOPPED = "stopped", pgettext_lazy("circular", "Stopped")
    SENT = "sent", pgettext_lazy("circular", "Sent")
    SKIPPED = "skipped", pgettext_lazy("circular", "There was none this month")


OPEN_STATES = (CircularState.PREPARING, CircularState.SCHEDULED)
"""Before anybody gets it: entries come and go."""
OUT_STATES = (CircularState.SENDING, CircularState.PAUSED, CircularState.STOPPED, CircularState.SENT)
"""The network reads it on the site from the moment on in which its sending begins."""
ON_ITS_WAY = (CircularState.SENDING, CircularState.PAUSED, CircularState.STOPPED)
"""Some have it, others may still get it."""

# Bytes of HTML after which Gmail shows a mail no further.
CLIPPED_FROM = 102_000
KILO = 1000
"""What a kB is, wherever one is shown."""


class EntryState(models.TextChoices):
    WAITING = "waiting", pgettext_lazy("entry", "Waits for a decision")
    ACCEPTED = "accepted", pgettext_lazy("entry", "Accepted")
    REJECTED = "rejected", pgettext_lazy("entry", "Not this time")


class Told(models.TextChoices):
    """What who proposed it was told last."""

    ACCEPTED = EntryState.ACCEPTED.value, pgettext_lazy("entry", "Accepted")
    REJECTED = EntryState.REJECTED.value, pgettext_lazy("entry", "Not this time")
    MOVES = "moves", pgettext_lazy("entry", "Goes on to the next circular, and is told so soon")
    MOVED = "moved", pgettext_lazy("entry", "Goes on to the next circular")


class DropReason(models.TextChoices):
    """Why what was gathered drops out by itself, for as long as it is so."""

    CANCELLED = "cancelled", pgettext_lazy("entry", "Cancelled")
    POSTPONED = "postponed", pgettext_lazy("entry", "Postponed")
    GONE = "gone", pgettext_lazy("entry", "Taken back")


class DeliveryState(models.TextChoices):
    """Where one person's circular is: waiting → queued (in the outbox) → sent, failed or not sent."""

    WAITING = "waiting", pgettext_lazy("delivery", "Waiting")
    QUEUED = "queued", pgettext_lazy("delivery", "On its way")
    SENT = "sent", pgettext_lazy("delivery", "Sent")
    FAILED = "failed", pgettext_lazy("delivery", "Failed")
    SKIPPED = "skipped", pgettext_lazy("delivery", "Not sent")


class SkipReason(models.TextChoices):
    LEFT = "left", pgettext_lazy("delivery", "Left the network, or wants no circular any more")
    REFUSED = "refused", pgettext_lazy("delivery", "The address gets no mail")
    STOPPED = "stopped", pgettext_lazy("delivery", "The sending was stopped")
    NOTHING = "nothing", pgettext_lazy("delivery", "There was nothing in it for them")


class LinkState(models.TextChoices):
    """What became of looking whether an address outside answers."""

    UNKNOWN = "unknown", pgettext_lazy("link", "Not looked at yet")
    GOOD = "good", pgettext_lazy("link", "Answers")
    BROKEN = "broken", pgettext_lazy("link", "Does not answer")
    UNREACHED = "unreached", pgettext_lazy("link", "Could not be looked at")
