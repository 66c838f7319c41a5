"""How often the files of a resource were fetched: numbers for those who keep it, of nobody in particular."""

from datetime import date
from typing import NamedTuple

from django.db.models import Sum
from django.db.models.functions import TruncMonth

from repository.models import DownloadCount, ResourcePage

MONTHS = 12


class Month(NamedTuple):
    month: date
    number: int


def downloads_by_month(page: ResourcePage) -> list[Month]:
    """The last twelve months in which there were any, the latest first. One statement."""
    counted = DownloadCount.objects.filter(stored__page=page.pk).annotate(month=TruncMonth("day"))
    months = counted.values("month").annotate(total=Sum("number")).order_by("-month")[:MONTHS]
    return [Month(row["month"], row["total"]) for row in months]
