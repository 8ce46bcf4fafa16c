"""What the demo's people share with each other, through the room's own actions.

The clock stands at the moments that the file tells, so that a visitor finds a place where people
have been talking for weeks.
"""

from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import yaml

from homegroup.accounts.actions import Opened
from homegroup.accounts.models import User
from homegroup.core import clock
from homegroup.core.zones import home_zone
from homegroup.groups import queries as groups
from homegroup.groups.actions import joining, people
from homegroup.groups.models import Group, Membership
from homegroup.moderation import actions as moderation
from homegroup.moderation.models import Hold
from homegroup.places.recurrence import moment_of
from homegroup.support.actions import answering, days, rota, sharing, tending
from homegroup.support.models import Share

_FILE = Path(__file__).parent / "support.yaml"
Row = dict[str, Any]


def share(accounts: dict[str, Opened], *, operator: User) -> None:
    """Let the people join the group for everyone, share, answer, check in and be on the rota."""
    pack: Row = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    _be_here_for_long(pack, accounts)
    for name, told in pack["joins"].items():
        if name in accounts:
            _join(accounts[name].user, told, operator)
    for row in pack["shares"]:
        if _has_people(row["group"]):
            _share(row, operator)
    for row in pack["days"]:
        _check_in(row, operator)
    for row in pack["rota"]:
        _be_on_duty(row)


def _be_here_for_long(pack: Row, accounts: dict[str, Opened]) -> None:
    since = clock.now().date() - timedelta(days=pack["here_for_days"])
    long = [opened.user for name, opened in accounts.items() if name not in pack["new"]]
    User.objects.filter(pk__in=[user.pk for user in long]).update(created_on=since)
    for user in long:
        user.created_on = since


def _group(told: str) -> Group:
    if told == "everyone":
        found = groups.everyones_group()
        assert found is not None
        return found
    return Group.objects.get(slug=told)


def _has_people(told: str) -> bool:
    return _group(told).memberships.members().exists()


def _called(group: Group, name: str) -> Membership:
    return Membership.objects.select_related("group__fellowship", "user").get(
        group=group, name=name
    )


def _join(user: User, told: Row, operator: User) -> None:
    group = _group("everyone")
    newest = groups.newest_guidelines(group)
    assert newest is not None
    me = joining.join_group(
        user=user, group=group, name=told["name"], agreed=newest.number, key=uuid4()
    )
    for kind in told.get("positions", ()):
        people.give_position(membership=me, kind=kind, until_on=None, by=operator.pk, key=uuid4())


def _share(told: Row, operator: User) -> None:
    group = _group(told["group"])
    words = sharing.Words(
        text=told["text"], kind=told.get("kind", "share"),
        listen_only=told.get("listen_only", False),
    )  # fmt: skip
    at = moment(told["days_ago"], told["at"])
    with clock.standing_at(at):
        row = sharing.share(me=_called(group, told["by"]), words=words, key=uuid4())
        assert row is not None
        if not told.get("held"):
            _let_through(str(row.pk), operator)
    for each in told.get("answers", ()):
        _answer(group, row, each, at, operator)
    for name, kind in told.get("caring", {}).items():
        fresh = Share.objects.select_related("author", "group").get(pk=row.pk)
        answering.respond(me=_called(group, name), share=fresh, kind=kind)
    if told.get("pinned"):
        tending.look_after(share=row, by=operator.pk)
        tending.pin(share=row, by=operator.pk)


def _let_through(subject: str, operator: User) -> None:
    for held in Hold.objects.waiting().filter(subject=subject):
        moderation.release(held=held, by=operator.pk)


def _answer(group: Group, row: Share, told: Row, at: datetime, operator: User) -> None:
    fresh = Share.objects.select_related("author", "group").get(pk=row.pk)
    words = answering.Words(text=told["text"], nudge_seen=True)
    me = _called(group, told["by"])
    with clock.standing_at(at + timedelta(hours=told["later"])):
        reply = answering.answer(me=me, share=fresh, words=words, key=uuid4())
        assert reply is not None
        _let_through(str(reply.pk), operator)


def moment(days_ago: int, at: str) -> datetime:
    """Give the moment by the home's clock, never later than an hour ago.

    The file does not know when it is read.
    """
    zone = home_zone()
    day: date = clock.today(zone) - timedelta(days=days_ago)
    told = moment_of(day, time.fromisoformat(at), zone)
    return min(told, clock.now() - timedelta(hours=1))


def _check_in(told: Row, operator: User) -> None:
    group = _group(told["group"])
    host = _called(group, told["host"])
    days.be_host(me=host)
    days.open_day(me=host, words=answering.Words(text=told["opening"]), key=uuid4())
    for name, text in told["pledges"].items():
        me = _called(group, name)
        pledge = days.pledge(me=me, words=answering.Words(text=text), key=uuid4())
        assert pledge is not None
        _let_through(str(pledge.pk), operator)


def _be_on_duty(told: Row) -> None:
    hours = [time.fromisoformat(told[end]) for end in ("from", "until")]
    start, end = (each.hour * 60 + each.minute for each in hours)
    rota.go_on_duty(
        me=_called(_group(told["group"]), told["by"]), weekdays=told["weekdays"],
        from_minute=start, until_minute=end, zone=told["zone"], key=uuid4(),
    )  # fmt: skip
