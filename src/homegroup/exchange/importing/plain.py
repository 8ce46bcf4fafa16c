"""Plain text out of what feeds send: entities decoded once, markup gone, blanks in order."""

import html
import re

MOST_READ = 20_000  # signs of one value; the rest is never looked at

_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,30});")
_HIDDEN = re.compile(r"<!--.*?-->|<(script|style)\b[^>]*>.*?</\1\s*>", re.DOTALL | re.IGNORECASE)
_BREAK = re.compile(r"<(?:br|/p|/div|/li|/tr|/h[1-6])\b[^<>]*>", re.IGNORECASE)
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u200b\u202a-\u202e\u2060\u2066-\u2069\ufeff\ud800-\udfff]"
)
_ODD = re.compile(f"[&<]|{_UNSEEN.pattern}")
_MANY_BREAKS = re.compile(r"\n{3,}")


def line(text: str) -> str:
    """Give the text on one line, without doubled blanks."""
    return " ".join(_cleaned(text).split())


def lines(text: str) -> str:
    """Give the text with its line breaks, at most one empty line in a row."""
    if "\n" not in text and "<" not in text and "\r" not in text:
        return line(text)
    broken = _cleaned(_BREAK.sub("\n", text.replace("\r\n", "\n").replace("\r", "\n")))
    tidy = "\n".join(" ".join(part.split()) for part in broken.split("\n"))
    return _MANY_BREAKS.sub("\n\n", tidy).strip()


def _cleaned(text: str) -> str:
    if not _ODD.search(text):
        return text
    if "<" in text:
        text = _TAG.sub("", _BREAK.sub("\n", _HIDDEN.sub("", text)))
    if "&" in text:
        text = _ENTITY.sub(lambda match: html.unescape(match[0]), text)
    return _UNSEEN.sub(lambda match: " " if match[0] in "\x0b\x0c\r\x85" else "", text)
