"""Where the bank is found outside its own list, and how what is found follows what is kept."""

from typing import Any

from django.db import transaction
from django.db.models.signals import post_delete, post_save
from wagtail.signals import page_unpublished

from intranet.fulltext.domain import forget
from intranet.members.models import Organisation, Subject
from intranet.panels import register_panel
from repository.catalogue.tasks import index_files, index_named
from repository.catalogue.words import FILE, RESOURCE, index_words
from repository.domain.publishing import touch
from repository.models import ResourcePage, StoredFile
from repository.models.versions import touch_bank
from repository.panels import new_in_group, new_resources
from repository.signals import resource_published


def index_published(page: ResourcePage, **_kwargs: Any) -> None:
    """What it says itself is found at once, what its files say as soon as a worker has read them."""
    index_words(page)
    if page.stored.exists():
        transaction.on_commit(lambda: index_files.enqueue(page.pk))


def follow_unpublishing(instance: ResourcePage, **_kwargs: Any) -> None:
    touch(instance)


def forget_resource(instance: ResourcePage, **_kwargs: Any) -> None:
    forget(RESOURCE, instance.pk)
    touch_bank()


def forget_file(instance: StoredFile, **_kwargs: Any) -> None:
    forget(FILE, instance.pk)


def follow_name(instance: Organisation | Subject, *, created: bool, **_kwargs: Any) -> None:
    """The words by which resources are found say what their council and their subjects are called."""
    field, pk = "organisation" if isinstance(instance, Organisation) else "subjects", instance.pk
    if not created and ResourcePage.objects.filter(**{field: pk}).exists():
        transaction.on_commit(lambda: index_named.enqueue(field, pk))


def register() -> None:
    register_panel("dashboard:new", 30, new_resources)
    register_panel("group:aside", 20, new_in_group)
    resource_published.connect(index_published, sender=ResourcePage, dispatch_uid="repository.index_published")
    page_unpublished.connect(follow_unpublishing, sender=ResourcePage, dispatch_uid="repository.follow_unpublishing")
    for named in (Organisation, Subject):
        post_save.connect(follow_name, sender=named, dispatch_uid="repository.follow_name")
    post_delete.connect(forget_resource, sender=ResourcePage, dispatch_uid="repository.forget_resource")
    post_delete.connect(forget_file, sender=StoredFile, dispatch_uid="repository.forget_file")
