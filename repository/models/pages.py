"""A resource of the bank, and the two shelves on which resources stand in the CMS's tree of pages."""

from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.fields import ParentalManyToManyField
from wagtail.fields import StreamField
from wagtail.models import PageManager

from forum.enums import CostBand
from forum.models import Topic
from intranet.fields import SortKeyField
from intranet.members.enums import Department
from intranet.members.models import Organisation, Subject, WorkingGroup
from intranet.pages.base import FixedPage
from intranet.pages.blocks.body import OrderedStream
from intranet.pages.blocks.files import VideoBlock
from intranet.pages.blocks.tables import TableBlock
from intranet.pages.blocks.words import WORDS, CalloutBlock, HeadingBlock, ParagraphBlock, QuoteBlock
from repository.enums import (
    AbcCategory,
    ArchiveReason,
    Licence,
    ResourceKind,
    ResourceLanguage,
    ResourceVisibility,
    Review,
)
from repository.models.guarded import GuardedPage
from repository.models.permissions import ResourcePermissionTester
from repository.models.queries import ResourceQuerySet

if TYPE_CHECKING:
    from intranet.members.models import User

LONGEST_TITLE = 160
LONGEST_SUMMARY = 400
FIRST_YEAR, LAST_YEAR = 1950, 2199
READ_OUTSIDE = _("Others read it already, so it cannot go into a private group: make another one for the group.")
# Addresses below /recursos/ that are no resource's.
RESERVED = frozenset(
    """
    campanya colleccions consentiment dades-obertes desats exporta meus proposa revisio rss subscripcio
    """.split()  # noqa: SIM905 - a list of names reads better as words than as strings
)
# What a revision does not carry: what has become of the resource since is not undone by an older wording of it.
OF_THE_ROW = (
    "review",
    "review_note",
    "reviewed_on",
    "reviewed_by_id",
    "review_due",
    "review_due_next",
    "asked_on",
    "warned_on",
    "archived_at",
    "archive_reason",
    "from_topic_id",
    "useful_count",
    "download_count",
    "version",
    "key",
)

ResourceManager = PageManager.from_queryset(ResourceQuerySet)


class ResourceBody(OrderedStream):
    """Words, tables and videos by link. Images and documents are the resource's files: one rule says who may have them."""

    heading = HeadingBlock()
    paragraph = ParagraphBlock(features=[*WORDS])
    quote = QuoteBlock()
    callout = CalloutBlock()
    table = TableBlock()
    video = VideoBlock()


def check_departments(value: Any) -> None:
    if not isinstance(value, list) or len(set(value)) != len(value) or set(value) - set(Department.values):
        raise ValidationError(_("Choose departments of the list."), code="departments")


class ResourceIndexPage(FixedPage):
    """`/recursos/`: the shelf of what the network may read. The list itself is drawn by `views.listing`."""

    parent_page_types: ClassVar[list[str]] = ["home.HomePage"]
    subpage_types: ClassVar[list[str]] = ["repository.ResourcePage"]
    max_count = 1

    class Meta:
        verbose_name = _("resource bank")
        verbose_name_plural = _("resource banks")

    def serve(self, _request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        return redirect("resources")


class PrivateShelfPage(FixedPage):
    """The shelf of what is for a private group alone, and of what was begun on the site and never sent.

    It stands apart from the site's pages: the CMS shows it to administrators alone. Whoever keeps what is on it does so on the
    site's own pages.
    """

    parent_page_types: ClassVar[list[str]] = ["wagtailcore.Page"]
    subpage_types: ClassVar[list[str]] = ["repository.ResourcePage"]
    max_count = 1

    class Meta:
        verbose_name = _("shelf of drafts and private groups")
        verbose_name_plural = _("shelves of drafts and private groups")

    def serve(self, _request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        raise Http404


class ResourcePage(GuardedPage):
    """What somebody made or found and others can use: text, files and links, with where it comes from and until when it holds.

    Its owner is the page's. `review` is what has become of the proposal, `live` whether readers see it.
    """

    kind = models.CharField(_("kind"), max_length=20, choices=ResourceKind, default=ResourceKind.PRACTICE)
    summary = models.TextField(
        _("summary"),
        blank=True,
        max_length=LONGEST_SUMMARY,
        help_text=_("What it is and what it is good for, in one or two sentences: lists and mails show this."),
    )
    sort_key = SortKeyField(sources=("title",), db_index=True)
    visibility = models.CharField(
        _("who sees it"), max_length=10, choices=ResourceVisibility, default=ResourceVisibility.NETWORK
    )
    group = models.ForeignKey(
        WorkingGroup,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="resources",
        verbose_name=_("working group"),
    )
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="resources",
        verbose_name=_("council"),
        help_text=_(
            "The council or agent that made it or tells of it. Without one, it is the network's or the group's."
        ),
    )
    subjects = ParentalManyToManyField(Subject, blank=True, related_name="resources", verbose_name=_("subjects"))
    departments = models.JSONField(_("departments"), default=list, blank=True, validators=[check_departments])
    comarca = models.CharField(_("county (comarca)"), max_length=40, blank=True, db_index=True)
    year = models.PositiveSmallIntegerField(
        _("year"), null=True, blank=True, validators=[MinValueValidator(FIRST_YEAR), MaxValueValidator(LAST_YEAR)]
    )
    language = models.CharField(_("language"), max_length=3, choices=ResourceLanguage, default=ResourceLanguage.CATALAN)
    licence = models.CharField(_("licence"), max_length=12, choices=Licence, blank=True)
    abc_category = models.CharField(_("Guia ABC"), max_length=16, choices=AbcCategory, blank=True)

    # Of a good practice
    context = models.TextField(_("context"), blank=True, help_text=_("Where it began and what was missing."))
    measures = models.TextField(_("measures"), blank=True, help_text=_("What was done, step by step."))
    results = models.TextField(_("results"), blank=True, help_text=_("What came of it, with figures where there are."))
    cost = models.CharField(_("cost"), max_length=2, choices=CostBand, blank=True)
    legal_basis = models.TextField(_("legal basis"), blank=True)
    contact = models.CharField(
        _("contact"), max_length=200, blank=True, help_text=_("Who can tell more: an office rather than a person.")
    )

    # Whether it can be trusted
    reviewed_on = models.DateField(_("reviewed on"), null=True, blank=True, editable=False)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )
    review_due = models.DateField(_("to be reviewed by"), null=True, blank=True, db_index=True)
    # The day that its newest words bring with them, once they are published.
    review_due_next = models.DateField(null=True, blank=True, editable=False)
    asked_on = models.DateField(null=True, blank=True, editable=False)  # its owner, whether it is still valid
    warned_on = models.DateField(null=True, blank=True, editable=False)  # that it will be archived
    expires_on = models.DateField(
        pgettext_lazy("resource", "valid until"),
        null=True,
        blank=True,
        db_index=True,
        help_text=_("The last day on which it holds, if there is one."),
    )
    archived_at = models.DateTimeField(_("archived at"), null=True, blank=True, editable=False)
    archive_reason = models.CharField(max_length=10, choices=ArchiveReason, blank=True, editable=False)

    # What has become of it
    review = models.CharField(_("review"), max_length=10, choices=Review, default=Review.DRAFT, editable=False)
    review_note = models.TextField(_("remark"), max_length=600, blank=True, editable=False)
    from_topic = models.ForeignKey(
        Topic, on_delete=models.SET_NULL, null=True, blank=True, editable=False, related_name="resources"
    )
    useful_count = models.PositiveIntegerField(default=0, editable=False)
    download_count = models.PositiveIntegerField(default=0, editable=False)
    # Grows with whatever changes how the resource looks in lists: part of the key under which a row is kept.
    version = models.PositiveIntegerField(default=0, editable=False)
    # The form that proposed it: sent twice, it makes one resource.
    key = models.UUIDField(null=True, blank=True, editable=False, unique=True)
    # Last in the row: lists read what stands before it without turning these pages.
    body = StreamField(ResourceBody(), verbose_name=_("text"), blank=True)

    objects = ResourceManager()

    template = "repository/preview.html"
    parent_page_types: ClassVar[list[str]] = ["repository.ResourceIndexPage", "repository.PrivateShelfPage"]
    subpage_types: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("resource")
        verbose_name_plural = _("resources")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(visibility=ResourceVisibility.GROUP) | Q(group__isnull=False),
                name="resource_for_a_group",
                violation_error_message=_("Choose the working group whose readers see it."),
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["review"], name="resource_by_review")]

    def get_absolute_url(self) -> str:
        return reverse("resource", args=[self.slug])

    def get_url_parts(self, request: HttpRequest | None = None) -> tuple[int, str, str] | None:
        """Wagtail's: every resource has its address, on whichever shelf it stands."""
        parts = ResourceIndexPage.objects.get().get_url_parts(request)
        return (parts[0], parts[1], self.get_absolute_url()) if parts else None

    def serve(self, _request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        return redirect(self.get_absolute_url())

    def clean(self) -> None:
        """Raises ValidationError, by field."""
        super().clean()
        self.title = " ".join(self.title.split())  # type: ignore[has-type]  # Wagtail's
        if self.group is not None and self.group.is_private and self.visibility != ResourceVisibility.GROUP:
            text = _("What a private group keeps is seen by its people alone.")
            raise ValidationError({"visibility": ValidationError(text, code="private")})
        if self.is_brought_inside:
            raise ValidationError({"group": ValidationError(READ_OUTSIDE, code="outside")})

    def with_content_json(self, content: dict[str, Any]) -> "ResourcePage":
        """Wagtail's: the resource as a revision words it, with what has become of it until now."""
        page: ResourcePage = super().with_content_json(content)
        now = ResourcePage.objects.filter(pk=self.pk).values(*OF_THE_ROW).first()
        for name in OF_THE_ROW:
            setattr(page, name, now[name] if now else getattr(self, name))
        return page

    def permissions_for_user(self, user: "User") -> ResourcePermissionTester:
        return ResourcePermissionTester(user, self)

    def is_overdue(self, on: date | None = None) -> bool:
        """Nobody has said for too long that it is still valid."""
        return self.review_due is not None and self.review_due < (on or timezone.localdate())

    @property
    def is_archived(self) -> bool:
        return self.archived_at is not None

    @property
    def is_practice(self) -> bool:
        return self.kind == ResourceKind.PRACTICE

    @property
    def is_for_private_group(self) -> bool:
        return self.group is not None and self.group.is_private

    @property
    def is_brought_inside(self) -> bool:
        """Whether a private group takes what others read: who keeps or decides on it there would be shown the group's words."""
        if not self.is_for_private_group:
            return False
        elsewhere = ResourcePage.objects.filter(pk=self.pk, live=True).exclude(group=self.group_id)
        return bool(elsewhere.exists())

    @property
    def department_names(self) -> list[str]:
        return [str(Department(value).label) for value in self.departments]
