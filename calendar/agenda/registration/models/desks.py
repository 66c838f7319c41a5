"""Where one registers: for a whole event, or for one of its dates."""

from datetime import datetime
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agenda.enums import EventVisibility, Mode
from agenda.models.events import Event
from agenda.models.occurrences import Occurrence
from agenda.registration.enums import QuestionKind

MOST_SEATS = 5000
SEATS = {Mode.IN_PERSON: "seats_in_person", Mode.ONLINE: "seats_online"}
LONGEST_TEXT = 2000
FEWEST_CHOICES = 2
# What its organisers say of it, and another desk may be given alike.
SETTINGS = (
    "opens_at",
    "closes_at",
    "changes_until",
    "seats_in_person",
    "seats_online",
    "needs_approval",
    "takes_guests",
    "has_waiting_list",
    "offer_hours",
    "asks_needs",
    "asks_diet",
    "asks_photo_consent",
    "confirmation_text",
    "reminder_text",
    "thanks_text",
    "sends_thanks",
    "gives_certificate",
    "certificate_hours",
    "threshold",
)
MODES_OF = {
    Mode.IN_PERSON: (Mode.IN_PERSON,),
    Mode.ONLINE: (Mode.ONLINE,),
    Mode.HYBRID: (Mode.IN_PERSON, Mode.ONLINE),
}


class RegistrationDesk(models.Model):
    """How one registers for an event with all its dates, or, with `occurrence`, for that date alone.

    Its row is the lock under which seats are given (`domain.desks.lock_desk`). Moments are absolute; none given means: it opens
    at once, closes and may be changed until the first date begins. Seats without a number are without a limit.
    """

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="desks", verbose_name=_("event"))
    occurrence = models.OneToOneField(
        Occurrence, on_delete=models.CASCADE, null=True, blank=True, related_name="desk", verbose_name=_("date")
    )
    opens_at = models.DateTimeField(_("opens"), null=True, blank=True)
    closes_at = models.DateTimeField(_("closes"), null=True, blank=True)
    changes_until = models.DateTimeField(
        _("changes until"),
        null=True,
        blank=True,
        help_text=_("Until when one may change or cancel one’s registration. Empty: until it begins."),
    )
    seats_in_person = models.PositiveIntegerField(
        _("seats in person"),
        null=True,
        blank=True,
        validators=[MaxValueValidator(MOST_SEATS)],
        help_text=_("Empty: without a limit."),
    )
    seats_online = models.PositiveIntegerField(
        _("seats online"),
        null=True,
        blank=True,
        validators=[MaxValueValidator(MOST_SEATS)],
        help_text=_("Empty: without a limit."),
    )
    needs_approval = models.BooleanField(
        _("we approve each registration"), default=False, help_text=_("Nobody has a seat before you have said yes.")
    )
    takes_guests = models.BooleanField(
        _("people without an account may register"),
        default=False,
        help_text=_("For activities that everyone may see: they confirm by e-mail."),
    )
    has_waiting_list = models.BooleanField(_("waiting list when it is full"), default=True)
    offer_hours = models.PositiveSmallIntegerField(
        _("hours to answer an offer"),
        default=24,
        validators=[MinValueValidator(1), MaxValueValidator(24 * 14)],
        help_text=_("How long a seat that frees is kept for the next in line."),
    )
    asks_needs = models.BooleanField(
        _("ask about access needs"),
        default=True,
        help_text=_(
            "For example an interpreter, or a place for a wheelchair. Only you see it; it is deleted afterwards."
        ),
    )
    asks_diet = models.BooleanField(
        _("ask about food"), default=False, help_text=_("Only you see it; it is deleted after the activity.")
    )
    asks_photo_consent = models.BooleanField(_("ask for consent to photographs"), default=False)
    confirmation_text = models.TextField(
        _("text of the confirmation"),
        max_length=LONGEST_TEXT,
        blank=True,
        help_text=_("Goes into the mail that confirms the registration, below when and where."),
    )
    reminder_text = models.TextField(
        _("text of the reminder"),
        max_length=LONGEST_TEXT,
        blank=True,
        help_text=_("Practical matters: how to get there, what to bring. Goes into the mail of the day before."),
    )
    thanks_text = models.TextField(
        _("text of the thanks"),
        max_length=LONGEST_TEXT,
        blank=True,
        help_text=_("Goes into the mail of the day after."),
    )
    sends_thanks = models.BooleanField(_("thank those who came, with the materials"), default=True)
    gives_certificate = models.BooleanField(_("give certificates of attendance"), default=True)
    certificate_hours = models.DecimalField(
        _("hours that are certified"),
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
        help_text=_("Empty: as long as it lasts."),
    )
    threshold = models.PositiveSmallIntegerField(
        _("share of the dates to attend"),
        default=80,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
        help_text=_("Per cent of the dates that one has to attend for the certificate."),
    )
    last_turn = models.PositiveIntegerField(default=0, editable=False)
    # Of the event, when the desk last followed it (`domain.following`): in what way one could take part.
    known_mode = models.CharField(max_length=12, choices=Mode, blank=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    thanked_at = models.DateTimeField(null=True, blank=True, editable=False)
    # Access needs and food are not kept any more.
    needs_forgotten_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("registration")
        verbose_name_plural = _("registrations")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["event"], condition=Q(occurrence=None), name="desk_of_event_once"),
        ]

    def __str__(self) -> str:
        return str(self.occurrence or self.event)

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.known_mode = self.known_mode or self.event.mode
        super().save(*args, **kwargs)

    def clean(self) -> None:
        """Raises ValidationError, by field, for moments in the wrong order and for guests of what is not public."""
        errors: dict[str, str] = {}
        if self.opens_at and self.closes_at and self.closes_at <= self.opens_at:
            errors["closes_at"] = str(_("It has to close after it opens."))
        if self.takes_guests and self.event.visibility != EventVisibility.PUBLIC:
            errors["takes_guests"] = str(_("Only for what everyone may see: the activity is for fewer people."))
        if errors:
            raise ValidationError(errors)

    @property
    def modes(self) -> tuple[Mode, ...]:
        """Those in which one can take part."""
        return MODES_OF[Mode(self.event.mode)]

    def seats(self, mode: str) -> int | None:
        """None: without a limit."""
        seats: int | None = getattr(self, SEATS[Mode(mode)])
        return seats

    def address(self, name: str, *more: object) -> str:
        """That of one of its pages: `name` under the event, or under its date."""
        day = () if self.occurrence is None else (self.occurrence.day,)
        return reverse(name, args=[self.event_id, *day, *more])

    def has_opened(self, at: datetime | None = None) -> bool:
        return self.opens_at is None or self.opens_at <= (at or timezone.now())


class Question(models.Model):
    """What is asked of those who register. Answers are kept in `Registration.answers` under its key, as text."""

    desk = models.ForeignKey(
        RegistrationDesk, on_delete=models.CASCADE, related_name="questions", verbose_name=_("registration")
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    kind = models.CharField(_("kind"), max_length=10, choices=QuestionKind, default=QuestionKind.TEXT)
    label = models.CharField(_("question"), max_length=200)
    help = models.CharField(_("explanation"), max_length=200, blank=True)
    options = models.TextField(_("answers to choose from"), max_length=2000, blank=True, help_text=_("One a line."))
    required = models.BooleanField(_("has to be answered"), default=False)
    # Taken out after somebody had answered it: it is asked no more, and its answers stay.
    is_retired = models.BooleanField(default=False, editable=False)

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        ordering: ClassVar = ["position", "pk"]

    def __str__(self) -> str:
        return self.label

    def clean(self) -> None:
        if self.kind in {QuestionKind.CHOICE, QuestionKind.SEVERAL} and len(self.choices) < FEWEST_CHOICES:
            raise ValidationError({"options": _("Write at least two answers, one a line.")})

    @property
    def choices(self) -> list[str]:
        lines = (" ".join(line.split()) for line in self.options.splitlines())
        return list(dict.fromkeys(line for line in lines if line))

    @property
    def key(self) -> str:
        return str(self.pk)
