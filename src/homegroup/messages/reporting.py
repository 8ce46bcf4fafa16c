"""Reporting private messages: chosen ones are sealed anew, for those who look at reports only."""

from collections.abc import Sequence
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import formats
from django.utils.translation import gettext as _

from homegroup.accounts.models import User
from homegroup.core.errors import HouseError
from homegroup.messages.models import Talk
from homegroup.messages.queries.talks import Names
from homegroup.messages.reportable import KIND
from homegroup.moderation import actions, evidence
from homegroup.moderation.evidence import Quote
from homegroup.vault.thread_pages import Shown

_LONGEST_CHOICE = 300


def choices(shown: Sequence[Shown], names: Names, zone: ZoneInfo) -> list[tuple[str, str]]:
    """Give the messages that can be chosen, each in a line."""
    return [(str(each.id), _line(each, names, zone)) for each in shown]


def _line(shown: Shown, names: Names, zone: ZoneInfo) -> str:
    name = _("You") if shown.is_mine else names.other
    assert shown.at
    there = shown.at.astimezone(zone)
    moment = f"{formats.date_format(there, 'j F')}, {formats.time_format(there, 'TIME_FORMAT')}"
    text = " ".join(str(shown.body.get("text", "")).split())
    cut = text if len(text) <= _LONGEST_CHOICE else f"{text[:_LONGEST_CHOICE]}…"
    return f"{name}, {moment}: {cut}"


@transaction.atomic
def report(
    *,
    reporter: User,
    talk: Talk,
    quoted: Sequence[Shown],
    names: Names,
    reason: str,
    words: str,
    key: UUID,
) -> None:
    """Report the newest of the chosen messages that is not one's own, with all of them as quotes.

    Raises HouseError where all are one's own, and what `moderation.actions.report` raises.
    """
    theirs = [each for each in quoted if not each.is_mine]
    if not theirs:
        raise HouseError(_("Choose at least one message of the other."), field="chosen")
    parties = {each for each in (talk.asker_id, talk.asked_id) if each}
    packed = evidence.seal(talk.group, [_quote(each, names) for each in quoted], parties=parties)
    actions.report(
        reporter=reporter,
        kind=KIND,
        subject=str(theirs[-1].id),
        reason=reason,
        words=words,
        key=key,
        evidence=packed,
    )


def _quote(shown: Shown, names: Names) -> Quote:
    assert shown.at
    name = names.own if shown.is_mine else names.other
    return Quote(name, shown.at.isoformat(), str(shown.body.get("text", "")))
