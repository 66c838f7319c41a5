"""Tables that can be read aloud: they have a caption, and their first column names the rows."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import RichTextBlock, TextBlock
from wagtail.contrib.typed_table_block.blocks import (
    TypedTable,
    TypedTableBlock,
    TypedTableBlockValidationError,
)

from intranet.pages.blocks.words import WORDS_IN_A_LINE


class TableBlock(TypedTableBlock):
    words = TextBlock(label=_("Words or figures"), required=False, rows=1)
    text = RichTextBlock(label=_("Text with links"), required=False, features=[*WORDS_IN_A_LINE])

    def clean(self, value: TypedTable) -> TypedTable:
        cleaned: TypedTable = super().clean(value)
        if not self.is_deferred_validation and (lacking := list(self.lacking(cleaned))):
            raise TypedTableBlockValidationError(non_block_errors=ValidationError(lacking))
        return cleaned

    def lacking(self, table: TypedTable) -> list[str]:
        """What somebody who cannot see the table would miss."""
        checks = (
            (table.caption.strip(), _("Write a caption that says what the table is about.")),
            (table.row_data, _("The table has no rows.")),
            (all(column["heading"].strip() for column in table.columns), _("Every column needs a heading.")),
        )
        return [str(message) for present, message in checks if not present]

    def get_context(self, value: TypedTable, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        return {**context, "headings": [column["heading"] for column in value.columns], "rows": list(value.rows)}

    class Meta:
        label = _("Table")
        icon = "table"
        template = "blocks/table.html"
        help_text = _("The first column names each row.")
