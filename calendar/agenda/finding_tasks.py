"""What a worker indexes anew of the agenda: events that say how something is called that changed."""

from django_tasks import task

LATER = -5  # than mails, notices and jobs, which share the worker
AT_ONCE = 100


@task(backend="background", priority=LATER)
def index_events(field: str, key: int, after: int = 0) -> None:
    """Have events found by the name that what stands in their `field` has by now. So many, then others get their turn."""
    from agenda.finding import EVENT  # noqa: PLC0415 - as other tasks: models are not loaded before
    from agenda.models import Event  # noqa: PLC0415 - as above
    from intranet.fulltext.domain import index_things  # noqa: PLC0415 - as above

    rest = Event.objects.filter(live=True, pk__gt=after, **{field: key}).order_by("pk")
    some = list(rest.values_list("pk", flat=True)[:AT_ONCE])
    index_things(EVENT, some)
    if len(some) == AT_ONCE:
        index_events.enqueue(field, key, some[-1])
