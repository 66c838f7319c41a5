"""The public part of the bank as data, for whoever wants to make use of it: nothing of people, nothing that is archived.

Its words are English and stay: what is added to it takes nothing away. `id` and `url` are the same for as long as the
resource is there.
"""

import json
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.paginator import Page, Paginator
from django.urls import reverse

from intranet.mail import absolute
from repository.exports import Whole, whole
from repository.keys import key_in
from repository.models import ResourcePage, StoredFile
from repository.models.files import address_of_file

AT_ONCE = 100
VERSION = 1


def open_data_page(number: str | None) -> "Page[ResourcePage] | None":
    """None for a page that there is not. Two statements."""
    pages = ResourcePage.objects.shown_to(AnonymousUser()).current().select_related("organisation").defer("body")
    paginator: Paginator[ResourcePage] = Paginator(pages.order_by("pk"), AT_ONCE)
    wanted = key_in(number) if number else 1
    if wanted is None or not 1 <= wanted <= paginator.num_pages:
        return None
    return paginator.page(wanted)


def as_json(page: "Page[ResourcePage]") -> bytes:
    here = absolute(reverse("open_data"))
    data = {
        "version": VERSION,
        "publisher": settings.SITE_NAME,
        "url": here,
        "count": page.paginator.count,
        "page": page.number,
        "pages": page.paginator.num_pages,
        "next": f"{here}?page={page.next_page_number()}" if page.has_next() else None,
        "resources": [resource_data(one) for one in whole(page.object_list)],
    }
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()


def resource_data(one: Whole) -> dict[str, Any]:
    page = one.page
    council = page.organisation
    return {
        "id": page.pk,
        "url": absolute(page.get_absolute_url()),
        "title": page.title,
        "summary": page.summary,
        "kind": page.kind,
        "subjects": list(one.subjects),
        "departments": page.departments,
        "council": {"name": council.full_name, "ine_code": council.ine_code or None} if council else None,
        "comarca": page.comarca or None,
        "year": page.year,
        "language": page.language,
        "licence": page.licence or None,
        "abc_category": page.abc_category or None,
        "published": iso(page.first_published_at),
        "changed": iso(page.last_published_at),
        "reviewed_on": iso(page.reviewed_on),
        "review_due": iso(page.review_due),
        "valid_until": iso(page.expires_on),
        "files": [file_data(page, offer.title, offer.stored) for offer in one.files],
        "links": [{"url": link.url, "title": link.title} for link in one.links],
    }


def file_data(page: ResourcePage, title: str, stored: StoredFile) -> dict[str, Any]:
    return {
        "url": absolute(address_of_file(page, stored)),
        "title": title or stored.name,
        "name": stored.name,
        "format": stored.format,
        "size": stored.size,
        "pages": stored.page_count,
        "sha256": stored.sha256,
    }


def iso(moment: Any) -> str | None:
    """ISO 8601."""
    return moment.isoformat() if moment else None
