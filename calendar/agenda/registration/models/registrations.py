import secrets
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agenda.enums import Mode
from agenda.registration.enums import LIVING, Channel, News, RegistrationState
from agenda.registration.models.desks import RegistrationDesk
from agenda.registration.models.queries import RegistrationQuerySet
from intranet.fields import FoldedField
from intranet.members.models import Organisation

LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Those that nobody takes for another when reading them from paper."""
CODE_LENGTH = 10


def new_code() -> str:
    """What names a registration on its QR code, or a certificate on paper: about 49 bits."""
    return "".join(secrets.choice(LETTERS) for _place in range(CODE_LENGTH))


def new_nonce() -> str:
    return secrets.token_hex(8)


class Registration(models.Model):
    """That somebody takes part, or would like to. `mode`: the one of the seat that they have, or that they asked for.

    `waits_for` is the mode in whose line they stand, at `turn`; who has a seat online meanwhile has both. With `offer_until`
    a seat of that mode is kept for them until then. A person of the network has `person`; of a guest without an account we know
    what they wrote. `name`, `email` and `entity` say who it was also when the account is gone.
    """

    # Both have indexes below that begin with them; a second one would be taken for those (`db_index`).
    desk = models.ForeignKey(
        RegistrationDesk,
        on_delete=models.CASCADE,
        db_index=False,
        related_name="registrations",
        verbose_name=_("activity"),
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        db_index=False,
        related_name="registrations",
        verbose_name=_("person"),
    )
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="registrations",
        verbose_name=_("council"),
    )
    name = models.CharField(_("name"), max_length=160)
    email = models.EmailField(_("e-mail"), blank=True)  # in small letters; who just came may have none
    entity = models.CharField(_("administration or organisation"), max_length=160, blank=True)
    job_title = models.CharField(_("job title"), max_length=120, blank=True)
    folded_words = FoldedField(sources=("name", "entity", "email"))

    state = models.CharField(
        _("state"), max_length=12, choices=RegistrationState, default=RegistrationState.CONFIRMED, editable=False
    )
    mode = models.CharField(_("mode"), max_length=12, choices=Mode, default=Mode.IN_PERSON)
    waits_for = models.CharField(_("waits for"), max_length=12, choices=Mode, blank=True, editable=False)
    turn = models.PositiveIntegerField(null=True, blank=True, editable=False)
    offer_until = models.DateTimeField(_("offered until"), null=True, blank=True, editable=False)
    # «en línia mentre espero»: the wish, while neither the address nor the organisers have confirmed.
    online_meanwhile = models.BooleanField(_("online while I wait"), default=False)

    answers = models.JSONField(_("answers"), default=dict, blank=True)
    access_needs = models.TextField(_("access needs"), max_length=600, blank=True)
    diet = models.CharField(_("food"), max_length=200, blank=True)
    photo_consent = models.BooleanField(_("consents to photographs"), default=False)
    photo_consent_at = models.DateTimeField(null=True, blank=True, editable=False)  # given or taken back

    channel = models.CharField(_("how"), max_length=10, choices=Channel, default=Channel.SELF, editable=False)
    registered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )
    note = models.CharField(_("note of the organisers"), max_length=300, blank=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True, editable=False)
    code = models.CharField(max_length=CODE_LENGTH, unique=True, default=new_code, editable=False)
    # What its signed address stands on: another one makes those of before useless.
    nonce = models.CharField(max_length=16, default=new_nonce, editable=False)
    # Of what its mails tell; with the event's it makes the SEQUENCE of their calendar object (RFC 5545 §3.8.7.4).
    sequence = models.PositiveIntegerField(default=0, editable=False)
    # Of which step they have not been told yet: a worker writes the mails of many (`domain.owing`).
    owed = models.CharField(max_length=16, choices=News, blank=True, editable=False)
    created_at = models.DateTimeField(_("registered at"), default=timezone.now, editable=False)
    changed_at = models.DateTimeField(default=timezone.now, editable=False)
    # When they were told of the seat that they have; nothing for whom organisers let in at the door.
    seated_at = models.DateTimeField(null=True, blank=True, editable=False)
    cancelled_at = models.DateTimeField(null=True, blank=True, editable=False)
    # Their calendar was last sent that they take part: what ends has to be taken out of it.
    has_appointment = models.BooleanField(default=False, editable=False)

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        verbose_name = _("registration")
        verbose_name_plural = _("registrations")
        ordering: ClassVar = ["created_at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["desk", "person"],
                condition=Q(person__isnull=False, state__in=LIVING),
                name="registration_of_person_once",
            ),
            models.UniqueConstraint(
                fields=["desk", "email"],
                condition=Q(person=None, state__in=LIVING) & ~Q(email=""),
                name="registration_of_address_once",
            ),
            models.CheckConstraint(
                condition=Q(offer_until=None) | ~Q(waits_for=""), name="registration_offer_of_what_is_waited_for"
            ),
            models.CheckConstraint(
                condition=~Q(state=RegistrationState.WAITING) | Q(waits_for=models.F("mode")),
                name="registration_waits_for_its_mode",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["desk", "state", "mode"], name="registration_by_state"),
            models.Index(fields=["desk", "waits_for", "turn"], name="registration_by_turn"),
            models.Index(fields=["offer_until"], condition=Q(offer_until__isnull=False), name="registration_by_offer"),
            models.Index(fields=["person", "state"], name="registration_by_person"),
            models.Index(fields=["email"], condition=Q(person=None), name="registration_by_address"),
            models.Index(fields=["desk"], condition=~Q(owed=""), name="registration_by_debt"),
        ]

    def __str__(self) -> str:
        return f"{self.name} · {self.desk}"

    @property
    def is_living(self) -> bool:
        return self.state in LIVING

    @property
    def is_confirmed(self) -> bool:
        return self.state == RegistrationState.CONFIRMED

    @property
    def has_offer(self) -> bool:
        return self.offer_until is not None

    @property
    def who(self) -> str:
        """By the name of today, while there is an account."""
        return self.person.full_name if self.person else self.name or str(_("Somebody without an account"))

    @property
    def whose(self) -> str:
        """The council, or what a guest wrote."""
        return self.organisation.full_name if self.organisation else self.entity

    @property
    def address(self) -> str:
        """Where mail goes."""
        return str(self.person.email) if self.person else self.email
