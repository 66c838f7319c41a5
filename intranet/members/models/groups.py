from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from intranet.catalan import fold
from intranet.fields import FoldedField, SortKeyField
from intranet.members.enums import GroupAccess, GroupJoining, GroupRole, GroupState, MembershipState
from intranet.members.models.organisations import Organisation
from intranet.members.models.people_queries import COORDINATION
from intranet.members.models.positions import Position

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from intranet.members.models.people import User


class WorkingGroupQuerySet(models.QuerySet["WorkingGroup"]):
    def visible_to(self, user: "User | AnonymousUser") -> Self:
        """The groups whose name and members `user` may know: private ones for those in them and for coordination."""
        sees_all = not user.is_anonymous and user.standing.cares_for_members
        return self if sees_all else self.content_visible_to(user)

    def content_visible_to(self, user: "User | AnonymousUser") -> Self:
        """The groups whose content `user` may read: what is said in a private group is for those in it alone."""
        if user.is_anonymous or not user.standing.has_access:
            return self.none()
        mine = Q(pk__in=GroupMembership.objects.of(user).values("group"))
        return self.filter(~Q(access=GroupAccess.PRIVATE) | mine if user.standing.in_network else mine)

    def of(self, user: "User") -> Self:
        """The groups that `user` is in today, that of the whole network included."""
        return self.filter(is_group_of(user))

    def named(self, text: str) -> Self:
        """Those whose name or aims hold every word of `text`, in any order, without regard to accents."""
        found = self
        for word in fold(text).split():
            found = found.filter(Q(folded_name__contains=word) | Q(folded_aims__contains=word))
        return found


def is_group_of(user: "User") -> Q:
    """Of a group's row: whether `user` is in it today."""
    seated = Q(Exists(GroupMembership.objects.of(user).filter(group=OuterRef("pk"))))
    return seated | Q(holds_everyone=True) if user.standing.in_network else seated


class WorkingGroup(models.Model):
    """A working group (*grup de treball*): who it is and who belongs to it. What it says is the forum's."""

    name = models.CharField(_("name"), max_length=120, unique=True)
    slug = models.SlugField(_("address"), max_length=120, unique=True)
    sort_key = SortKeyField(sources=("name",), db_index=True)
    folded_name = FoldedField(sources=("name",))
    aims = models.TextField(_("aims"), blank=True, help_text=_("What the group is for, in two or three sentences."))
    folded_aims = FoldedField(sources=("aims",))
    state = models.CharField(_("state"), max_length=20, choices=GroupState, default=GroupState.ACTIVE)
    access = models.CharField(_("access"), max_length=20, choices=GroupAccess, default=GroupAccess.OPEN)
    joining = models.CharField(_("coming in"), max_length=20, choices=GroupJoining, default=GroupJoining.AT_ONCE)
    welcome = models.TextField(
        _("welcome message"), blank=True, help_text=_("What newcomers read and get by mail when they come in.")
    )
    # Everyone of the network is in it without a membership; those who coordinate it have one.
    holds_everyone = models.BooleanField(_("holds everyone of the network"), default=False)
    partners = models.ManyToManyField("self", blank=True, verbose_name=_("works together with"))
    created_at = models.DateTimeField(_("created at"), default=timezone.now, editable=False)
    people = models.ManyToManyField(
        settings.AUTH_USER_MODEL,
        through="GroupMembership",
        through_fields=("group", "user"),
        related_name="working_groups",
        verbose_name=_("people"),
    )

    objects = WorkingGroupQuerySet.as_manager()

    class Meta:
        verbose_name = _("working group")
        verbose_name_plural = _("working groups")
        ordering: ClassVar = ["sort_key"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["holds_everyone"],
                condition=Q(holds_everyone=True),
                name="group_of_everyone_once",
                violation_error_message=_("There is a group that holds everyone already."),
            ),
            models.CheckConstraint(
                condition=Q(holds_everyone=False) | Q(access=GroupAccess.OPEN),
                name="group_of_everyone_open",
                violation_error_message=_("The group that holds everyone is open."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("group", args=[self.slug])

    @property
    def is_private(self) -> bool:
        return self.access == GroupAccess.PRIVATE

    @property
    def is_over(self) -> bool:
        return self.state == GroupState.CLOSED

    @property
    def chooses_members(self) -> bool:
        """Whether it is asked before somebody comes in."""
        return self.is_private or self.joining != GroupJoining.AT_ONCE


class GroupMembershipQuerySet(models.QuerySet["GroupMembership"]):
    def in_force(self, on: date | None = None) -> Self:
        """Accepted and, for those who are in until a date, before that date (today in Europe/Madrid)."""
        day = on or timezone.localdate()
        return self.filter(Q(until__isnull=True) | Q(until__gt=day), state=MembershipState.ACTIVE)

    def of(self, user: "User") -> Self:
        """What `user` is in today. Whoever is only a guest is in the groups they are a guest of, not in former ones."""
        mine = self.in_force().filter(user=user)
        return mine if user.standing.in_network else mine.filter(role=GroupRole.GUEST)

    def of_private_groups(self) -> Self:
        """Also asked for or offered, or of somebody without access today: unless it is past, or refused."""
        lasts = Q(until__isnull=True) | Q(until__gt=timezone.localdate())
        return self.filter(lasts, group__access=GroupAccess.PRIVATE).exclude(state=MembershipState.REFUSED)

    def waiting(self) -> Self:
        """What people who could come in today have asked for, and nobody has answered."""
        as_guest = Q(role=GroupRole.GUEST, until__gt=timezone.localdate(), user__is_active=True)
        in_network = Exists(get_user_model().objects.in_network().filter(pk=OuterRef("user")))
        return self.filter(as_guest | in_network, state=MembershipState.REQUESTED)

    def known_to_holder(self) -> Self:
        """Without what a private group has been asked for somebody, for as long as it has not let them in."""
        return self.exclude(untold=True, group__access=GroupAccess.PRIVATE)

    def moderated_by(self, user: "User") -> Self:
        """Those in the groups that `user` coordinates or, as the network's coordination, reads (`Door.moderates`)."""
        if user.standing.cares_for_members:
            return self.filter(group__in=WorkingGroup.objects.content_visible_to(user).values("pk"))
        coordinated = GroupMembership.objects.of(user).filter(role=GroupRole.COORDINATOR)
        return self.filter(group__in=coordinated.values("group"))

    def of_present_people(self, on: date | None = None) -> Self:
        """In force, of people who still have access by their position, as guests, or as coordination."""
        in_council = Exists(Position.objects.giving_access(on).filter(user=OuterRef("user")))
        through = get_user_model().groups.through
        in_coordination = Exists(through.objects.filter(user=OuterRef("user"), group__name=COORDINATION))
        with_access = Q(role=GroupRole.GUEST) | Q(in_council) | Q(in_coordination) | Q(user__is_superuser=True)
        return self.in_force(on).filter(with_access, user__is_active=True)


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
    note = models.TextField(_("note of who asked"), max_length=600, blank=True)
    answer = models.TextField(_("reason of who answered"), max_length=600, blank=True)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )
    # Set when `until` is the day on which the person's access ends, and not what the group or coordination decided.
    left_with = models.ForeignKey(
        Organisation, on_delete=models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )

    # The group refused them or took them out, and nobody has let them in since, whatever they have asked or declined.
    turned_away = models.BooleanField(default=False, editable=False)
    # Somebody else asked the group for them: if it is private, they need not know that it exists.
    untold = models.BooleanField(default=False, editable=False)

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

    def save(self, *args: Any, **kwargs: Any) -> None:
        """A refusal lasts until somebody lets the person in; whoever is in, or invited, knows of the group."""
        if self.state in {MembershipState.ACTIVE, MembershipState.REFUSED}:
            self.turned_away = self.state == MembershipState.REFUSED
        if self.state in {MembershipState.ACTIVE, MembershipState.INVITED}:
            self.untold = False
        super().save(*args, **kwargs)

    @property
    def is_hidden_from_holder(self) -> bool:
        return self.untold and self.group.is_private

    @property
    def is_in_force(self) -> bool:
        return self.state == MembershipState.ACTIVE and (self.until is None or self.until > timezone.localdate())

    @property
    def last_day(self) -> date | None:
        return self.until - timedelta(days=1) if self.until else None
