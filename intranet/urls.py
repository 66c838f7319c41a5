"""The addresses of the site (Catalan, stable). Each one is declared in `intranet.policy`."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path, re_path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.admin.auth import require_admin_access
from wagtail.documents import urls as wagtaildocs_urls

from intranet.access import password_gate
from intranet.design import design_system
from intranet.health import health
from intranet.keys import keyboard
from intranet.media import document, media
from intranet.members.admin.account import AreaAccountView
from intranet.richtext.views import editor_tools
from intranet.search.suggestion_views import search_suggestions
from intranet.search.views import search
from intranet.theme import choose_theme

urlpatterns: list[URLPattern | URLResolver] = [
    # The front door is asked for most, and found first.
    path("", include("home.urls")),
    # Before the includes that hold Wagtail's own sign-in pages.
    path("admin/login/", password_gate, name="password_gate"),
    path("_util/login/", password_gate, name="password_gate"),
    path("admin/account/", require_admin_access(AreaAccountView.as_view()), name="admin_account"),
    path("admin/", include(wagtailadmin_urls)),
    path("compte/", include("intranet.members.accounts.urls")),
    path("", include("intranet.notifications.urls")),
    path("", include("intranet.members.urls")),
    path("salut/", health, name="health"),
    path("", include("intranet.links.urls")),
    path("", include("intranet.drafts.urls")),
    path("editor/", editor_tools, name="editor_tools"),
    path("", include("forum.urls")),
    path("", include("agenda.urls")),
    path("", include("repository.urls")),
    path("", include("home.circular.urls")),
    path("cerca/", search, name="search"),
    path("cerca/suggeriments/", search_suggestions, name="search_suggestions"),
    path("aparenca/", choose_theme, name="theme"),
    path("dreceres/", keyboard, name="keyboard"),
    path("disseny/", design_system, name="design_system"),
    path("media/<path:path>", media, name="media"),
    re_path(r"^documents/(\d+)/(.*)$", document, name="wagtaildocs_serve"),
    path("documents/", include(wagtaildocs_urls)),
    path("", include(wagtail_urls)),
]
if settings.DEMO:
    # Before Wagtail's pages, which take every address that is left.
    urlpatterns.insert(0, path("correu/", include("intranet.mailbox.urls")))

handler400 = "intranet.errors.bad_request"
handler403 = "intranet.errors.permission_denied"
handler404 = "intranet.errors.not_found"
handler429 = "intranet.errors.too_many_requests"  # allauth looks for it here
handler500 = "intranet.errors.server_error"
