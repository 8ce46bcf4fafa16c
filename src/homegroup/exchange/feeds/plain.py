"""Plain text for outside readers: no control signs, Unix line ends, no blanks at the ends."""

import re

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\x80-\x9f\u2028\u2029\ud800-\udfff\ufeff]")
_LINE_ENDS = re.compile(r"\r\n?|\u2028|\u2029")


def cleaned(text: str, most: int = 10_000) -> str:
    """Give the text in that form, cut at `most` signs."""
    if not text.isprintable():  # a line end is not, either
        text = _CONTROL.sub("", _LINE_ENDS.sub("\n", text))
    text = text.strip()
    return text if len(text) <= most else text[:most].rstrip()


def one_line(text: str, most: int = 1_000) -> str:
    """Give the text in that form on a single line."""
    return " ".join(cleaned(text).split())[:most].rstrip()
