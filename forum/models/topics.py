from typing import TYPE_CHECKING, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from forum.enums import TopicKind
from intranet.catalan import fold
from intranet.fields import FoldedField
from intranet.members.models import Organisation, WorkingGroup

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from intranet.members.models import User

LONGEST_TITLE = 160


class TopicQuerySet(models.QuerySet["Topic"]):
    def visible_to(self, user: "User | AnonymousUser") -> Self:
        """Those in the groups whose content `user` may read; what moderation removed is there for nobody."""
        readable = WorkingGroup.objects.content_visible_to(user).values("pk")
        return self.filter(group__in=readable, removed_at=None)

    def in_order(self) -> Self:
        """As a group lists them: the pinned first, then by the last post."""
        return self.order_by("-is_pinned", "-last_posted_at", "-pk")

    def titled(self, text: str) -> Self:
        """Those whose title holds every word of `text`, in any order, without regard to accents."""
        found = self
        for word in fold(text).split():
            found = found.filter(folded_title__contains=word)
        return found

    def unanswered(self) -> Self:
        """Open questions that nobody has solved yet."""
        return self.filter(kind=TopicKind.QUESTION, solved_by=None, is_closed=False, removed_at=None)


class Topic(models.Model):
    """A conversation in a group. Its first post is what its author wrote; numbers and counters are kept by the domain."""

    group = models.ForeignKey(
        WorkingGroup, on_delete=models.PROTECT, related_name="topics", verbose_name=_("working group")
    )
    kind = models.CharField(_("kind"), max_length=20, choices=TopicKind, default=TopicKind.DEBATE)
    title = models.CharField(_("title"), max_length=LONGEST_TITLE)
    folded_title = FoldedField(sources=("title",))
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="topics", verbose_name=_("author")
    )
    # The author's council when they wrote it: people move on, the council's memory stays.
    council = models.ForeignKey(
        Organisation, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("council")
    )
    created_at = models.DateTimeField(_("created at"), default=timezone.now)
    is_pinned = models.BooleanField(_("pinned"), default=False)
    is_closed = models.BooleanField(_("closed"), default=False)
    solved_by = models.ForeignKey(
        "Post", on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("solved by")
    )
    removed_at = models.DateTimeField(_("removed at"), null=True, blank=True)
    # Kept, not counted (`recount_forum` finds drift). Numbers are never given twice: `last_number` counts removed posts too.
    last_number = models.PositiveIntegerField(_("last number"), default=0)
    post_count = models.PositiveIntegerField(_("posts"), default=0)
    last_posted_at = models.DateTimeField(_("last post at"), default=timezone.now)
    last_author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("last author")
    )
    # Grows with whatever changes how the topic looks in a list: part of the key under which its row is kept.
    version = models.PositiveIntegerField(default=0, editable=False)

    objects = TopicQuerySet.as_manager()

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        indexes: ClassVar = [
            models.Index(
                F("group"),
                F("is_pinned").desc(),
                F("last_posted_at").desc(),
                F("id").desc(),
                name="topic_in_order",
                condition=Q(removed_at=None),
            ),
            models.Index(fields=["group", "-last_posted_at"], name="topic_latest", condition=Q(removed_at=None)),
            models.Index(fields=["kind", "-created_at"], name="topic_by_kind", condition=Q(removed_at=None)),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("topic", args=[self.group.slug, self.pk])

    @property
    def reply_count(self) -> int:
        return max(0, self.post_count - 1)

    @property
    def is_question(self) -> bool:
        return self.kind == TopicKind.QUESTION
