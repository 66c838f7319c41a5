"""A post's words inside another's."""

import nh3
from django.utils.html import format_html
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from forum.models import Post
from intranet.richtext.allowed import ATTRIBUTES, EMPTIED, KEPT
from intranet.richtext.cleaning import clean_html

MOST_WORDS = 120
WITHOUT_QUOTES = nh3.Cleaner(
    tags=KEPT - {"blockquote"}, attributes=ATTRIBUTES, clean_content_tags=EMPTIED | {"blockquote"}, link_rel=None
)


def quote_of(post: Post) -> str:
    """HTML to begin an answer with: who said it, with the way to it, and the words alone.

    What the post itself quotes is left out, so that quotes do not pile up; names in it are words, so that nobody is
    told of a mention that somebody else made; its images stay where they are. Needs `author` and `topic__group`.
    """
    words = Truncator(clean_html(WITHOUT_QUOTES.clean(post.body))).words(MOST_WORDS, html=True)
    said = _("%(name)s said:") % {"name": post.author.full_name}
    source = format_html('<p><a href="{}">{}</a></p>', post.get_permalink(), said)
    return f"<blockquote>{source}{words}</blockquote><p></p>"
