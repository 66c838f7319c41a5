"""`/circular/entrada/<pk>/comenta/`: where people talk about an entry, or a form to begin to."""

from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.html import format_html
from django.utils.translation import gettext as _

from forum.domain.pace import TooManyPostsError
from forum.domain.texts import Text
from forum.models import Topic
from forum.views.desk import Desk, why_not, writing_in
from home.circular.domain.commenting import (
    AlreadyBegunError,
    begin_discussion,
    discussion_of,
    entry_to_talk_about,
    first_line,
    groups_to_talk_in,
)
from home.circular.forms.commenting import CommentForm
from home.circular.models import CircularEntry
from intranet.members.doors import door_to
from intranet.members.models import WorkingGroup
from intranet.members.views.requests import PersonRequest, asked_and_answered

GROUP = "grup"
REPLY_BOX = "#respon"


@asked_and_answered
def circular_comment(request: PersonRequest, pk: int) -> HttpResponse:
    """On to where people talk about it already; a resource has a page for that. Else `?grup=<slug>` chooses where to begin."""
    entry = entry_to_talk_about(pk, request.user)
    if entry is None:
        raise Http404
    if entry.resource is not None:
        return redirect("resource_discuss", entry.resource.slug)
    talk = discussion_of(entry, request.user)
    # Who has a form in mind, and maybe words kept in it, is not led away from them.
    if talk and GROUP not in request.GET and request.method != "POST":
        return redirect(f"{talk.get_absolute_url()}{REPLY_BOX}")
    groups = list(groups_to_talk_in(entry, request.user).order_by("sort_key"))
    group = chosen(request, entry, groups)
    context: dict[str, Any] = {"entry": entry, "groups": groups, "group": group, "talk": talk}
    if group is None:
        return render(request, "circular/comment_where.html", context)
    desk = Desk(request, f"{request.path}?{urlencode({GROUP: group.slug})}")
    if not door_to(request.user, group).may_write:
        return desk.refuse(group, why_not(door_to(request.user, group)))
    # As it is typed without the editor: what one goes on with is a paragraph of its own.
    initial = {"title": entry.title, "body": f"{first_line(entry)}\n\n"}
    form = CommentForm(request.POST or None, request.FILES or None, author=request.user, group=group, initial=initial)
    context["begun"] = None if desk.is_sent else desk.begin(form)
    if not context["begun"]:
        form.fields["body"].widget.attrs["autofocus"] = not desk.is_sent
    done, context["preview"] = sent(desk, entry, group, form) if desk.is_sent else (None, None)
    return done or desk.show("circular/comment.html", form, **context)


def chosen(request: PersonRequest, entry: CircularEntry, groups: list[WorkingGroup]) -> WorkingGroup | None:
    asked = request.GET.get(GROUP)
    if asked is not None:
        return next((group for group in groups if group.slug == asked), None)
    own = next((group for group in groups if group.pk == entry.group_id), None)
    return own or (groups[0] if len(groups) == 1 else None)


def sent(
    desk: Desk, entry: CircularEntry, group: WorkingGroup, form: CommentForm
) -> tuple[HttpResponse | None, Text | None]:
    """Where it leads, None when the form is to be shown again; and a preview, if that is what was asked for."""
    if desk.action == "draft":
        return desk.keep(form, entry.title), None
    if not form.is_valid() or (desk.action != "preview" and desk.is_another(form)):
        return None, None
    if desk.action == "preview":
        return None, desk.preview_of(form, group)
    return published(desk, entry, group, form), None


def published(desk: Desk, entry: CircularEntry, group: WorkingGroup, form: CommentForm) -> HttpResponse | None:
    """On to the topic; None, and the form says why, when there is none of it."""
    title, writing = form.cleaned_data["title"], writing_in(form)
    try:
        topic = begin_discussion(entry, group=group, author=desk.request.user, title=title, writing=writing)
    except AlreadyBegunError as error:
        form.add_error(None, begun_meanwhile(error.topic))
    except (TooManyPostsError, ValidationError) as error:
        form.add_error(None, error if isinstance(error, ValidationError) else str(error))
    except PermissionDenied:
        return desk.refuse(group, why_not(door_to(desk.request.user, group)))
    else:
        return desk.published(_("Your topic is published. You will be told when somebody answers."), topic)
    return None


def begun_meanwhile(topic: Topic) -> str:
    words = _("Somebody has begun to talk about it meanwhile. Say there what you have written here:")
    return format_html('{} <a href="{}">{}</a>', words, f"{topic.get_absolute_url()}{REPLY_BOX}", topic.title)
