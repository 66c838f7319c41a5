"""What a person may see of what they were told, as of now; what they may not is settled."""

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from django.db.models.functions import Coalesce, Now

from intranet.members.models import User
from intranet.notifications.kinds import Kind, find_kind
from intranet.notifications.models import Notification, NotificationQuerySet


def settle_hidden(person: User) -> int:
    """Take off the person's list, and from the bell, what they may see no longer, what is gone and what no app tells now.

    No mail tells of it either. Returns how many. Two statements, and a third when there is something to settle.
    """
    listed = Notification.objects.on_site_of(person)
    names = listed.order_by().values_list("kind", flat=True).distinct()
    kinds = [kind for kind in map(find_kind, names) if kind]
    hidden = list(listed.exclude(shown_to(person, kinds, listed)).values_list("pk", flat=True))
    if hidden:
        settle(Notification.objects.filter(pk__in=hidden))
    return len(hidden)


def shown_to(person: User, kinds: list[Kind], listed: NotificationQuerySet) -> Q:
    """Those of `listed` whose target is of `kinds` and `person` may see it.

    The targets are looked for all at once, among those that are listed: a question for each row takes ten times as long.
    """
    shown = Q(pk__in=[])
    for kind in kinds:
        of_kind = Q(kind=kind.name, target_type=ContentType.objects.get_for_model(kind.model))
        targets = listed.filter(of_kind).order_by().values("target_id")
        shown |= of_kind & Q(target_id__in=kind.visible_to(person).filter(pk__in=targets).order_by().values("pk"))
    return shown


def settle(rows: NotificationQuerySet) -> None:
    rows.update(on_site=False, mailed_at=Coalesce("mailed_at", Now()))
