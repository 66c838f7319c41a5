"""Correcting a post, and seeing how it came to say what it says."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from forum.domain.editing import can_edit, edit_post
from forum.domain.history import changes_of
from forum.domain.opening import OpenTopic
from forum.domain.versions import ChangedMeanwhileError
from forum.enums import TopicKind
from forum.forms.writing import EditForm
from forum.models import Post
from forum.views.desk import Desk, writing_in
from forum.views.doors import own_post_or_404, post_or_404, topic_or_404, topic_written_in_or_404
from forum.views.paging import page_asked_for
from intranet.members.views.requests import PersonRequest


@require_http_methods(["GET", "HEAD", "POST"])
def post_edit(request: PersonRequest, slug: str, pk: int, number: int) -> HttpResponse:
    """`/grups/<slug>/temes/<id>/m/<n>/edita/`: for its author, and those who moderate."""
    opened = topic_written_in_or_404(request, slug, pk)
    post = own_post_or_404(request, opened, number)
    desk = Desk(request, reverse("post_edit", args=[opened.door.group.slug, pk, number]))
    if not can_edit(opened.door, post):
        return desk.refuse(opened, why_no_edit(post))
    if post.is_first and opened.topic.kind == TopicKind.EXPERIENCE:
        return redirect("experience_edit", opened.door.group.slug, pk)
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
            return saved(desk, opened, form, context)
    return None


def saved(desk: Desk, opened: OpenTopic, form: EditForm, context: dict[str, Any]) -> HttpResponse | None:
    post: Post = context["post"]
    title, seen = form.cleaned_data.get("title", ""), form.cleaned_data["seen"]
    try:
        edit_post(post, by=desk.request.user, writing=writing_in(form), title=title, shown=form.offered(), seen=seen)
    except PermissionDenied:
        return desk.refuse(opened, why_no_edit(Post.objects.get(pk=post.pk)))
    except ChangedMeanwhileError:
        context["now"] = desk.changed_meanwhile(form, post)
        return None
    return desk.published(_("The post says it now. What it said before stays in its history."), post)


def why_no_edit(post: Post) -> str:
    if post.removed_at:
        return _("This post was removed by moderation.")
    return _("This post cannot be changed any more.")


@require_safe
def post_history(request: PersonRequest, slug: str, pk: int, number: int) -> HttpResponse:
    """`/grups/<slug>/temes/<id>/m/<n>/historial/`: for everyone who reads the post."""
    opened = topic_or_404(request, slug, pk)
    post = post_or_404(opened, number, removed=True)
    page = page_asked_for(request)
    changes, has_earlier = changes_of(post, page)
    context = {
        "group": opened.door.group,
        "topic": opened.topic,
        "post": post,
        "changes": changes,
        "page": page,
        "has_earlier": has_earlier,
    }
    return render(request, "forum/post_history.html", context)
