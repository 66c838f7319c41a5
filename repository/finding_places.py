"""Where the bank is found outside its own list, and how what is found follows what is kept."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models.signals import post_delete, post_save, pre_delete
from wagtail.signals import page_unpublished

from intranet.fulltext.domain import forget, index_things
from intranet.members.models import Organisation, Subject
from repository import finding, finding_collections, panels
from repository.catalogue.tasks import index_files, index_named
from repository.catalogue.words import FILE, RESOURCE, drop_removed, index_words
from repository.domain.publishing import touch
from repository.finding_collections import COLLECTION
from repository.models import Collection, ResourcePage, StoredFile
from repository.models.versions import touch_bank
from repository.signals import collections_changed, resource_published

HELD_BY = "_held_by"


def index_published(page: ResourcePage, **_kwargs: Any) -> None:
    """What it says itself is found at once, what its files say as soon as a worker has read them.

    What a file said that it offers no more finds it no more, at once too.
    """
    index_words(page)
    if page.stored.exists():
        drop_removed(page)
        transaction.on_commit(lambda: index_files.enqueue(page.pk))
    index_holding(page)


def follow_unpublishing(instance: ResourcePage, **_kwargs: Any) -> None:
    touch(instance)
    index_holding(instance)


def index_holding(page: ResourcePage) -> None:
    """Collections are found by what those call themselves that stand in them."""
    holding = Collection.objects.filter(items__page=page.pk).order_by("pk")
    if keys := list(holding.values_list("pk", flat=True)):
        index_things(COLLECTION, keys)


def index_collections(keys: Sequence[int], **_kwargs: Any) -> None:
    index_things(COLLECTION, keys)


def forget_collection(instance: Collection, **_kwargs: Any) -> None:
    forget(COLLECTION, instance.pk)


def note_holding(instance: ResourcePage, **_kwargs: Any) -> None:
    """Receiver of `pre_delete`: what stands in a collection goes with it, and then nobody knows any more where it stood."""
    holding = Collection.objects.filter(items__page=instance.pk).order_by("pk")
    setattr(instance, HELD_BY, list(holding.values_list("pk", flat=True)))


def forget_resource(instance: ResourcePage, **_kwargs: Any) -> None:
    forget(RESOURCE, instance.pk)
    touch_bank()
    if keys := getattr(instance, HELD_BY, []):
        index_things(COLLECTION, keys)


def forget_file(instance: StoredFile, **_kwargs: Any) -> None:
    forget(FILE, instance.pk)


def follow_name(instance: Organisation | Subject, *, created: bool, **_kwargs: Any) -> None:
    """The words by which resources are found say what their council and their subjects are called."""
    field, pk = "organisation" if isinstance(instance, Organisation) else "subjects", instance.pk
    if not created and ResourcePage.objects.filter(**{field: pk}).exists():
        transaction.on_commit(lambda: index_named.enqueue(field, pk))


def register() -> None:
    finding.register()
    finding_collections.register()
    panels.register()
    resource_published.connect(index_published, sender=ResourcePage, dispatch_uid="repository.index_published")
    page_unpublished.connect(follow_unpublishing, sender=ResourcePage, dispatch_uid="repository.follow_unpublishing")
    for named in (Organisation, Subject):
        post_save.connect(follow_name, sender=named, dispatch_uid="repository.follow_name")
    collections_changed.connect(index_collections, sender=Collection, dispatch_uid="repository.index_collections")
    pre_delete.connect(note_holding, sender=ResourcePage, dispatch_uid="repository.note_holding")
    post_delete.connect(forget_collection, sender=Collection, dispatch_uid="repository.forget_collection")
    post_delete.connect(forget_resource, sender=ResourcePage, dispatch_uid="repository.forget_resource")
    post_delete.connect(forget_file, sender=StoredFile, dispatch_uid="repository.forget_file")
