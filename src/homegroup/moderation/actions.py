"""Writes: reporting, deciding, holding, blocking."""

from collections.abc import Collection
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from homegroup.accounts.models import User
from homegroup.audit.actions import record
from homegroup.core import clock, once
from homegroup.core.errors import Conflict, HouseError, NotAllowed
from homegroup.groups.models import Group, Membership
from homegroup.moderation import access, evidence, queries, subjects, weighing
from homegroup.moderation.choices import HoldState, Reason, ReportState, Verdict
from homegroup.moderation.models import (
    Block,
    Concern,
    Evidence,
    Hold,
    LastWritten,
    Report,
    SlowMode,
)
from homegroup.moderation.rules import book
from homegroup.notices.actions import tell, tell_many
from homegroup.vault.vaults import close_to

MOST_WAITING = 20  # reports of one person
_AS_REPORTED = 500


@transaction.atomic
def report(
    *,
    reporter: User,
    kind: str,
    subject: str,
    reason: str,
    words: str,
    key: UUID,
    evidence: bytes | None = None,
) -> Report | None:
    """Ask the moderators to look at a thing; None where the form was sent before.

    `evidence` is what `evidence.seal` gave, for what a desk cannot read by itself.
    While one's report on a thing waits, another on it changes nothing and gives the first.
    Raises HouseError without a reason or for a thing that is not there for this person,
    NotAllowed for what is one's own, Conflict for too many that wait.
    """
    if not once.claim(key):
        return None
    found = subjects.find(kind)
    shown = found.shown_one(subject, reporter) if found else None
    if found is None or shown is None:
        raise HouseError(_("It is not there any more."))
    if reason not in Reason.values:
        raise HouseError(_("Choose what is wrong."), field="reason")
    about = found.about(subject)
    if about == reporter.pk:
        raise NotAllowed(_("This is yours. You can change it yourself."))
    mine = Report.objects.waiting().filter(reporter=reporter)
    there = mine.on(kind, subject).first()
    if there is not None:
        return there
    if mine.count() >= MOST_WAITING:
        raise Conflict(_("Many of your reports still wait. Please wait until somebody has looked."))
    group = found.group_of(subject)
    new = Report(
        kind=kind, subject=subject, group=group, about_id=about, reporter=reporter,
        as_reported=shown.text[:_AS_REPORTED], reason=reason, words=words.strip(),
        made_at=clock.now(),
    )  # fmt: skip
    return _keep_report(new, group, evidence)


def _keep_report(new: Report, group: Group | None, packed: bytes | None) -> Report:
    try:
        with transaction.atomic():
            new.save(force_insert=True)
            if packed is not None:
                evidence.keep(new, packed)
    except IntegrityError:  # the same person, on another device, in the same moment
        mine = Report.objects.waiting().on(new.kind, new.subject)
        return mine.get(reporter=new.reporter_id)
    # Without the reporter: the log would tell for ever who has reported whom.
    record(
        action="moderation.report",
        subject=_place(group),
        by=None,
        data={"kind": new.kind, "reason": new.reason},
    )
    _tell_deciders(new, group)
    return new


def _place(group: Group | None) -> str:
    return f"group:{group.pk}" if group else "home:reports"


def _tell_deciders(new: Report, group: Group | None) -> None:
    _tell_desk("moderation.reported", group, access.concerned_by([new]))


def _tell_desk(kind: str, group: Group | None, concerned: set[UUID]) -> None:
    """Tell who may decide in a group; where nobody may, who runs the home."""
    there = access.moderators_of([group.pk])[group.pk] - concerned if group else set()
    if group and there:
        tell_many(users=there, kind=kind, subject=f"group:{group.pk}")
        return
    operators = set(User.objects.filter(is_operator=True).values_list("pk", flat=True))
    tell_many(users=operators - concerned, kind=kind, subject="home:reports")


@transaction.atomic
def decide_report(*, report: Report, verdict: str, reason: str, by: UUID, key: UUID) -> bool:
    """Decide on a thing, for all reports on it that wait; False where the form was sent before.

    Raises Conflict where somebody has decided already, NotAllowed for who is concerned by it,
    HouseError without a reason or a verdict. A thing that is gone already is not removed again.
    """
    if not once.claim(key):
        return False
    if verdict not in Verdict.values:
        raise HouseError(_("Choose whether it stays."))
    if not reason.strip():
        raise HouseError(_("Write why, in a few words."), field="reason")
    rows = _still_waiting(report, by)
    for row in rows:
        row.state, row.outcome = ReportState(verdict), reason.strip()
        row.decided_at, row.decided_by_id = clock.now(), by
        row.as_reported = ""
        row.save()
    Evidence.objects.filter(report__in=rows).delete()
    if verdict == Verdict.REMOVE:
        _remove(report, by, reason.strip())
    data = {"kind": report.kind, "verdict": str(verdict)}
    record(action=queries.DECIDED, subject=_place(report.group), by=by, data=data)
    for row in rows:
        if row.reporter_id:
            tell(user=row.reporter_id, kind="moderation.decided", subject=f"report:{row.pk}")
    return True


def _still_waiting(report: Report, by: UUID) -> list[Report]:
    """Give all reports on the thing that wait, locked, if this person may decide on them."""
    waiting = Report.objects.waiting().on(report.kind, report.subject)
    rows = list(waiting.select_for_update())
    if not rows:
        raise Conflict(_("Somebody else has decided on this already."))
    if by in access.concerned_by(rows):
        raise NotAllowed(_("This is about you, or you reported it. Somebody else decides."))
    return rows


def _remove(report: Report, by: UUID, reason: str) -> None:
    """Take the thing away, unless it is gone already."""
    subject = subjects.find(report.kind)
    if subject and subject.remove and subject.shown_one(report.subject, None):
        subject.remove(report.subject, by=by, reason=reason)


@transaction.atomic
def screen(
    *, kind: str, subject: str, text: str, author: User, group: Group | None, urgent: bool = False
) -> bool:
    """Weigh what was just written; True where it is held and others must not see it.

    Call it in the transaction that has saved it, new or changed. `urgent`: its author struggles
    right now, so that the desk looks at it first. For words of a crisis the desk gets a quiet card.
    """
    weighed = weighing.weigh(text, author=author, group=group)
    _note_writing(author, group)
    if weighed.crisis:
        concern(kind=kind, subject=subject)
    rules = weighed.rules
    if rules == (book.FIRST,) and Hold.objects.released().on(kind, subject).exists():
        return False  # somebody has read it, and its author changed it since
    if not rules:
        return False
    hold(kind=kind, subject=subject, rule=rules[0], rules=rules, urgent=urgent)
    return True


def _note_writing(author: User, group: Group | None) -> None:
    """Remember when somebody wrote, only while a slow mode lasts."""
    now = clock.now()
    if group and SlowMode.objects.filter(group=group, until_at__gt=now).exists():
        LastWritten.objects.update_or_create(group=group, user=author, defaults={"at": now})


@transaction.atomic
def concern(*, kind: str, subject: str) -> Concern:
    """Put a quiet card on the desk: whose thing this is may not be safe. It holds nothing."""
    found = _registered(kind)
    group, about = found.group_of(subject), found.about(subject)
    values = {"group": group, "about_id": about, "made_at": clock.now()}
    card, made = Concern.objects.get_or_create(
        kind=kind, subject=subject, state="waiting", defaults=values
    )
    if made:
        record(action="moderation.concern", subject=_place(group), by=None, data={"kind": kind})
        _tell_desk("moderation.concern", group, {about} if about else set())
    return card


def _registered(kind: str) -> subjects.Subject:
    found = subjects.find(kind)
    if found is None:
        raise HouseError(_("It is not there any more."))
    return found


@transaction.atomic
def hold(
    *, kind: str, subject: str, rule: str, rules: Collection[str] = (), urgent: bool = False
) -> Hold:
    """Let a thing wait for a moderator; `rule` names why. One that waits already is given as is.

    Raises HouseError for a kind that nobody registered.
    """
    found = _registered(kind)
    group, about = found.group_of(subject), found.about(subject)
    values = {
        "group": group,
        "about_id": about,
        "rule": rule,
        "rules": list(rules or [rule]),
        "urgent": urgent,
        "made_at": clock.now(),
    }
    held, made = Hold.objects.get_or_create(
        kind=kind, subject=subject, state=HoldState.WAITING, defaults=values
    )
    if made:
        data = {"kind": kind, "rule": rule}
        record(action="moderation.hold", subject=_place(group), by=None, data=data)
        _tell_desk("moderation.reported", group, {about} if about else set())
    return held


@transaction.atomic
def release(*, held: Hold, by: UUID) -> None:
    """Let others see a thing. Raises Conflict once it is decided, NotAllowed for one's own."""
    _decide_hold(held, HoldState.RELEASED, by)
    found = subjects.find(held.kind)
    if found and found.release:
        found.release(held.subject, by=by)


@transaction.atomic
def refuse(*, held: Hold, by: UUID) -> None:
    """Let nobody see a thing but its author. Raises as `release` does."""
    _decide_hold(held, HoldState.REFUSED, by)
    found = subjects.find(held.kind)
    if found and found.refuse:
        found.refuse(held.subject, by=by)


def _decide_hold(held: Hold, state: HoldState, by: UUID) -> None:
    if held.about_id == by:
        raise NotAllowed(_("This is yours. Somebody else decides."))
    rows = Hold.objects.waiting().filter(pk=held.pk)
    if not rows.update(state=state, decided_at=clock.now(), decided_by=by):
        raise Conflict(_("Somebody else has decided on this already."))
    data = {"kind": held.kind, "rule": held.rule, "state": str(state)}
    record(action="moderation.decide_hold", subject=_place(held.group), by=by, data=data)


@transaction.atomic
def forget_things(*, kind: str, things: Collection[str]) -> None:
    """Take things off the desk that their author has deleted; reports stay until decided."""
    Hold.objects.waiting().filter(kind=kind, subject__in=things).delete()
    Concern.objects.waiting().filter(kind=kind, subject__in=things).delete()


@transaction.atomic
def block(*, blocker: User, person: Membership) -> Block:
    """Keep a person out of contact, whom the blocker knows by this membership.

    What the two have opened to each other is closed at once. Twice changes nothing, and nobody
    is told. Raises NotAllowed for oneself.
    """
    if person.user_id == blocker.pk:
        raise NotAllowed(_("This is you."))
    values = {
        "blocked_id": person.user_id,
        "name": person.name,
        "group_id": person.group_id,
        "made_on": clock.now().date(),
    }
    made, is_new = Block.objects.get_or_create(blocker=blocker, person=person.pk, defaults=values)
    close_to(owner=blocker.pk, reader=person.user_id)
    close_to(owner=person.user_id, reader=blocker.pk)
    if is_new:  # the log tells of the block, and not of whom
        record(action="moderation.block", subject=f"block:{made.pk}", by=blocker.pk, data={})
    return made


@transaction.atomic
def unblock(*, block: Block) -> None:
    """Allow contact again; what was closed stays closed. Twice does no more than once."""
    if Block.objects.filter(pk=block.pk).delete()[0]:
        subject = f"block:{block.pk}"
        record(action="moderation.unblock", subject=subject, by=block.blocker_id, data={})
