"""Of which entries of a circular one may know that they are there, even when nobody sees what they come from any more."""

from django.db.models import Q
from django.utils.translation import gettext as _

from home.circular.enums import EntryState
from home.circular.models import CircularEntry, CircularPage
from home.circular.models.entries import EntryQuerySet
from intranet.members.models import User, WorkingGroup


def known_to(user: User, circular: CircularPage) -> EntryQuerySet:
    """What `user` sees, and what was taken back where it was announced, unless that was a private group that they do not read."""
    return CircularEntry.objects.filter(shown_to(user) | ~reserved_for_others(user), circular=circular)


def taken_back(circular: CircularPage, *, by: User) -> EntryQuerySet:
    """What was accepted, and `by` sees no more, because it is published no more. Its words are nobody's business by now."""
    known = CircularEntry.objects.filter(~reserved_for_others(by), circular=circular, state=EntryState.ACCEPTED)
    return known.exclude(shown_to(by)).in_order()


def words_of_taken_back(entry: CircularEntry) -> str:
    return {
        "event": _("An event that you had accepted has been taken back."),
        "resource": _("A resource that you had accepted has been taken back."),
        "topic": _("A topic that you had accepted has been taken back."),
        "news": _("A piece of news that you had accepted has been taken back."),
    }[entry.source_name]


def shown_to(user: User) -> Q:
    return Q(pk__in=CircularEntry.objects.visible_to(user).order_by().values("pk"))


def reserved_for_others(user: User) -> Q:
    """Of an entry's row: that it comes from a private group that `user` does not read."""
    readable = WorkingGroup.objects.content_visible_to(user).values("pk")
    unread = WorkingGroup.objects.exclude(pk__in=readable).values("pk")
    return Q(event__group__in=unread) | Q(resource__group__in=unread) | Q(topic__group__in=unread)
