"""Whoever saves a synonym or a recommendation has seen to the searches without results that it is for."""

from typing import Any

from intranet.search.lines import lines_in
from intranet.search.missed import settle


class SettlesMixin:
    """`expressions_field` holds the expressions that are seen to."""

    expressions_field = ""

    def save_instance(self) -> Any:
        saved = super().save_instance()  # type: ignore[misc]  # of the view it is mixed into
        settle(*lines_in(getattr(saved, self.expressions_field)))
        return saved
