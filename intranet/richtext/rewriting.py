"""Well-formed HTML put into house order: what may stand where, which names mentions show, which images stay."""

import re
from collections.abc import Callable
from html import escape
from html.parser import HTMLParser

from intranet.richtext.allowed import ALIASES, BOXES, CELLS, LEAVES, LISTS, MENTION, NAMES, SPAN, has_target

UNSEEN = re.compile(r"[\s\xad\u200b-\u200d\u2060\ufeff]*")
DEEPEST = 16
# Of links and emphasis, opened again in each paragraph that they reach over: so many characters in all.
MOST_MARKS = 100_000
Attributes = dict[str, str]


class Rewriter(HTMLParser):
    """Text stands in paragraphs, headings, items or cells; whatever holds nothing to read or see is left out.

    Elements are opened when their first word comes, so that empty ones never are. It decides nothing about safety: what
    it writes is cleaned once more.
    """

    def __init__(self, *, name_of: Callable[[int], str | None], keeps_image: Callable[[str], bool]) -> None:
        super().__init__(convert_charrefs=True)
        self.name_of, self.keeps_image = name_of, keeps_image
        self.out: list[str] = []
        self.boxes: list[str] = []
        self.endings: list[Callable[[], None]] = []
        self.inlines: list[tuple[str, str]] = []
        self.shown = self.breaks = 0
        self.room = MOST_MARKS
        self.leaf = self.running = ""
        self.is_running = self.has_words = False
        self.skipping = 0

    def rewritten(self, html: str) -> str:
        self.feed(html)
        self.close()
        self.end_run()
        return "".join(self.out) if self.has_words else ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in {"br", "hr", "img"}:
            if not self.skipping:
                self.place(tag, {key: value or "" for key, value in attrs})
        elif self.skipping:
            self.skipping += 1
        else:
            self.open(ALIASES.get(tag) or NAMES.get(tag, tag), {key: value or "" for key, value in attrs})

    def handle_endtag(self, _tag: str) -> None:
        if self.skipping > 1:
            self.skipping -= 1
        elif self.endings:
            self.endings.pop()()

    def handle_data(self, data: str) -> None:
        is_blank = UNSEEN.fullmatch(data) is not None
        if self.skipping or (is_blank and (not self.is_running or self.breaks)):
            return
        text = data if self.is_running else UNSEEN.sub("", data, count=1)
        self.run()
        self.out.append(escape(text, quote=False))
        self.has_words = self.has_words or not is_blank

    def open(self, tag: str, attrs: Attributes) -> None:
        """Take note of an element that begins, and of what to do when it ends."""
        if tag == "li" and self.top not in LISTS:
            tag = "p"
        if tag in LEAVES:
            self.start_leaf(tag)
        elif tag in BOXES:
            self.start_box(tag, attrs)
        elif tag == "span":
            self.start_span(attrs.get("data-mention", ""))
        else:
            self.start_inline(tag, attrs)

    @property
    def top(self) -> str:
        return self.boxes[-1] if self.boxes else ""

    def start_leaf(self, tag: str) -> None:
        self.end_run()
        self.leaf = tag
        self.endings.append(self.end_run)

    def start_box(self, tag: str, attrs: Attributes) -> None:
        self.end_run()
        depth = len(self.boxes)
        self.endings.append(lambda: self.end_boxes(depth))
        if tag in {"ul", "ol", "blockquote", "table"}:
            if depth >= DEEPEST:
                return
            self.be_in_item()
        self.out.append(f"<{tag}{self.spans(attrs) if tag in CELLS else ''}>")
        self.boxes.append(tag)

    def be_in_item(self) -> None:
        """A list holds items alone: what else comes in it belongs to the item before."""
        if self.top in LISTS:
            if self.out[-1] == "</li>":
                self.out.pop()
            else:
                self.out.append("<li>")
            self.boxes.append("li")

    def end_boxes(self, depth: int) -> None:
        self.end_run()
        while len(self.boxes) > depth:
            tag = self.boxes.pop()
            if self.out[-1] == f"<{tag}>" and tag not in CELLS:
                self.out.pop()
            else:
                self.out.append(f"</{tag}>")

    def start_span(self, mention: str) -> None:
        name = self.name_of(int(mention)) if MENTION.fullmatch(mention) else None
        if name is None:
            self.endings.append(lambda: None)
            return
        self.run()
        self.out.append(f'<span data-mention="{mention}">@{escape(name, quote=False)}</span>')
        self.has_words = True
        self.skipping = 1
        self.endings.append(self.end_mention)

    def end_mention(self) -> None:
        self.skipping = 0

    def start_inline(self, tag: str, attrs: Attributes) -> None:
        is_new = (tag, True) not in ((name, bool(start)) for name, start in self.inlines)
        start = (self.link(attrs) if tag == "a" else f"<{tag}>") if is_new else ""
        self.inlines.append((tag, start))
        self.endings.append(self.end_inline)

    def end_inline(self) -> None:
        tag, start = self.inlines.pop()
        if self.shown > len(self.inlines):
            self.shown -= 1
            self.out.append(f"</{tag}>" if start else "")

    def link(self, attrs: Attributes) -> str:
        if not has_target(attrs.get("href", "")):
            return ""
        title = f' title="{escape(attrs["title"])}"' if attrs.get("title") else ""
        return f'<a href="{escape(attrs["href"])}"{title}>'

    def spans(self, attrs: Attributes) -> str:
        return "".join(
            f' {name}="{attrs[name]}"' for name in ("colspan", "rowspan") if SPAN.fullmatch(attrs.get(name, ""))
        )

    def place(self, tag: str, attrs: Attributes) -> None:
        if tag == "br":
            self.breaks += self.is_running
        elif tag == "hr":
            self.end_run()
            self.out.append("<hr>")
        elif attrs.get("src") and self.keeps_image(attrs["src"]):
            self.run()
            self.out.append(f'<img src="{escape(attrs["src"])}" alt="{escape(attrs.get("alt", ""))}">')
            self.has_words = True

    def run(self) -> None:
        """Open what the next word stands in: its paragraph, the breaks before it, its emphasis and link."""
        if not self.is_running:
            if self.top in LISTS:
                self.be_in_item()
            self.running = self.leaf or ("" if self.top in {"li", *CELLS} else "p")
            self.out.append(f"<{self.running}>" if self.running else "")
            self.is_running = True
        self.out.append("<br>" * self.breaks)
        self.breaks = 0
        for place in range(self.shown, len(self.inlines)):
            tag, start = self.inlines[place]
            if len(start) > self.room:
                self.inlines[place] = (tag, "")
                continue
            self.room -= len(start)
            self.out.append(start)
        self.shown = len(self.inlines)

    def end_run(self) -> None:
        if self.is_running:
            self.out.extend(f"</{tag}>" for tag, start in reversed(self.inlines[: self.shown]) if start)
            self.out.append(f"</{self.running}>" if self.running else "")
        self.shown = self.breaks = 0
        self.leaf = ""
        self.is_running = False
