"""The form at which somebody begins to talk about an entry."""

from forum.forms.writing import TitleField, WritingForm


class CommentForm(WritingForm):
    title = TitleField()
    field_order = ("title", "body")
