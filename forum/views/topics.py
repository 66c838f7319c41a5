"""`/grups/<slug>/temes/`: what a group talks about."""

from typing import NamedTuple
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST, require_safe

from forum.domain.listing import TOPICS_PER_PAGE, Show, topics_of
from forum.domain.reading import mark_group_read
from forum.feeds import feed_url_of
from forum.views.doors import group_door_or_404
from forum.views.group_head import head_of_group
from forum.views.kept import drawing, kept_piece
from forum.views.paging import page_asked_for
from forum.views.rows import rows_of
from intranet.members.doors import Door
from intranet.members.views.requests import PersonRequest

LONGEST_WORDS = 100


class Choice(NamedTuple):
    """One way to narrow the list down."""

    label: str
    href: str
    is_current: bool


@require_safe
def topics(request: PersonRequest, slug: str) -> HttpResponse:
    """`?tipus=` one kind or state, `?q=` words of the title, `?pagina=N`; what makes no sense is not asked for."""
    door = group_door_or_404(request, slug)
    show, words = show_asked_for(request), request.GET.get("q", "").replace("\0", "").strip()[:LONGEST_WORDS]
    lines, page, total = topics_of(request.user, door.group, show=show, words=words, page=page_asked_for(request))
    context = {
        **head_of_group(request, door),
        "choices": choices(show, words),
        "show": show,
        "words": words,
        "total": total,
        "rows": rows_of(lines),
        "pages": page_links(show, words, page, total),
        "may_ask": door.may_write,
        "feed_url": feed_url_of(request.user, door.group),
    }
    return render(request, "forum/topic_list.html", context)


def show_asked_for(request: PersonRequest) -> Show:
    asked = request.GET.get("tipus", "")
    return Show(asked) if asked in set(Show) else Show.ALL


def query_for(show: Show, words: str) -> QueryDict:
    given = {name: value for name, value in (("tipus", show.value), ("q", words)) if value}
    return QueryDict(urlencode(given), mutable=True)


def choices(show: Show, words: str) -> SafeString:
    """The links that narrow the list down. Kept, but for what people search."""

    def draw() -> str:
        labels = {
            Show.ALL: pgettext("topics", "All"),
            Show.UNREAD: pgettext("topics", "Unread"),
            Show.UNANSWERED: pgettext("topics", "Without an answer"),
            Show.QUESTIONS: pgettext("topics", "Questions"),
            Show.DEBATES: pgettext("topics", "Debates"),
            Show.EXPERIENCES: pgettext("topics", "Experiences"),
            Show.ANNOUNCEMENTS: pgettext("topics", "Announcements"),
        }
        links = [Choice(label, f"?{query_for(way, words).urlencode()}", way == show) for way, label in labels.items()]
        return drawing("forum/topic_choices.html", choices=links, show=show.value)

    return SafeString(draw()) if words else kept_piece("choices", (show.value,), draw)


def page_links(show: Show, words: str, page: int, total: int) -> SafeString:
    if total <= TOPICS_PER_PAGE:
        return SafeString()

    def draw() -> str:
        found = Paginator(range(total), TOPICS_PER_PAGE).page(page)
        return drawing("components/pagination.html", page=found, request={"GET": query_for(show, words)})

    last = -(-total // TOPICS_PER_PAGE)
    return SafeString(draw()) if words else kept_piece("topic-pages", (show.value, page, last), draw)


@require_POST
def topics_read(request: PersonRequest, slug: str) -> HttpResponse:
    """`…/llegits/`: all that the group has said is read."""
    door: Door = group_door_or_404(request, slug)
    mark_group_read(request.user, door.group)
    messages.success(request, _("You are up to date: everything that this group has said is marked as read."))
    return redirect("topics", slug)
