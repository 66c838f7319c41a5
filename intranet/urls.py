"""The addresses of the site (Catalan, stable). Each one is declared in `intranet.access`."""

from django.urls import URLPattern, URLResolver, include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls

from intranet.access import password_gate
from intranet.design import design_system
from intranet.health import health
from intranet.theme import choose_theme

urlpatterns: list[URLPattern | URLResolver] = [
    # Before the includes that hold Wagtail's own sign-in pages.
    path("admin/login/", password_gate, name="password_gate"),
    path("_util/login/", password_gate, name="password_gate"),
    path("admin/", include(wagtailadmin_urls)),
    path("compte/", include("intranet.members.accounts.urls")),
    path("", include("intranet.members.urls")),
    path("salut/", health, name="health"),
    path("aparenca/", choose_theme, name="theme"),
    path("disseny/", design_system, name="design_system"),
    path("", include("home.urls")),
    path("", include(wagtail_urls)),
]

handler400 = "intranet.errors.bad_request"
handler403 = "intranet.errors.permission_denied"
handler404 = "intranet.errors.not_found"
handler500 = "intranet.errors.server_error"
