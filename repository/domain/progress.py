"""How far somebody has come in a guide or a learning path. Nobody else knows."""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db import transaction

from intranet.members.models import User
from repository.models import Collection, CollectionItem, Progress, ResourcePage


@dataclass(frozen=True)
class Way:
    """«4 of 12»: of what the reader sees."""

    done: int
    total: int

    @property
    def is_over(self) -> bool:
        return self.done == self.total > 0


@transaction.atomic
def tick(item: CollectionItem, *, by: User, done: bool) -> None:
    """Keep, or not any more, that `by` has read it. Raises PermissionDenied for what they do not see."""
    sees = Collection.objects.visible_to(by).filter(pk=item.collection_id).exists()
    if not sees or not ResourcePage.objects.shown_to(by).filter(pk=item.page_id).exists():
        raise PermissionDenied
    if done:
        Progress.objects.get_or_create(person=by, item=item)
    else:
        Progress.objects.filter(person=by, item=item).delete()


def read_by(person: User, collection: Collection) -> set[int]:
    """The keys of the items that `person` has read."""
    return set(Progress.objects.filter(person=person, item__collection=collection).values_list("item", flat=True))
