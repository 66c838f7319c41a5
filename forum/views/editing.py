"""Correcting a post, and seeing how it came to say what it says."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from forum.domain.editing import can_edit, edit_post
from forum.domain.history import MOST_CHANGES, changes_of
from forum.domain.opening import OpenTopic
from forum.enums import TopicKind
from forum.forms.writing import EditForm
from forum.models import Post
from forum.views.desk import Desk, writing_in
from forum.views.doors import post_or_404, topic_or_404
from intranet.members.views.requests import PersonRequest


@require_http_methods(["GET", "HEAD", "POST"])
def post_edit(request: PersonRequest, slug: str, pk: int, number: int) -> HttpResponse:
    """`/grups/<slug>/temes/<id>/m/<n>/edita/`: for its author, and those who moderate."""
    opened = topic_or_404(request, slug, pk)
    post = post_or_404(opened, number)
    if post.author_id != request.user.pk and not opened.door.moderates:
        raise Http404
    desk = Desk(request, request.path)
    if not can_edit(opened.door, post):
        return desk.refuse(opened.door.group, why_no_edit(), opened.topic.title)
    if post.is_first and opened.topic.kind == TopicKind.EXPERIENCE:
        return redirect("experience_edit", slug, pk)
    form = EditForm(
        request.POST or None,
        request.FILES or None,
        initial={"title": opened.topic.title, "body": post.body},
        author=request.user,
        group=opened.door.group,
        post=post,
    )
    context: dict[str, Any] = {"group": opened.door.group, "topic": opened.topic, "post": post}
    context["begun"] = None if desk.is_sent else desk.begin(form)
    done = edit_sent(desk, opened, form, context) if desk.is_sent else None
    return done or desk.show("forum/post_edit.html", form, **context)


def edit_sent(desk: Desk, opened: OpenTopic, form: EditForm, context: dict[str, Any]) -> HttpResponse | None:
    """Where it leads; None when the form is to be shown again, with a preview if that is what was asked for."""
    if desk.action == "draft":
        return desk.keep(form, opened.topic.title)
    post: Post = context["post"]
    if form.is_valid():
        if desk.action == "preview":
            context["preview"] = desk.preview_of(form, opened.door.group, post.attachments.all())
        else:
            return saved(desk, opened, form, post)
    return None


def saved(desk: Desk, opened: OpenTopic, form: EditForm, post: Post) -> HttpResponse:
    title = form.cleaned_data.get("title", "")
    try:
        edit_post(post, by=desk.request.user, writing=writing_in(form), title=title, drops_files=True)
    except PermissionDenied:
        return desk.refuse(opened.door.group, why_no_edit(), opened.topic.title)
    return desk.published(_("The post says it now. What it said before stays in its history."), post)


def why_no_edit() -> str:
    return _("This post cannot be changed any more.")


@require_safe
def post_history(request: PersonRequest, slug: str, pk: int, number: int) -> HttpResponse:
    """`/grups/<slug>/temes/<id>/m/<n>/historial/`: for everyone who reads the post."""
    opened = topic_or_404(request, slug, pk)
    post = post_or_404(opened, number, removed=True)
    changes = changes_of(post)
    context = {
        "group": opened.door.group,
        "topic": opened.topic,
        "post": post,
        "changes": changes,
        "is_cut": len(changes) == MOST_CHANGES,
    }
    return render(request, "forum/post_history.html", context)
