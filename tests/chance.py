"""What chance has made, in texts that are looked through for words: a token may hold an "AA"."""

import re

_CHANCE = re.compile(
    r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{32}"  # ids
    r"|(?=[\w-]*[0-9])(?=[\w-]*[A-Z])(?=[\w-]*[a-z])[\w-]{20,}"  # keys and signatures
)


def without_chance(text: str) -> str:
    """Give the text without ids, keys and signatures."""
    return _CHANCE.sub("", text)
