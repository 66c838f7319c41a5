"""A topic, page by page; reacting to its posts and choosing how much of it one hears."""

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from forum.domain.following import follow, silence
from forum.domain.opening import OpenTopic, open_topic_of
from forum.domain.pages import pages_of, posts_on
from forum.domain.reading import mark_read_to
from forum.enums import FollowLevel
from forum.models import Post
from forum.models.posts import PAGE
from forum.views.cards import cards_of
from forum.views.doors import topic_or_404
from forum.views.kept import join
from forum.views.paging import page_asked_for
from forum.views.reply_box import reply_box
from forum.views.topic_pieces import MUTED, crumbs, facts, follow_choice, head, marker, page_links, words
from intranet.members.views.requests import PersonRequest
from intranet.notifications.views.notices import is_a_visit
from intranet.panels import panels_for


@require_safe
def topic(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    """`/grups/<slug>/temes/<id>/`. A page beyond the last is the last; whoever comes to where it was is led to where it is."""
    opened = open_topic_of(request.user, pk)
    if opened is None:
        raise Http404
    if opened.topic.group.slug != slug:
        query = request.GET.urlencode()
        return redirect(opened.topic.get_absolute_url() + (f"?{query}" if query else ""))
    return topic_page(request, opened)


def topic_page(request: PersonRequest, opened: OpenTopic) -> HttpResponse:
    total = pages_of(opened)
    page = min(page_asked_for(request), total)
    lines = posts_on(opened, page=page)
    if lines and is_a_visit(request):
        mark_read_to(opened, lines[-1].row.number)
    cards = cards_of(opened, lines)
    new, numbers = opened.first_unread if opened.read_number else None, [line.row.number for line in lines]
    if new in numbers:
        cards.insert(numbers.index(new), marker())
    context = {
        "topic": opened.topic,
        "crumbs": crumbs(opened),
        "head": head(opened),
        "posts": join(cards),
        "words": words(opened),
        "pages": page_links(page, total),
        "new_at": "#nou" if new in numbers else f"{page_query(new)}#m{new}" if new else "",
        "aside": facts(opened),
        "follow": follow_choice(opened),
        "panels": panels_for(request, "topic:aside", topic=opened.topic),
        "reply_box": reply_box(request, opened),
    }
    return render(request, "forum/topic.html", context)


def page_query(number: int) -> str:
    """The page on which the post of this number stands, as the query of the topic's address."""
    return f"?pagina={(number - 1) // PAGE + 1}"


@require_safe
def topic_unread(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    """`…/nous/`: to the first post that is new to the reader, or else to the last."""
    opened = topic_or_404(request, slug, pk)
    return to_post(opened, opened.first_unread or opened.topic.last_number)


@require_safe
def post(request: PersonRequest, slug: str, pk: int, number: int) -> HttpResponse:  # noqa: ARG001 - wherever it was
    """`…/m/<number>/`: the lasting address of a post leads to the page on which it stands."""
    opened = open_topic_of(request.user, pk)
    if opened is None or not 1 <= number <= opened.topic.last_number:
        raise Http404
    return to_post(opened, number)


def to_post(opened: OpenTopic, number: int) -> HttpResponse:
    return redirect(Post(topic=opened.topic, number=number).get_absolute_url())


@require_POST
def topic_follow(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    """`…/segueix/`: `level=` all, replies, or muted."""
    topic = topic_or_404(request, slug, pk).topic
    level = request.POST.get("level", "")
    if level == MUTED:
        silence(topic, person=request.user)
        messages.success(request, _("You will hear no more of this topic."))
    elif level in FollowLevel.values:
        follow(topic, person=request.user, level=FollowLevel(level))
        messages.success(request, FOLLOWED[FollowLevel(level)]())
    else:
        raise BadRequest
    return redirect(topic)


FOLLOWED = {
    FollowLevel.ALL: lambda: _("You will hear of every reply."),
    FollowLevel.REPLIES: lambda: _("You will hear of replies to you and of mentions alone."),
}
