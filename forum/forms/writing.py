"""Asking, telling and answering: as few fields as it takes."""

from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from forum.domain.versions import version_of
from forum.enums import TopicKind
from forum.forms.files import FilesMixin
from forum.models import Post
from forum.models.topics import LONGEST_TITLE
from intranet.members.forms.lines import OneLineField
from intranet.members.models import WorkingGroup
from intranet.richtext.fields import RichTextField

KIND_WORDS = {
    TopicKind.QUESTION: _("Question: somebody's answer will solve it"),
    TopicKind.DEBATE: _("Debate: to think it over together"),
    TopicKind.ANNOUNCEMENT: _("Announcement: for everyone in the group to know"),
}
# What the two fields ask for, by the kind of topic.
TITLE_WORDS = {
    TopicKind.QUESTION: _("Your question"),
    TopicKind.DEBATE: _("What it is about"),
    TopicKind.ANNOUNCEMENT: _("What you announce"),
}
TITLE_HINTS = {TopicKind.QUESTION: _("In one sentence, as you would ask a colleague.")}
BODY_WORDS = {
    TopicKind.QUESTION: _("What one needs to know to answer it"),
    TopicKind.DEBATE: _("What you think, and what you would like to hear"),
    TopicKind.ANNOUNCEMENT: _("What people should know"),
}


class WritingForm(FilesMixin, forms.Form):
    """Words for one group. `key` tells a form that is sent twice from two forms."""

    body = RichTextField(label=pgettext_lazy("what somebody writes", "Text"))
    key = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, group: WorkingGroup, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mentions = f"{reverse('mention_people')}?{urlencode({'grup': group.slug})}"
        self.fields["body"].widget.offer(mentions=mentions, upload=reverse("attachment_upload"))


class TitleField(OneLineField):
    """One line of words, in a box that shows all of it on a phone too."""

    def __init__(self) -> None:
        box = forms.Textarea({"rows": 1, "cols": None, "autocomplete": "off", "enterkeyhint": "next"})
        super().__init__(label=pgettext_lazy("of a topic", "Title"), max_length=LONGEST_TITLE, widget=box)


class KindSelect(forms.RadioSelect):
    """Whoever sends none opens a debate."""

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> str:
        return super().value_from_datadict(data, files, name) or TopicKind.DEBATE.value


class TopicForm(WritingForm):
    """A new topic. Where the address says its `kind`, nobody is asked."""

    title = TitleField()
    kind = forms.ChoiceField(label=_("What it is"), widget=KindSelect)
    field_order = ("kind", "title", "body")

    def __init__(self, *args: Any, kinds: Iterable[TopicKind], kind: TopicKind | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if kind:
            del self.fields["kind"]
            self.fields["title"].label = TITLE_WORDS[kind]
            self.fields["title"].help_text = TITLE_HINTS.get(kind, "")
            self.fields["body"].label = BODY_WORDS[kind]
            return
        self.fields["kind"].choices = [(one.value, KIND_WORDS[one]) for one in kinds]  # type: ignore[attr-defined]
        self.initial.setdefault("kind", TopicKind.QUESTION)


class ReplyForm(WritingForm):
    """An answer in a topic; `reply_to` is the number of the post that it answers, if it answers one."""

    reply_to = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["body"].label = _("Your reply")
        self.fields["body"].widget.tools = reverse("editor_tools")  # a topic is read far more often than answered


class EditForm(WritingForm):
    """The words of a post that is there already; of its topic too, where it is the first."""

    title = TitleField()
    seen = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)
    field_order = ("title", "body")

    def __init__(self, *args: Any, post: Post, **kwargs: Any) -> None:
        super().__init__(*args, post=post, **kwargs)
        self.initial["seen"] = version_of(post)
        if not post.is_first:
            del self.fields["title"]
