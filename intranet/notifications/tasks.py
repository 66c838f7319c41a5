"""What notifications leave to a worker."""

from django_tasks import task


@task(backend="background")
def deliver() -> None:
    """Put into the outbox what waits for a mail at once. Finds its own work: any number of these may run."""
    from intranet.notifications.domain.delivery import deliver_pending  # noqa: PLC0415 - it asks who enqueues this

    deliver_pending()
