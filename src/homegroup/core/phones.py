"""Phone numbers as people type them."""

import re

_NUMBER = re.compile(r"[+\d\s()./\-]{3,40}")
_LEAST_DIGITS = 3


def is_number(typed: str) -> bool:
    """Tell whether a text can be a phone number: digits, in any script, and what stands between."""
    digits = sum(sign.isdecimal() for sign in typed)
    return bool(_NUMBER.fullmatch(typed)) and digits >= _LEAST_DIGITS


def dialled(number: str) -> str:
    """Give what a phone dials: plain digits, whatever script they were typed in."""
    digits = "".join(str(int(sign)) for sign in number if sign.isdecimal())
    return f"+{digits}" if number.strip().startswith("+") else digits
