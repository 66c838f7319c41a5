"""Opening a topic and answering in it."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from forum.domain.opening import OpenTopic
from forum.domain.pace import TooManyPostsError
from forum.domain.publishing import publish_post, publish_topic
from forum.domain.quoting import quote_of
from forum.domain.texts import Text
from forum.enums import TopicKind
from forum.forms.writing import ReplyForm, TopicForm
from forum.models import Post
from forum.views.desk import Desk, why_not, writing_in
from forum.views.doors import group_door_or_404, topic_written_in_or_404
from forum.views.paging import MOST_DIGITS
from forum.views.reply_box import reply_desk, why_no_reply
from intranet.drafts.restoring import Restored
from intranet.members.doors import Door
from intranet.members.views.requests import PersonRequest, asked_and_answered
from intranet.richtext.cleaning import plain_text
from intranet.richtext.typed import in_blocks


@asked_and_answered
def topic_new(request: PersonRequest, slug: str) -> HttpResponse:
    """`/grups/<slug>/temes/nou/`; `?tipus=question` says what it will be, and spares asking."""
    door = group_door_or_404(request, slug)
    asked = request.GET.get("tipus")
    if asked == TopicKind.EXPERIENCE:
        return redirect("experience_new", slug)
    kinds = kinds_for(door)
    kind = next((kind for kind in kinds if kind == asked), None)
    desk = Desk(request, f"{request.path}?tipus={kind}" if kind else request.path)
    if not door.may_write:
        return desk.refuse(door.group, why_not(door))
    form = TopicForm(
        request.POST or None, request.FILES or None, author=request.user, group=door.group, kinds=kinds, kind=kind
    )
    begun = None if desk.is_sent else desk.begin(form)
    done, preview = topic_sent(desk, door, form, kind) if desk.is_sent else (None, None)
    others = [other for other in kinds if other != kind]
    context = {"group": door.group, "kind": kind, "others": others, "preview": preview, "begun": begun}
    return done or desk.show("forum/topic_new.html", form, **context)


def topic_sent(
    desk: Desk, door: Door, form: TopicForm, kind: TopicKind | None
) -> tuple[HttpResponse | None, Text | None]:
    """Where it leads, None when the form is to be shown again; and a preview, if that is what was asked for."""
    if desk.action == "draft":
        return desk.keep(form), None
    if not form.is_valid():
        return None, None
    if desk.action == "preview":
        return None, desk.preview_of(form, door.group)
    return published_topic(desk, door, form, kind or TopicKind(form.cleaned_data["kind"])), None


def published_topic(desk: Desk, door: Door, form: TopicForm, kind: TopicKind) -> HttpResponse | None:
    if desk.is_another(form):
        return None
    title, writing = form.cleaned_data["title"], writing_in(form)
    try:
        topic = publish_topic(group=door.group, author=desk.request.user, kind=kind, title=title, writing=writing)
    except TooManyPostsError as error:
        form.add_error(None, str(error))
        return None
    except PermissionDenied:
        return desk.refuse(door.group, why_not(door))
    return desk.published(published_words(kind), topic)


def kinds_for(door: Door) -> list[TopicKind]:
    """What the person may open in the group by this form: experiences have their own."""
    kinds = [TopicKind.QUESTION, TopicKind.DEBATE]
    return [*kinds, TopicKind.ANNOUNCEMENT] if door.moderates else kinds


def published_words(kind: TopicKind) -> str:
    words = {
        TopicKind.QUESTION: _("Your question is published. You will be told when somebody answers."),
        TopicKind.ANNOUNCEMENT: _("Your announcement is published."),
    }
    return words.get(kind, _("Your topic is published. You will be told when somebody answers."))


@asked_and_answered
def topic_reply(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    """`/grups/<slug>/temes/<id>/respon/`: `?resposta=<n>` answers one post, `?cita=<n>` quotes it too."""
    opened = topic_written_in_or_404(request, slug, pk)
    desk, group = reply_desk(request, opened), opened.door.group
    if reason := why_no_reply(opened):
        return desk.refuse(opened, reason)
    form = ReplyForm(request.POST or None, request.FILES or None, author=request.user, group=group)
    begun = None if desk.is_sent else begin_reply(desk, opened, form, request.GET)
    asked = form["reply_to"].value()
    answered = post_to_answer(opened, str(asked or ""))
    done, preview = reply_sent(desk, opened, form, answered) if desk.is_sent else (None, None)
    context = {
        "group": group,
        "topic": opened.topic,
        "answered": answered,
        "is_quoted": "cita" in request.GET,
        "preview": preview,
        "begun": begun,
    }
    return done or desk.show("forum/reply.html", form, **context)


def begin_reply(desk: Desk, opened: OpenTopic, form: ReplyForm, asked: QueryDict) -> Restored | None:
    """What had been begun stays; a quote comes after it, once."""
    begun = desk.begin(form)
    quoted = post_to_answer(opened, asked.get("cita", ""))
    answered = quoted or post_to_answer(opened, asked.get("resposta", ""))
    if answered:
        form.initial["reply_to"] = answered.number
        form.fields["body"].widget.attrs["autofocus"] = True
    if quoted:
        body, quote = in_blocks(form.initial.get("body") or ""), quote_of(quoted)
        if plain_text(quote) not in plain_text(body):
            form.initial["body"] = body + quote
    return begun


def post_to_answer(opened: OpenTopic, number: str) -> Post | None:
    """None for a post that is not there or was removed: there is nothing to answer then but the topic."""
    if not (number.isascii() and number.isdecimal() and len(number) <= MOST_DIGITS):
        return None
    posts = Post.objects.select_related("author").filter(topic=opened.topic, removed_at=None)
    post = posts.filter(number=int(number)).first()
    if post:
        post.topic = opened.topic
    return post


def reply_sent(
    desk: Desk, opened: OpenTopic, form: ReplyForm, answered: Post | None
) -> tuple[HttpResponse | None, Text | None]:
    if desk.action == "draft":
        return desk.keep(form, opened.topic.title), None
    if not form.is_valid():
        return None, None
    if desk.action == "preview":
        return None, desk.preview_of(form, opened.door.group)
    return published_reply(desk, opened, form, answered), None


def published_reply(desk: Desk, opened: OpenTopic, form: ReplyForm, answered: Post | None) -> HttpResponse | None:
    if desk.is_another(form):
        return None
    try:
        post = publish_post(topic=opened.topic, author=desk.request.user, writing=writing_in(form), reply_to=answered)
    except TooManyPostsError as error:
        form.add_error(None, str(error))
        return None
    except PermissionDenied:
        return desk.refuse(opened, _("This topic has been closed in the meantime."))
    return desk.published(_("Your reply is published."), post)
