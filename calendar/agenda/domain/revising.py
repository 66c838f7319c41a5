"""Keeping what the CMS holds of an event in line with what the site changed of it."""

from collections.abc import Iterable

from wagtail.models import Revision

from agenda.models import Event


def revise(event: Event, fields: Iterable[str]) -> None:
    """Let its published and its latest wording say of `fields` what the row says.

    Whoever edits it in the CMS later, or goes on with a draft, brings nothing back. In the caller's transaction.
    """
    said = event.serializable_data()  # type: ignore[no-untyped-call]  # modelcluster's
    keys = {event.live_revision_id, event.latest_revision_id} - {None}
    for revision in Revision.objects.filter(pk__in=keys):
        revision.content = {**revision.content, **{name: said[name] for name in fields}}
        revision.save(update_fields=["content"])
