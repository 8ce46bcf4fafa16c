"""The demo's people: accounts whose passphrases are published, printed at each start.

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
from homegroup.home.demo import lives

_FILE = Path(__file__).parent / "people.yaml"
OPERATOR = "demo-caretaker"
Row = dict[str, Any]


@cache
def published() -> Row:
    """Give the file: `people` and what they share."""
    pack: Row = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return pack


def make_people(say: Callable[[str], None]) -> int:
    """Make the people if none of them is there; give how many. Needs the demo's meetings.

    One who has left the demo does not come back.
    """
    rows = published()["people"]
    names = {likeness(row["name"]) for row in rows}
    if User.objects.filter(name_key__in=names).exists():
        return 0
    say("Making up the demo's people ...")
    with transaction.atomic():
        accounts = {row["name"]: _make(row) for row in rows}
        lives.live(published(), accounts, operator=accounts[OPERATOR].user)
    return len(rows)


def _make(row: Row) -> Opened:
    made = actions.sign_up(
        name=row["name"],
        passphrase=row["passphrase"],
        key=uuid4(),
        is_operator=row["name"] == OPERATOR,
    )
    assert made is not None  # the key is fresh
    if "secret" in row:
        _add_code(made.user, row["secret"])
    return made


def _add_code(user: User, secret: str) -> None:
    """Add the code app whose secret is published. Its last step is the one before: the code that
    it shows now can still be used."""
    before = clock.now() - timedelta(seconds=steps.CODE_SECONDS)
    code = pyotp.TOTP(secret, interval=steps.CODE_SECONDS).at(before)
    steps.add_code(user=user, secret=secret, code=code, name="demo")


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
    return ["", first, *table, *_invitation(address), ""]


def _invitation(address: str) -> list[str]:
    found = lives.invitation_into(published())
    return [f"Invitation into the {found[0]}: {address}join/{found[1]}/"] if found else []


def _rows() -> list[tuple[str, str, str, str]]:
    return [
        (row["name"], row["passphrase"], row.get("secret", "-"), row["who"])
        for row in published()["people"]
    ]
