"""`/admin/correus/`: each mail that the intranet writes, with invented data, as mail programs show it."""

from typing import Any

from csp.decorators import csp_replace
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from intranet.mail import compose
from intranet.mailbox.views import LETTER_POLICY, LINKS_LEAVE_THE_FRAME, SANDBOX
from intranet.members.rules import is_coordination
from intranet.outbox.kinds import MailKind, mail_kinds

THEMES = ("light", "dark")
ASKS_FOR_DARK = "@media (prefers-color-scheme: dark)"


def previewed() -> list[MailKind]:
    return [kind for kind in mail_kinds() if kind.sample is not None]


def sample_of(name: str) -> Any:
    """The mail `name`, written to nobody. Raises Http404 for one that has no sample."""
    kind = next((kind for kind in previewed() if kind.name == name), None)
    if kind is None or kind.sample is None:
        raise Http404
    return kind, compose(name, to="berta@manresa.example", context=kind.sample())


def only_for_coordination(request: HttpRequest) -> None:
    if not is_coordination(request.user):
        raise Http404


@require_safe
def mails(request: HttpRequest) -> HttpResponse:
    only_for_coordination(request)
    rows = [
        (kind, compose(kind.name, to="x@example.org", context=kind.sample()).subject)
        for kind in previewed()
        if kind.sample
    ]
    context = {"rows": rows, "breadcrumbs": [{"url": "", "label": _("The intranet's mails")}]}
    return render(request, "notifications/admin/mails.html", context)


@require_safe
def mail_preview(request: HttpRequest, name: str) -> HttpResponse:
    only_for_coordination(request)
    kind, message = sample_of(name)
    url = reverse("mail_preview_html", args=[name])
    frames = [
        (_("On a wide screen"), "wide", f"{url}?tema=light"),
        (_("On a phone"), "phone", f"{url}?tema=light"),
        (_("In the dark theme"), "wide", f"{url}?tema=dark"),
    ]
    crumbs = [{"url": reverse("mail_previews"), "label": _("The intranet's mails")}, {"url": "", "label": str(kind)}]
    context = {"kind": kind, "message": message, "frames": frames, "sandbox": SANDBOX, "breadcrumbs": crumbs}
    return render(request, "notifications/admin/mail.html", context)


@never_cache
@require_safe
@csp_replace(LETTER_POLICY)  # type: ignore[arg-type]  # django-csp knows no views with arguments
def mail_preview_html(request: HttpRequest, name: str) -> HttpResponse:
    """`?tema=light` or `dark`: the theme is forced, whatever the browser's own is."""
    only_for_coordination(request)
    _kind, message = sample_of(name)
    html = str(message.alternatives[0].content)
    forced = "@media all" if request.GET.get("tema") == "dark" else "@media not all"
    return HttpResponse(LINKS_LEAVE_THE_FRAME + html.replace(ASKS_FOR_DARK, forced))


urlpatterns = [
    path("correus/", mails, name="mail_previews"),
    path("correus/<slug:name>/", mail_preview, name="mail_preview"),
    path("correus/<slug:name>/html/", mail_preview_html, name="mail_preview_html"),
]
