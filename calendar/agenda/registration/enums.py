"""The words that registration is made of."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class RegistrationState(models.TextChoices):
    UNCONFIRMED = "unconfirmed", pgettext_lazy("registration", "Has to confirm by e-mail")
    PENDING = "pending", pgettext_lazy("registration", "Waits for approval")
    CONFIRMED = "confirmed", pgettext_lazy("registration", "Registered")
    WAITING = "waiting", pgettext_lazy("registration", "On the waiting list")
    CANCELLED = "cancelled", pgettext_lazy("registration", "Cancelled")
    DECLINED = "declined", pgettext_lazy("registration", "Not accepted")


LIVING = (
    RegistrationState.UNCONFIRMED,
    RegistrationState.PENDING,
    RegistrationState.CONFIRMED,
    RegistrationState.WAITING,
)
"""A person has one of these at most, of the same desk."""


class QuestionKind(models.TextChoices):
    TEXT = "text", pgettext_lazy("question", "Text")
    CHOICE = "choice", pgettext_lazy("question", "One of several")
    SEVERAL = "several", pgettext_lazy("question", "Several of several")
    YES_NO = "yes-no", pgettext_lazy("question", "Yes or no")
    NUMBER = "number", pgettext_lazy("question", "Number")


class News(models.TextChoices):
    """What a registrant is told, by a mail each time."""

    CONFIRM_ADDRESS = "confirm-address", _("Confirm your registration")
    RECEIVED = "received", _("Your registration waits for approval")
    CONFIRMED = "confirmed", _("You are registered")
    WAITING = "waiting", _("You are on the waiting list")
    SWAPPED = "swapped", _("You take part in another way")
    OFFERED = "offered", _("There is a seat for you")
    LAPSED = "lapsed", _("The seat was offered to the next")
    CANCELLED = "cancelled", _("Your registration is cancelled")
    DECLINED = "declined", _("Your registration was not accepted")


class Channel(models.TextChoices):
    """How somebody came to be registered."""

    SELF = "self", pgettext_lazy("registration", "Registered by themselves")
    COLLEAGUE = "colleague", pgettext_lazy("registration", "Registered by a colleague")
    ORGANISER = "organiser", pgettext_lazy("registration", "Added by the organisers")
    WALK_IN = "walk-in", pgettext_lazy("registration", "Came without registering")
