"""Keeping a text of one's own among one's private pages, whichever room they belong to.

The room of the private pages registers how in its `apps.ready()`:

    keep.register(lambda vault, text, on, key: actions.write_page(...) is not None)

Another room gives it what a member wants to keep: `keep.keep(vault, text, on=today, key=form.key)`.
"""

from collections.abc import Callable
from datetime import date
from uuid import UUID

from homegroup.vault.vaults import Vault

Keeper = Callable[[Vault, str, date, UUID], bool]
_keepers: list[Keeper] = []


def register(keeper: Keeper) -> None:
    """Say how a text becomes a private page; the last one registered counts."""
    _keepers[:] = [keeper]


def keep(vault: Vault, text: str, *, on: date, key: UUID) -> bool:
    """Keep a text as a private page of that day; False where the form was sent before."""
    return _keepers[0](vault, text, on, key)
