"""What the demo's people have been doing: groups, positions, an invitation, pages of their own.

All of it goes through the rooms' actions, in the order in which it would happen: the operator gives
a group its secretary, who writes an invitation; the others come in by it.
"""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from homegroup.accounts.actions import Opened
from homegroup.accounts.models import User
from homegroup.core import clock
from homegroup.groups import queries as groups
from homegroup.groups.actions import everyone, invitations, joining, people
from homegroup.groups.actions import groups as running
from homegroup.groups.choices import PositionKind
from homegroup.groups.codes import opened, shown_code
from homegroup.groups.models import Group, Invitation, Membership
from homegroup.home.demo import live as live_rooms
from homegroup.home.demo import messages, moderation, stories, support, wisdom
from homegroup.meetings import actions as meetings
from homegroup.meetings.models import Meeting
from homegroup.recovery import actions as recovery
from homegroup.recovery.companions import companions_of
from homegroup.vault.vaults import Vault

Row = dict[str, Any]
_TERM = timedelta(days=180)


def live(pack: Row, accounts: dict[str, Opened], *, operator: User) -> None:
    """Let these people join their groups and write their pages; `accounts` by sign-in name."""
    everyone.open_to_everyone(secretary=operator)
    rows = [row for row in pack["people"] if row["name"] in accounts]
    rows.sort(key=_is_secretary, reverse=True)
    for row in rows:
        user = accounts[row["name"]].user
        for place in row.get("groups", []):
            _be_in(user, place, operator=operator, pack=pack)
        if "asks" in row:
            _ask(user, row["asks"])
    for row in rows:
        _write(row, Vault(accounts[row["name"]].key))
    _report(pack["report"])
    support.share(accounts, operator=operator)
    stories.tell(accounts, operator=operator)
    wisdom.keep(accounts, operator=operator)
    messages.write_to_each_other(accounts)
    moderation.look_after(accounts)
    live_rooms.set_rules(operator)
    live_rooms.choose(operator)


def invitation_into(pack: Row) -> tuple[str, str] | None:
    """Give name of the group and code of the published invitation, None once it has ended."""
    slug = pack["invitation"]["group"]
    row = Invitation.objects.usable().filter(group__slug=slug).select_related("group").last()
    return (row.group.name, shown_code(opened(row.sealed_code, at=str(row.pk)))) if row else None


def _is_secretary(row: Row) -> bool:
    return any("secretary" in place.get("positions", []) for place in row.get("groups", []))


def _be_in(user: User, place: Row, *, operator: User, pack: Row) -> None:
    group = Group.objects.get(slug=place["group"])
    membership = _come_in(user, group, place["name"], operator=operator)
    until = _today() + _TERM
    secretary = group.memberships.holding(PositionKind.SECRETARY).first()
    for kind in place.get("positions", []):
        by = secretary.user_id if secretary else operator.pk
        people.give_position(membership=membership, kind=kind, until_on=until, by=by, key=uuid4())
    if place.get("home"):
        joining.choose_home_group(user=user, group=group)
    if "secretary" in place.get("positions", []):
        _open_the_group(group, user, pack)


def _come_in(user: User, group: Group, name: str, *, operator: User) -> Membership:
    """Come in by the published invitation where there is one; else somebody lets them in."""
    newest = groups.newest_guidelines(group)
    agreed = newest.number if newest else 0
    invitation = group.invitations.usable().first()
    if invitation:
        return joining.join_by_invitation(
            user=user, invitation=invitation, name=name, agreed=agreed, key=uuid4()
        )
    asked = joining.ask_to_join(
        user=user, group=group, name=name, message="", agreed=agreed, key=uuid4()
    )
    people.admit(membership=asked, by=operator.pk)
    return Membership.objects.get(pk=asked.pk)


def _open_the_group(group: Group, secretary: User, pack: Row) -> None:
    """Write the guidelines and the published invitation."""
    running.write_guidelines(
        group=group, text="", chosen=pack["guidelines"], asks_again=True,
        by=secretary.pk, key=uuid4(),
    )  # fmt: skip
    told = pack["invitation"]
    invitations.make_invitation(
        group=group, label=told["label"], most_uses=told["uses"], days=told["days"],
        by=secretary.pk, key=uuid4(),
    )  # fmt: skip


def _ask(user: User, asked: Row) -> None:
    group = Group.objects.get(slug=asked["group"])
    newest = groups.newest_guidelines(group)
    joining.ask_to_join(
        user=user,
        group=group,
        name=asked["name"],
        message=asked["message"],
        agreed=newest.number if newest else 0,
        key=uuid4(),
    )


def _write(row: Row, vault: Vault) -> None:
    """Write a person's pages, open one of them, note the day, choose people to call."""
    pages = {page["text"]: _write_page(vault, page) for page in row.get("journal", [])}
    if shows := row.get("shows"):
        page = next(page for text, page in pages.items() if text.startswith(shows["page"]))
        to = next(each for each in companions_of(vault.owner) if each.name == shows["to"])
        recovery.open_page_to(vault=vault, page=page, companion=to, key=uuid4())
    if noted := row.get("check_in"):
        recovery.keep_check_in(vault=vault, on=_today(), revision=0, key=uuid4(), **noted)
    for person in row.get("calls", []):
        numbers = [person["number"]]
        recovery.add_person(
            vault=vault, name=person["name"], numbers=numbers, when=person["when"], key=uuid4()
        )


def _write_page(vault: Vault, page: Row) -> Any:
    return recovery.write_page(
        vault=vault,
        text=page["text"],
        on=_today() - timedelta(days=page["days_ago"]),
        tags=page.get("tags", []),
        slot=uuid4(),
        key=uuid4(),
    )


def _report(report: Row) -> None:
    """Leave what a reader of the meeting's page has found wrong."""
    meeting = Meeting.objects.get(slug=report["meeting"])
    meetings.report_correction(meeting=meeting, changes={}, message=report["message"], key=uuid4())


def _today() -> date:
    return clock.now().date()
