import secrets
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


def new_nonce() -> str:
    return secrets.token_hex(16)


class FeedKey(models.Model):
    """What the address of a person's private feeds is made from: a new nonce ends all addresses given so far.

    The token itself is never stored; `members.feeds` derives it.
    """

    person = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="feed_key")
    nonce = models.CharField(max_length=32, default=new_nonce)
    renewed_at = models.DateTimeField(_("renewed at"), default=timezone.now)

    class Meta:
        verbose_name = _("key of private feeds")
        verbose_name_plural = _("keys of private feeds")
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return str(self.person)
