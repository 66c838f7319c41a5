"""The form at which somebody opens a topic about a resource."""

from forum.forms.writing import TitleField, WritingForm


class DiscussForm(WritingForm):
    title = TitleField()
    field_order = ("title", "body")
