"""What a resource says, for the index: what it says itself, and what its files say."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import PurePath
from typing import Any

from django.utils import timezone
from django.utils.translation import pgettext_lazy

from intranet.fulltext.kinds import Document
from intranet.fulltext.telling import in_batches
from repository.enums import ResourceKind, ResourceVisibility
from repository.models import ResourceFile, ResourceLink, ResourcePage

SHEET, TEXT, SLIDES, PICTURE = (
    pgettext_lazy("form of a file", "Excel spreadsheet"),
    pgettext_lazy("form of a file", "Word document"),
    pgettext_lazy("form of a file", "PowerPoint slides"),
    pgettext_lazy("form of a file", "Picture, photograph"),
)
FORMS = {
    ".pdf": pgettext_lazy("form of a file", "PDF document"),
    **dict.fromkeys((".csv", ".ods", ".xlsx"), SHEET),
    **dict.fromkeys((".docx", ".odt", ".txt"), TEXT),
    **dict.fromkeys((".odp", ".pptx"), SLIDES),
    **dict.fromkeys((".gif", ".heic", ".heif", ".jpeg", ".jpg", ".png", ".webp"), PICTURE),
}
FEW = 20
"""So many at once: what their files say may be long."""


def documents(keys: Collection[int] | None) -> Iterator[Document]:
    """Of what is published, with all that its files say. Four statements for so few at once."""
    published = ResourcePage.objects.filter(live=True).select_related("organisation")
    for some in in_batches(published, keys, size=FEW):
        files = files_of(page.pk for page in some)
        for document in documents_of(some):
            yield document._replace(files="\n".join(files[document.key]))


def documents_of(pages: Sequence[ResourcePage]) -> Iterator[Document]:
    """What they say themselves; what their files say stays as it is. Two statements."""
    subjects, links = subjects_of(pages), defaultdict(list)
    for page, title in ResourceLink.objects.filter(page__in=pages).values_list("page", "title"):
        links[page].append(title)
    for page in pages:
        names = [name for _key, name in subjects[page.pk]]
        yield Document(
            page.pk,
            page.title,
            page.get_absolute_url(),
            text_of(page, [*names, *links[page.pk]]),
            group=page.group_id,
            organisation=page.organisation_id,
            day=timezone.localdate(page.first_published_at) if page.first_published_at else None,
            subjects=tuple(key for key, _name in subjects[page.pk]),
            files=None,
            is_open=page.live and page.visibility != ResourceVisibility.GROUP,
        )


def subjects_of(pages: Iterable[ResourcePage]) -> dict[int, list[tuple[int, str]]]:
    found: dict[int, list[tuple[int, str]]] = defaultdict(list)
    pairs = ResourcePage.subjects.through.objects.filter(resourcepage__in=pages).order_by("subject__sort_key")
    for page, subject, name in pairs.values_list("resourcepage", "subject", "subject__name"):
        found[page].append((subject, name))
    return found


def text_of(page: ResourcePage, names: Iterable[str]) -> str:
    said: tuple[Any, ...] = (page.summary, page.context, page.measures, page.results, page.legal_basis)
    body = page.body.stream_block.get_searchable_content(page.body)
    what = (ResourceKind(page.kind).label, page.year or "")
    return "\n".join(map(str, (*said, page.organisation or "", *names, *page.department_names, *what, *body)))


def files_of(pages: Iterable[int]) -> dict[int, list[str]]:
    """What the files that each of these offers are called, and what they say. One statement."""
    found: dict[int, list[str]] = defaultdict(list)
    offers = ResourceFile.objects.filter(page__in=list(pages)).order_by("sort_order", "pk")
    for page, *said in offers.values_list("page", "title", "stored__name", "stored__text"):
        found[page] += [*said, form_of(said[1])]
    return found


def form_of(name: str) -> str:
    """What people call a file of this `name` when they look for one."""
    return str(FORMS.get(PurePath(name).suffix.lower(), ""))
