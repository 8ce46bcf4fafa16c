"""Sign-in names: private, one word or a few, never two that look alike."""

import secrets

from homegroup.accounts import words
from homegroup.core.errors import HouseError
from homegroup.core.names import clean_name

LEAST, MOST = 3, 40


def clean_sign_in_name(typed: str) -> str:
    """Give the name in its written form. Raises HouseError with the reason."""
    return clean_name(typed, least=LEAST, most=MOST, field="name")


def offered_name() -> str:
    """Give a fresh name of two words and a number, as "pebble-lantern-48", that may be taken."""
    while True:
        first, second = words.some_words(2)
        offered = f"{first}-{second}-{secrets.randbelow(90) + 10}"
        try:
            return clean_sign_in_name(offered)
        except HouseError:  # "service" is one of the words, and looks like a servant of the house
            continue
