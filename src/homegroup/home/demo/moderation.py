"""What lies on a desk of the demo, and what its moderators decided in the last days.

It goes through the rooms' actions, with the clock standing at the moment when it happened.
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
from homegroup.moderation import actions
from homegroup.moderation.choices import Verdict
from homegroup.moderation.models import Hold
from homegroup.support.actions import answering, sharing
from homegroup.support.models import Reply, Share

_FILE = Path(__file__).parent / "moderation.yaml"
Row = dict[str, Any]
People = dict[str, Membership]


def look_after(accounts: dict[str, Opened]) -> None:
    """Let people of a group write, report and decide; nothing in a demo without them."""
    pack: Row = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    users = [opened.user.pk for opened in accounts.values()]
    rows = Membership.objects.members().whole().filter(group__slug=pack["group"], user__in=users)
    people = {row.name: row for row in rows.select_related("user")}
    if not {pack["moderator"], pack["secretary"]} <= people.keys():
        return
    for row in pack["answers"]:
        _let_through(_answer(row, people), people[pack["moderator"]])
    _report(pack["reported"], people, moderator=people[pack["moderator"]])
    _speak_with(pack, people)
    for row in pack["waits"]:
        _share(row, people)
    _propose(pack["proposal"], people, by=people[pack["secretary"]])


def _answer(told: Row, people: People) -> Reply:
    share = _share_that_begins(told["below"])
    words = answering.Words(text=told["text"], nudge_seen=True)
    with clock.standing_at(moment(told["days_ago"], told["at"])):
        made = answering.answer(me=people[told["by"]], share=share, words=words, key=uuid4())
    assert made is not None
    return made


def _share_that_begins(words: str) -> Share:
    return Share.objects.select_related("author", "group").get(text__startswith=words)


def _let_through(reply: Reply, moderator: Membership) -> None:
    """Let a moderator read it a little later: these are the first things that somebody wrote."""
    for held in Hold.objects.waiting().on("reply", str(reply.pk)):
        with clock.standing_at(held.made_at + timedelta(minutes=20)):
            actions.release(held=held, by=moderator.user_id)


def _report(told: Row, people: People, *, moderator: Membership) -> None:
    """Let somebody report an answer, and a moderator decide on it."""
    reply = _answer(told["answer"], people)
    with clock.standing_at(moment(told["days_ago"], told["at"])):
        actions.report(
            reporter=people[told["reporter"]].user, kind="reply", subject=str(reply.pk),
            reason=told["reason"], words=told["words"], key=uuid4(),
        )  # fmt: skip
    decided = told["decided"]
    ruling = actions.Ruling(Verdict.REMOVE, note=decided["note"], reason=decided["reason"])
    with clock.standing_at(moment(decided["days_ago"], decided["at"])):
        actions.decide(
            kind="reply", subject=str(reply.pk), ruling=ruling, by=moderator.user_id, key=uuid4()
        )


def _speak_with(pack: Row, people: People) -> None:
    """Let a moderator write a private word, and the secretary ask for a pause."""
    word, pause = pack["word"], pack["pause"]
    with clock.standing_at(moment(word["days_ago"], word["at"])):
        actions.warn(
            person=people[word["to"]], note=word["note"], by=people[pack["moderator"]].user_id,
            key=uuid4(),
        )  # fmt: skip
    with clock.standing_at(moment(pause["days_ago"], pause["at"])):
        actions.pause(
            person=people[pause["to"]], length=timedelta(hours=pause["hours"]), note=pause["note"],
            by=people[pack["secretary"]].user_id, key=uuid4(),
        )  # fmt: skip


def _share(told: Row, people: People) -> None:
    words = sharing.Words(text=told["text"], help_seen=told.get("help_seen", False))
    with clock.standing_at(moment(told["days_ago"], told["at"])):
        sharing.share(me=people[told["by"]], words=words, key=uuid4())
    for row in told.get("answers", ()):
        _answer(row | {"below": told["text"]}, people)


def _propose(told: Row, people: People, *, by: Membership) -> None:
    with clock.standing_at(moment(told["days_ago"], told["at"])):
        actions.propose_ban(
            person=people[told["about"]], reason=told["reason"], by=by.user_id, key=uuid4(),
            until_on=clock.now().date() + timedelta(days=told["days"]),
        )  # fmt: skip
