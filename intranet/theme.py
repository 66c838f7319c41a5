"""Light or dark: the system's own, unless the person chooses. The choice is a cookie of this browser, not of the account."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_POST

COOKIE = "theme"
COOKIE_AGE = 365 * 24 * 3600
SYSTEM = ""
THEMES = (
    (SYSTEM, pgettext_lazy("theme", "As the system"), "sun-moon"),
    ("light", pgettext_lazy("theme", "Light"), "sun"),
    ("dark", pgettext_lazy("theme", "Dark"), "moon"),
)


def theme_of(request: HttpRequest) -> str:
    """The theme chosen in this browser, or the system's when the cookie says anything else."""
    chosen = request.COOKIES.get(COOKIE, SYSTEM)
    return chosen if chosen in {value for value, _label, _icon in THEMES} else SYSTEM


@require_POST
def choose_theme(request: HttpRequest) -> HttpResponse:
    """Keep the theme for a year and go back to where the person was."""
    chosen = request.POST.get("theme", SYSTEM)
    back = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
    response = HttpResponseRedirect(back if safe else "/")
    if chosen in {value for value, _label, _icon in THEMES if value}:
        response.set_cookie(COOKIE, chosen, COOKIE_AGE, secure=request.is_secure(), httponly=True, samesite="Lax")
    else:
        response.delete_cookie(COOKIE)
    return response
