"""What the bank leaves to a worker."""

from django_tasks import task

# What others wait for comes first: mails, notices and jobs share the worker.
LATER = -10


@task(backend="background", priority=LATER)
def read_words(pk: int) -> None:
    """Read what stands in the stored file `pk`, unless somebody has."""
    from repository.domain.words import read_file  # noqa: PLC0415 - what enqueues this is asked for there

    read_file(pk)
