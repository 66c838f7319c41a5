"""What the catalogue leaves to a worker."""

from django_tasks import task

LATER = -5  # than mails, notices and jobs, which share the worker


@task(backend="background", priority=LATER)
def index_files(key: int) -> None:
    """Have a resource found by the words inside its files."""
    from repository.catalogue.words import index_resource  # noqa: PLC0415 - as other tasks: models are not loaded before

    index_resource(key)


@task(backend="background", priority=LATER)
def index_named(field: str, key: int) -> None:
    """Have resources found by the name that what stands in their `field` has by now."""
    from repository.catalogue.words import index_anew  # noqa: PLC0415 - as above
    from repository.models import ResourcePage  # noqa: PLC0415 - as above

    for pk in ResourcePage.objects.filter(live=True, **{field: key}).values_list("pk", flat=True):
        index_anew(pk)
