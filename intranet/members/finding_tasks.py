"""What finding people, and what is about a subject, leaves to a worker."""

from collections.abc import Collection

from django.db import transaction
from django_tasks import task

LATER = -5  # than mails, notices and jobs, which share the worker
AT_ONCE = 100


@task(backend="background", priority=LATER)
def index_people_of(field: str, key: int, after: int = 0) -> None:
    """Have people found by the name that what stands in their `field` has by now. So many, then others get their turn."""
    from intranet.members.finding_people import index_people  # noqa: PLC0415 - models are not loaded before
    from intranet.members.models import User  # noqa: PLC0415 - as above

    rest = User.objects.filter(pk__gt=after, **{field: key}).order_by("pk").distinct()
    some = list(rest.values_list("pk", flat=True)[:AT_ONCE])
    index_people(some)
    if len(some) == AT_ONCE:
        index_people_of.enqueue(field, key, some[-1])


@task(backend="background", priority=LATER)
def index_these_people(keys: list[int]) -> None:
    """Have people found as they are by now."""
    from intranet.members.finding_people import index_people  # noqa: PLC0415 - as above

    index_people(keys[:AT_ONCE])
    if len(keys) > AT_ONCE:
        index_these_people.enqueue(keys[AT_ONCE:])


@task(backend="background", priority=LATER)
def index_about(subject: int, after: int = 0) -> None:
    """Have what was told to be about `subject`, of whatever kind, found as it is by now: by a subject that is no more, not at all.

    One at a time: the words of long files take a while. So many, then others get their turn.
    """
    from intranet.fulltext.domain import index_things  # noqa: PLC0415 - as above
    from intranet.fulltext.kinds import findables  # noqa: PLC0415 - as above
    from intranet.fulltext.models import Entry  # noqa: PLC0415 - as above

    kinds = [one.kind for one in findables()]
    rest = Entry.objects.filter(kind__in=kinds, subjects__contains=f",{subject},", pk__gt=after).order_by("pk")
    some = list(rest.values_list("pk", "kind", "key")[:AT_ONCE])
    for _pk, kind, key in some:
        index_things(kind, [key])
    if len(some) == AT_ONCE:
        last, _kind, _key = some[-1]
        index_about.enqueue(subject, last)


def index_about_soon(subject: int) -> None:
    transaction.on_commit(lambda: index_about.enqueue(subject))


def index_soon(field: str, key: int) -> None:
    transaction.on_commit(lambda: index_people_of.enqueue(field, key))


def index_these_soon(keys: Collection[int]) -> None:
    some = sorted(keys)
    transaction.on_commit(lambda: index_these_people.enqueue(some))
