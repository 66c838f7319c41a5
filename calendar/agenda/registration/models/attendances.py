"""Who came, and what they may show of it."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agenda.enums import Mode
from agenda.models.occurrences import Occurrence
from agenda.registration.models.registrations import CODE_LENGTH, Registration, new_code


class Attendance(models.Model):
    """That somebody came, to one date."""

    registration = models.ForeignKey(
        Registration, on_delete=models.CASCADE, related_name="attendances", verbose_name=_("registration")
    )
    occurrence = models.ForeignKey(
        Occurrence, on_delete=models.CASCADE, related_name="attendances", verbose_name=_("date")
    )
    mode = models.CharField(_("mode"), max_length=12, choices=Mode)
    at = models.DateTimeField(_("at"), default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("noted by")
    )

    class Meta:
        verbose_name = _("attendance")
        verbose_name_plural = _("attendances")
        ordering: ClassVar = ["at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["registration", "occurrence"], name="attendance_once"),
        ]

    def __str__(self) -> str:
        return f"{self.registration} · {self.at:%Y-%m-%d %H.%M}"


class Certificate(models.Model):
    """That the attendance of one registration is certified, as it was worded when it was issued."""

    registration = models.OneToOneField(
        Registration, on_delete=models.CASCADE, related_name="certificate", verbose_name=_("registration")
    )
    code = models.CharField(_("verification code"), max_length=CODE_LENGTH, unique=True, default=new_code)
    # name, entity, title, when, hours, organiser, mode: in words.
    facts = models.JSONField(_("what it says"), default=dict)
    issued_at = models.DateTimeField(_("issued at"), default=timezone.now)
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("issued by")
    )
    revoked_at = models.DateTimeField(_("revoked at"), null=True, blank=True)

    class Meta:
        verbose_name = _("certificate of attendance")
        verbose_name_plural = _("certificates of attendance")
        ordering: ClassVar = ["-issued_at", "-pk"]

    def __str__(self) -> str:
        return self.code
