"""The introduction of a circular, which is rich text, as a mail can show it."""

import re

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe

from intranet.richtext.cleaning import plain_text

# What `intranet.richtext` has cleaned: attributes stand in double quotes, links in no others.
IMAGE = re.compile(r"<img\b[^>]*>")
OWN_LINK = re.compile(r'(<a\b[^>]*\bhref=")/')
LINK = re.compile(r'<a\b[^>]*\bhref="(?:mailto:|tel:)?([^"]*)"[^>]*>(.*?)</a>', re.DOTALL)


def intro_html(html: str) -> SafeString:
    """With whole addresses, and without images: those of the site open only for whoever is signed in."""
    whole = OWN_LINK.sub(rf"\1{settings.SITE_URL}/", IMAGE.sub("", html))
    return mark_safe(whole)  # noqa: S308 - cleaned when it was saved


def intro_text(html: str) -> str:
    """Its words, a paragraph a block, with the address of a link behind its words."""
    return plain_text(LINK.sub(spelt_out, str(intro_html(html)))).replace("\n", "\n\n")


def spelt_out(link: re.Match[str]) -> str:
    address, words = link.groups()
    return words if words == address else f"{words} ({address})"
