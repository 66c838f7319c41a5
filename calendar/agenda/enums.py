"""The words that the agenda is made of."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class EventKind(models.TextChoices):
    CONFERENCE = "jornada", pgettext_lazy("event", "Conference")
    ASSEMBLY = "assemblea", pgettext_lazy("event", "Assembly")
    COMMITTEE = "comissio", pgettext_lazy("event", "Committee")
    GATHERING = "trobada", pgettext_lazy("event", "Gathering")
    TRAINING = "formacio", pgettext_lazy("event", "Training")
    VISIT = "visita", pgettext_lazy("event", "Visit to projects")
    ADVICE = "assessorament", pgettext_lazy("event", "Advice or mentorship open to others")
    COUNCIL = "municipi", pgettext_lazy("event", "Activity of a council")
    ECOSYSTEM = "ecosistema", pgettext_lazy("event", "Activity of the ecosystem")


class Mode(models.TextChoices):
    IN_PERSON = "presencial", pgettext_lazy("mode", "In person")
    ONLINE = "en-linia", pgettext_lazy("mode", "Online")
    HYBRID = "hibrid", pgettext_lazy("mode", "Hybrid")


class Audience(models.TextChoices):
    """Whom it is addressed to; who may see it is another matter (`EventVisibility`)."""

    EVERYONE = "tothom", pgettext_lazy("audience", "Everyone")
    TECHNICAL = "tecnics", pgettext_lazy("audience", "Technical staff")
    ELECTED = "electes", pgettext_lazy("audience", "Elected officials")
    REPRESENTATIVES = "representants", pgettext_lazy("audience", "Representatives of the councils")
    ADMINISTRATIONS = "administracions", pgettext_lazy("audience", "Public administrations")
    CITIZENS = "ciutadania", pgettext_lazy("audience", "Citizens")


class EventVisibility(models.TextChoices):
    PUBLIC = "public", _("Everyone, also without an account")
    NETWORK = "network", _("Everyone in the network")
    GROUP = "group", _("Those who read the working group")


class Review(models.TextChoices):
    """Where an announcement stands. Only a published one is seen by others than those who keep it."""

    WAITING = "waiting", pgettext_lazy("announcement", "Waits for review")
    RETURNED = "returned", pgettext_lazy("announcement", "Returned with a remark")
    PUBLISHED = "published", pgettext_lazy("announcement", "Published")
    WITHDRAWN = "withdrawn", pgettext_lazy("announcement", "Withdrawn")


class EventState(models.TextChoices):
    SCHEDULED = "scheduled", pgettext_lazy("event", "Goes ahead")
    POSTPONED = "postponed", pgettext_lazy("event", "Postponed")
    CANCELLED = "cancelled", pgettext_lazy("event", "Cancelled")


class Frequency(models.TextChoices):
    """RFC 5545 §3.3.10 FREQ, as far as people repeat meetings. Stored empty for what happens once."""

    DAILY = "DAILY", _("Every day")
    WEEKLY = "WEEKLY", _("Every week")
    MONTHLY = "MONTHLY", _("Every month")
    YEARLY = "YEARLY", _("Every year")


class Weekday(models.TextChoices):
    """RFC 5545 §3.3.10 BYDAY."""

    MONDAY = "MO", _("Monday")
    TUESDAY = "TU", _("Tuesday")
    WEDNESDAY = "WE", _("Wednesday")
    THURSDAY = "TH", _("Thursday")
    FRIDAY = "FR", _("Friday")
    SATURDAY = "SA", _("Saturday")
    SUNDAY = "SU", _("Sunday")


class MonthDay(models.TextChoices):
    """Which day of the month a monthly or yearly repetition keeps to, seen from its first date."""

    DATE = "date", _("The same date")
    NTH_WEEKDAY = "nth", _("The same weekday, counted from the first of the month")
    LAST_WEEKDAY = "last_weekday", _("The last such weekday of the month")
    LAST_DAY = "last_day", _("The last day of the month")


class MaterialKind(models.TextChoices):
    DOCUMENT = "document", pgettext_lazy("material", "Document")
    MINUTES = "acta", pgettext_lazy("material", "Minutes")
    SLIDES = "presentacio", pgettext_lazy("material", "Slides")
    RECORDING = "enregistrament", pgettext_lazy("material", "Recording")


class ChangeKind(models.TextChoices):
    """What happened to an event that those who count on it are told of."""

    ANNOUNCED = "announced", pgettext_lazy("change", "Announced")
    CHANGED = "changed", pgettext_lazy("change", "Changed")
    MOVED = "moved", pgettext_lazy("change", "Moved to another moment")
    CANCELLED = "cancelled", pgettext_lazy("change", "Cancelled")
    POSTPONED = "postponed", pgettext_lazy("change", "Postponed")
    RESTORED = "restored", pgettext_lazy("change", "Goes ahead after all")
    WITHDRAWN = "withdrawn", pgettext_lazy("change", "Withdrawn")
