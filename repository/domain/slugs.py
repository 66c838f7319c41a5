"""The addresses of resources and collections: words of the title, and a number where they are taken."""

from itertools import chain, count

from django.db.models import Model, QuerySet
from django.utils.text import slugify
from wagtail.models import Page

from repository.models import Collection, ResourcePage
from repository.models.pages import RESERVED

LONGEST = 80


def free_slug(title: str) -> str:
    """For a new resource. Another one may take it at the same moment: the shelf's lock comes before."""
    return first_free(title, Page.objects.filter(pk__in=ResourcePage.objects.values("pk")), fallback="recurs")


def free_collection_slug(title: str) -> str:
    return first_free(title, Collection.objects.all(), fallback="colleccio")


def first_free(title: str, taken_in: "QuerySet[Model]", *, fallback: str) -> str:
    stem = slugify(title)[:LONGEST].strip("-") or fallback
    taken = {*RESERVED, "nova", *taken_in.filter(slug__startswith=stem).values_list("slug", flat=True)}
    return next(slug for slug in chain([stem], (f"{stem}-{number}" for number in count(2))) if slug not in taken)
