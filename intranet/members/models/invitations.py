from datetime import datetime, timedelta
from typing import TYPE_CHECKING, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from intranet.members.enums import InvitationState, PositionRole
from intranet.members.models.groups import WorkingGroup
from intranet.members.models.organisations import Organisation

if TYPE_CHECKING:
    from intranet.members.models.people import User

VALID_FOR = timedelta(days=14)


def default_expiry() -> datetime:
    return timezone.now() + VALID_FOR


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def pending(self, at: datetime | None = None) -> Self:
        return self.filter(accepted_at=None, withdrawn_at=None, expires_at__gt=at or timezone.now())

    def in_state(self, state: InvitationState, at: datetime | None = None) -> Self:
        """Those in one of the states that `Invitation.state` computes."""
        if state == InvitationState.ACCEPTED:
            return self.filter(accepted_at__isnull=False)
        if state == InvitationState.WITHDRAWN:
            return self.filter(accepted_at=None, withdrawn_at__isnull=False)
        if state == InvitationState.EXPIRED:
            return self.filter(accepted_at=None, withdrawn_at=None, expires_at__lte=at or timezone.now())
        return self.pending(at)

    def managed_by(self, user: "User") -> Self:
        """All for coordination; for a council's manager, those of the own council."""
        if user.standing.cares_for_members:
            return self
        return self.filter(organisation__in=user.managed_organisations())


class Invitation(models.Model):
    """A place offered to one address: single use, until a date. Only a digest of its secret is stored."""

    email = models.EmailField(_("e-mail"), help_text=_("Only this address can accept the invitation."))
    token_digest = models.CharField(max_length=64, unique=True, editable=False)
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="invitations",
        verbose_name=_("organisation"),
    )
    role = models.CharField(_("role"), max_length=20, choices=PositionRole, default=PositionRole.TECHNICAL)
    title = models.CharField(_("job title"), max_length=120, blank=True)
    is_manager = models.BooleanField(_("manager of the council"), default=False)
    groups = models.ManyToManyField(
        WorkingGroup, blank=True, related_name="invitations", verbose_name=_("working groups")
    )
    guest_until = models.DateField(
        _("guest until"),
        null=True,
        blank=True,
        help_text=_("For people from outside the network: the first day without access."),
    )
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="invitations_sent",
        verbose_name=_("invited by"),
    )
    created_at = models.DateTimeField(_("created at"), default=timezone.now, editable=False)
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True, editable=False)
    expires_at = models.DateTimeField(_("valid until"), default=default_expiry)
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True, editable=False)
    accepted_at = models.DateTimeField(_("accepted at"), null=True, blank=True, editable=False)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="invitations_accepted",
        verbose_name=_("accepted by"),
    )

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering: ClassVar = ["-created_at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(organisation__isnull=False) | Q(guest_until__isnull=False),
                name="invitation_council_or_guest",
                violation_error_message=_("Choose the council, or until when the person is a guest."),
            ),
        ]

    def __str__(self) -> str:
        return self.email

    @property
    def state(self) -> InvitationState:
        if self.accepted_at:
            return InvitationState.ACCEPTED
        if self.withdrawn_at:
            return InvitationState.WITHDRAWN
        return InvitationState.PENDING if timezone.now() < self.expires_at else InvitationState.EXPIRED

    @property
    def mail_about(self) -> str:
        """How the outbox finds the mails of this invitation."""
        return f"invitation:{self.pk}"

    @property
    def mail_key(self) -> str:
        """That of the mail whose link works: sent again, it has another."""
        return f"{self.mail_about}:{self.token_digest}"

    @property
    def is_pending(self) -> bool:
        return self.state == InvitationState.PENDING

    @property
    def is_guest(self) -> bool:
        return self.guest_until is not None

    @property
    def role_words(self) -> str:
        """As what the person would come in; a guest has no role in a council."""
        return pgettext("person", "Guest") if self.is_guest else str(self.get_role_display())
