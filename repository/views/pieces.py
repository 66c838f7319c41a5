"""What a resource's page is put together from: its facts, files, links, and what others made of it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple
from urllib.parse import urlencode, urlsplit

from django.db.models import Q
from django.template.defaultfilters import date as date_words
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from intranet.members.models import Organisation, Subject, User
from repository.catalogue.related import related
from repository.domain.looking import COLLECTION, LINK, SUBJECT, TOPIC, Lead, Reader, leads_of
from repository.enums import Consent, ResourceKind
from repository.models import Credit, ResourceFile, ResourcePage, StoredFile, Usefulness
from repository.models.files import address_of_file


class Place(NamedTuple):
    """Somewhere to go on to. `url` is empty where the reader does not go."""

    label: str
    url: str = ""


class OfferedFile(NamedTuple):
    title: str
    stored: StoredFile
    url: str
    thumbnail_url: str


class OfferedLink(NamedTuple):
    title: str
    url: str
    host: str
    is_video: bool


@dataclass(frozen=True)
class Leads:
    """Where a resource leads its reader."""

    links: list[OfferedLink] = field(default_factory=list)
    subjects: list[Place] = field(default_factory=list)
    collections: list[Place] = field(default_factory=list)
    topics: list[Place] = field(default_factory=list)
    origin: Place | None = None


def leads_from(page: ResourcePage, reader: Reader) -> Leads:
    """One statement."""
    found = leads_of(reader, page.pk)
    topics = {lead.pk: topic_place(lead) for lead in found if lead.what == TOPIC}
    origin = topics.pop(page.from_topic_id, None)
    return Leads(
        links=[offered_link(lead.title, lead.place, is_video=lead.flag) for lead in found if lead.what == LINK],
        subjects=[subject_place(lead.title, lead.place) for lead in found if lead.what == SUBJECT],
        collections=[
            Place(lead.title, reverse("collection", args=[lead.place])) for lead in found if lead.what == COLLECTION
        ],
        topics=[*topics.values()],
        origin=origin,
    )


def leads_of_words(page: ResourcePage, reader: Reader) -> Leads:
    """As `leads_from`, with the links and subjects of a revision at hand. Two statements."""
    now = leads_from(page, reader)
    subjects = Subject.objects.filter(pk__in=[subject.pk for subject in page.subjects.all()])
    return Leads(
        links=[offered_link(link.title, link.url, is_video=link.is_video) for link in page.links.all()],
        subjects=[subject_place(subject.name, subject.slug) for subject in subjects],
        collections=now.collections,
        topics=now.topics,
        origin=now.origin,
    )


def topic_place(lead: Lead) -> Place:
    return Place(lead.title, reverse("topic", args=[lead.place, lead.pk]))


def subject_place(name: str, slug: str) -> Place:
    return Place(name, f"{reverse('resources')}?{urlencode({'subject': slug})}")


def offered_link(title: str, url: str, *, is_video: bool) -> OfferedLink:
    return OfferedLink(title, url, (urlsplit(url).hostname or "").removeprefix("www."), is_video)


def files_of(page: ResourcePage) -> list[OfferedFile]:
    """What the published resource offers. One statement."""
    rows = ResourceFile.objects.filter(page=page.pk).select_related("stored").defer("stored__text")
    return [offered_file(page, row, row.stored) for row in rows]


def files_of_words(page: ResourcePage) -> list[OfferedFile]:
    """What a revision at hand offers. One statement."""
    rows = list(page.files.all())
    stored = StoredFile.objects.defer("text").in_bulk([row.stored_id for row in rows])
    return [offered_file(page, row, stored[row.stored_id]) for row in rows if row.stored_id in stored]


def offered_file(page: ResourcePage, row: ResourceFile, stored: StoredFile) -> OfferedFile:
    thumbnail = reverse("resource_thumbnail", args=[page.slug, stored.pk]) if stored.thumbnail else ""
    return OfferedFile(row.title or stored.name, stored, address_of_file(page, stored), thumbnail)


def facts_of(page: ResourcePage) -> list[tuple[str, Any]]:
    """The facts strip; what has no value is left out. No statement."""
    reviewed = page.reviewed_on
    return [
        (_("Council"), page.organisation.full_name if page.organisation else ""),
        (_("Working group"), page.group.name if page.group else ""),
        (_("Departments"), ", ".join(page.department_names)),
        (_("County (comarca)"), page.comarca),
        (_("Year"), page.year),
        (_("Language"), page.get_language_display()),
        (_("Licence"), page.get_licence_display() if page.licence else ""),
        (_("Guia ABC"), page.get_abc_category_display() if page.abc_category else ""),
        (_("Cost"), page.get_cost_display() if page.is_practice and page.cost else ""),
        (_("Reviewed on"), date_words(reviewed, "DATE_FORMAT") if reviewed else ""),
        (_("To be reviewed by"), date_words(page.review_due, "DATE_FORMAT") if page.review_due else ""),
        (pgettext("resource", "Valid until"), date_words(page.expires_on, "DATE_FORMAT") if page.expires_on else ""),
    ]


def story_of(page: ResourcePage) -> list[tuple[str, str]]:
    """A good practice, told in the order in which it happened."""
    if not page.is_practice:
        return []
    parts = [
        (pgettext("good practice", "Context"), page.context),
        (pgettext("good practice", "What was done"), page.measures),
        (pgettext("good practice", "Results"), page.results),
        (_("Legal basis"), page.legal_basis),
        (_("Contact"), page.contact),
    ]
    return [(title, text) for title, text in parts if text.strip()]


class Credited(NamedTuple):
    """`answer_url`: where its reader says otherwise, of their own words."""

    label: str
    url: str = ""
    answer_url: str = ""


def credits_of(page: ResourcePage, reader: Reader, *, names: bool) -> list[Credited]:
    """Whose words it is made of, of those who agreed: outside the network their councils, once each. One statement.

    Who has agreed and is asked again, about what its keepers are writing, still stands beside what is published.
    """
    agreed = Q(consent=Consent.GIVEN) | (Q(consent=Consent.ASKED) & ~Q(agreed_words=""))
    rows = Credit.objects.filter(agreed, page=page.pk).select_related("person", "council")
    if names:
        return [credited(row, is_own=row.person_id == reader.pk != page.owner_id) for row in rows]
    return [Credited(name) for name in dict.fromkeys(row.council.full_name for row in rows if row.council)]


def credited(row: Credit, *, is_own: bool) -> Credited:
    label = f"{row.person.full_name} ({row.council.full_name})" if row.council else row.person.full_name
    answer_url = reverse("resource_consent", args=[row.pk]) if is_own else ""
    return Credited(label, row.person.get_absolute_url(), answer_url)


class Near(NamedTuple):
    """Another resource that is like this one."""

    label: str
    url: str
    kind: str


def near(page: ResourcePage, user: User) -> list[Near]:
    """One statement."""
    return [
        Near(line.title, reverse("resource", args=[line.slug]), str(ResourceKind(line.kind).label))
        for line in related(page, user)
    ]


class Use(NamedTuple):
    council: Organisation
    note: str


def uses_of(page: ResourcePage) -> list[Use]:
    """Which councils it served, the latest first, with their notes. One statement."""
    rows = Usefulness.objects.filter(page=page.pk).select_related("council")
    return [Use(row.council, row.note) for row in rows]


def total_size(files: Iterable[OfferedFile]) -> int:
    return sum(offered.stored.size for offered in files)
