"""Which page of a list is asked for."""

from intranet.members.views.requests import PersonRequest

MOST_DIGITS = 9


def page_asked_for(request: PersonRequest) -> int:
    """`?pagina=N`; what makes no sense is the first."""
    asked = request.GET.get("pagina", "")
    return max(1, int(asked)) if asked.isascii() and asked.isdecimal() and len(asked) <= MOST_DIGITS else 1
