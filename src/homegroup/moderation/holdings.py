"""What the room holds of a member, for export and erasure."""

from collections.abc import Callable, Iterable
from typing import Any
from uuid import UUID

from django.db.models import Model, Q

from homegroup.moderation.models import (
    Ban,
    Block,
    Concern,
    Decision,
    DeskKeyShare,
    Evidence,
    Hold,
    LastWritten,
    Pause,
    Report,
    Rest,
)


def export_reports(account: UUID) -> Iterable[dict[str, Any]]:
    """Give what the member reported or decided, and what was decided on what is theirs.

    Who reported something of theirs, when and why is not told.
    """
    for row in Report.objects.filter(reporter=account):
        yield {
            "you": "reported",
            "kind": row.kind,
            "at": row.made_at.isoformat(),
            "reason": row.reason,
            "words": row.words,
            "state": row.state,
        }
    for row in Report.objects.filter(decided_by=account):
        assert row.decided_at
        yield {
            "you": "decided",
            "kind": row.kind,
            "at": row.decided_at.isoformat(),
            "outcome": row.outcome,
            "state": row.state,
        }
    for row in Report.objects.filter(about=account, state="removed"):
        assert row.decided_at
        month = row.decided_at.strftime("%Y-%m")
        yield {"you": "owned it", "kind": row.kind, "month": month, "state": row.state}


def erase_reports(account: UUID) -> int:
    """Take the member and their words out of reports; that something was decided stays."""
    theirs = Q(report__reporter=account) | Q(report__about=account)
    Evidence.objects.filter(theirs).delete()
    reported = Report.objects.filter(reporter=account).update(reporter=None, words="")
    about = Report.objects.filter(about=account).update(about=None, as_reported="")
    decided = Report.objects.filter(decided_by=account).update(decided_by=None, outcome="")
    return reported + about + decided


def export_holds(account: UUID) -> Iterable[dict[str, Any]]:
    """Give what of the member waits or waited for a moderator, and what they decided."""
    for row in Hold.objects.filter(Q(about=account) | Q(decided_by=account)):
        you = "wrote it" if row.about_id == account else "decided"
        at = row.made_at.isoformat()
        rules = ", ".join(row.rules) or row.rule
        yield {"you": you, "kind": row.kind, "rules": rules, "at": at, "state": row.state}


def erase_holds(account: UUID) -> int:
    """Delete what of the member waited, and take them off what they decided."""
    decided = Hold.objects.filter(decided_by=account).update(decided_by=None)
    return decided + Hold.objects.filter(about=account).delete()[0]


def export_concerns(account: UUID) -> Iterable[dict[str, Any]]:
    """Give when a quiet card was made about the member, and those that they looked at."""
    for row in Concern.objects.filter(Q(about=account) | Q(decided_by=account)):
        you = "wrote it" if row.about_id == account else "looked at it"
        yield {"you": you, "kind": row.kind, "at": row.made_at.isoformat(), "state": row.state}


def erase_concerns(account: UUID) -> int:
    """Delete the cards about the member, and take them off those that they looked at."""
    decided = Concern.objects.filter(decided_by=account).update(decided_by=None)
    return decided + Concern.objects.filter(about=account).delete()[0]


def export_pauses(account: UUID) -> Iterable[dict[str, Any]]:
    """Give the pauses of the member, and those that they gave to somebody."""
    for row in Pause.objects.filter(Q(user=account) | Q(by=account)).select_related("group"):
        yield {
            "you": "paused" if row.user_id == account else "gave it",
            "group": row.group.name if row.group else "",
            "note": row.note,
            "from": row.from_at.isoformat(),
            "until": row.until_at.isoformat(),
        }


def erase_pauses(account: UUID) -> int:
    """Delete the pauses of the member, and take them and their words off those that they gave."""
    given = Pause.objects.filter(by=account).update(by=None, note="")
    return given + Pause.objects.filter(user=account).delete()[0]


def export_decisions(account: UUID) -> Iterable[dict[str, Any]]:
    """Give what was decided on what is the member's, and what they decided on others'."""
    rows = Decision.objects.filter(Q(about=account) | Q(by=account)).select_related("group")
    for row in rows:
        mine = row.about_id == account
        yield {
            "you": "owned it" if mine else "decided",
            "kind": row.kind,
            "group": row.group.name if row.group else "",
            "decision": row.verdict,
            "note": row.note,
            "reason": "" if mine else row.reason,
            "at": row.at.isoformat(),
        }


def erase_decisions(account: UUID) -> int:
    """Delete what was decided on the member; take them and their words off what they decided."""
    gone = Decision.objects.filter(about=account).delete()[0]
    decided = Decision.objects.filter(by=account)
    return gone + decided.update(by=None, note="", reason="")


def export_bans(account: UUID) -> Iterable[dict[str, Any]]:
    """Give the member's times away from groups; of those of others only that they decided."""
    theirs = Q(proposed_by=account) | Q(decided_by=account) | Q(answered_by=account)
    for row in Ban.objects.filter(Q(user=account) | theirs).select_related("group"):
        mine = row.user_id == account
        told = {
            "you": "were asked to stay away" if mine else "decided",
            "group": row.group.name,
            "from all groups": row.everywhere,
            "state": row.state,
            "until": row.until_on.isoformat(),
        }
        if mine:
            told |= {"reason": row.reason, "you said": row.appeal, "answer": row.answer}
        yield told


def erase_bans(account: UUID) -> int:
    """Delete the member's; take them off those that they decided, with the words they wrote."""
    proposed = Ban.objects.filter(proposed_by=account).update(proposed_by=None, reason="")
    decided = Ban.objects.filter(decided_by=account).update(decided_by=None)
    answered = Ban.objects.filter(answered_by=account).update(answered_by=None, answer="")
    return proposed + decided + answered + Ban.objects.filter(user=account).delete()[0]


def export_rests(account: UUID) -> Iterable[dict[str, Any]]:
    """Give when the member rests from a desk, and whose desk they have."""
    for row in Rest.objects.filter(Q(user=account) | Q(to=account)).select_related("group"):
        you = "rest" if row.user_id == account else "have the desk"
        yield {"you": you, "group": row.group.name, "until": row.until_on.isoformat()}


def erase_rests(account: UUID) -> int:
    """Delete the member's rests; others rest on, with nobody named."""
    named = Rest.objects.filter(to=account).update(to=None)
    return named + Rest.objects.filter(user=account).delete()[0]


def export_last_written(account: UUID) -> Iterable[dict[str, Any]]:
    """Give when the member wrote last where a group writes slowly."""
    for row in LastWritten.objects.filter(user=account).select_related("group"):
        yield {"group": row.group.name, "at": row.at.isoformat()}


def erase_last_written(account: UUID) -> int:
    """Delete it."""
    return LastWritten.objects.filter(user=account).delete()[0]


def export_desk_shares(account: UUID) -> Iterable[dict[str, Any]]:
    """Give of which desks the member can open what was reported."""
    rows = DeskKeyShare.objects.filter(user=account).select_related("desk_key__group")
    for row in rows:
        group = row.desk_key.group
        yield {"group": group.name if group else "", "since": row.desk_key.made_at.isoformat()}


def erase_desk_shares(account: UUID) -> int:
    """Delete them."""
    return DeskKeyShare.objects.filter(user=account).delete()[0]


def export_blocks(account: UUID) -> Iterable[dict[str, Any]]:
    """Give with whom the member wants no contact; who wants none with them is not told."""
    for row in Block.objects.filter(blocker=account).select_related("group"):
        group = row.group.name if row.group else ""
        yield {"name": row.name, "group": group, "since": row.made_on.isoformat()}


def erase_blocks(account: UUID) -> int:
    """Delete the blocks of the member, and for the member."""
    return Block.objects.of(account).delete()[0]


Holding = tuple[str, Callable[[UUID], Iterable[dict[str, Any]]], Callable[[UUID], int]]

# What each table holds in plain words, how it is exported and erased.
HELD: dict[type[Model], Holding] = {
    Report: (
        (
            "What you reported, and what was decided. When you leave, your name and words are "
            "taken off; that there was a report stays."
        ),
        export_reports,
        erase_reports,
    ),
    Hold: (
        "What of yours waits for a moderator, and what you decided as one.",
        export_holds,
        erase_holds,
    ),
    Concern: (
        "When your words told that you may not be safe, and a moderator was told so.",
        export_concerns,
        erase_concerns,
    ),
    Decision: (
        "What moderators decided on what is yours, and what you decided as one.",
        export_decisions,
        erase_decisions,
    ),
    Pause: (
        "Pauses from writing that you were given, or gave as a moderator.",
        export_pauses,
        erase_pauses,
    ),
    Ban: (
        (
            "Groups from which you were asked to stay away, what you said to it, and what you "
            "decided of others as a moderator."
        ),
        export_bans,
        erase_bans,
    ),
    Rest: (
        "When you rest from looking after a desk, or have one for somebody who rests.",
        export_rests,
        erase_rests,
    ),
    LastWritten: (
        "When you wrote last in a group that writes slowly just now.",
        export_last_written,
        erase_last_written,
    ),
    DeskKeyShare: (
        "Keys that open what was reported to a desk that you look after.",
        export_desk_shares,
        erase_desk_shares,
    ),
    Block: ("With whom you want no contact.", export_blocks, erase_blocks),
}
