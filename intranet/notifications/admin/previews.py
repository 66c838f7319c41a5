"""`/admin/correus/`: each mail that the intranet writes, with invented data, as mail programs show it."""

from collections.abc import Iterator
from dataclasses import dataclass

from csp.decorators import csp_replace
from django.core.mail import EmailMultiAlternatives
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from intranet.mail import compose
from intranet.mailbox.views import LETTER_POLICY, LINKS_LEAVE_THE_FRAME, SANDBOX
from intranet.members.rules import is_coordination
from intranet.outbox.kinds import mail_kinds

NOBODY = "berta@manresa.example"
THEMES = ("light", "dark")
ASKS_FOR_DARK = "@media (prefers-color-scheme: dark)"


@dataclass(frozen=True)
class Preview:
    """A mail as it would look. `name` is for the address: the kind's, and the variant's after two dashes."""

    name: str
    label: str
    message: EmailMultiAlternatives


def previews() -> Iterator[Preview]:
    """Of each kind of mail that has a sample, and of its variants, each written to nobody."""
    for kind in mail_kinds():
        if kind.sample is not None:
            yield Preview(kind.name, str(kind), compose(kind.name, to=NOBODY, context=kind.sample()))
        for name, (label, context) in (kind.variants() if kind.variants else {}).items():
            yield Preview(f"{kind.name}--{name}", f"{kind}: {label}", compose(kind.name, to=NOBODY, context=context))


def preview_named(name: str) -> Preview:
    """Raises Http404 when there is none."""
    found = next((preview for preview in previews() if preview.name == name), None)
    if found is None:
        raise Http404
    return found


def only_for_coordination(request: HttpRequest) -> None:
    if not is_coordination(request.user):
        raise Http404


@require_safe
def mails(request: HttpRequest) -> HttpResponse:
    only_for_coordination(request)
    context = {"previews": list(previews()), "breadcrumbs": [{"url": "", "label": _("The intranet's mails")}]}
    return render(request, "notifications/admin/mails.html", context)


@require_safe
def mail_preview(request: HttpRequest, name: str) -> HttpResponse:
    only_for_coordination(request)
    preview = preview_named(name)
    url = reverse("mail_preview_html", args=[name])
    frames = [
        (_("On a wide screen"), "wide", f"{url}?tema=light"),
        (_("On a phone"), "phone", f"{url}?tema=light"),
        (_("In the dark theme"), "wide", f"{url}?tema=dark"),
    ]
    crumbs = [
        {"url": reverse("mail_previews"), "label": _("The intranet's mails")},
        {"url": "", "label": preview.label},
    ]
    context = {"preview": preview, "frames": frames, "sandbox": SANDBOX, "breadcrumbs": crumbs}
    return render(request, "notifications/admin/mail.html", context)


@never_cache
@require_safe
@csp_replace(LETTER_POLICY)  # type: ignore[arg-type]  # django-csp knows no views with arguments
def mail_preview_html(request: HttpRequest, name: str) -> HttpResponse:
    """`?tema=light` or `dark`: the theme is forced, whatever the browser's own is."""
    only_for_coordination(request)
    html = str(preview_named(name).message.alternatives[0][0])
    forced = "@media all" if request.GET.get("tema") == "dark" else "@media not all"
    return HttpResponse(LINKS_LEAVE_THE_FRAME + html.replace(ASKS_FOR_DARK, forced))


urlpatterns = [
    path("correus/", mails, name="mail_previews"),
    path("correus/<slug:name>/", mail_preview, name="mail_preview"),
    path("correus/<slug:name>/html/", mail_preview_html, name="mail_preview_html"),
]
