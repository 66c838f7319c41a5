"""Resources of any number, for the benchmark: with files and the words inside them, over kinds, councils, subjects, years and groups."""

from datetime import timedelta
from hashlib import sha256
from itertools import islice

from django.contrib.contenttypes.models import ContentType
from django.db import DEFAULT_DB_ALIAS, transaction
from django.db.models import F
from django.utils import timezone
from wagtail.models import Locale, Page

from intranet.demo.scale import BATCH, DOMAIN, prepare_ground, register_scale
from intranet.demo.scale_words import rare_words
from intranet.fulltext.kinds import Document
from intranet.fulltext.rebuilding import write
from intranet.members.enums import Department, GroupAccess
from intranet.members.models import Organisation, Subject, User, WorkingGroup
from repository.catalogue.words import FILE
from repository.enums import AbcCategory, Licence, ResourceKind, ResourceVisibility, Review, TextState
from repository.models import PrivateShelfPage, ResourceFile, ResourceIndexPage, ResourcePage, StoredFile
from repository.models.versions import touch_bank

AT_ONCE = 500  # pages in memory
EVERY_GROUP = 5
EVERY_PUBLIC = 4
EVERY_ARCHIVED = 20
EVERY_OVERDUE = 15
EVERY_OTHER_LANGUAGE = 12
FIRST_YEAR, YEARS = 2008, 18
LINES = 12
IN_A_FILE = 120  # words that not every file has
WORDS = (
    "Guia de compra pública responsable",
    "Model de plec amb clàusules socials",
    "Protocol de cessió d’equipaments a entitats",
    "Diagnosi de l’economia social al municipi",
    "Ordenança d’horts urbans comunitaris",
    "Càpsula sobre cooperatives d’habitatge",
)
SUMMARY = (
    "Què és, per a què serveix i com adaptar-ho en una tarda a un municipi petit, amb exemples d’altres ajuntaments."
)
INSIDE = (
    "El present document recull els criteris que la mesa de contractació ha de valorar en la licitació.",
    "Les entitats sense ànim de lucre poden demanar la cessió d’un local municipal per quatre anys.",
    "Es proposa una borsa de sòl per a cooperatives d’habitatge en cessió d’ús i masoveria urbana.",
    "L’informe de necessitats justifica la divisió en lots i la reserva a centres especials de treball.",
    "Els horts es distribueixen per sorteig entre les persones empadronades i les escoles del barri.",
)


@transaction.atomic
def grow_resources(number: int) -> None:
    """Add so many, published, one file each. Written in bulk: nobody is told, no bytes are stored."""
    prepare_ground()
    people = list(User.objects.filter(email__endswith=f"@{DOMAIN}").order_by("pk")[:500]) or [None]
    councils = list(Organisation.objects.councils().present().order_by("pk"))
    groups = list(WorkingGroup.objects.exclude(holds_everyone=True).order_by("pk"))
    subjects = list(Subject.objects.order_by("pk"))
    before = ResourcePage.objects.count()
    serials = iter(range(before, before + number))
    while chunk := list(islice(serials, AT_ONCE)):
        pages = [scale_resource(serial, people, councils, groups) for serial in chunk]
        put_on_shelves(pages)
        give_subjects(pages, subjects)
        write(FILE, [tell_words(file) for file in give_files(pages)], set())
    touch_bank()


def scale_resource(
    serial: int, people: list[User | None], councils: list[Organisation], groups: list[WorkingGroup]
) -> ResourcePage:
    now, today = timezone.now() - timedelta(hours=serial), timezone.localdate()
    group = groups[serial // EVERY_GROUP % len(groups)] if serial % EVERY_GROUP == 0 else None
    visibility = ResourceVisibility.PUBLIC if serial % EVERY_PUBLIC == 1 else ResourceVisibility.NETWORK
    if group is not None and (group.access == GroupAccess.PRIVATE or serial % (2 * EVERY_GROUP) == 0):
        visibility = ResourceVisibility.GROUP
    council = councils[serial * 7 % len(councils)]
    title = f"{WORDS[serial % len(WORDS)]} ({serial})"
    return ResourcePage(
        title=title,
        draft_title=title,
        slug=f"recurs-escala-{serial}",
        live=True,
        first_published_at=now,
        last_published_at=now,
        owner=people[serial % len(people)],
        kind=ResourceKind.values[serial % len(ResourceKind.values)],
        summary=SUMMARY,
        visibility=visibility,
        group=group,
        organisation=None if group else council,
        comarca="" if group else council.comarca,
        departments=sorted({Department.values[turn % len(Department.values)] for turn in (serial, serial // 3)}),
        year=FIRST_YEAR + serial * 5 % YEARS,
        language="es" if serial % EVERY_OTHER_LANGUAGE == 0 else "ca",
        licence=Licence.BY_SA,
        abc_category=AbcCategory.values[serial % len(AbcCategory.values)] if serial % 2 else "",
        reviewed_on=today - timedelta(days=serial % 700),
        review_due=today + timedelta(days=-3 if serial % EVERY_OVERDUE == 2 else 200),  # noqa: PLR2004 - any of fifteen
        archived_at=now if serial % EVERY_ARCHIVED == 3 else None,  # noqa: PLR2004 - any of twenty
        review=Review.PUBLISHED,
        useful_count=serial % 13,
        download_count=serial % 170,
        body=[("paragraph", f"<p>{SUMMARY * 3}</p>")],
    )


def put_on_shelves(pages: list[ResourcePage]) -> None:
    """As treebeard would, a shelf at a time: each page the last child in its turn."""
    kind, locale = ContentType.objects.get_for_model(ResourcePage), Locale.get_default()
    for shelf in (ResourceIndexPage.objects.get(), PrivateShelfPage.objects.get()):
        own = [page for page in pages if page.is_for_private_group == isinstance(shelf, PrivateShelfPage)]
        last = shelf.get_last_child()
        steps = int(last.path[-Page.steplen :], len(Page.alphabet)) if last else 0
        for step, page in enumerate(own, start=steps + 1):
            page.path, page.depth = Page._get_path(shelf.path, shelf.depth + 1, step), shelf.depth + 1  # noqa: SLF001 - treebeard's
            page.url_path = f"{shelf.url_path}{page.slug}/"
            page.content_type, page.locale = kind, locale
        Page.objects.filter(pk=shelf.pk).update(numchild=F("numchild") + len(own))
    insert(pages)


def insert(pages: list[ResourcePage]) -> None:
    """Django creates no rows of two tables in bulk: first those of Wagtail's pages, then ours under the same keys."""
    columns = [field.attname for field in Page._meta.concrete_fields if not field.primary_key]  # noqa: SLF001 - Django documents `_meta`
    Page.objects.bulk_create((Page(**{name: getattr(page, name) for name in columns}) for page in pages), BATCH)
    keys = dict(Page.objects.filter(path__in=[page.path for page in pages]).values_list("path", "pk"))
    for page in pages:
        page.id = page.page_ptr_id = keys[page.path]
    own = ResourcePage._meta.local_concrete_fields  # noqa: SLF001 - as above
    ResourcePage._base_manager.all()._insert(pages, fields=own, using=DEFAULT_DB_ALIAS)  # noqa: SLF001 - what `bulk_create` ends in


def give_subjects(pages: list[ResourcePage], subjects: list[Subject]) -> None:
    about = ResourcePage.subjects.through
    rows = (
        about(resourcepage_id=page.pk, subject=subjects[(page.pk + step * 5) % len(subjects)])
        for page in pages
        for step in range(1 + page.pk % 2)
    )
    about.objects.bulk_create(rows, BATCH)


def give_files(pages: list[ResourcePage]) -> list[StoredFile]:
    files = StoredFile.objects.bulk_create((scale_file(page) for page in pages), BATCH)
    ResourceFile.objects.bulk_create((ResourceFile(page_id=file.page_id, stored=file) for file in files), BATCH)
    return files


def scale_file(page: ResourcePage) -> StoredFile:
    return StoredFile(
        page=page,
        file=f"resources/escala-{page.pk}.pdf",
        name=f"document-{page.pk}.pdf",
        size=250_000,
        sha256=sha256(str(page.pk).encode()).hexdigest(),
        thumbnail=f"resource-thumbnails/escala-{page.pk}.jpg",
        page_count=12,
        text_state=TextState.READ,
        text=inside(page.pk),
    )


def inside(serial: int) -> str:
    """A page or so, no two alike."""
    lines = (
        f"{INSIDE[(serial + turn * turn) % len(INSIDE)]} Apartat {serial * 31 % 997 + turn}." for turn in range(LINES)
    )
    return "\n".join([*lines, f"{rare_words(serial, IN_A_FILE)}."])


def tell_words(file: StoredFile) -> Document:
    return Document(file.pk, file.name, "", file.text, is_open=False)


register_scale(
    "resources", grow_resources, help_text="Resources of the bank with a file each, and the words inside it."
)
