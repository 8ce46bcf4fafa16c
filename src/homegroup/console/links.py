"""The one-time link behind which an operator's account is made.

A home without an operator gets one at each start of the site; `homegroup new-operator` makes one
for a home whose operators lost everything. The home keeps only the hash of what the link holds,
in one file: the newest link counts, and it dies when it was used.
"""

import hashlib
import hmac
import json
import os
import secrets
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

from django.conf import settings

from homegroup.accounts.models import User
from homegroup.core import clock
from homegroup.core.names import clean_name

_BYTES = 24
# The first one ends with the first operator. Another one is good for as long as its key is kept
# as spent (`core.once`).
LASTS = timedelta(hours=20)


@dataclass(frozen=True)
class Link:
    """A link as the home knows it. `is_first`: it sets up the site, too; `name` is offered."""

    digest: str
    made_at: str
    is_first: bool
    name: str = ""
    is_spent: bool = False

    @property
    def key(self) -> UUID:
        """The once-key of this link: of all who send its form, one makes an account."""
        return UUID(hex=self.digest[:32])


def new_first_link() -> str:
    """Give the token of a new link for a home without an operator."""
    return _new(is_first=True)


def new_operator_link(*, name: str) -> str:
    """Give the token of a new link for a further operator. Raises HouseError for a bad name."""
    return _new(is_first=False, name=clean_name(name, least=3))


def find(token: str) -> Link | None:
    """Give the link of a token, also when it was used; None if it is not the newest or is over."""
    link = _read()
    if link is None or not hmac.compare_digest(link.digest, _digest(token)):
        return None
    is_young = link.is_first or clock.now() - datetime.fromisoformat(link.made_at) < LASTS
    return link if is_young else None


def is_open(link: Link) -> bool:
    """Tell whether a link may still be used: once, and the first one only before any operator."""
    return not link.is_spent and not (link.is_first and has_operator())


def has_operator() -> bool:
    """Tell whether anybody runs this home."""
    return User.objects.filter(is_operator=True, is_active=True).exists()


def spend(link: Link) -> None:
    """Let a link be used up."""
    _write(Link(**{**asdict(link), "is_spent": True}))


def _new(*, is_first: bool, name: str = "") -> str:
    token = secrets.token_urlsafe(_BYTES)
    _write(Link(_digest(token), clock.now().isoformat(), is_first, name))
    return token


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _path() -> Path:
    return Path(settings.HOME) / "keys" / "link.json"


def _read() -> Link | None:
    try:
        return Link(**json.loads(_path().read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def _write(link: Link) -> None:
    path = _path()
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump(asdict(link), file)
    draft.replace(path)
