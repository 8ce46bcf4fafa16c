"""Markdown that members write, as safe HTML: few marks, no images, no HTML of their own.

What is allowed: headings (shown small), paragraphs, bold, italics, lists, quotes, rules, code and
links to the web or to a mailbox. Links lead away without telling where from.
"""

from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

import nh3
from django.utils.html import linebreaks
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token

_TAGS = frozenset(
    "p br strong em ul ol li blockquote hr code pre a h2 h3 h4".split()  # noqa: SIM905
)
_SCHEMES = frozenset({"http", "https", "mailto"})
_REL = "noopener noreferrer nofollow ugc"
_DEEPEST = 12  # lists and quotes within each other; the reader leaves out what is deeper


@cache
def _reader() -> MarkdownIt:
    options = {"html": False, "linkify": False, "breaks": True, "maxNesting": _DEEPEST}
    return MarkdownIt("commonmark", options).disable(["image", "html_block", "html_inline"])


def safe_html(text: str, *, top: Literal[2, 3] = 3) -> SafeString:
    """Give the HTML of a Markdown text that somebody wrote; headings begin at h3, or h2 (`top`).

    HTML in it is shown as it was typed, and so is a text that is nested too deep. Whatever slips
    through the reader, only the allowed tags and a link's address stay.
    """
    tokens = _reader().parse(text)
    if any(token.level >= _DEEPEST - 1 for token in tokens):
        return SafeString(linebreaks(text, autoescape=True))
    for token in tokens:
        if token.type in {"heading_open", "heading_close"}:
            token.tag = f"h{top}" if token.tag in {"h1", "h2"} else f"h{top + 1}"
    written = _reader().renderer.render(tokens, _reader().options, {})
    return mark_safe(  # noqa: S308 - cleaned by the strict list above
        nh3.clean(
            str(written),
            tags=set(_TAGS),
            attributes={"a": {"href"}, "*": set()},
            url_schemes=set(_SCHEMES),
            link_rel=_REL,
            strip_comments=True,
        )
    )


def printed(text: str) -> list[dict[str, Any]]:
    """Give a Markdown text as blocks for print: JSON-ready, data and never markup.

    Each is {"kind": "text" | "heading" | "item" | "quote", "mark": "1." | "•" | "", "runs": [...]};
    a run is {"text", "strong", "em"}, where "\\n" breaks the line. Links show their words.
    """
    blocks: list[dict[str, Any]] = []
    around: list[_Around] = []
    for token in _reader().parse(text):
        if token.nesting == 1:
            around.append(_Around(token.type, int(token.attrs.get("start", 1))))
            if token.type == "list_item_open":
                around[-2].items += 1
        elif token.nesting == -1:
            around.pop()
        elif token.type in {"inline", "fence", "code_block"}:
            kind = next(
                (_KINDS[each.type] for each in reversed(around) if each.type in _KINDS), "text"
            )
            mark = around[-3].mark if _begins_item(around) else ""
            blocks.append({"kind": kind, "mark": mark, "runs": _runs(token)})
            for each in around:
                each.is_begun = True
    return blocks


_KINDS = {"heading_open": "heading", "list_item_open": "item", "blockquote_open": "quote"}


@dataclass
class _Around:
    """What a piece of text lies in: a list and how many items it has begun, a quote, a heading."""

    type: str
    start: int = 1
    items: int = 0
    is_begun: bool = False

    @property
    def mark(self) -> str:
        """What stands before its present item."""
        return f"{self.start + self.items - 1}." if self.type == "ordered_list_open" else "•"


def _begins_item(around: list[_Around]) -> bool:
    """Tell whether a paragraph is the first of the list item that it lies in."""
    return len(around) >= 3 and around[-2].type == "list_item_open" and not around[-2].is_begun


def _runs(token: Token) -> list[dict[str, Any]]:
    runs: list[dict[str, Any]] = []
    strong = em = 0
    for part in token.children or [token]:
        strong += part.nesting if part.tag == "strong" else 0
        em += part.nesting if part.tag == "em" else 0
        text = "\n" if part.type in {"softbreak", "hardbreak"} else part.content
        if text:
            runs.append({"text": text, "strong": strong > 0, "em": em > 0})
    return runs
