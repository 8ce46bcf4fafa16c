"""Deciding on a thing, for all that waits on it: reports, a hold, a quiet card."""

from dataclasses import dataclass, replace
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from homegroup.core import clock, once
from homegroup.core.errors import Conflict, HouseError, NotAllowed
from homegroup.moderation import access, subjects
from homegroup.moderation.actions.log import told
from homegroup.moderation.choices import (
    LETS_THROUGH,
    ON_THINGS,
    WITH_NOTE,
    ConcernState,
    HoldState,
    ReportState,
    Verdict,
)
from homegroup.moderation.models import Concern, Decision, Evidence, Hold, Report
from homegroup.moderation.subjects import Subject
from homegroup.notices.actions import tell

_OUTCOMES = {
    Verdict.EDIT: ReportState.CHANGED,
    Verdict.FOLD: ReportState.CHANGED,
    Verdict.REMOVE: ReportState.REMOVED,
    Verdict.REFUSE: ReportState.REMOVED,
}
_UNTOLD = frozenset({Verdict.KEEP, Verdict.SEEN})  # the author is not told that somebody looked


@dataclass(frozen=True)
class Ruling:
    """What a moderator says: `note` to the author, `reason` to the other moderators.

    `text` is how it shall read, `label` what it shall be folded under.
    """

    verdict: str
    note: str = ""
    reason: str = ""
    text: str = ""
    label: str = ""


@dataclass(frozen=True)
class Waiting:
    """All that waits on one thing, locked."""

    kind: str
    subject: str
    reports: list[Report]
    hold: Hold | None
    concern: Concern | None

    @property
    def rows(self) -> list[Report | Hold | Concern]:
        """All rows."""
        return [*self.reports, *(row for row in (self.hold, self.concern) if row)]


@transaction.atomic
def decide(*, kind: str, subject: str, ruling: Ruling, by: UUID, key: UUID) -> Decision | None:
    """Decide on a thing, for all that waits on it; None where the form was sent before.

    A quiet card is decided on its own: with SEEN. Raises Conflict where somebody has decided
    already, NotAllowed for who is concerned by it, HouseError for what cannot be done with this
    kind of thing, or without words to the author where it is changed or taken away. A thing that
    is gone already is not touched again.
    """
    if not once.claim(key):
        return None
    if ruling.verdict not in ON_THINGS:
        raise HouseError(_("Choose what shall become of it."))
    return settle(_locked(kind, subject), ruling, by)


def _locked(kind: str, subject: str) -> Waiting:
    reports = Report.objects.waiting().on(kind, subject).select_for_update(of=("self",))
    holds = Hold.objects.waiting().on(kind, subject).select_for_update(of=("self",))
    concerns = Concern.objects.waiting().on(kind, subject).select_for_update(of=("self",))
    return Waiting(
        kind,
        subject,
        list(reports.select_related("group")),
        holds.select_related("group").first(),
        concerns.select_related("group").first(),
    )


def settle(waiting: Waiting, ruling: Ruling, by: UUID) -> Decision:
    """Decide on what waits; within a transaction. Raises as `decide` does."""
    ruling = _as_it_is(ruling, waiting)
    waiting = _decided_by(ruling, waiting)
    if not waiting.rows:
        raise Conflict(_("Somebody else has decided on this already."))
    if by in access.concerned_by(waiting.rows):
        raise NotAllowed(_("This is about you, or you reported it. Somebody else decides."))
    found = subjects.find(waiting.kind)
    there = found is not None and found.shown_one(waiting.subject, None) is not None
    _check(ruling, found if there else None)
    row = waiting.rows[0]
    made = Decision.objects.create(
        kind=waiting.kind, subject=waiting.subject, group=row.group, about_id=row.about_id,
        verdict=ruling.verdict, note=ruling.note, reason=ruling.reason, label=ruling.label,
        at=clock.now(), by_id=by,
    )  # fmt: skip
    _close(waiting, ruling, by)
    if found is not None and there:
        _apply(found, waiting, ruling, by)
    told("decide", row.group, by, kind=waiting.kind, verdict=str(ruling.verdict))
    _tell(waiting, made, found)
    return made


def _decided_by(ruling: Ruling, waiting: Waiting) -> Waiting:
    """Give what a ruling decides on: a quiet card, or all else where there is more.

    What becomes of the words helps nobody yet: the card stays until somebody is with them.
    """
    if ruling.verdict == Verdict.SEEN:
        return replace(waiting, reports=[], hold=None)
    return replace(waiting, concern=None) if waiting.reports or waiting.hold else waiting


def _as_it_is(ruling: Ruling, waiting: Waiting) -> Ruling:
    """Name a decision for what it is: what was held is let through, or not."""
    verdict = Verdict(ruling.verdict)
    if waiting.hold:
        verdict = {Verdict.KEEP: Verdict.PASS, Verdict.REMOVE: Verdict.REFUSE}.get(verdict, verdict)
    else:
        verdict = {Verdict.PASS: Verdict.KEEP, Verdict.REFUSE: Verdict.REMOVE}.get(verdict, verdict)
    if verdict == Verdict.KEEP and not waiting.reports:
        verdict = Verdict.SEEN
    return replace(
        ruling, verdict=verdict, note=ruling.note.strip(), reason=ruling.reason.strip(),
        label=" ".join(ruling.label.split()),
    )  # fmt: skip


def _check(ruling: Ruling, found: Subject | None) -> None:
    if ruling.verdict in WITH_NOTE and not (ruling.note or ruling.reason):
        raise HouseError(_("Write why. The author reads it."), field="note")
    if found is None:
        return
    if ruling.verdict == Verdict.EDIT:
        if found.edit is None:
            raise HouseError(_("Its words cannot be changed here."))
        if not ruling.text.strip():
            raise HouseError(_("Write how it shall read."), field="text")
    if ruling.verdict == Verdict.FOLD:
        if found.fold is None:
            raise HouseError(_("It cannot be folded."))
        if not ruling.label:
            raise HouseError(_("Write a label, as “about self-harm”."), field="label")


def _close(waiting: Waiting, ruling: Ruling, by: UUID) -> None:
    """Take everything that waits off the desk."""
    state = _OUTCOMES.get(Verdict(ruling.verdict), ReportState.KEPT)
    Evidence.objects.filter(report__in=waiting.reports).delete()
    for row in waiting.reports:
        row.state, row.outcome, row.as_reported = state, ruling.reason or ruling.note, ""
        row.decided_at, row.decided_by_id = clock.now(), by
        row.save()
    if waiting.hold:
        passed = ruling.verdict in LETS_THROUGH
        waiting.hold.state = HoldState.RELEASED if passed else HoldState.REFUSED
        waiting.hold.decided_at, waiting.hold.decided_by_id = clock.now(), by
        waiting.hold.save()
    if waiting.concern:
        waiting.concern.state = ConcernState.SEEN
        waiting.concern.decided_at, waiting.concern.decided_by_id = clock.now(), by
        waiting.concern.save()


def _apply(found: Subject, waiting: Waiting, ruling: Ruling, by: UUID) -> None:
    """Let the thing's own room do what was decided."""
    subject = waiting.subject
    if ruling.verdict == Verdict.EDIT and found.edit:
        found.edit(subject, by=by, text=ruling.text, note=ruling.note)
    if ruling.verdict == Verdict.FOLD and found.fold:
        found.fold(subject, by=by, label=ruling.label)
    if waiting.hold and ruling.verdict in LETS_THROUGH and found.release:
        found.release(subject, by=by)
    if ruling.verdict == Verdict.REFUSE and found.refuse:
        found.refuse(subject, by=by, note=ruling.note)
    if ruling.verdict == Verdict.REMOVE and found.remove:
        found.remove(subject, by=by, reason=ruling.note or ruling.reason)


def _tell(waiting: Waiting, made: Decision, found: Subject | None) -> None:
    for row in waiting.reports:
        if row.reporter_id:
            tell(user=row.reporter_id, kind="moderation.decided", subject=f"report:{row.pk}")
    told_there = found is not None and found.tells_author
    if made.about_id and made.verdict not in _UNTOLD and not told_there:
        tell(user=made.about_id, kind="moderation.outcome", subject=f"decision:{made.pk}")


@transaction.atomic
def decide_report(*, report: Report, verdict: str, reason: str, by: UUID, key: UUID) -> bool:
    """Decide on what a report is about: KEEP or REMOVE. False where the form was sent before."""
    ruling = Ruling(verdict, reason=reason)
    made = decide(kind=report.kind, subject=report.subject, ruling=ruling, by=by, key=key)
    return made is not None


@transaction.atomic
def release(*, held: Hold, by: UUID) -> None:
    """Let others see a thing. Raises Conflict once it is decided, NotAllowed for one's own."""
    _settle_hold(held, Ruling(Verdict.PASS), by)


@transaction.atomic
def refuse(*, held: Hold, by: UUID, note: str) -> None:
    """Let nobody see a thing but its author, who reads the note. Raises as `release` does."""
    _settle_hold(held, Ruling(Verdict.REFUSE, note=note), by)


def _settle_hold(held: Hold, ruling: Ruling, by: UUID) -> None:
    waiting = _locked(held.kind, held.subject)
    if waiting.hold is None or waiting.hold.pk != held.pk:
        raise Conflict(_("Somebody else has decided on this already."))
    settle(waiting, ruling, by)
