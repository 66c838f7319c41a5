"""What every form at which somebody writes does: nothing that was typed is lost, and nothing is sent twice."""

from collections.abc import Iterable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from forum.domain.opening import OpenTopic
from forum.domain.publishing import Writing, sent_before
from forum.domain.stories import PARTS
from forum.domain.texts import Text
from forum.domain.versions import version_of
from forum.forms.files import IDS as ATTACHED
from forum.forms.files import FilesMixin
from forum.models import Attachment, Post, Topic
from intranet.drafts.domain import drop_draft, fields_of, save_draft
from intranet.drafts.restoring import Restored, fill, restored
from intranet.held import writer_field
from intranet.members.doors import Door
from intranet.members.enums import GroupState
from intranet.members.models import User, WorkingGroup
from intranet.members.views.requests import PersonRequest
from intranet.richtext.cleaning import clean_html, plain_text


@dataclass(frozen=True)
class Desk:
    """One form of one person; `place` is its address, by which what they begin is kept."""

    request: PersonRequest
    place: str

    @property
    def is_sent(self) -> bool:
        return self.request.method == "POST"

    @property
    def action(self) -> str:
        """What the button says: publish, preview or draft."""
        return self.request.POST.get("action", "publish")

    @property
    def writer(self) -> SafeString:
        return writer_field(self.request)

    @property
    def typed(self) -> str:
        """The words that were sent, whatever their form."""
        return "\n\n".join(text for name in ("body", *PARTS) if (text := self.request.POST.get(name, "").strip()))

    def begin(self, form: BaseForm) -> Restored | None:
        """Give the unbound form its key, and what had been typed into it before; answers with the latter."""
        form.initial["key"] = uuid4()
        begun = restored(self.request, self.place)
        if begun:
            fill(form, begun.data)
        return begun

    def keep(self, form: BaseForm, title: str = "") -> HttpResponse | None:
        """Keep the form as a draft and show it again; None, and the form says why, when it is too much."""
        form.full_clean()
        fields = fields_of(self.request.POST)
        if files := form.cleaned_data.get("files"):
            fields[ATTACHED] = [str(file.pk) for file in files]
        try:
            save_draft(self.request.user, place=self.place, fields=fields, title=title)
        except ValidationError as error:
            form.add_error(None, error)
            return None
        messages.success(self.request, _("Your draft is kept. Only you see it."))
        return redirect(self.place)

    def preview_of(self, form: FilesMixin, group: WorkingGroup, had: Iterable[Attachment] = ()) -> Text:
        """What would be published. Nothing is. `had`: the files that the post has already."""
        writing = writing_in(form)
        return Text.of(writing.body, author=self.request.user, group=group, attachments=[*had, *writing.attachments])

    def is_another(self, form: FilesMixin) -> bool:
        """Whether this very form made a post already, of other words: its sender came back to it and wrote anew.

        The form then says so and gets a key of its own; sending it once more publishes it.
        """
        before = sent_before(self.request.user, form.cleaned_data["key"])
        if before is None or before.text == plain_text(clean_html(form.cleaned_data["body"])):
            return False
        form.add_error(None, already_sent(before, self.request.user))
        sent = self.request.POST.copy()
        sent["key"] = str(uuid4())
        form.data = sent
        return True

    def published(self, words: str, where: Topic | Post) -> HttpResponse:
        """On to what was published; a form sent twice finds it moved, maybe to where its author does not read."""
        for place in {self.place, self.request.path}:
            drop_draft(self.request.user, place=place)
        messages.success(self.request, words)
        return redirect(where if is_there(where, self.request.user) else "groups")

    def changed_meanwhile(self, form: FilesMixin, post: Post) -> Post:
        """Somebody else has corrected `post`: the form says so, and sent once more it is meant. What the post says now."""
        now = Post.objects.select_related("topic__group", "edited_by").get(pk=post.pk)
        form.add_error(
            None,
            _(
                "Somebody has changed this meanwhile, and nothing of yours is saved yet. See what it says now: if you save, it will say what you have written here."
            ),
        )
        sent = self.request.POST.copy()
        sent["seen"] = version_of(now)
        form.data = sent
        return now

    def show(self, template: str, form: BaseForm, **context: Any) -> HttpResponse:
        """The form's page: 422 when it was refused."""
        status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
        return render(self.request, template, {"form": form, "desk": self, **context}, status=status)

    def refuse(self, where: WorkingGroup | OpenTopic, reason: str, title: str = "") -> HttpResponse:
        """Here the person may not write, any more or yet. What they sent all the same is kept for them.

        Where the form is not there any more, they are shown it too.
        """
        group, kept, is_gone = where, False, False
        if isinstance(where, OpenTopic):
            is_gone = where.topic.removed_at is not None
            group, title = where.door.group, "" if is_gone else where.topic.title
        if self.is_sent:
            try:
                kept = (
                    save_draft(self.request.user, place=self.place, fields=fields_of(self.request.POST), title=title)
                    is not None
                )
            except ValidationError:
                kept = False
        context = {
            "group": group,
            "reason": reason,
            "kept": kept,
            "body": "" if kept and not is_gone else self.typed,
        }
        return render(self.request, "forum/may_not_write.html", context, status=HTTPStatus.FORBIDDEN)


def why_not(door: Door) -> str:
    """Why somebody who may not write in the group may not."""
    if door.group.state == GroupState.CLOSED:
        return _("This group has finished its work. What was said in it stays to be read.")
    return _("Everyone in the network reads this group; those who are in it write.")


def writing_in(form: FilesMixin) -> Writing:
    """What a valid form sends."""
    return Writing(form.cleaned_data["body"], attachments=form.uploaded(), key=form.cleaned_data["key"])


def is_there(where: Topic | Post, person: User) -> bool:
    """Whether `person` reads it today."""
    return type(where).objects.visible_to(person).filter(pk=where.pk).exists()


def already_sent(post: Post, author: User) -> SafeString | str:
    """With a link to what was published, while its author reads it."""
    words = _("You have sent this form already, with other words. If this is a new message, send it once more.")
    if not is_there(post, author):
        return words
    return format_html(
        '{} <a href="{}">{}</a>',
        words,
        post.get_absolute_url(),
        _("See what was published"),
    )
