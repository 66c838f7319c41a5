"""Resources and collections, as the domain makes them."""

import hashlib
from itertools import count

from django.core.files.base import ContentFile

from repository.domain.publishing import begin, publish
from repository.enums import CollectionKind, CollectionVisibility, Licence, ResourceKind, ResourceVisibility, TextState
from repository.models import Collection, CollectionItem, ResourceFile, ResourceLink, ResourcePage, StoredFile
from tests.factories.members import GroupMembershipFactory, WorkingGroupFactory, a_member

_number = count(1)


def unsaved(owner, *, subjects=(), **facts) -> ResourcePage:
    facts = {
        "title": f"Recurs {next(_number)}",
        "summary": "Una guia curta per començar.",
        "kind": ResourceKind.GUIDE,
        "visibility": ResourceVisibility.NETWORK,
        "body": [("paragraph", "<p>Com comprar local pas a pas.</p>")],
        **facts,
    }
    page = ResourcePage(owner=owner, **facts)
    page.subjects.set(subjects)
    return page


def a_draft(owner=None, **facts) -> ResourcePage:
    """What somebody has begun to propose."""
    owner = owner or a_member()
    return begin(unsaved(owner, **facts), by=owner)


def a_resource(owner=None, *, contents=(), links=(), **facts) -> ResourcePage:
    """A published resource of a member, for the network unless something else is said; with `contents`, files as bytes."""
    owner = owner or a_member()
    page = begin(unsaved(owner, **{**what_it_takes(**facts), **facts}), by=owner)
    page.files.set([ResourceFile(stored=a_file(page, content)) for content in contents])
    page.links.set([ResourceLink(url=url, title=url) for url in links])
    return publish(page, by=owner)


def what_it_takes(*, visibility=None, kind=None, **_facts) -> dict:
    """Without which it is not published."""
    of_practices = {"measures": "Vam obrir un mercat.", "results": "Hi van venir trenta pagesos."}
    return {
        **({"licence": Licence.BY} if visibility == ResourceVisibility.PUBLIC else {}),
        **(of_practices if kind == ResourceKind.PRACTICE else {}),
    }


def a_group_resource(group=None, owner=None, **facts) -> ResourcePage:
    """A resource for those who read a working group, by one of its coordinators."""
    group = group or WorkingGroupFactory()
    owner = owner or a_member()
    if not group.memberships.filter(user=owner).exists():
        GroupMembershipFactory(group=group, user=owner, role="coordinator")
    return a_resource(owner, group=group, visibility=ResourceVisibility.GROUP, **facts)


def a_file(page, content=b"%PDF-1.4\n", *, name="guia.pdf", text="") -> StoredFile:
    """A stored file, unchecked. Nothing offers it yet."""
    stored = StoredFile(
        page=page,
        uploader=page.owner,
        name=name,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        text=text,
        text_state=TextState.READ if text else TextState.NONE,
    )
    stored.file.save(name, ContentFile(content), save=False)
    stored.save()
    return stored


def a_collection(owner=None, *, pages=(), **facts) -> Collection:
    """A reading list with `pages` in that order, for the network unless something else is said."""
    owner = owner or a_member()
    number = next(_number)
    facts = {
        "title": f"Col·lecció {number}",
        "slug": f"colleccio-{number}",
        "kind": CollectionKind.LIST,
        "visibility": CollectionVisibility.NETWORK,
        **facts,
    }
    collection = Collection.objects.create(owner=owner, **facts)
    CollectionItem.objects.bulk_create(
        CollectionItem(collection=collection, page=page, position=position) for position, page in enumerate(pages)
    )
    return collection
