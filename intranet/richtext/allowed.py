"""What rich text may hold (docs/decisions/0019), and what becomes of other elements that people paste."""

import re

LEAVES = frozenset({"p", "h2", "h3", "h4"})
LISTS = frozenset({"ul", "ol"})
CELLS = frozenset({"td", "th"})
BOXES = LISTS | CELLS | {"li", "blockquote", "table", "thead", "tbody", "tr"}
INLINES = frozenset({"strong", "em", "a", "span"})
VOID = frozenset({"br", "hr", "img"})
KEPT = LEAVES | BOXES | INLINES | VOID

PARAGRAPHS = [
    "div",
    "section",
    "article",
    "main",
    "header",
    "footer",
    "aside",
    "nav",
    "address",
    "figure",
    "figcaption",
    "caption",
    "center",
    "dl",
    "dt",
    "dd",
    "pre",
    "form",
    "fieldset",
    "details",
    "summary",
]
NAMES = {
    "h1": "h2",
    "h5": "h4",
    "h6": "h4",
    "b": "strong",
    "i": "em",
    "tfoot": "tbody",
    **dict.fromkeys(PARAGRAPHS, "p"),
}
EMPTIED = frozenset(
    [
        "script",
        "style",
        "title",
        "template",
        "noscript",
        "iframe",
        "object",
        "svg",
        "math",
        "textarea",
        "select",
        "noembed",
        "noframes",
        "xmp",
    ]
)
ATTRIBUTES = {
    "a": {"href", "title"},
    "img": {"src", "alt"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
    "span": {"data-mention"},
}
SCHEMES = {"http", "https", "mailto", "tel"}

MENTION = re.compile(r"[1-9][0-9]{0,17}")
SPAN = re.compile(r"[1-9][0-9]?")
TARGET = re.compile(rf"(?:{'|'.join(SCHEMES)}):.|/", re.IGNORECASE)
UNFIT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
OTHER_TAGS = "html|head|body|font|u|s|code|small|sub|sup|strike|del|ins|mark|button|input|video|audio|embed|meta|link"
TAG = re.compile(
    rf"<(?:/?(?:{'|'.join([*sorted(KEPT | EMPTIED | set(NAMES)), OTHER_TAGS])})(?:\s[^<>]*|/)?>|!--)",
    re.IGNORECASE,
)


def has_target(href: str) -> bool:
    """Whether a link leads somewhere it may: one of the schemes, or a place of this site."""
    return TARGET.match(href) is not None
