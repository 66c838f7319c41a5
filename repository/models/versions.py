from random import randint

from django.db import models
from django.db.models import F

STEP = 1_000_000
"""It grows by anything up to this: a number that was rolled back does not come again with something else behind it."""


class BankVersion(models.Model):
    """One row: a number that grows with whatever changes what is found in the bank, in the transaction that changes it.

    What a process keeps of the bank (`repository.catalogue`) is good for as long as this number is the one it was read under.
    """

    number = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return str(self.number)


def touch_bank() -> None:
    """Let every process read the bank anew."""
    step = randint(1, STEP)  # noqa: S311 - no secret
    if not BankVersion.objects.filter(pk=1).update(number=F("number") + step):
        BankVersion.objects.get_or_create(pk=1, defaults={"number": step})
