"""Taking a run back: every meeting as it was, except what people have edited since."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

import msgspec
from django.db.models import Q

from homegroup.core import bulk
from homegroup.exchange.choices import ChangeKind
from homegroup.exchange.importing.changes import GONE, STATUS, Before, fingerprint
from homegroup.exchange.importing.problems import NOTE, Problem
from homegroup.exchange.importing.run import CHANGED_AT_ONCE, in_parts
from homegroup.exchange.models import ImportChange, ImportedMeeting, ImportRun
from homegroup.groups.models import Group
from homegroup.meetings import writing
from homegroup.meetings.choices import Status
from homegroup.meetings.models import Correction, DateChange, Meeting, Pause


@dataclass
class TakenBack:
    """What undoing did, counted in meetings, and what there is to say.

    `deleted`: the run had made them. `closed`: it had listed them again, or people have worked on
    them since. `restored`: fields are as before. `listed`: it had closed them.
    """

    deleted: int = 0
    closed: int = 0
    restored: int = 0
    listed: int = 0
    problems: list[Problem] = field(default_factory=list)


class Undoing:
    """Takes back one run, inside the caller's transaction."""

    def __init__(self, run: ImportRun, *, at: datetime) -> None:
        self.run, self.at = run, at
        self.result = TakenBack()
        self._touched: list[int] = []

    def carry_out(self) -> TakenBack:
        """Put everything back; give the figures."""
        ids = list(self.run.changes.order_by("pk").values_list("pk", flat=True))
        for part in in_parts(ids, CHANGED_AT_ONCE):
            changes = list(ImportChange.objects.filter(pk__in=part).order_by("pk"))
            made = [change for change in changes if change.kind == ChangeKind.CREATED]
            self._unmake(made)
            self._restore([change for change in changes if change.kind != ChangeKind.CREATED])
        empty = Group.objects.filter(source=self.run.source.name, meetings__isnull=True, edited=[])
        empty.filter(memberships__isnull=True).delete()  # where people are, a group stays
        writing.publish(self._touched)
        writing.renew_gazetteer()
        return self.result

    def _unmake(self, changes: Sequence[ImportChange]) -> None:
        """Delete what the run made; close it where people have worked on it since."""
        ids = [change.meeting_id for change in changes]
        meetings = list(Meeting.objects.filter(pk__in=ids))
        worked_on = _worked_on(meetings)
        kept = [meeting for meeting in meetings if meeting.pk in worked_on]
        gone = [meeting for meeting in meetings if meeting.pk not in worked_on]
        writing.delete(gone)
        self.result.deleted += len(gone)
        for meeting in kept:
            self._say(meeting, STATUS, "People have worked on it here, so it was only closed.")
            meeting.status, meeting.closed_reason = Status.CLOSED, GONE
        self._save(kept)
        self.result.closed += len(kept)
        ImportedMeeting.objects.filter(meeting__in=kept).update(present=False)

    def _restore(self, changes: Sequence[ImportChange]) -> None:
        meetings = Meeting.objects.whole().in_bulk([change.meeting_id for change in changes])
        rewrites, statuses = [], []
        for change in changes:
            meeting = meetings[change.meeting_id]
            before = msgspec.json.decode(change.before, type=Before)
            fields = self._fields(meeting, before)
            restated = self._restate(meeting, before, ChangeKind(change.kind))
            if fields and before.listing:
                rewrites.append(writing.Rewrite(meeting, before.listing, fields))
                self.result.restored += not restated
            elif restated:
                statuses.append(meeting)
        writing.rewrite(rewrites, source=self.run.source.name, at=self.at)
        self._touched += [rewrite.meeting.pk for rewrite in rewrites]
        self._save(statuses)
        self._remember(changes)

    def _fields(self, meeting: Meeting, before: Before) -> tuple[str, ...]:
        kept = [name for name in before.fields if name in meeting.edited]
        for name in kept:
            self._say(meeting, name, "It was edited here since the run, and stays.")
        return tuple(name for name in before.fields if name not in kept)

    def _restate(self, meeting: Meeting, before: Before, kind: ChangeKind) -> bool:
        """Give the meeting its status of before; tell whether that was to be done."""
        if kind not in {ChangeKind.REMOVED, ChangeKind.REOPENED}:
            return False
        if STATUS in meeting.edited:
            self._say(meeting, STATUS, "It was opened or closed here since the run, and stays so.")
            return False
        meeting.status, meeting.closed_reason = before.status, before.closed_reason
        if kind == ChangeKind.REMOVED:
            self.result.listed += 1
        else:
            self.result.closed += 1
        return True

    def _save(self, meetings: Sequence[Meeting]) -> None:
        """Write status and reason, as a change that the public sees."""
        for meeting in meetings:
            meeting.updated_at = self.at
            meeting.revision += 1
        names = ["status", "closed_reason", "updated_at", "revision"]
        bulk.update(meetings, names)
        self._touched += [meeting.pk for meeting in meetings]

    def _remember(self, changes: Sequence[ImportChange]) -> None:
        """Let the source have said what it had said before the run."""
        rows = {
            row.meeting_id: row
            for row in ImportedMeeting.objects.filter(
                meeting__in=[change.meeting_id for change in changes]
            )
        }
        for change in changes:
            before = msgspec.json.decode(change.before, type=Before)
            row = rows[change.meeting_id]
            row.listing, row.present = before.imported, before.present
            row.fingerprint = fingerprint(before.imported.encode())
        bulk.update(list(rows.values()), ("listing", "present", "fingerprint"))

    def _say(self, meeting: Meeting, name: str, message: str) -> None:
        self.result.problems.append(Problem(0, meeting.source_slug, name, message, NOTE))


def _worked_on(meetings: Sequence[Meeting]) -> set[int]:
    """Give the ids of those that people have edited, paused, moved, or reported on."""
    ids = [meeting.pk for meeting in meetings]
    found = {meeting.pk for meeting in meetings if meeting.edited}
    own_pauses = Pause.objects.filter(Q(imported=False), meeting__in=ids)
    found.update(own_pauses.values_list("meeting_id", flat=True))
    moved = DateChange.objects.filter(schedule__meeting__in=ids)
    found.update(moved.values_list("schedule__meeting_id", flat=True))
    reported = Correction.objects.filter(meeting__in=ids)
    found.update(reported.values_list("meeting_id", flat=True))
    return found
