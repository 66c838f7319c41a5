"""How it will look: as mail and as page, and by a mail to try it.

To whoever looks, as they would get it; or in the order in which somebody of a group gets what the one who looks may see.
"""

from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from csp.decorators import csp_replace
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import ngettext, pgettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from home.circular.domain.arranging import Interests
from home.circular.domain.reading import reading_context
from home.circular.enums import CLIPPED_FROM, KILO
from home.circular.forms.trying import TryForm
from home.circular.letter.trying import groups_to_try, letter_for, send_test
from home.circular.models import CircularPage
from home.circular.views.compose_doors import circular_or_404
from intranet.frame import Link
from intranet.mailbox.views import LETTER_POLICY, LINKS_LEAVE_THE_FRAME, SANDBOX
from intranet.members.models import WorkingGroup
from intranet.members.views.requests import PersonRequest

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

FORM, GROUP = "forma", "grup"
WIDE, PHONE, DARK, TEXT, PAGE = "ample", "mobil", "fosc", "text", "pagina"
FORMS: "dict[str, StrPromise | str]" = {
    WIDE: pgettext_lazy("preview of a mail", "Wide"),
    PHONE: pgettext_lazy("preview of a mail", "Phone"),
    DARK: pgettext_lazy("preview of a mail", "Dark"),
    TEXT: pgettext_lazy("preview of a mail", "Text"),
    PAGE: pgettext_lazy("preview of a mail", "As page"),
}
ASKS_FOR_DARK = "@media (prefers-color-scheme: dark)"


@require_safe
def circular_preview(request: PersonRequest, month: date) -> HttpResponse:
    """`?forma=` chooses one of `FORMS`, `?grup=` as somebody of which group; and the form that sends it to try it."""
    return shown(request, circular_or_404(request, month), TryForm(by=request.user))


@require_POST
def circular_test(request: PersonRequest, month: date) -> HttpResponse:
    """To oneself, and to the chosen `people`."""
    circular = circular_or_404(request, month)
    form = TryForm(request.POST, by=request.user)
    if not form.is_valid():
        return shown(request, circular, form)
    count = send_test(circular, to=form.recipients(), by=request.user)
    said = ngettext("A test is on its way to you.", "A test is on its way to %(count)d people.", count)
    messages.success(request, said % {"count": count})
    return redirect("circular_preview", month)


@never_cache
@require_safe
def circular_preview_form(request: PersonRequest, month: date, form: str) -> HttpResponseBase:
    """What stands in the frame of the preview, alone."""
    if form not in FORMS:
        raise Http404
    circular = circular_or_404(request, month)
    return ALONE[form](request, circular)


def shown(request: PersonRequest, circular: CircularPage, form: TryForm) -> HttpResponse:
    asked = request.GET.get(FORM, WIDE)
    chosen = asked if asked in FORMS else WIDE
    groups = groups_to_try(request.user)
    group = chosen_in(request, groups)
    mail = letter_for(request.user, circular, interests=interests_as(group))
    frame_url = reverse("circular_preview_form", args=[circular.month, chosen])
    size = len(str(mail.alternatives[0][0]).encode())
    context: dict[str, Any] = {
        "circular": circular,
        "tabs": [
            Link(label, query_of({FORM: name}, group), is_current=name == chosen) for name, label in FORMS.items()
        ],
        "chosen": chosen,
        "label": FORMS[chosen],
        "mail": mail,
        "size": size // KILO,
        "is_clipped": size > CLIPPED_FROM,
        "groups": groups,
        "group": group,
        "frame_url": frame_url + query_of({}, group),
        "sandbox": "" if chosen == PAGE else SANDBOX,
        "form": form,
    }
    return render(request, "circular/preview.html", context, status=422 if form.errors else 200)


def chosen_in(request: PersonRequest, groups: Sequence[WorkingGroup]) -> WorkingGroup | None:
    asked = request.GET.get(GROUP)
    return next((group for group in groups if group.slug == asked), None)


def interests_as(group: WorkingGroup | None) -> Interests | None:
    """Of somebody who is in it, and in no other one. None: those of whoever looks."""
    return Interests(frozenset({group.pk})) if group else None


def asked_in(request: PersonRequest) -> Interests | None:
    """One statement when a group is asked for, else none."""
    return interests_as(chosen_in(request, groups_to_try(request.user))) if request.GET.get(GROUP) else None


def query_of(facts: dict[str, str], group: WorkingGroup | None) -> str:
    found = urlencode({**facts, GROUP: group.slug} if group else facts)
    return f"?{found}" if found else ""


@csp_replace(LETTER_POLICY)  # type: ignore[arg-type]  # django-csp knows no views with arguments
def as_mail(request: PersonRequest, circular: CircularPage) -> HttpResponse:
    return mail_in(request, circular, "@media not all")


@csp_replace(LETTER_POLICY)  # type: ignore[arg-type]
def as_dark_mail(request: PersonRequest, circular: CircularPage) -> HttpResponse:
    return mail_in(request, circular, "@media all")


def mail_in(request: PersonRequest, circular: CircularPage, forced: str) -> HttpResponse:
    """The theme is forced, whatever the browser's own is."""
    html = str(letter_for(request.user, circular, interests=asked_in(request)).alternatives[0][0])
    return HttpResponse(LINKS_LEAVE_THE_FRAME + html.replace(ASKS_FOR_DARK, forced))


def as_text(request: PersonRequest, circular: CircularPage) -> HttpResponse:
    mail = letter_for(request.user, circular, interests=asked_in(request))
    return HttpResponse(mail.body, content_type="text/plain; charset=utf-8")


def as_page(request: PersonRequest, circular: CircularPage) -> HttpResponse:
    context = reading_context(circular, request.user, interests=asked_in(request))
    return render(request, "circular/preview_page.html", context)


ALONE: dict[str, Callable[..., HttpResponseBase]] = {
    WIDE: as_mail,
    PHONE: as_mail,
    DARK: as_dark_mail,
    TEXT: as_text,
    PAGE: as_page,
}
