"""Rich text in a form: a textarea that becomes an editor where the browser can."""

import re
from html import unescape
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from intranet.richtext.allowed import TAG, UNFIT
from intranet.richtext.cleaning import clean_html

LONGEST = 100_000
PARAGRAPHS_ALONE = re.compile(r"<p>(?:[^<]|</?p>|<br>)*")


class RichTextarea(forms.Textarea):
    """`<rich-text>` around the textarea, with its stylesheet and script: pages without an editor load neither."""

    template_name = "richtext/rich_text.html"
    mentions = upload = tools = ""

    def offer(self, mentions: str = "", upload: str = "", tools: str = "") -> None:
        """`mentions`: the address that completes names (`&q=` is added), `upload`: the one that takes an image.

        Without an address the editor does not offer it. `tools`: where its toolbar is fetched when somebody begins to
        write, on a page that most only read; without it the toolbar comes with the page.
        """
        self.mentions, self.upload, self.tools = mentions, upload, tools

    def use_required_attribute(self, _initial: Any) -> bool:
        """Never: the editor hides the textarea, and a browser refuses to send a form for a field that it cannot show."""
        return False

    def format_value(self, value: Any) -> str | None:
        """HTML that only parts paragraphs and lines is shown as they are typed: one may write without the editor."""
        html = super().format_value(value)
        return as_typed(html) if html else html

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        widget = context["widget"]
        widget |= {"mentions": self.mentions, "upload": self.upload, "tools": self.tools}
        widget["is_plain"] = bool(widget["value"]) and not TAG.search(widget["value"])
        return context


class RichTextField(forms.CharField):
    """Cleans to the HTML as it was sent, for the domain to clean; required, it refuses what cleans to nothing."""

    widget = RichTextarea
    default_error_messages = {  # noqa: RUF012 - as Django's own fields
        "too_long": _("This is too long for one text: leave the rest for another one, or attach it as a file."),
    }

    def to_python(self, value: Any) -> str:
        text: str = UNFIT.sub("", (super().to_python(value) or "").replace("\r\n", "\n"))
        if len(text) > LONGEST:
            raise ValidationError(self.error_messages["too_long"], code="too_long")
        return text if clean_html(text, name_of=str, keeps_image=bool) else ""


def as_typed(html: str) -> str:
    """The plain text that cleans to the same as `html`; `html` itself where no such text is."""
    if not PARAGRAPHS_ALONE.fullmatch(html):
        return html
    lines = re.sub(r"[ \t\r\n]+", " ", html).replace("<br>", "\n").replace("</p>", "\n\n").replace("<p>", "")
    text = unescape(re.sub(r"\n[\n ]*\n *", "\n\n", lines)).strip()
    return text if clean_html(text) == clean_html(html) else html
