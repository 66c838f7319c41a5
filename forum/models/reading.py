from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from forum.enums import FollowLevel
from forum.models.topics import Topic
from intranet.members.models import WorkingGroup


class ReadMark(models.Model):
    """How far a person has read a topic: the number of the last post. It only grows."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="read_marks")
    number = models.PositiveIntegerField(_("number"), default=0)

    class Meta:
        verbose_name = _("read mark")
        verbose_name_plural = _("read marks")
        constraints: ClassVar = [models.UniqueConstraint(fields=["person", "topic"], name="read_mark_once")]

    def __str__(self) -> str:
        return f"{self.person} · {self.topic_id} ≤ {self.number}"


class GroupMark(models.Model):
    """That a person declared all read that a group had said until then."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    group = models.ForeignKey(WorkingGroup, on_delete=models.CASCADE, related_name="+")
    read_until = models.DateTimeField(_("read until"), default=timezone.now)

    class Meta:
        verbose_name = _("read mark of a group")
        verbose_name_plural = _("read marks of groups")
        constraints: ClassVar = [models.UniqueConstraint(fields=["person", "group"], name="group_mark_once")]

    def __str__(self) -> str:
        return f"{self.person} · {self.group_id} ≤ {self.read_until:%Y-%m-%d %H:%M}"


class Follow(models.Model):
    """How much of a topic a person wants to hear. Without a row: nothing but mentions and replies to oneself."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="follows")
    level = models.CharField(_("level"), max_length=10, choices=FollowLevel, default=FollowLevel.ALL)

    class Meta:
        verbose_name = _("followed topic")
        verbose_name_plural = _("followed topics")
        constraints: ClassVar = [models.UniqueConstraint(fields=["topic", "person"], name="follow_once")]

    def __str__(self) -> str:
        return f"{self.person} · {self.topic_id}: {self.level}"
