from datetime import date, timedelta
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from intranet.members.enums import COUNCIL_KINDS, PRESENT_STATUSES, PositionRole
from intranet.members.models.organisations import Organisation


def open_on(day: date | None = None, prefix: str = "") -> Q:
    """Open at `day` (today in Europe/Madrid): begun, and its end, if any, still ahead. The end day is already outside."""
    day = day or timezone.localdate()
    return Q(**{f"{prefix}starts_on__lte": day}) & (
        Q(**{f"{prefix}ends_on__isnull": True}) | Q(**{f"{prefix}ends_on__gt": day})
    )


class PositionQuerySet(models.QuerySet["Position"]):
    def open(self, on: date | None = None) -> Self:
        return self.filter(open_on(on))

    def ahead(self, on: date | None = None) -> Self:
        """Open at that day or beginning later: all that have not ended."""
        return self.filter(Q(ends_on__isnull=True) | Q(ends_on__gt=on or timezone.localdate()))

    def in_taking_part(self) -> Self:
        """In a council that takes part in the network."""
        return self.filter(organisation__kind__in=COUNCIL_KINDS, organisation__status__in=PRESENT_STATUSES)

    def giving_access(self, on: date | None = None) -> Self:
        """Open positions in a council that takes part in the network: what makes a person a member."""
        return self.open(on).in_taking_part()

    def overlapping(self, position: "Position") -> Self:
        """Other positions that hold on one of the days of `position`; those that ended as they began hold on none."""
        others = self.exclude(pk=position.pk).filter(Q(ends_on=None) | Q(ends_on__gt=F("starts_on")))
        others = others.filter(Q(ends_on=None) | Q(ends_on__gt=position.starts_on))
        return others if position.ends_on is None else others.filter(starts_on__lt=position.ends_on)


class Position(models.Model):
    """What a person is in an organisation, from a day until another. It ends; what they wrote stays."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="positions", verbose_name=_("person")
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="positions", verbose_name=_("organisation")
    )
    role = models.CharField(_("role"), max_length=20, choices=PositionRole, default=PositionRole.TECHNICAL)
    title = models.CharField(
        _("job title"), max_length=120, blank=True, help_text=_("For example «Tècnica de promoció econòmica».")
    )
    department = models.CharField(_("department"), max_length=120, blank=True)
    is_representative = models.BooleanField(
        _("representative"), default=False, help_text=_("The one person who votes for the council.")
    )
    is_manager = models.BooleanField(
        _("manager"), default=False, help_text=_("Invites and retires the colleagues of their own council.")
    )
    starts_on = models.DateField(_("from"), default=timezone.localdate)
    ends_on = models.DateField(
        _("until"), null=True, blank=True, help_text=_("The first day without this position and the access it gives.")
    )
    successor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="succeeded_positions",
        verbose_name=_("who takes over"),
    )

    objects = PositionQuerySet.as_manager()

    class Meta:
        verbose_name = _("position")
        verbose_name_plural = _("positions")
        ordering: ClassVar = ["organisation__sort_key", "-starts_on"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="position_ends_after_start",
                violation_error_message=_("A position cannot end before it starts."),
            ),
            models.UniqueConstraint(
                fields=["user", "organisation"],
                condition=Q(ends_on__isnull=True),
                name="position_one_open_each",
                violation_error_message=_("This person already has an open position in this organisation."),
            ),
            models.UniqueConstraint(
                fields=["organisation"],
                condition=Q(is_representative=True, ends_on__isnull=True),
                name="position_one_representative",
                violation_error_message=_("This organisation already has a representative."),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["organisation", "ends_on"], name="position_by_organisation"),
            models.Index(fields=["starts_on"], name="position_by_start"),
        ]

    def __str__(self) -> str:
        return f"{self.title or self.get_role_display()}, {self.organisation}"

    @property
    def what(self) -> str:
        """«Technical staff · Tècnica de promoció econòmica · Ocupació»: for where the organisation is plain."""
        return " · ".join(part for part in (str(self.get_role_display()), self.title, self.department) if part)

    @property
    def last_day(self) -> date | None:
        return max(self.starts_on, self.ends_on - timedelta(days=1)) if self.ends_on else None

    def is_open(self, on: date | None = None) -> bool:
        day = on or timezone.localdate()
        return self.starts_on <= day and (self.ends_on is None or day < self.ends_on)

    def has_ended(self, on: date | None = None) -> bool:
        return self.ends_on is not None and self.ends_on <= (on or timezone.localdate())
