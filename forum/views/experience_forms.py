"""Telling an experience, and telling it better: the group first, then the form with its draft and its preview."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from forum.domain.editing import can_edit
from forum.domain.experiences import edit_experience, groups_to_tell_in, publish_experience
from forum.domain.opening import OpenTopic
from forum.domain.pace import TooManyPostsError
from forum.domain.versions import ChangedMeanwhileError
from forum.forms.experiences import ExperienceForm
from forum.models import Experience, Post
from forum.views.desk import Desk, why_not
from forum.views.doors import group_door_or_404, own_post_or_404, topic_written_in_or_404
from forum.views.editing import why_no_edit
from intranet.members.doors import Door
from intranet.members.models import WorkingGroup
from intranet.members.views.requests import PersonRequest, asked_and_answered


@require_safe
def experience_start(request: PersonRequest) -> HttpResponse:
    """`/experiencies/nova/`: in which group."""
    groups = list(groups_to_tell_in(request.user))
    if len(groups) == 1:
        return redirect("experience_new", groups[0].slug)
    mine = [group for group in groups if group.is_mine]
    others = [group for group in groups if not group.is_mine]
    return render(request, "forum/experience_start.html", {"mine": mine, "others": others})


@asked_and_answered
def experience_new(request: PersonRequest, slug: str) -> HttpResponse:
    """`/grups/<slug>/experiencies/nova/`."""
    door = group_door_or_404(request, slug)
    desk = Desk(request, request.path)
    title = request.POST.get("title", "")
    if not door.may_write:
        return desk.refuse(door.group, why_not(door), title)
    form = ExperienceForm(request.POST or None, request.FILES or None, author=request.user)
    if desk.is_sent and desk.action == "draft" and (kept := desk.keep(form, title)):
        return kept
    if desk.is_sent and desk.action == "publish" and form.is_valid() and (done := told(desk, door, form)):
        return done
    return show(desk, form, door.group)


def told(desk: Desk, door: Door, form: ExperienceForm) -> HttpResponse | None:
    """The way to the new topic; None when the form has something to say first."""
    if desk.is_another(form):
        return None
    title = form.cleaned_data["title"]
    try:
        topic = publish_experience(
            group=door.group,
            author=desk.request.user,
            title=title,
            account=form.account,
            attachments=form.uploaded(),
            key=form.cleaned_data["key"],
        )
    except TooManyPostsError as error:
        form.add_error(None, str(error))
        return None
    except PermissionDenied:
        return desk.refuse(door.group, why_not(door), title)
    thanks = _("Your experience is published. Thank you: now somebody need not begin from nothing.")
    return desk.published(thanks, topic)


@asked_and_answered
def experience_edit(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    """`/grups/<slug>/temes/<id>/experiencia/`: for those who may edit the topic's first post."""
    opened = topic_written_in_or_404(request, slug, pk)
    post = own_post_or_404(request, opened, 1)
    experience = get_object_or_404(Experience.objects.select_related("council"), topic=opened.topic)
    experience.topic = opened.topic
    desk = Desk(request, reverse("experience_edit", args=[opened.door.group.slug, pk]))
    if not can_edit(opened.door, post):
        return desk.refuse(opened, why_no_edit(post))
    form = ExperienceForm(
        request.POST or None, request.FILES or None, author=request.user, post=post, instance=experience
    )
    if desk.is_sent and desk.action == "draft" and (kept := desk.keep(form, opened.topic.title)):
        return kept
    context: dict[str, Any] = {"topic": opened.topic, "post": post}
    done = None
    if desk.is_sent and desk.action == "publish" and form.is_valid():
        done = told_better(desk, opened, form, context)
    return done or show(desk, form, opened.topic.group, **context)


def told_better(desk: Desk, opened: OpenTopic, form: ExperienceForm, context: dict[str, Any]) -> HttpResponse | None:
    """None when somebody else had corrected it meanwhile, and the form says so."""
    post: Post = context["post"]
    try:
        edit_experience(
            opened.topic,
            by=desk.request.user,
            title=form.cleaned_data["title"],
            account=form.account,
            attachments=form.uploaded(),
            shown=form.offered(),
            seen=form.cleaned_data["seen"],
        )
    except PermissionDenied:
        return desk.refuse(opened, why_no_edit(Post.objects.get(pk=post.pk)))
    except ChangedMeanwhileError:
        context["now"] = desk.changed_meanwhile(form, post)
        return None
    return desk.published(_("The experience is up to date. What it said before stays in its history."), opened.topic)


def show(desk: Desk, form: ExperienceForm, group: WorkingGroup, **context: Any) -> HttpResponse:
    begun = None if desk.is_sent else desk.begin(form)
    if desk.is_sent and desk.action == "preview" and form.is_valid():
        context["preview"] = {
            "title": form.cleaned_data["title"],
            "experience": Experience(**form.account.facts),
            "subjects": form.account.subjects,
            "body": desk.preview_of(form, group).body,
        }
    return desk.show("forum/experience_form.html", form, group=group, begun=begun, **context)
