"""What the catalogue leaves to a worker."""

from django_tasks import task

LATER = -5  # than mails, notices and jobs, which share the worker
AT_ONCE = 100


@task(backend="background", priority=LATER)
def index_files(key: int) -> None:
    """Have a resource found by the words inside its files."""
    from repository.catalogue.words import index_resource  # noqa: PLC0415 - as other tasks: models are not loaded before

    index_resource(key)


@task(backend="background", priority=LATER)
def index_named(field: str, key: int, after: int = 0) -> None:
    """Have resources found by the name that what stands in their `field` has by now. So many, then others get their turn."""
    from repository.catalogue.words import index_anew  # noqa: PLC0415 - as above
    from repository.models import ResourcePage  # noqa: PLC0415 - as above

    rest = ResourcePage.objects.filter(live=True, pk__gt=after, **{field: key}).order_by("pk")
    some = list(rest.values_list("pk", flat=True)[:AT_ONCE])
    for pk in some:
        index_anew(pk)
    if len(some) == AT_ONCE:
        index_named.enqueue(field, key, some[-1])
