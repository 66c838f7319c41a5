"""Collections: resources in an order that somebody gave them. Reading lists, guides with chapters, learning paths, campaign kits."""

from typing import TYPE_CHECKING, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from intranet.fields import FoldedField, SortKeyField
from intranet.members.enums import Department, GroupRole
from intranet.members.models import GroupMembership, Organisation, WorkingGroup
from repository.enums import CollectionKind, CollectionVisibility, PieceForm
from repository.models.pages import ResourcePage
from repository.models.queries import meant_for

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from intranet.members.models import User


class CollectionQuerySet(models.QuerySet["Collection"]):
    def visible_to(self, user: "User | AnonymousUser") -> Self:
        """What is meant for `user`, and what is theirs. Of its resources each reader finds those that they may see."""
        if user.is_anonymous:
            return self.filter(meant_for(user))
        if not user.standing.has_access:
            return self.none()
        return self.filter(meant_for(user) | Q(owner=user) | curated_by(user))

    def kept_by(self, user: "User | AnonymousUser") -> Self:
        """Those that `user` may change."""
        if user.is_anonymous or not user.standing.in_network:
            return self.none()
        return self.filter(curated_by(user))


def curated_by(user: "User") -> Q:
    """Of a collection's row: its owner's; a group's, its coordinators'; the network's, coordination's."""
    if not user.standing.in_network:
        return Q(pk__in=[])
    coordinated = GroupMembership.objects.of(user).filter(role=GroupRole.COORDINATOR).values("group")
    readable = WorkingGroup.objects.content_visible_to(user).values("pk")
    own = Q(owner=user) & (Q(group=None) | Q(group__in=readable))
    curated = own | Q(group__in=coordinated)
    if user.standing.cares_for_members:
        curated |= (Q(group=None) | Q(group__in=readable)) & ~Q(visibility=CollectionVisibility.OWN)
    return curated


class Collection(models.Model):
    """Resources in order, in chapters or not. A campaign kit is one of a department, with a short argument for it."""

    kind = models.CharField(_("kind"), max_length=12, choices=CollectionKind, default=CollectionKind.LIST)
    title = models.CharField(_("title"), max_length=160)
    slug = models.SlugField(_("address"), max_length=120, unique=True)
    sort_key = SortKeyField(sources=("title",), db_index=True)
    folded_words = FoldedField(sources=("title", "summary"))
    summary = models.TextField(_("summary"), max_length=600, blank=True)
    visibility = models.CharField(
        _("who sees it"), max_length=10, choices=CollectionVisibility, default=CollectionVisibility.NETWORK
    )
    group = models.ForeignKey(
        WorkingGroup,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="collections",
        verbose_name=_("working group"),
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="collections",
        verbose_name=_("owner"),
    )
    department = models.CharField(_("department"), max_length=30, choices=Department, blank=True)
    argument = models.TextField(_("argument"), blank=True)  # sanitised HTML (`intranet.richtext`)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    changed_at = models.DateTimeField(default=timezone.now, editable=False)
    # Which edit it has seen last: two editors do not overwrite each other.
    version = models.PositiveIntegerField(default=0, editable=False)

    objects = CollectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("collection")
        verbose_name_plural = _("collections")
        ordering: ClassVar = ["sort_key"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(visibility=CollectionVisibility.GROUP) | Q(group__isnull=False),
                name="collection_for_a_group",
                violation_error_message=_("Choose the working group whose readers see it."),
            ),
            models.UniqueConstraint(
                fields=["department"],
                condition=Q(kind=CollectionKind.KIT),
                name="kit_once_a_department",
                violation_error_message=_("This department has a kit already: add to that one."),
            ),
            models.CheckConstraint(
                condition=~Q(kind=CollectionKind.KIT) | ~Q(department=""),
                name="kit_of_a_department",
                violation_error_message=_("Choose the department that the kit is for."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("collection", args=[self.slug])

    @property
    def is_kit(self) -> bool:
        return self.kind == CollectionKind.KIT

    @property
    def keeps_progress(self) -> bool:
        """Whether each reader ticks off what they have read."""
        return self.kind in {CollectionKind.GUIDE, CollectionKind.PATH}


class Chapter(models.Model):
    collection = models.ForeignKey(Collection, on_delete=models.CASCADE, related_name="chapters")
    title = models.CharField(_("title"), max_length=160)
    text = models.TextField(_("introduction"), max_length=1_000, blank=True)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("chapter")
        verbose_name_plural = _("chapters")
        ordering: ClassVar = ["position", "pk"]

    def __str__(self) -> str:
        return self.title


class CollectionItem(models.Model):
    """A resource at its place in a collection, before the chapters or in one."""

    collection = models.ForeignKey(Collection, on_delete=models.CASCADE, related_name="items")
    chapter = models.ForeignKey(Chapter, on_delete=models.SET_NULL, null=True, blank=True, related_name="items")
    page = models.ForeignKey(ResourcePage, on_delete=models.CASCADE, related_name="items", verbose_name=_("resource"))
    note = models.CharField(_("why it is here"), max_length=300, blank=True)
    form = models.CharField(_("form"), max_length=10, choices=PieceForm, blank=True)  # of a piece of a kit
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["position", "pk"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["collection", "page"], name="item_once")]

    def __str__(self) -> str:
        return f"{self.collection} · {self.page}"


class Progress(models.Model):
    """That a person has read a piece of a guide or path. Nobody else knows."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    item = models.ForeignKey(CollectionItem, on_delete=models.CASCADE, related_name="progress")
    done_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["person", "item"], name="progress_once")]

    def __str__(self) -> str:
        return f"{self.person} · {self.item}"


class KitUse(models.Model):
    """That a council has used a piece of a campaign kit."""

    item = models.ForeignKey(CollectionItem, on_delete=models.CASCADE, related_name="uses")
    council = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+", verbose_name=_("council"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    note = models.CharField(_("note"), max_length=300, blank=True)
    used_on = models.DateField(default=timezone.localdate)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["item", "council"], name="kit_use_once")]

    def __str__(self) -> str:
        return f"{self.council} · {self.item}"
