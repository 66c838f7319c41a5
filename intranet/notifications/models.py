"""What people are told, how they want to be told it, and which digests they got."""

from typing import TYPE_CHECKING, ClassVar, Self

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from intranet.members.models import WorkingGroup
from intranet.notifications.enums import DIGESTED, Channel, Frequency

if TYPE_CHECKING:
    from intranet.members.models import User


def fold_of(kind: str, about: models.Model) -> str:
    """Kind and thing in one word: what is counted as one line."""
    return f"{kind}:{ContentType.objects.get_for_model(about).pk}.{about.pk}"


class NotificationQuerySet(models.QuerySet["Notification"]):
    def on_site_of(self, person: "User") -> Self:
        return self.filter(recipient=person, on_site=True)

    def unread(self) -> Self:
        return self.filter(read_at=None)

    def to_mail(self, frequency: Frequency) -> Self:
        """Those that still wait for a mail of this frequency."""
        return self.filter(mail=frequency, mailed_at=None)


class Notification(models.Model):
    """That one person is told of one target. `about` is what it folds into: the replies of one topic make one line.

    Noted once for each kind, target and recipient. `mailed_at` is set when its mail is in the outbox, or when it is
    settled that there will be none. `mail_key` is that of the last mail put in that tells of it, and `mails` counts
    them: a mail that was no longer true when its turn came leaves what still is to another.
    """

    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notifications", verbose_name=_("recipient")
    )
    kind = models.CharField(_("kind"), max_length=40)
    target_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+")
    target_id = models.PositiveBigIntegerField()
    target = GenericForeignKey("target_type", "target_id")
    about_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+")
    about_id = models.PositiveBigIntegerField()
    about = GenericForeignKey("about_type", "about_id")
    group = models.ForeignKey(
        WorkingGroup, on_delete=models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("working group")
    )
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("who did it"),
    )
    fold = models.CharField(max_length=80, editable=False)  # see `fold_of`
    on_site = models.BooleanField(_("on the intranet"), default=True)
    mail = models.CharField(_("by mail"), max_length=10, choices=Frequency, default=Frequency.NEVER)
    created_at = models.DateTimeField(_("created at"), default=timezone.now)
    read_at = models.DateTimeField(_("read at"), null=True, blank=True)
    mailed_at = models.DateTimeField(_("mailed at"), null=True, blank=True)
    mail_key = models.CharField(max_length=120, blank=True, editable=False)
    mails = models.PositiveSmallIntegerField(default=0, editable=False)

    objects = NotificationQuerySet.as_manager()

    class Meta:
        verbose_name = _("notification")
        verbose_name_plural = _("notifications")
        ordering: ClassVar = ["-created_at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["recipient", "kind", "target_type", "target_id"], name="notification_once"),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["recipient", "fold"], name="notification_unread", condition=Q(read_at=None, on_site=True)
            ),
            models.Index(fields=["recipient", "-created_at", "-id"], name="notification_of"),
            models.Index(fields=["target_type", "target_id"], name="notification_of_target"),
            models.Index(
                fields=["mail", "recipient"],
                name="notification_to_mail",
                condition=Q(mailed_at=None) & ~Q(mail=Frequency.NEVER),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} → {self.recipient}"


class Preference(models.Model):
    """How one person wants to be told: of one kind; of all that happens in one group; or, with neither, of anything.

    Without a row the kind's own default holds. The overall row can only say never. The group's wins over the kind's,
    unless that says never: whoever stops a kind gets no more of it, wherever it happens.
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="notification_preferences",
        verbose_name=_("person"),
    )
    kind = models.CharField(_("kind"), max_length=40, blank=True)
    group = models.ForeignKey(
        WorkingGroup, on_delete=models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("working group")
    )
    channel = models.CharField(_("channel"), max_length=10, choices=Channel)
    frequency = models.CharField(_("frequency"), max_length=10, choices=Frequency)

    class Meta:
        verbose_name = _("notification preference")
        verbose_name_plural = _("notification preferences")
        constraints: ClassVar = [
            # Two, because SQLite takes no `nulls_distinct`.
            models.UniqueConstraint(
                fields=["person", "kind", "channel"], name="preference_of_kind", condition=Q(group=None)
            ),
            models.UniqueConstraint(
                fields=["person", "group", "channel"], name="preference_of_group", condition=~Q(group=None)
            ),
            models.CheckConstraint(condition=Q(group=None) | Q(kind=""), name="preference_of_one"),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.kind or self.group or '*'} {self.channel} {self.frequency}"


class Mute(models.Model):
    """That one person wants to hear no more about one thing."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    about_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+")
    about_id = models.PositiveBigIntegerField()
    since = models.DateTimeField(_("since"), default=timezone.now)

    class Meta:
        verbose_name = _("muted thing")
        verbose_name_plural = _("muted things")
        constraints: ClassVar = [
            # The thing first: it is asked who wants to hear nothing of it.
            models.UniqueConstraint(fields=["about_type", "about_id", "person"], name="mute_once"),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.about_type_id}.{self.about_id}"


class Digest(models.Model):
    """That the digest of one day, in Europe/Madrid, has been made for one person: it is never made twice."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    frequency = models.CharField(
        _("frequency"), max_length=10, choices=[(choice.value, choice.label) for choice in DIGESTED]
    )
    day = models.DateField(_("day"))
    lines = models.PositiveSmallIntegerField(_("lines"), default=0)

    class Meta:
        verbose_name = _("digest")
        verbose_name_plural = _("digests")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "frequency", "day"], name="digest_once"),
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.frequency} {self.day}"
