"""Random words: addresses that tell nothing, and the codes of invitations.

No vowels, so that chance spells no word; no signs that look alike on paper.
"""

import hashlib
import hmac
import re
import secrets

from homegroup.core import sealing

_ADDRESS_SIGNS = "23456789bcdfghjkmnpqrstvwxz"
_CODE_SIGNS = "23456789BCDFGHJKMNPQRSTVWXZ"
_ADDRESS_LENGTH = 12
_CODE_LENGTH = 12  # 57 bits, and tries are limited
_GAPS = re.compile(r"[^0-9A-Z]+")


def new_address() -> str:
    """Give a random slug: what members' pages of a group are called."""
    return "".join(secrets.choice(_ADDRESS_SIGNS) for _ in range(_ADDRESS_LENGTH))


def new_code() -> str:
    """Give the code of a new invitation, in the form in which it is compared."""
    return "".join(secrets.choice(_CODE_SIGNS) for _ in range(_CODE_LENGTH))


def read_code(typed: str) -> str:
    """Give a typed code as it is compared; "" for what cannot be one."""
    code = _GAPS.sub("", typed[:60].upper())
    return code if len(code) == _CODE_LENGTH and set(code) <= set(_CODE_SIGNS) else ""


def shown_code(code: str) -> str:
    """Give a code as people read it out: in threes of four signs."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))


def digest_of(code: str) -> str:
    """Give under what a code is found: with the database alone nobody can find codes."""
    return hmac.new(sealing.home_key("invitation-find"), code.encode(), hashlib.sha256).hexdigest()


def sealed(code: str, *, at: str) -> bytes:
    """Seal a code, so that servants can show it again; `at` is the id of its invitation."""
    return sealing.seal(sealing.home_key("invitation"), code.encode(), context=f"invitation|{at}")


def opened(stored: sealing.Stored, *, at: str) -> str:
    """Give a sealed code back. Raises Unreadable where the home's key is another one."""
    key = sealing.home_key("invitation")
    return sealing.unseal(key, stored, context=f"invitation|{at}").decode()
