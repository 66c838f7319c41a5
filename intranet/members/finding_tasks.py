"""What finding people leaves to a worker."""

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


def index_soon(field: str, key: int) -> None:
    transaction.on_commit(lambda: index_people_of.enqueue(field, key))


def index_these_soon(keys: Collection[int]) -> None:
    some = sorted(keys)
    transaction.on_commit(lambda: index_these_people.enqueue(some))
