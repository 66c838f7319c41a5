"""What stands in a circular: proposed by hand, or gathered from where it was announced."""

from typing import TYPE_CHECKING, Any, ClassVar, Self
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from agenda.enums import EventVisibility
from agenda.models import Event
from agenda.models.queries import shown_to as events_shown_to
from forum.models import Topic
from home.circular.enums import DropReason, EntryState, Section, Told
from home.circular.models.pages import CircularPage
from home.models.news import NewsPage
from intranet.members.models import Organisation, WorkingGroup
from repository.enums import ResourceVisibility
from repository.models import ResourcePage

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from intranet.members.models import User

LONGEST_TITLE = 160
LONGEST_TEXT = 500
SOURCES = ("event", "resource", "topic", "news")


def picture_name(_entry: "CircularEntry", _name: str) -> str:
    """Nobody guesses it, and nothing of what its owner called it is kept."""
    return f"circular/{uuid4()}.jpg"


class EntryQuerySet(models.QuerySet["CircularEntry"]):
    def visible_to(self, user: "User | AnonymousUser") -> Self:
        """Of the entries of circulars that `user` may read, those whose source `user` may see; what was proposed by hand, the network."""
        if user.is_anonymous or not user.standing.in_network:
            return self.none()
        return self.filter(has_no_source() | source_shown_to(user))

    def proposed_by(self, user: "User") -> Self:
        """By hand, or a thing of the site."""
        return self.filter(author=user)

    def printed(self) -> Self:
        """What readers find in the circular, in no order yet."""
        return self.filter(state=EntryState.ACCEPTED, drop_reason="")

    def candidates(self) -> Self:
        """What waits for a decision; what dropped out meanwhile does not."""
        return self.filter(state=EntryState.WAITING, drop_reason="")

    def in_order(self) -> Self:
        """As composed: `position` within a section; sections are put in order by their list (`enums.Section`)."""
        return self.order_by("section", "position", "pk")

    def with_sources(self) -> Self:
        """All that a list shows of an entry, in one statement."""
        return self.select_related("event", "resource", "topic__group", "news", "organisation", "group").defer(
            "event__body", "event__programme", "resource__body", "news__body"
        )


def has_no_source() -> Q:
    return Q(**dict.fromkeys((f"{name}__isnull" for name in SOURCES), True))


def source_shown_to(user: "User") -> Q:
    """Of an entry's row: that it has a source, and that `user` may see it today."""
    events = Event.objects.filter(events_shown_to(user), live=True)
    resources = ResourcePage.objects.shown_to(user)
    topics = Topic.objects.visible_to(user)
    news = NewsPage.objects.live()
    return (
        Q(event__in=events.order_by().values("pk"))
        | Q(resource__in=resources.order_by().values("pk"))
        | Q(topic__in=topics.order_by().values("pk"))
        | Q(news__in=news.order_by().values("pk"))
    )


class CircularEntry(models.Model):
    """One piece of the circular. Of what was gathered, there is one entry for ever: it stands in no two circulars.

    `title`, `text`, `day` and `facts` are what readers get. As long as it is not `reworded`, they follow the source; from
    then on `source_title` and `source_text` say what the source said when it was reworded, and `source_changed` that it says
    something else now.
    """

    circular = models.ForeignKey(
        CircularPage, on_delete=models.CASCADE, related_name="entries", verbose_name=_("circular")
    )
    section = models.CharField(_("section"), max_length=12, choices=Section, default=Section.COUNCILS)
    state = models.CharField(_("state"), max_length=10, choices=EntryState, default=EntryState.WAITING, editable=False)
    position = models.PositiveIntegerField(default=0, editable=False)
    is_highlight = models.BooleanField(_("highlighted"), default=False, editable=False)

    # What readers get
    title = models.CharField(_("title"), max_length=LONGEST_TITLE)
    text = models.TextField(
        _("text"), max_length=LONGEST_TEXT, blank=True, help_text=_("Two or three sentences: what, for whom, and why.")
    )
    day = models.DateField(
        pgettext_lazy("entry", "date"), null=True, blank=True, help_text=_("If it takes place, or ends, on a day.")
    )
    # One line of what one has to know: hour, place, mode.
    facts = models.CharField(max_length=255, blank=True, editable=False)
    link = models.URLField(_("link"), max_length=500, blank=True, help_text=_("Where one can read more."))
    picture = models.ImageField(_("image"), upload_to=picture_name, blank=True)
    picture_alt = models.CharField(
        _("what the image shows"),
        max_length=200,
        blank=True,
        help_text=_("In a few words, for those who do not see it."),
    )
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("council or agent"),
    )
    group = models.ForeignKey(
        WorkingGroup,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("working group"),
    )
    # The keys of the subjects of its source: by them, people find what is theirs first.
    subject_keys = models.JSONField(default=list, blank=True, editable=False)

    # Where it comes from: one of these, or none of what was written by hand
    event = models.OneToOneField(
        Event, on_delete=models.CASCADE, null=True, blank=True, editable=False, related_name="circular_entry"
    )
    resource = models.OneToOneField(
        ResourcePage, on_delete=models.CASCADE, null=True, blank=True, editable=False, related_name="circular_entry"
    )
    topic = models.OneToOneField(
        Topic, on_delete=models.CASCADE, null=True, blank=True, editable=False, related_name="circular_entry"
    )
    news = models.OneToOneField(
        NewsPage, on_delete=models.CASCADE, null=True, blank=True, editable=False, related_name="circular_entry"
    )
    reworded = models.BooleanField(default=False, editable=False)
    source_title = models.CharField(max_length=LONGEST_TITLE, blank=True, editable=False)
    source_text = models.TextField(blank=True, editable=False)
    source_changed = models.BooleanField(default=False, editable=False)
    drop_reason = models.CharField(max_length=10, choices=DropReason, blank=True, editable=False)

    # Who wanted it, and what was decided
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="circular_entries",
        verbose_name=_("proposed by"),
    )
    created_at = models.DateTimeField(_("proposed at"), default=timezone.now, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True, editable=False)
    reason = models.TextField(_("reason"), max_length=600, blank=True, editable=False)
    told = models.CharField(max_length=10, choices=Told, blank=True, editable=False)
    # Where people talk about it, if somebody has begun to.
    discussion = models.ForeignKey(
        Topic, on_delete=models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )
    # Grows with every change of its words: an editor who saves says which ones they had before them.
    version = models.PositiveIntegerField(default=0, editable=False)
    # The form that proposed it: sent twice, it makes one entry.
    key = models.UUIDField(null=True, blank=True, editable=False)

    # How many comments whoever reads it may read (`domain.reading`).
    comments = 0

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("entry of the circular")
        verbose_name_plural = _("entries of the circular")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["author", "key"], condition=Q(key__isnull=False), name="entry_form_once"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["circular", "state", "section", "position"], name="entry_in_order"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Its place in the circular."""
        return f"{self.circular.get_absolute_url()}#entrada-{self.pk}"

    @property
    def source(self) -> Any:
        """What it was gathered from; None of what was written by hand."""
        return next((getattr(self, name) for name in SOURCES if getattr(self, f"{name}_id")), None)

    @property
    def source_name(self) -> str:
        """Which of `SOURCES` it comes from; "" of what was written by hand."""
        return next((name for name in SOURCES if getattr(self, f"{name}_id")), "")

    @property
    def url(self) -> str:
        """Where one reads more: the source's own page, the link that was given, or nothing."""
        source = self.source
        if source is None:
            return self.link
        return str(source.url if isinstance(source, NewsPage) else source.get_absolute_url())

    @property
    def named_group(self) -> WorkingGroup | None:
        """Its group, if whoever may see the entry may know of it: a private one is named to its own people alone.

        No statement when it comes `with_sources`.
        """
        group = self.group
        if group is None or not group.is_private:
            return group
        return group if self.circle_id == group.pk else None

    @property
    def circle_id(self) -> int | None:
        """The key of the group whose readers alone may see its source today; None of what is for the network."""
        if self.event is not None:
            return self.event.group_id if self.event.visibility == EventVisibility.GROUP else None
        if self.resource is not None:
            return self.resource.group_id if self.resource.visibility == ResourceVisibility.GROUP else None
        return self.topic.group_id if self.topic is not None else None

    @property
    def whose(self) -> str:
        """The council, the agent or the group that it is from, as its readers may know."""
        if self.organisation is not None:
            return str(self.organisation.full_name)
        return self.named_group.name if self.named_group else ""

    @property
    def is_printed(self) -> bool:
        return self.state == EntryState.ACCEPTED and not self.drop_reason

    @property
    def place(self) -> str:
        """What was decided on it and where it stands, in one word."""
        return f"{self.state}.{self.section}.{self.position}"

    @property
    def stamp(self) -> str:
        """What coordination has before it: sent along with what they decide (`domain.seen`)."""
        return f"{self.version}.{self.place}"

    @property
    def changed_since_accepted(self) -> bool:
        """Its author has worded it anew since, so that it waits again; what is put back waits without a decision."""
        return self.state == EntryState.WAITING and self.decided_at is not None

    @property
    def section_label(self) -> str:
        return str(Section(self.section).label)
