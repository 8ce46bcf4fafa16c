"""What operators write: the site's settings, the first account, lists of meetings."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from homegroup.accounts import actions as accounts
from homegroup.accounts.actions import Opened
from homegroup.audit.actions import record
from homegroup.console import links
from homegroup.console.links import Link
from homegroup.core import editions, loaders, once, site
from homegroup.core.errors import HouseError
from homegroup.core.loaders import Wanted
from homegroup.groups.actions.everyone import open_to_everyone
from homegroup.groups.fellowships import ensure_fellowships


@transaction.atomic
def change_site(*, by: UUID | None, key: UUID, **changes: Any) -> bool:
    """Change settings of the site (see `core.site.change_site`); False if the key was spent.

    Raises HouseError for what is no country, language, fellowship or address.
    """
    if not once.claim(key):
        return False
    told = site.change_site(**changes)
    if "fellowships" in changes:
        _make_rows(told.fellowships)
    data = {name: _plain(getattr(told, name)) for name in changes}
    record(action="console.change_site", subject="site:1", by=by, data=data)
    return True


def _make_rows(fellowships: Collection[str]) -> None:
    try:
        ensure_fellowships(fellowships)
    except KeyError as problem:
        raise HouseError(_("Choose from the list."), field="fellowships") from problem
    editions.bump("meetings")  # what is held in memory of fellowships hangs on it


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


def make_operator(*, link: Link, name: str, passphrase: str) -> Opened:
    """Make the account of an operator behind a one-time link, which is used up by it.

    The same form again gives the same account. Raises HouseError for a name or passphrase that is
    refused, WrongProof where somebody else was first.
    """
    made = None
    if links.is_open(link):
        made = accounts.sign_up(name=name, passphrase=passphrase, key=link.key, is_operator=True)
        links.spend(link)
        if made is not None:
            open_to_everyone(secretary=made.user)
    return made or accounts.prove(name=name, passphrase=passphrase)


def load_sample(*, by: UUID, key: UUID) -> bool:
    """Load invented meetings to look around in; False if the key was spent before."""
    load = loaders.sample()
    if load is None:
        return False
    with transaction.atomic():
        if not once.claim(key):
            return False
        load()
        record(action="console.load_sample", subject="site:1", by=by, data={})
    return True


def load_list(*, wanted: Wanted, by: UUID, key: UUID) -> bool:
    """Load a list of meetings; the loader writes the audit row. Raises HouseError."""
    lists = loaders.lists()
    return lists is not None and lists.load(wanted, by=by, key=key)


def refresh_list(*, name: str, by: UUID, key: UUID) -> bool:
    """Look at a list's address again, now. Raises HouseError."""
    lists = loaders.lists()
    return lists is not None and lists.refresh(name, by=by, key=key)


def take_list_back(*, name: str, by: UUID, key: UUID) -> bool:
    """Take the last load of a list back. Raises HouseError."""
    lists = loaders.lists()
    return lists is not None and lists.take_back(name, by=by, key=key)
