"""What finding news leaves to a worker."""

from django.db import transaction
from django_tasks import task

LATER = -5  # than mails, notices and jobs, which share the worker
AT_ONCE = 100


@task(backend="background", priority=LATER)
def index_news_of(field: str, key: int, after: int = 0) -> None:
    """Have news found by the name that what stands in their `field` has by now. So many, then others get their turn."""
    from home.finding import NEWS  # noqa: PLC0415 - models are not loaded before
    from home.models import NewsPage  # noqa: PLC0415 - as above
    from intranet.fulltext.domain import index_things  # noqa: PLC0415 - as above

    rest = NewsPage.objects.live().filter(pk__gt=after, **{field: key}).order_by("pk")
    some = list(rest.values_list("pk", flat=True)[:AT_ONCE])
    index_things(NEWS, some)
    if len(some) == AT_ONCE:
        index_news_of.enqueue(field, key, some[-1])


def index_soon(field: str, key: int) -> None:
    transaction.on_commit(lambda: index_news_of.enqueue(field, key))
