"""What the demo's people write to each other, whom one may call, and a small phone list.

The clock stands at the moments that the file tells, so that a conversation took its days.
"""

from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import yaml

from homegroup.accounts.actions import Opened
from homegroup.core import clock
from homegroup.groups.models import Membership
from homegroup.home.demo.support import moment
from homegroup.messages import access
from homegroup.messages.actions import calls, lists, talks
from homegroup.messages.actions.calls import Hours
from homegroup.messages.queries.calls import my_call
from homegroup.vault.vaults import Vault

_FILE = Path(__file__).parent / "messages.yaml"
Row = dict[str, Any]
People = dict[str, Membership]


def write_to_each_other(accounts: dict[str, Opened]) -> None:
    """Let the people ask, answer, offer calls and stand on the list; `accounts` by sign-in name."""
    pack: Row = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    people = _people(pack["group"], accounts)
    vaults = {name: Vault(accounts[name].key) for name in people}
    for row in pack["talks"]:
        if {row["from"], row["to"]} <= people.keys():
            _talk(row, people, vaults)
    for row in pack["offers"]:
        if row["who"] in people:
            _offer(row, people[row["who"]], pack["zone"])
    for row in pack["asks"]:
        if {row["who"], row["whom"]} <= people.keys():
            _ask(row, people, vaults)
    for row in pack["phone_list"]:
        if row["who"] in people:
            lists.stand_on_list(
                me=people[row["who"]], number=row["number"], hours=row["hours"],
                for_newcomers=row["for_newcomers"], agreed=True,
            )  # fmt: skip


def _people(group: str, accounts: dict[str, Opened]) -> People:
    names = {opened.user.pk: name for name, opened in accounts.items()}
    rows = Membership.objects.members().whole().select_related("user")
    found = rows.filter(group__slug=group, user__in=names)
    return {names[row.user_id]: row for row in found}


def _talk(row: Row, people: People, vaults: dict[str, Vault]) -> None:
    """Let one ask the other, and both write in turn where there are answers."""
    one, other = row["from"], row["to"]
    began = moment(row["days_ago"], row["at"])
    with clock.standing_at(began):
        made = talks.ask(
            vault=vaults[one], me=people[one], person=people[other], text=row["first"], key=uuid4()
        )
    for number, told in enumerate(row.get("answers", [])):
        name = other if number % 2 == 0 else one
        with clock.standing_at(began + timedelta(hours=told["later"])):
            mine = access.my_talk(people[name].user, made.pk)
            if number == 0:
                talks.accept(mine=mine, key=uuid4())
                mine = access.my_talk(people[name].user, made.pk)
            talks.write(vault=vaults[name], mine=mine, text=told["text"], key=uuid4())


def _offer(row: Row, me: Membership, zone: str) -> None:
    told = {name: row[name] for name in ("days", "from_hour", "until_hour", "words")}
    calls.offer(me=me, hours=Hours(**told, zone=zone, for_newcomers=True))


def _ask(row: Row, people: People, vaults: dict[str, Vault]) -> None:
    """Let one ask for the other's number, who shows it where the file tells one."""
    with clock.standing_at(moment(row["days_ago"], row["at"])):
        _ask_now(row, people, vaults)


def _ask_now(row: Row, people: People, vaults: dict[str, Vault]) -> None:
    offerer = people[row["whom"]]
    call = calls.ask(me=people[row["who"]], person=offerer, key=uuid4())
    seen = my_call(offerer.user, call.pk)
    if seen is not None and "number" in row:
        calls.show_number(
            vault=vaults[row["whom"]], mine=seen, number=row["number"], words=row["words"],
            until=row["until"], key=uuid4(),
        )  # fmt: skip
