from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from intranet.members.enums import GroupRole, MembershipState, Passing
from intranet.members.models.groups import WorkingGroup
from intranet.members.models.positions import Position


class Succession(models.Model):
    """One thing that passes from a position to the one who takes over; still a plan while `passed_on` is empty.

    What was given, and what a seat was before, stay written down: undoing touches only what is as it was left.
    """

    position = models.ForeignKey(
        Position, on_delete=models.CASCADE, related_name="successions", verbose_name=_("position")
    )
    kind = models.CharField(_("kind"), max_length=20, choices=Passing)
    group = models.ForeignKey(
        WorkingGroup, on_delete=models.CASCADE, null=True, related_name="+", verbose_name=_("working group")
    )
    # Asked again on the day: by then they may have no say in the group any more. Unknown of what was planned long ago.
    planned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("planned by")
    )
    # Whoever ended the position does not decide who sits in the group.
    asks_first = models.BooleanField(default=False)
    passed_on = models.DateField(_("passed on"), null=True)
    given_role = models.CharField(max_length=20, choices=GroupRole, blank=True)
    given_state = models.CharField(max_length=20, choices=MembershipState, blank=True)
    # Empty when the seat is new.
    former_role = models.CharField(max_length=20, choices=GroupRole, blank=True)
    former_state = models.CharField(max_length=20, choices=MembershipState, blank=True)
    former_until = models.DateField(null=True)

    class Meta:
        verbose_name = _("succession")
        verbose_name_plural = _("successions")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["position", "group"], name="succession_once_a_group"),
            models.CheckConstraint(
                condition=models.Q(kind=Passing.SEAT, group__isnull=False)
                | models.Q(kind__in=[Passing.REPRESENTATIVE, Passing.MANAGER], group__isnull=True),
                name="succession_group_of_a_seat",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.group or self.get_kind_display()} · {self.position}"
