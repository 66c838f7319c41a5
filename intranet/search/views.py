"""`/cerca/`: one search over what the intranet holds."""

from django.http import HttpResponse
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from intranet.fulltext.words import says_too_little
from intranet.members.views.listings import render_listing
from intranet.members.views.requests import PersonRequest
from intranet.search.filters import filters_in, words_in_address
from intranet.search.finding import find
from intranet.search.missed import note_of
from intranet.search.promotions import RECOMMENDED_ICON
from intranet.search.results import Shown, kinds_for


@require_safe
def search(request: PersonRequest) -> HttpResponse:
    """What the person finds. As many statements for any number of things: see `find`, and one a kind."""
    words, asked = words_in_address(request.GET), filters_in(request.GET)
    answer = find(request.user, words, asked)
    shown = Shown(request.user, words, answer, answer.recommended, request.GET.get("pagina"))
    is_missed = bool(words) and not (answer.is_found or answer.recommended or asked.are_chosen)
    if is_missed and request.method == "GET" and request.user.standing.in_network:
        note_of(request.user, words)
    context = {
        "words": words,
        "recommended_icon": RECOMMENDED_ICON,
        "kept": {"GET": shown.query},
        "says_too_little": bool(words) and says_too_little(words),
        "kinds": [] if words else kinds_for(request.user),
        "examples": [] if words else examples(),
    }
    return render_listing(request, shown, context, page="search/results.html", results="search/found.html")


def examples() -> list[str]:
    """What one may look for, where the words are nobody's in particular."""
    return [
        pgettext("words to look for", "socially responsible procurement"),
        pgettext("words to look for", "cooperatives"),
        pgettext("words to look for", "municipal allotments"),
    ]
