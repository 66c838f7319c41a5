"""The form at which somebody begins to talk about an entry."""

from django.core.exceptions import ValidationError

from forum.forms.writing import TitleField, WritingForm
from intranet.richtext.cleaning import clean_html


class CommentForm(WritingForm):
    title = TitleField()
    field_order = ("title", "body")

    def clean_body(self) -> str:
        """What stood there before one wrote says nothing by itself."""
        body: str = self.cleaned_data["body"]
        if clean_html(body) == clean_html(self.initial["body"]):
            raise ValidationError(self.fields["body"].error_messages["required"], code="required")
        return body
