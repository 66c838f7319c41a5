"""What circulars have told is found, and what is found follows what they tell."""

from typing import Any

from django.db import transaction
from django.db.models.signals import post_delete, post_save
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from home.circular.domain.finding import (
    CIRCULAR,
    ENTRY,
    circular_at,
    circulars_found,
    circulars_told,
    circulars_visible,
    entries_found,
    entries_told,
    entries_visible,
    index_circular,
)
from home.circular.models import CircularEntry, CircularPage
from home.circular.signals import circular_begun
from home.circular.tasks import index_entries_of
from intranet.fulltext.domain import forget
from intranet.fulltext.kinds import Findable, register_findable
from intranet.jobs.registry import register_job
from intranet.members.models import Organisation


def index_begun(circular: CircularPage, **_kwargs: Any) -> None:
    """Sending does not wait for it, nor fail with it: the night makes up for what is missing."""
    transaction.on_commit(lambda: index_circular(circular), robust=True)


def follow_name(instance: Organisation, *, created: bool, **_kwargs: Any) -> None:
    if not created and CircularEntry.objects.filter(organisation=instance.pk).exists():
        transaction.on_commit(lambda: index_entries_of.enqueue(instance.pk))


def forget_entry(instance: CircularEntry, **_kwargs: Any) -> None:
    forget(ENTRY, instance.pk)


def forget_circular(instance: CircularPage, **_kwargs: Any) -> None:
    forget(CIRCULAR, instance.pk)


def register() -> None:
    register_findable(
        Findable(
            CIRCULAR,
            pgettext_lazy("found", "Circulars"),
            _("Circular"),
            "scroll-text",
            88,
            documents=circulars_told,
            visible=circulars_visible,
            rows=circulars_found,
            addresses={"circular": circular_at},
        )
    )
    register_findable(
        Findable(
            ENTRY,
            pgettext_lazy("found", "Told in circulars"),
            pgettext_lazy("found", "Told in the circular"),
            "scroll-text",
            90,
            documents=entries_told,
            visible=entries_visible,
            rows=entries_found,
        )
    )
    register_job("index_circulars", "40 4 * * *", "home.circular.domain.finding.index_latest")
    circular_begun.connect(index_begun, sender=CircularPage, dispatch_uid="circular.index_begun")
    post_save.connect(follow_name, sender=Organisation, dispatch_uid="circular.find_named")
    post_delete.connect(forget_circular, sender=CircularPage, dispatch_uid="circular.forget_circular")
    post_delete.connect(forget_entry, sender=CircularEntry, dispatch_uid="circular.forget_deleted")
