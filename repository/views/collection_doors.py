"""The way into every page of a collection: what one may not see is not there."""

from django.http import Http404, HttpRequest

from intranet.members.views.requests import PersonRequest
from repository.models import Collection
from repository.models.collections import CollectionQuerySet


def collection_or_404(request: HttpRequest, slug: str) -> Collection:
    """The collection, for those who may see it. One statement."""
    return first_or_404(Collection.objects.visible_to(request.user), slug)


def kept_collection_or_404(request: PersonRequest, slug: str) -> Collection:
    """The collection, for those who may change it; for anyone else there is nothing at its address. One statement."""
    return first_or_404(Collection.objects.kept_by(request.user), slug)


def first_or_404(found: CollectionQuerySet, slug: str) -> Collection:
    collection = found.select_related("group", "owner").filter(slug=slug).first()
    if collection is None:
        raise Http404
    return collection
