"""What a worker indexes anew of the forum: what many posts and experiences say of something that changed."""

from django.urls import reverse
from django_tasks import task

LATER = -5  # than mails, notices and jobs, which share the worker
AT_ONCE = 100


@task(backend="background", priority=LATER)
def index_posts(topic: int, after: int) -> None:
    """The posts of `topic` from the one after that with the key `after` on. So many, then others get their turn."""
    from forum.finding import POST  # noqa: PLC0415 - as other tasks: models are not loaded before
    from forum.models import Post  # noqa: PLC0415 - as above
    from intranet.fulltext.domain import index_things  # noqa: PLC0415 - as above

    rest = Post.objects.filter(topic=topic, pk__gt=after).order_by("pk")
    some = list(rest.values_list("pk", flat=True)[:AT_ONCE])
    index_things(POST, some)
    if len(some) == AT_ONCE:
        index_posts.enqueue(topic, some[-1])


@task(backend="background", priority=LATER)
def index_experiences(field: str, key: int, after: int = 0) -> None:
    """Have experiences found by the name that what stands in their `field` has by now."""
    from forum.finding import EXPERIENCE  # noqa: PLC0415 - as above
    from forum.models import Experience  # noqa: PLC0415 - as above
    from intranet.fulltext.domain import index_things  # noqa: PLC0415 - as above

    rest = Experience.objects.filter(topic__gt=after, **{field: key}).order_by("topic")
    some = list(rest.values_list("topic", flat=True)[:AT_ONCE])
    index_things(EXPERIENCE, some)
    if len(some) == AT_ONCE:
        index_experiences.enqueue(field, key, some[-1])


@task(backend="background", priority=LATER)
def follow_address(group: int) -> None:
    """What is found of a group under an address that is no longer the group's gets the present one."""
    from forum.finding import EXPERIENCE, POST  # noqa: PLC0415 - as above
    from intranet.fulltext.domain import index_things  # noqa: PLC0415 - as above
    from intranet.fulltext.models import Entry  # noqa: PLC0415 - as above
    from intranet.members.models import WorkingGroup  # noqa: PLC0415 - as above

    slug = WorkingGroup.objects.filter(pk=group).values_list("slug", flat=True).first()
    for kind in (POST, EXPERIENCE):
        old = Entry.objects.filter(kind=kind, group=group).exclude(address__startswith=reverse("topics", args=[slug]))
        some = list(old.values_list("key", flat=True)[:AT_ONCE])
        index_things(kind, some)
        if len(some) == AT_ONCE:
            follow_address.enqueue(group)
