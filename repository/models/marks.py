"""What people do with a resource: keep it at hand, say that it served, talk about it, be credited in it."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from forum.models import Topic
from intranet.members.models import Organisation
from repository.enums import Consent
from repository.models.pages import ResourcePage


class Bookmark(models.Model):
    """That a person wants a resource at hand. Nobody else knows."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="bookmarks")
    page = models.ForeignKey(ResourcePage, on_delete=models.CASCADE, related_name="bookmarks")
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["person", "page"], name="bookmark_once")]

    def __str__(self) -> str:
        return f"{self.person} · {self.page}"


class Usefulness(models.Model):
    """«Ens ha servit»: that a council has made use of a resource, said by one of its people."""

    page = models.ForeignKey(ResourcePage, on_delete=models.CASCADE, related_name="uses")
    council = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+", verbose_name=_("council"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    note = models.CharField(_("note"), max_length=300, blank=True)
    said_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar = ["-said_at", "-pk"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["page", "council"], name="useful_once")]

    def __str__(self) -> str:
        return f"{self.council} · {self.page}"


class Discussion(models.Model):
    """«Parleu-ne»: a topic that was opened about a resource."""

    page = models.ForeignKey(ResourcePage, on_delete=models.CASCADE, related_name="discussions")
    topic = models.OneToOneField(Topic, on_delete=models.CASCADE, related_name="discussed_resource")

    class Meta:
        ordering: ClassVar = ["-pk"]

    def __str__(self) -> str:
        return f"{self.topic} · {self.page}"


class Credit(models.Model):
    """Somebody whose words a resource is made of, with the council they wrote for, and whether they agree to it.

    What is made of a topic is not proposed before everyone in it has agreed: to what it says (`agreed_words`) and to whom
    it is for (`agreed_circle`), as `domain.consents` writes both down. It stays when their words are taken out, so that
    they do not come back unseen.
    """

    page = models.ForeignKey(ResourcePage, on_delete=models.CASCADE, related_name="credits")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    council = models.ForeignKey(Organisation, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    consent = models.CharField(max_length=10, choices=Consent, default=Consent.ASKED)
    agreed_circle = models.CharField(max_length=40, blank=True)
    agreed_words = models.CharField(max_length=64, blank=True)  # SHA-256
    posts = models.JSONField(default=list, blank=True)  # the keys of theirs that it was made of
    files = models.JSONField(default=list, blank=True)  # the SHA-256 of what was attached to them
    asked_at = models.DateTimeField(default=timezone.now)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["page", "person"], name="credit_once")]

    def __str__(self) -> str:
        return f"{self.person} · {self.page}"
