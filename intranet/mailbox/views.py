"""`/correu/`, in the demo only: whoever is not in yet must be able to read the code that lets them in."""

from typing import Any

from csp.constants import NONE, SELF, UNSAFE_INLINE
from csp.decorators import csp_replace
from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.cache import never_cache
from django.views.generic import View

from intranet.mailbox.letters import Letter, find_letter, letters
from intranet.templatetags.intranet import day_words, hour_words

PAGE_SIZE = 25
# A mail's HTML has its styles inline and can do nothing: no script, no form, no image from elsewhere. Its links open
# in the whole window.
SANDBOX = "allow-top-navigation-by-user-activation"
LETTER_POLICY = {
    "default-src": [NONE],
    "script-src": [NONE],
    "style-src": [UNSAFE_INLINE],
    "img-src": [SELF, "data:"],
    "base-uri": [NONE],
    "form-action": [NONE],
    "frame-ancestors": [SELF],
    "sandbox": [SANDBOX],
}
LINKS_LEAVE_THE_FRAME = '<base target="_top">'


@method_decorator(never_cache, name="dispatch")
class DemoView(View):
    """Answers in the demo alone, wherever its address may be known."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not settings.DEMO:
            raise Http404
        return super().dispatch(request, *args, **kwargs)  # type: ignore[return-value]

    def letter(self) -> Letter:
        letter = find_letter(self.kwargs["name"])
        if letter is None:
            raise Http404
        return letter


def row_of(letter: Letter) -> list[SafeString]:
    """The letter in the list, by subject, recipient and date."""
    day, hour = day_words(letter.sent_at), hour_words(letter.sent_at)
    return [
        format_html(
            '<a href="{}">{}</a>', reverse("mailbox_message", args=[letter.name]), letter.subject or letter.name
        ),
        format_html("{}", letter.to),
        format_html('<time datetime="{}">{}, {}</time>', letter.sent_at.isoformat(), day, hour),
    ]


class MailboxView(DemoView):
    def get(self, request: HttpRequest) -> HttpResponse:
        page = Paginator(letters(), PAGE_SIZE).get_page(request.GET.get("pagina"))
        headings = [_("Subject"), pgettext("recipient of a mail", "To"), _("Sent")]
        rows = [row_of(letter) for letter in page]
        return render(request, "mailbox/list.html", {"page": page, "headings": headings, "rows": rows})


class LetterView(DemoView):
    def get(self, request: HttpRequest, **_kwargs: str) -> HttpResponse:
        return render(request, "mailbox/letter.html", {"letter": self.letter(), "sandbox": SANDBOX})


@method_decorator(csp_replace(LETTER_POLICY), name="dispatch")
class LetterHTMLView(DemoView):
    """The HTML part alone, for the frame in the letter's page."""

    def get(self, _request: HttpRequest, **_kwargs: str) -> HttpResponse:
        html = self.letter().html
        if not html:
            raise Http404
        return HttpResponse(LINKS_LEAVE_THE_FRAME + html)
