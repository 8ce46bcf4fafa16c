"""Keeping what is typed and not shared yet, sealed in the member's own vault."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from homegroup.core import once
from homegroup.core.errors import HouseError
from homegroup.support import drafts
from homegroup.vault.vaults import Vault


@transaction.atomic
def keep(*, vault: Vault, place: str, address: str, typed: dict[str, Any], form: UUID) -> bool:
    """Keep what is typed so far, in place of what was kept there; an empty text takes it away.

    `form` is the once-key of the form: what arrives after it was shared is passed over. `address`
    is where one goes on. Raises HouseError for too many.
    """
    known = drafts.all_of(vault)
    here = [each for each in known if each.place == place]
    text = str(typed["text"])
    if not text.strip() or once.is_spent(form):
        for each in here:
            vault.delete(each.id)
        return False
    header = drafts.header_of(place, text, address, form)
    if here:
        vault.rewrite(here[0].id, typed, header=header)
    elif len(known) >= drafts.MOST:
        raise HouseError(_("You have begun a lot of things. Share some or throw some away first."))
    else:
        vault.seal(drafts.KIND, typed, header=header)
    return True


@transaction.atomic
def throw_away(*, vault: Vault, place: str, form: str = "") -> None:
    """Throw away what was begun at a place; nothing happens where nothing was.

    With the once-key of a form only what this one kept.
    """
    for each in drafts.all_of(vault):
        if each.place == place and form in {"", each.form}:
            vault.delete(each.id)
