"""Months and years in addresses."""

from datetime import date

from django.urls.converters import IntConverter


class CircularMonthConverter:
    """`2026/04`, as its first day."""

    regex = r"20\d\d/(?:0[1-9]|1[0-2])"

    def to_python(self, value: str) -> date:
        return date.fromisoformat(f"{value.replace('/', '-')}-01")

    def to_url(self, value: date | str) -> str:
        return f"{value:%Y/%m}" if isinstance(value, date) else str(value)


class CircularYearConverter(IntConverter):
    regex = r"20\d\d"
