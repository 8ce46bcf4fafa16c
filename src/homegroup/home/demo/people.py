"""The demo's people: accounts whose passphrases are published, and what they have been doing.

They are made as everybody is, through the actions of the rooms, at the full cost of a passphrase.
"""

from collections.abc import Callable
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any
from uuid import uuid4

import pyotp
import yaml
from django.conf import settings
from django.db import transaction

from homegroup.accounts import actions, steps
from homegroup.accounts.actions import Opened
from homegroup.accounts.models import User
from homegroup.core import clock
from homegroup.core.names import likeness
from homegroup.vault.vaults import Vault

_FILE = Path(__file__).parent / "people.yaml"
OPERATOR = "demo-caretaker"
Row = dict[str, Any]


@cache
def published() -> list[Row]:
    """Give the people as the file tells them."""
    people: list[Row] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))["people"]
    return people


def make_people(say: Callable[[str], None]) -> int:
    """Make the people who are not there yet; give how many. Quick when all are."""
    names = {likeness(row["name"]) for row in published()}
    here = set(User.objects.filter(name_key__in=names).values_list("name_key", flat=True))
    missing = [row for row in published() if likeness(row["name"]) not in here]
    if missing:
        say("Making up the demo's people ...")
    with transaction.atomic():
        for row in missing:
            _make(row)
    return len(missing)


def _make(row: Row) -> None:
    made = actions.sign_up(
        name=row["name"],
        passphrase=row["passphrase"],
        key=uuid4(),
        is_operator=row["name"] == OPERATOR,
    )
    assert made is not None  # the key is fresh
    if "secret" in row:
        _add_code(made.user, row["secret"])
    _write_journal(made, row.get("journal", []))


def _add_code(user: User, secret: str) -> None:
    """Add the code app whose secret is published. Its last step is the one before: the code that
    it shows now can still be used."""
    before = clock.now() - timedelta(seconds=steps.CODE_SECONDS)
    code = pyotp.TOTP(secret, interval=steps.CODE_SECONDS).at(before)
    steps.add_code(user=user, secret=secret, code=code, name="demo")


def _write_journal(owner: Opened, entries: list[Row]) -> None:
    vault, today = Vault(owner.key), clock.now().date()
    for entry in entries:
        on = today - timedelta(days=entry["days_ago"])
        header = {"on": on.isoformat(), "tags": entry.get("tags", [])}
        vault.seal("journal", {"text": entry["text"]}, header=header)


def lines(address: str) -> list[str]:
    """Give the published people as a table, at each start of the demo; nothing elsewhere."""
    if not (Path(settings.HOME) / "demo").exists():
        return []
    rows = [("Sign in as", "passphrase", "code app", "who"), *_rows()]
    widths = [max(len(row[column]) for row in rows) for column in range(3)]
    table = [
        "  " + "  ".join([*(cell.ljust(width) for cell, width in zip(row, widths, strict=False)),
                          row[3]])
        for row in rows
    ]  # fmt: skip
    first = f"People of the demo, for {address}sign-in/ (without an account you are a visitor):"
    return ["", first, *table, ""]


def _rows() -> list[tuple[str, str, str, str]]:
    return [
        (row["name"], row["passphrase"], row.get("secret", "-"), row["who"]) for row in published()
    ]
