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
# Inline elements that a parser opens anew in every block until they are closed: they are parsed under names of ours,
# which it leaves alone. What is not named here is left out, its words stay.
REOPENED = ["a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u"]
ALIASES = {"x-a": "a", "x-b": "strong", "x-strong": "strong", "x-i": "em", "x-em": "em"}
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
# Of the links of this site, none that a browser reads as one to another: it drops tabs and line ends, \\ is / to it.
TARGET = re.compile(rf"(?:{'|'.join(SCHEMES)}):.|/(?![\t\n\r]*[/\\])", re.IGNORECASE)
LONGEST_TARGET = 2_000
UNFIT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
OTHER_TAGS = "html|head|body|font|u|s|code|small|sub|sup|strike|del|ins|mark|button|input|video|audio|embed|meta|link"
TAG = re.compile(
    rf"<(?:/?(?:{'|'.join([*sorted(KEPT | EMPTIED | set(NAMES)), OTHER_TAGS])})(?:\s[^<>]*|/)?>|!--)",
    re.IGNORECASE,
)


def has_target(href: str) -> bool:
    """Whether a link leads somewhere it may: one of the schemes, or a place of this site."""
    return len(href) <= LONGEST_TARGET and TARGET.match(href) is not None
