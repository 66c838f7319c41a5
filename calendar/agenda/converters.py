"""Days and months in addresses."""

from datetime import date


class DayConverter:
    """`2026-04-16`. A day that no calendar has is no address."""

    regex = r"\d{4}-\d{2}-\d{2}"

    def to_python(self, value: str) -> date:
        return date.fromisoformat(value)

    def to_url(self, value: date | str) -> str:
        return str(value)


class MonthConverter:
    """`2026/04`, as its first day. The years that an agenda may be asked for: 1970 to 2199."""

    regex = r"(?:19[789]\d|2[01]\d\d)/(?:0[1-9]|1[0-2])"

    def to_python(self, value: str) -> date:
        return date.fromisoformat(f"{value.replace('/', '-')}-01")

    def to_url(self, value: date | str) -> str:
        return f"{value:%Y/%m}" if isinstance(value, date) else str(value)
