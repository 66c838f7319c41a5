"""What those who moderate a group do with its topics; for everybody else there is nothing here, but for solving one's own question."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from forum.domain.acts import acts_for
from forum.domain.moderation import (
    close,
    destinations,
    may_restore,
    move,
    pin,
    remove_post,
    reopen,
    restore_post,
    unpin,
)
from forum.domain.opening import OpenTopic
from forum.domain.solving import mark_solved, mark_unsolved, may_solve
from forum.enums import ActKind
from forum.forms.moderation import CloseForm, MoveForm, RemovalForm
from forum.models import Topic
from forum.views.doors import post_or_404, topic_or_404
from intranet.drafts.restoring import fill
from intranet.held import take, writer_field
from intranet.members.views.requests import PersonRequest, asked_and_answered

Trail = list[tuple[str, str]]
LAST_ACTS = 10


def moderated_topic(request: PersonRequest, slug: str, pk: int) -> OpenTopic:
    opened = topic_or_404(request, slug, pk)
    if not opened.door.moderates:
        raise Http404
    return opened


def refill(request: PersonRequest, form: Form) -> None:
    """Show in `form` what was typed when the session had ended, if that is so."""
    if (typed := take(request)) is not None:
        fill(form, typed)
        messages.info(request, _("Here is what you had written. Check it and send it again."))


def trail_to(topic: Topic) -> Trail:
    return [
        (reverse("groups"), _("Working groups")),
        (topic.group.get_absolute_url(), topic.group.name),
        (topic.get_absolute_url(), topic.title),
    ]


def drawn(request: PersonRequest, name: str, topic: Topic, *, form: Form | None = None, **context: Any) -> HttpResponse:
    """One of the pages of moderation; a refused form answers so, with all that was typed."""
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form is not None and form.errors else HTTPStatus.OK
    context |= {"topic": topic, "form": form, "trail": trail_to(topic), "writer": writer_field(request)}
    return render(request, f"forum/moderation/{name}.html", context, status=status)


@asked_and_answered
def topic_manage(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    """`/grups/<slug>/temes/<id>/gestiona/`: what may be done with the topic, and what has been."""
    topic = moderated_topic(request, slug, pk).topic
    form = CloseForm(request.POST or None)
    if request.method == "POST" and not topic.removed_at and form.is_valid():
        said = manage(topic, request)
        messages.success(request, said)
        return redirect(topic)
    acts = acts_for(request.user).filter(topic=topic)[:LAST_ACTS]
    restores = topic.removed_at is not None and may_restore(topic.posts.get(number=1), by=request.user)
    return drawn(request, "manage", topic, form=form, acts=acts, restores=restores)


def manage(topic: Topic, request: PersonRequest) -> str:
    """Do what the pressed button says; returns what to tell."""
    done: dict[str, tuple[Callable[..., Topic], str]] = {
        ActKind.PIN: (pin, _("The topic stands first in the group's list.")),
        ActKind.UNPIN: (unpin, _("The topic stands in its place in the group's list again.")),
        ActKind.CLOSE: (close, _("The topic is closed: only those who moderate answer in it.")),
        ActKind.REOPEN: (reopen, _("The topic takes answers again.")),
    }
    if request.POST.get("action") not in done:
        raise Http404
    action = request.POST["action"]
    verb, said = done[action]
    words = {"reason": request.POST.get("reason", "")} if action == ActKind.CLOSE else {}
    verb(topic, by=request.user, **words)
    return said


@asked_and_answered
def topic_move(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    """`/grups/<slug>/temes/<id>/mou/`."""
    topic = moderated_topic(request, slug, pk).topic
    if topic.removed_at:
        raise Http404
    groups = destinations(topic, by=request.user)
    form = MoveForm(request.POST or None, source=topic.group, groups=groups)
    if request.method == "POST" and form.is_valid() and (moved := moved_by(request, topic, form)):
        messages.success(request, _("The topic is in %(group)s now.") % {"group": moved.group.name})
        return redirect(moved)
    return drawn(request, "move", topic, form=form, has_choice=groups.exists())


def moved_by(request: PersonRequest, topic: Topic, form: MoveForm) -> Topic | None:
    """None when it stays where it is, and the form says why."""
    chosen = dict(form.cleaned_data)
    try:
        return move(topic, to=chosen.pop("group"), by=request.user, **chosen)
    except ValidationError as error:
        form.add_error(None, error)
        return None


@asked_and_answered
def post_remove(request: PersonRequest, slug: str, pk: int, number: int) -> HttpResponse:
    """`…/m/<number>/retira/`: a post, or with the first one the whole topic."""
    opened = moderated_topic(request, slug, pk)
    post = post_or_404(opened, number, removed=True)
    if post.removed_at:
        return redirect("post_restore", slug, pk, number)
    form = RemovalForm(request.POST or None)
    refill(request, form)
    if request.method == "POST" and form.is_valid():
        remove_post(post, by=request.user, reason=form.cleaned_data["reason"])
        said = _("The topic is removed.") if post.is_first else _("The post is removed.")
        undo = reverse("post_restore", args=[slug, pk, number])
        messages.success(request, format_html('{} <a href="{}">{}</a>', said, undo, _("Restore it")))
        return redirect("topics", slug) if post.is_first else redirect(post)
    return drawn(request, "remove", opened.topic, form=form, post=post)


@asked_and_answered
def post_restore(request: PersonRequest, slug: str, pk: int, number: int) -> HttpResponse:
    """`…/m/<number>/restaura/`: shows those who moderate what was removed, and brings it back."""
    opened = moderated_topic(request, slug, pk)
    post = post_or_404(opened, number, removed=True)
    if post.removed_at is None:
        return redirect(post)
    if not may_restore(post, by=request.user):
        raise Http404
    if request.method == "POST":
        restore_post(post, by=request.user)
        said = _("The topic can be read again.") if post.is_first else _("The post can be read again.")
        messages.success(request, said)
        return redirect(post)
    act = acts_for(request.user).filter(post=post, kind=ActKind.REMOVE).first()
    return drawn(request, "restore", opened.topic, post=post, act=act)


@require_POST
def post_solve(request: PersonRequest, slug: str, pk: int, number: int) -> HttpResponse:
    """`…/m/<number>/resol/`: `action=solve`, or `unsolve` to take it back."""
    opened = topic_or_404(request, slug, pk)
    post = post_or_404(opened, number)
    if not may_solve(opened.topic, opened.door) or post.is_first:
        raise Http404
    if request.POST.get("action") == "unsolve":
        mark_unsolved(opened.topic, by=request.user)
        messages.success(request, _("The question waits for an answer again."))
    else:
        mark_solved(post, by=request.user)
        messages.success(request, _("The question is solved: whoever comes here finds the answer at once."))
    return redirect(post)
