"""A Markdown text as it reads: without its marks, so that addresses of links are not found."""

import re

_LINK = re.compile(r"\[([^\[\]\n]{0,300})\]\([^()\s]{0,2000}\)")
_ADDRESS = re.compile(r"<?\b(?:https?://|mailto:)[^\s<>]+>?", re.IGNORECASE)
_LINE_START = re.compile(r"^[ \t]*(?:#{1,6}[ \t]+|>[ \t]?|[-*+][ \t]+|\d{1,9}[.)][ \t]+)+", re.M)
_MARKS = re.compile(r"[*`]+|(?<![^\W_])_+|_+(?![^\W_])")
_RULE = re.compile(r"^[ \t]*(?:[-*_][ \t]*){3,}$", re.M)


def plain(text: str) -> str:
    """Give the text without Markdown's marks; white space becomes single spaces."""
    for pattern, by in ((_RULE, " "), (_LINE_START, "")):
        text = pattern.sub(by, text)
    if "](" in text:
        text = _LINK.sub(r"\1", text)
    if ":" in text:
        text = _ADDRESS.sub(" ", text)
    if "*" in text or "_" in text or "`" in text:
        text = _MARKS.sub("", text)
    return " ".join(text.split())
