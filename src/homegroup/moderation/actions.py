"""Writes: reporting, deciding, holding, blocking."""

from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from homegroup.accounts.models import User
from homegroup.audit.actions import record
from homegroup.core import clock, once
from homegroup.core.errors import Conflict, HouseError, NotAllowed
from homegroup.groups.models import Group, Membership
from homegroup.moderation import access, queries, subjects
from homegroup.moderation.choices import HoldState, Reason, ReportState, Verdict
from homegroup.moderation.models import Block, Hold, Report
from homegroup.notices.actions import tell, tell_many
from homegroup.vault.vaults import close_to

MOST_WAITING = 20  # reports of one person
_AS_REPORTED = 500


@transaction.atomic
def report(
    *, reporter: User, kind: str, subject: str, reason: str, words: str, key: UUID
) -> Report | None:
    """Ask the moderators to look at a thing; None where the form was sent before.

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
    return _keep_report(new, group)


def _keep_report(new: Report, group: Group | None) -> Report:
    try:
        with transaction.atomic():
            new.save(force_insert=True)
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
    concerned = access.concerned_by([new])
    there = access.moderators_of([group.pk])[group.pk] - concerned if group else set()
    if group and there:
        tell_many(users=there, kind="moderation.reported", subject=f"group:{group.pk}")
        return
    operators = set(User.objects.filter(is_operator=True).values_list("pk", flat=True))
    tell_many(users=operators - concerned, kind="moderation.reported", subject="home:reports")


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
def hold(*, kind: str, subject: str, rule: str) -> Hold:
    """Let a thing wait for a moderator; `rule` names why. One that waits already is given as is.

    Raises HouseError for a kind that nobody registered.
    """
    found = subjects.find(kind)
    if found is None:
        raise HouseError(_("It is not there any more."))
    group = found.group_of(subject)
    held, made = Hold.objects.get_or_create(
        kind=kind,
        subject=subject,
        state=HoldState.WAITING,
        defaults={
            "group": group,
            "about_id": found.about(subject),
            "rule": rule,
            "made_at": clock.now(),
        },
    )
    if made:
        data = {"kind": kind, "rule": rule}
        record(action="moderation.hold", subject=_place(group), by=None, data=data)
    return held


@transaction.atomic
def release(*, held: Hold, by: UUID) -> None:
    """Let others see a thing. Raises Conflict once it is decided, NotAllowed for one's own."""
    _decide_hold(held, HoldState.RELEASED, by)


@transaction.atomic
def refuse(*, held: Hold, by: UUID) -> None:
    """Let nobody see a thing but its author. Raises as `release` does."""
    _decide_hold(held, HoldState.REFUSED, by)


def _decide_hold(held: Hold, state: HoldState, by: UUID) -> None:
    if held.about_id == by:
        raise NotAllowed(_("This is yours. Somebody else decides."))
    rows = Hold.objects.waiting().filter(pk=held.pk)
    if not rows.update(state=state, decided_at=clock.now(), decided_by=by):
        raise Conflict(_("Somebody else has decided on this already."))
    data = {"kind": held.kind, "rule": held.rule, "state": str(state)}
    record(action="moderation.decide_hold", subject=_place(held.group), by=by, data=data)


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
