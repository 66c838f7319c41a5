"""The form below a topic's posts, and why somebody finds none there."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from forum.domain.opening import OpenTopic
from forum.forms.writing import ReplyForm
from forum.views.desk import Desk, why_not
from forum.views.kept import drawing, kept_piece
from intranet.drafts.restoring import Restored, fill, restored
from intranet.members.enums import GroupState
from intranet.members.views.requests import PersonRequest

TEMPLATE = "forum/reply_box.html"
# What stands in the kept box for what each request fills in; the title comes last, for it may say anything.
PLACE, WRITER, KEY, CSRF, TITLE = "::place::", "::writer::", "::key::", "::csrf::", "::title::"


@dataclass(frozen=True)
class ReplyBox:
    """What `forum/reply_box.html` shows to whoever finds no form, because of `reason`, or their own words in it."""

    opened: OpenTopic
    desk: Desk
    form: ReplyForm | None = None
    begun: Restored | None = None
    reason: str = ""

    @property
    def key(self) -> UUID | None:
        return self.form.initial["key"] if self.form else None

    @property
    def title(self) -> str:
        return self.opened.topic.title

    @property
    def slug(self) -> str:
        return self.opened.door.group.slug

    @property
    def back(self) -> str:
        return self.opened.topic.get_absolute_url()

    @property
    def may_join(self) -> bool:
        return self.opened.door.group.state != GroupState.CLOSED and not self.opened.door.may_write


def reply_box(request: PersonRequest, opened: OpenTopic) -> SafeString:
    """The box as it stands on the topic's page. One statement, none where the person may not answer."""
    desk = reply_desk(request, opened)
    if reason := why_no_reply(opened):
        box = ReplyBox(opened, desk, reason=reason)
    elif begun := restored(request, desk.place):
        box = ReplyBox(opened, desk, ReplyForm(author=request.user, group=opened.door.group), begun)
        fill_in(box, begun)
    else:
        return empty_box(desk, opened)
    return mark_safe(render_to_string(TEMPLATE, {"reply_form": box}, request))  # noqa: S308 - our own template


def fill_in(box: ReplyBox, begun: Restored) -> None:
    if box.form is not None:
        box.form.initial["key"] = uuid4()
        fill(box.form, begun.data)


def empty_box(desk: Desk, opened: OpenTopic) -> SafeString:
    """With nothing typed yet: the same for everyone who writes in the group, so drawn once and filled in."""
    group = opened.door.group

    def draw() -> str:
        form = ReplyForm(author=desk.request.user, group=group)
        box: dict[str, Any] = {"form": form, "begun": None, "key": KEY, "title": TITLE}
        box["desk"] = {"place": PLACE, "writer": WRITER}
        return drawing(TEMPLATE, reply_form=box, csrf_token=CSRF)

    box = kept_piece("reply", (group.slug,), draw)
    blanks = {PLACE: desk.place, WRITER: desk.writer, KEY: str(uuid4()), CSRF: get_token(desk.request)}
    for blank, value in (*blanks.items(), (TITLE, escape(opened.topic.title))):
        box = SafeString(box.replace(blank, value))
    return box


def reply_desk(request: PersonRequest, opened: OpenTopic) -> Desk:
    return Desk(request, reverse("topic_reply", args=[opened.door.group.slug, opened.topic.pk]))


def why_no_reply(opened: OpenTopic) -> str:
    """Nothing where the person may answer."""
    if opened.topic.removed_at:
        return _("This topic was removed by moderation.")
    if not opened.door.may_write:
        return why_not(opened.door)
    return "" if opened.may_reply else _("This topic is closed: it can be read, but not answered any more.")
