from typing import TYPE_CHECKING, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from forum.enums import ReactionKind
from forum.models.topics import Topic
from intranet.members.models import Organisation
from intranet.richtext.cleaning import own_words

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from intranet.members.models import User

PAGE = 20


class PostQuerySet(models.QuerySet["Post"]):
    def visible_to(self, user: "User | AnonymousUser") -> Self:
        """Those of the topics that `user` may read, without what moderation removed."""
        return self.filter(topic__in=Topic.objects.visible_to(user).values("pk"), removed_at=None)


class Post(models.Model):
    """What one person said in a topic, numbered from 1 without gaps. `body` is HTML as `intranet.richtext` cleaned it."""

    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="posts", verbose_name=_("topic"))
    number = models.PositiveIntegerField(_("number"))
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="posts", verbose_name=_("author")
    )
    council = models.ForeignKey(
        Organisation, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("council")
    )
    body = models.TextField(_("text"))
    # The same without marks, with what it quotes: what search reads.
    text = models.TextField(editable=False, default="")
    reply_to = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="replies", verbose_name=_("reply to")
    )
    # What the form sent along: the same form sent twice makes one post.
    key = models.UUIDField(null=True, blank=True, editable=False)
    created_at = models.DateTimeField(_("created at"), default=timezone.now)
    edited_at = models.DateTimeField(_("edited at"), null=True, blank=True)
    edited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("edited by"),
    )
    removed_at = models.DateTimeField(_("removed at"), null=True, blank=True)
    removal_reason = models.TextField(_("reason of the removal"), max_length=600, blank=True)
    # Kept, not counted: how many of each kind of reaction.
    reactions = models.JSONField(_("reactions"), default=dict, blank=True)
    # Grows with whatever changes how the post looks: part of the key under which its rendering is kept.
    version = models.PositiveIntegerField(default=0, editable=False)

    objects = PostQuerySet.as_manager()

    class Meta:
        verbose_name = _("post")
        verbose_name_plural = _("posts")
        ordering: ClassVar = ["topic", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["topic", "number"], name="post_number_once"),
            models.UniqueConstraint(fields=["author", "key"], condition=Q(key__isnull=False), name="post_sent_once"),
        ]
        indexes: ClassVar = [models.Index(fields=["author", "-created_at"], name="post_by_author")]

    def __str__(self) -> str:
        return f"{self.topic} #{self.number}"

    def get_absolute_url(self) -> str:
        """The page of the topic on which it stands, and its place there. Needs `topic__group`."""
        page = (self.number - 1) // PAGE + 1
        url = self.topic.get_absolute_url()
        return f"{url}?pagina={page}#m{self.number}" if page > 1 else f"{url}#m{self.number}"

    def get_permalink(self) -> str:
        return reverse("post", args=[self.topic.group.slug, self.topic_id, self.number])

    @property
    def is_first(self) -> bool:
        return self.number == 1

    @property
    def own_words(self) -> str:
        """What its author said, without what others said in it: what mails and excerpts give."""
        return own_words(self.body)


class Revision(models.Model):
    """How a post read before it was edited: those who read the post may see what it said."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="revisions", verbose_name=_("post"))
    title = models.CharField(_("title"), max_length=160, blank=True)  # of the topic, for its first post
    body = models.TextField(_("text"))
    # Of an experience: what changed beside its words, each fact by its name as it was and as it became, in words.
    facts = models.JSONField(_("facts that changed"), default=dict, blank=True)
    edited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("edited by")
    )
    replaced_at = models.DateTimeField(_("replaced at"), default=timezone.now)

    class Meta:
        verbose_name = _("revision")
        verbose_name_plural = _("revisions")
        ordering: ClassVar = ["-replaced_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.post} {self.replaced_at:%Y-%m-%d %H:%M}"


class Reaction(models.Model):
    """That a person answered a post with one word; of each kind once."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="reaction_rows", verbose_name=_("post"))
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", verbose_name=_("person")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=ReactionKind)
    created_at = models.DateTimeField(_("created at"), default=timezone.now)

    class Meta:
        verbose_name = _("reaction")
        verbose_name_plural = _("reactions")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "post", "kind"], name="reaction_once"),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.kind} · {self.post}"


class Mention(models.Model):
    """That a post names a person who may read it. The name in the text is the one they had then."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="mentions", verbose_name=_("post"))
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="mentions", verbose_name=_("person")
    )

    class Meta:
        verbose_name = _("mention")
        verbose_name_plural = _("mentions")
        constraints: ClassVar = [models.UniqueConstraint(fields=["post", "person"], name="mention_once")]

    def __str__(self) -> str:
        return f"{self.person} · {self.post}"
