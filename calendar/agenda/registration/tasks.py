"""What registration leaves to a worker."""

from django_tasks import task


@task(backend="background")
def tell_registrants() -> None:
    """Finds its own work: any number of these may run."""
    tell_again()


def tell_again() -> None:
    """Put into the outbox what registrants have not been told yet, of their steps, of changes and of what organisers wrote to them."""
    from agenda.registration.domain.announcing_changes import announce_changes  # noqa: PLC0415 - they ask who enqueues this
    from agenda.registration.domain.owing import tell_owed  # noqa: PLC0415
    from agenda.registration.domain.writing import write_messages  # noqa: PLC0415

    tell_owed()
    announce_changes()
    write_messages()
