"""Reacting to a post with one word."""

from typing import Any

from django.core.exceptions import BadRequest
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from forum.domain.opening import GREATEST_KEY, OpenTopic
from forum.domain.pages import lines_between
from forum.domain.reactions import react
from forum.enums import ReactionKind
from forum.models import Post, Reaction
from forum.views.cards import cards_of
from forum.views.doors import topic_or_404
from forum.views.moderation import trail_to
from intranet.members.views.requests import PersonRequest, asked_and_answered

STANDS = {"1": True, "0": False, "": None}


@asked_and_answered
def topic_react(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    """`…/reaccions/`: `react=<post>:<word>:1` gives the word, `:0` takes it back, said or not before; `?id=` offers them.

    `react=<post>:<word>` turns it over: a page that was open before forms said what they want.
    """
    opened = topic_or_404(request, slug, pk)
    if request.method != "POST":
        return offer(request, opened)
    key, word, wanted = [*request.POST.get("react", "").split(":", 2), "", ""][:3]
    if word not in ReactionKind.values or wanted not in STANDS:
        raise BadRequest
    post = post_of_key(opened, key)
    react(post, by=request.user, kind=ReactionKind(word), stands=STANDS[wanted])
    return answer_in_place(opened, post, word) if request.htmx else redirect(post)


def offer(request: PersonRequest, opened: OpenTopic) -> HttpResponse:
    if "id" not in request.GET:
        return redirect(opened.topic)
    post = post_of_key(opened, request.GET["id"])
    if post.author_id == request.user.pk or not opened.door.may_write:
        raise Http404
    own = set(Reaction.objects.filter(post=post, person=request.user).values_list("kind", flat=True))
    words: list[dict[str, Any]] = [
        {"kind": kind.value, "label": kind.label, "is_own": kind in own} for kind in ReactionKind
    ]
    context = {"post": post, "topic": opened.topic, "words": words, "trail": trail_to(opened.topic)}
    return render(request, "forum/topic_react.html", context)


def post_of_key(opened: OpenTopic, key: str) -> Post:
    if not (key.isascii() and key.isdecimal() and len(key) <= len(str(GREATEST_KEY)) and int(key) <= GREATEST_KEY):
        raise BadRequest
    posts = Post.objects.select_related("author", "council").filter(topic=opened.topic, removed_at=None)
    post = get_object_or_404(posts, pk=key)
    post.topic = opened.topic
    return post


def answer_in_place(opened: OpenTopic, post: Post, word: str) -> HttpResponse:
    """The card as it is now, for htmx; the focus goes back to where it was."""
    (card,) = cards_of(opened, lines_between(opened, post.number, post.number))
    button, link = f'value="{post.pk}:{word}"', f'href="reaccions/?id={post.pk}"'
    place = button if button in card else link
    return HttpResponse(card.replace(place, f"{place} autofocus"), headers={"HX-Retarget": f"#m{post.number}"})
