"""Whose resources are whose when people move on, and where they stand when a group goes private."""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from wagtail.models import Revision

from intranet.members.models import Position, WorkingGroup
from repository.domain.locking import held
from repository.domain.publishing import touch
from repository.domain.shelves import reshelve
from repository.enums import CollectionVisibility, ResourceVisibility, Review
from repository.models import Collection, PrivateShelfPage, ResourcePage
from repository.signals import collections_changed

LASTS = timedelta(days=30)
"""How long after its end a position goes on passing: as long as its end can be undone."""
BEFORE = "_access_before"


def pass_on_resources() -> int:
    """Daily: of positions that have ended with somebody who takes over; how many resources are theirs now.

    Asked every night and not when the end is decided: until the day comes, it may be decided otherwise. Drafts stay: they were
    never anybody else's to see. A month later it has been done, however many nights were missed.
    """
    today = timezone.localdate()
    ended = Position.objects.filter(ends_on__range=(today - LASTS, today), successor__isnull=False)
    ended = ended.filter(user__in=ResourcePage.objects.exclude(owner=None).values("owner"))
    return sum(pass_on(position) for position in ended.order_by("pk"))


def pass_on(position: Position) -> int:
    """What its person keeps for that council, unless they are back there.

    What they began for it after the end of the position, as coordination, stays theirs.
    """
    if Position.objects.open().filter(user=position.user_id, organisation=position.organisation_id).exists():
        return 0
    theirs = ResourcePage.objects.filter(owner=position.user_id, organisation=position.organisation_id)
    keys = [str(pk) for pk in theirs.values_list("pk", flat=True)]
    worded = Revision.page_revisions.filter(object_id__in=keys, created_at__date__lte=position.ends_on)
    begun = theirs.filter(pk__in=set(map(int, worded.values_list("object_id", flat=True))))
    number: int = begun.exclude(review=Review.DRAFT, live=False).update(owner=position.successor_id)
    return number


def note_access(instance: WorkingGroup, **_signal: Any) -> None:
    """Receiver of `pre_save`: for whom it was until now, for `follow_access`."""
    stored = WorkingGroup.objects.filter(pk=instance.pk)
    vars(instance)[BEFORE] = stored.values_list("access", flat=True).first()


def follow_access(instance: WorkingGroup, *, created: bool, **_signal: Any) -> None:
    """Receiver of `post_save`: nothing is held for a group whose access stays as it was, nor drawn anew.

    Unless somebody else has opened it meanwhile, and brought out what is in it.
    """
    was = vars(instance).pop(BEFORE, None)
    if not created and (was != instance.access or stands_outside(instance)):
        keep_inside(instance)


def stands_outside(group: WorkingGroup) -> bool:
    """Whether something of a private group does not stand as it is to."""
    theirs = ResourcePage.objects.filter(group=group)
    if not group.is_private or not theirs.exists():
        return False
    shelf = PrivateShelfPage.objects.get()
    inside = theirs.filter(visibility=ResourceVisibility.GROUP, path__startswith=shelf.path)
    return bool(theirs.exclude(pk__in=inside.values("pk")).exists())


@transaction.atomic
def keep_inside(instance: WorkingGroup) -> None:
    """Who sees the resources and collections of a private group are those who read it, whatever was said before."""
    pages = list(held().filter(group=instance))
    if instance.is_private:
        for page in pages:
            narrow(page)
    moved = [page for page in pages if is_moved(page)]
    for page in pages if instance.is_private else moved:
        touch(page)
    if instance.is_private:
        keep_collections_inside(instance)


def narrow(page: ResourcePage) -> None:
    if page.visibility != ResourceVisibility.GROUP:
        page.visibility = ResourceVisibility.GROUP
        ResourcePage.objects.filter(pk=page.pk).update(visibility=page.visibility)
        revise(page)


def is_moved(page: ResourcePage) -> bool:
    """Whether it stands elsewhere now that its group is another."""
    stood = page.path
    reshelve(page)
    return bool(page.path != stood)


def keep_collections_inside(group: WorkingGroup) -> None:
    """Whoever is about to save one of them for more people is told that it has changed; others name what is kept there no more."""
    wider = Collection.objects.filter(group=group).exclude(visibility=CollectionVisibility.GROUP)
    theirs = Collection.objects.filter(Q(group=group) | Q(items__page__group=group))
    keys = list(theirs.order_by("pk").values_list("pk", flat=True).distinct())
    wider.update(visibility=CollectionVisibility.GROUP, version=F("version") + 1, changed_at=timezone.now())
    if keys:
        collections_changed.send(Collection, keys=keys)


def revise(page: ResourcePage) -> None:
    """Let its published and its latest wording be for those whom the row is for: who edits it later brings nothing back."""
    for revision in Revision.objects.filter(pk__in={page.live_revision_id, page.latest_revision_id} - {None}):
        if revision.content.get("group") == page.group_id:
            revision.content = {**revision.content, "visibility": page.visibility}
            revision.save(update_fields=["content"])
