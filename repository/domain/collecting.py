"""Making a collection, saying what it is, and taking it away."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from intranet.members.models import User
from intranet.richtext.cleaning import clean_html
from repository.collection_rules import can_collect, circles_of, groups_of, kinds_of, misplaced_in
from repository.domain.locking import ChangedMeanwhileError
from repository.domain.slugs import free_collection_slug
from repository.enums import CollectionVisibility
from repository.models import Collection, ResourceIndexPage
from repository.signals import collections_changed

WORDS = ("kind", "title", "summary", "visibility", "group", "department", "argument")


def lock_kept_collection(collection: Collection, *, by: User) -> Collection:
    """As it is now, until the transaction ends. Raises PermissionDenied for whoever may not change it."""
    now = Collection.objects.select_for_update().filter(pk=collection.pk).first()
    if now is None or not Collection.objects.kept_by(by).filter(pk=now.pk).exists():
        raise PermissionDenied
    return now


@transaction.atomic
def create_collection(collection: Collection, *, by: User) -> Collection:
    """Keep the new `collection` as `by`'s. Raises PermissionDenied, and ValidationError for what is no whole collection."""
    if not can_collect(by):
        raise PermissionDenied
    collection.owner = by
    settle(collection, by=by)
    list(ResourceIndexPage.objects.select_for_update(of=("self",)))  # one after the other gets an address
    collection.slug = free_collection_slug(collection.title)
    collection.full_clean()
    collection.save()
    collections_changed.send(Collection, keys=[collection.pk])
    return collection


@transaction.atomic
def edit_collection(collection: Collection, *, by: User, seen: int | None) -> Collection:
    """Say what it is anew, in the words of `collection`; its address stays.

    Raises `ChangedMeanwhileError` where `seen` is not its version, PermissionDenied, and ValidationError.
    """
    now = lock_kept_collection(collection, by=by)
    if seen != now.version:
        raise ChangedMeanwhileError
    before = Collection.objects.get(pk=now.pk)
    for name in WORDS:
        setattr(now, name, getattr(collection, name))
    settle(now, by=by, before=before)
    if misplaced_in(now).exists():
        text = _("It holds resources of a private group: take them out first, or leave it as it was.")
        raise ValidationError({"visibility": ValidationError(text, code="private")})
    now.full_clean()
    now.save()
    touch(now)
    return now


def settle(collection: Collection, *, by: User, before: Collection | None = None) -> None:
    """What nobody types, and what only some may say; what was so `before` may stay so."""
    collection.title = " ".join(collection.title.split())
    collection.argument = clean_html(collection.argument)
    if collection.visibility == CollectionVisibility.OWN:
        collection.group = None
    if not collection.is_kit:
        collection.department = ""
    if collection.group and collection.group.is_private and collection.visibility != CollectionVisibility.GROUP:
        text = _("What a private group keeps is seen by its people alone.")
        raise ValidationError({"visibility": ValidationError(text, code="private")})
    group = before.group_id if before else None
    is_allowed = (
        collection.kind in {*kinds_of(by), before and before.kind},
        collection.visibility in {*circles_of(by), before and before.visibility},
        collection.group_id in {None, group} or groups_of(by).filter(pk=collection.group_id).exists(),
    )
    if not all(is_allowed):
        raise PermissionDenied


@transaction.atomic
def delete_collection(collection: Collection, *, by: User) -> None:
    """Its resources stay where they are. Raises PermissionDenied."""
    lock_kept_collection(collection, by=by).delete()


def touch(collection: Collection) -> None:
    """After whatever changes it: whoever looked at it before is told so."""
    Collection.objects.filter(pk=collection.pk).update(version=F("version") + 1, changed_at=timezone.now())
    collections_changed.send(Collection, keys=[collection.pk])
