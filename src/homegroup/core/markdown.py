"""Markdown that members write, as safe HTML: few marks, no images, no HTML of their own.

What is allowed: headings (shown small), paragraphs, bold, italics, lists, quotes, rules, code and
links to the web or to a mailbox. Links lead away without telling where from.
"""

from functools import cache
from typing import Literal

import nh3
from django.utils.html import linebreaks
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

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
