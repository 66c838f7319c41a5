"""Whom the agenda tells of what happens in it, in the transaction in which it happens."""

from datetime import timedelta
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models.signals import post_save
from django.utils import timezone

from agenda.domain.audience import people_of_council, reviewers, those_who_count_on, whom_it_is_news_to
from agenda.domain.privacy import keep_inside
from agenda.enums import ChangeKind
from agenda.models import Change, Event, Occurrence
from agenda.notifications import CHANGES, ENDINGS
from agenda.registration.domain.concerned import registered_among
from agenda.signals import event_changed, event_reviewed, review_asked
from intranet.members.models import User, WorkingGroup
from intranet.notifications.domain.following import hide, write_anew
from intranet.notifications.domain.forgetting import forget, told_of
from intranet.notifications.domain.notify import notify
from intranet.notifications.models import Notification

TOLD_ANEW = timedelta(days=1)


def tell_of_change(change: Change, **_kwargs: Any) -> None:
    event = change.event
    if change.kind == ChangeKind.ANNOUNCED:
        notify("event_new", whom_it_is_news_to(event), actor=change.by, target=event, group=event.group)
        return
    # Mails that wait with what it was before do not go.
    write_anew(event)
    forget_reminders(event)
    take_back_opposite(change)
    if change.kind == ChangeKind.WITHDRAWN:
        # Who saw it nowhere but in passing need not hear that it is gone.
        kind, people = "event_cancelled", User.objects.filter(pk__in=event.interests.values("person"))
    elif change.kind in CHANGES:
        kind, people = "event_changed", those_who_count_on(event)
        if change.kind == ChangeKind.RESTORED:
            people |= people_of_council(event)  # who were told that it was called off
    else:
        kind, people = "event_cancelled", those_who_count_on(event) | people_of_council(event)
    people = people.exclude(pk__in=registered_among(change).values("person"))  # a mail of its own tells them
    notify(kind, people, actor=change.by, target=change, about=event, group=event.group)


def take_back_opposite(change: Change) -> None:
    """That it is cancelled is told no more once it goes ahead after all, nor that it goes ahead once it is cancelled.

    Of the same dates: one of many that goes ahead leaves the others cancelled, and told.
    """
    undone = {ChangeKind.RESTORED: ENDINGS, **dict.fromkeys(ENDINGS, (ChangeKind.RESTORED,))}.get(
        ChangeKind(change.kind), ()
    )
    same = Change.objects.filter(
        event=change.event, kind__in=undone, first_start=change.first_start, last_start=change.last_start
    )
    change_type = ContentType.objects.get_for_model(Change)
    hide(Notification.objects.filter(target_type=change_type, target_id__in=same.values("pk")))


def forget_reminders(event: Event) -> None:
    """Of dates that are at another moment now: they are told anew, the day before."""
    dates = Occurrence.objects.filter(event=event, reminded_at=None).values("pk")
    date_type = ContentType.objects.get_for_model(Occurrence)
    Notification.objects.filter(kind="event_reminder", target_type=date_type, target_id__in=dates).delete()


def tell_reviewers(event: Event, **_kwargs: Any) -> None:
    """Once a day, however often it is withdrawn and published again; what came back and was corrected, at once (`tell_author`)."""
    told_of(event).filter(kind="event_review_asked", created_at__lt=timezone.now() - TOLD_ANEW).delete()
    notify("event_review_asked", reviewers(), actor=event.author, target=event)


def tell_author(event: Event, by: User, **_kwargs: Any) -> None:
    forget("event_review_asked", event)
    forget("event_reviewed", event)
    notify("event_reviewed", [event.author], actor=by, target=event)


def connect_receivers() -> None:
    event_changed.connect(tell_of_change)
    review_asked.connect(tell_reviewers)
    event_reviewed.connect(tell_author)
    post_save.connect(keep_inside, sender=WorkingGroup, dispatch_uid="agenda.keep_inside")
