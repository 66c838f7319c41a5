from datetime import date
from typing import TYPE_CHECKING, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from intranet.fields import FoldedField, SortKeyField
from intranet.members.enums import GroupAccess, GroupRole, GroupState, MembershipState

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from intranet.members.models.people import User


class WorkingGroupQuerySet(models.QuerySet["WorkingGroup"]):
    def visible_to(self, user: "User | AnonymousUser") -> Self:
        """The groups whose name and members `user` may know: private ones for those in them and for coordination."""
        if user.is_anonymous or not user.standing.has_access:
            return self.none()
        if user.standing.cares_for_members:
            return self
        mine = Q(pk__in=GroupMembership.objects.in_force().filter(user=user).values("group"))
        return self.filter(~Q(access=GroupAccess.PRIVATE) | mine if user.standing.in_network else mine)

    def content_visible_to(self, user: "User | AnonymousUser") -> Self:
        """The groups whose content `user` may read: what is said in a private group is for those in it alone."""
        mine = Q(pk__in=GroupMembership.objects.in_force().filter(user_id=user.pk).values("group"))
        return self.visible_to(user).filter(~Q(access=GroupAccess.PRIVATE) | mine)

    def of(self, user: "User") -> Self:
        """The groups that `user` is in today."""
        return self.filter(Exists(GroupMembership.objects.in_force().filter(group=OuterRef("pk"), user=user)))


class WorkingGroup(models.Model):
    """A working group (*grup de treball*): who it is and who belongs to it. What it says is the forum's."""

    name = models.CharField(_("name"), max_length=120, unique=True)
    slug = models.SlugField(_("address"), max_length=120, unique=True)
    sort_key = SortKeyField(sources=("name",), db_index=True)
    folded_name = FoldedField(sources=("name",))
    aims = models.TextField(_("aims"), blank=True, help_text=_("What the group is for, in two or three sentences."))
    state = models.CharField(_("state"), max_length=20, choices=GroupState, default=GroupState.ACTIVE)
    access = models.CharField(_("access"), max_length=20, choices=GroupAccess, default=GroupAccess.OPEN)
    partners = models.ManyToManyField("self", blank=True, verbose_name=_("works together with"))
    created_at = models.DateTimeField(_("created at"), default=timezone.now, editable=False)
    people = models.ManyToManyField(
        settings.AUTH_USER_MODEL, through="GroupMembership", related_name="working_groups", verbose_name=_("people")
    )

    objects = WorkingGroupQuerySet.as_manager()

    class Meta:
        verbose_name = _("working group")
        verbose_name_plural = _("working groups")
        ordering: ClassVar = ["sort_key"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("group", args=[self.slug])

    @property
    def is_private(self) -> bool:
        return self.access == GroupAccess.PRIVATE


class GroupMembershipQuerySet(models.QuerySet["GroupMembership"]):
    def in_force(self, on: date | None = None) -> Self:
        """Accepted and, for those who are in until a date, before that date (today in Europe/Madrid)."""
        day = on or timezone.localdate()
        return self.filter(Q(until__isnull=True) | Q(until__gt=day), state=MembershipState.ACTIVE)


class GroupMembership(models.Model):
    """That a person is in a group: as member, coordinator, or guest until a date."""

    group = models.ForeignKey(
        WorkingGroup, on_delete=models.CASCADE, related_name="memberships", verbose_name=_("working group")
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships", verbose_name=_("person")
    )
    role = models.CharField(_("role"), max_length=20, choices=GroupRole, default=GroupRole.MEMBER)
    state = models.CharField(_("state"), max_length=20, choices=MembershipState, default=MembershipState.ACTIVE)
    until = models.DateField(
        _("until"), null=True, blank=True, help_text=_("For guests: the first day without access.")
    )
    since = models.DateField(_("since"), default=timezone.localdate)

    objects = GroupMembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("group membership")
        verbose_name_plural = _("group memberships")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["group", "user"],
                name="membership_once",
                violation_error_message=_("This person is already in the group."),
            ),
            models.CheckConstraint(
                condition=~Q(role=GroupRole.GUEST) | Q(until__isnull=False),
                name="membership_guest_until",
                violation_error_message=_("A guest's access needs an end date."),
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["user", "state"], name="membership_by_user")]

    def __str__(self) -> str:
        return f"{self.user} · {self.group}"
