"""What somebody has proposed: also what was taken back where it stood, of which they are told without its words."""

from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q

from home.circular.models import CircularEntry
from intranet.members.enums import GroupAccess
from intranet.members.models import User, WorkingGroup

if TYPE_CHECKING:
    from home.circular.models import EntryQuerySet

OF_GROUPS = ("event", "resource", "topic")


def proposals_of(person: User) -> "EntryQuerySet":
    """The latest first; `is_seen` of each: whether they see what it tells of.

    Of what dropped out and is seen no more, those that no private group keeps from them: of its things, who has left it learns nothing.
    """
    mine = WorkingGroup.objects.of(person).order_by().values("pk")
    closed = WorkingGroup.objects.filter(access=GroupAccess.PRIVATE).exclude(pk__in=mine).order_by().values("pk")
    is_kept = Q(*((f"{name}__group__in", closed) for name in OF_GROUPS), _connector=Q.OR)
    is_seen = Exists(CircularEntry.objects.visible_to(person).filter(pk=OuterRef("pk")))
    own = CircularEntry.objects.proposed_by(person).annotate(is_seen=is_seen)
    told = own.filter(Q(is_seen=True) | ~Q(drop_reason="") & ~is_kept)
    return told.with_sources().select_related("circular", "topic__experience").order_by("-created_at", "-pk")
