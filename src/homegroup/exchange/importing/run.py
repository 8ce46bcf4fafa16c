"""One run: a list that was read is written down, inside the caller's transaction."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import Any, TypeVar

import msgspec
from django.core.validators import slug_re
from django.db.models import F

from homegroup.core import bulk
from homegroup.core.text import unique_slug
from homegroup.exchange.choices import ChangeKind
from homegroup.exchange.importing.changes import (
    GONE,
    STATUS,
    Comparison,
    Decision,
    compare,
    decide,
    decide_gone,
    fingerprint,
    known_of,
)
from homegroup.exchange.importing.feed import Feed, Reading, settled
from homegroup.exchange.importing.problems import NOTE, Problem
from homegroup.exchange.models import ImportChange, ImportedMeeting, ImportRun, Source
from homegroup.meetings import writing
from homegroup.meetings.choices import Status
from homegroup.meetings.listing import Listing
from homegroup.meetings.models import RESERVED_SLUGS, Meeting

NEW_AT_ONCE = 2_000
CHANGED_AT_ONCE = 300
_LONGEST_SLUG = 64
_CHANGE = ("run_id", "meeting_id", "kind", "before")
_MEMORY = ("source_id", "slug", "meeting_id", "fingerprint", "listing", "present")
Item = TypeVar("Item")


@dataclass
class Tally:
    """What a run does, counted in meetings, and what there is to say."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    removed: int = 0
    rejected: int = 0
    problems: list[Problem] = field(default_factory=list)

    def count(self, decision: Decision) -> None:
        """Count one decision on a meeting that is here."""
        if decision.kind == ChangeKind.REOPENED:
            self.created += 1
        elif decision.kind == ChangeKind.UPDATED:
            self.updated += 1
        elif decision.kind == ChangeKind.REMOVED:
            self.removed += 1
        elif decision.reading:
            self.unchanged += 1
        self.problems += decision.notes


class Run:
    """Carries out one list for one source. A run without a row only looks: nothing is written."""

    def __init__(
        self,
        source: Source,
        feed: Feed,
        *,
        row: ImportRun | None,
        at: datetime,
        advance: Callable[[int], object] = lambda steps: None,
    ) -> None:
        self.source, self.row, self.at = source, row, at
        self.advance = advance
        self.tally = Tally(rejected=feed.rejections, problems=feed.problems)
        self.touched: list[int] = []
        self._listings: dict[str, Listing] = {}
        self._feed = feed

    def carry_out(self) -> Tally:
        """Compare and, if there is a row, write. Give the figures."""
        known = known_of(self.source) if self.source.pk else {}
        found = compare(self._feed.readings, known, self._feed.rejected)
        self.tally.unchanged = found.unchanged
        self.advance(found.unchanged)
        if found.new or found.other:
            self._listings = settled(self._feed.readings.values())
        self._close_gone(found)
        self._change(found)
        self._create(found)
        self._say_what_is_closed(found)
        if self.row and (self.touched or found.new):
            writing.publish(self.touched)
            writing.renew_gazetteer()
        return self.tally

    def _close_gone(self, found: Comparison) -> None:
        for slugs in in_parts(found.gone, CHANGED_AT_ONCE):
            rows = self._imported(slugs).select_related("meeting")
            decisions = [decide_gone(row.meeting, row) for row in rows]
            self._decided(decisions)
            if self.row:
                closed = [d.meeting.pk for d in decisions if d.kind == ChangeKind.REMOVED]
                Meeting.objects.filter(pk__in=closed).update(
                    status=Status.CLOSED, closed_reason=GONE, updated_at=self.at,
                    revision=F("revision") + 1,
                )  # fmt: skip
                self._imported(slugs).update(present=False)

    def _change(self, found: Comparison) -> None:
        for readings in in_parts(found.other, CHANGED_AT_ONCE):
            by_slug = {reading.slug: reading for reading in readings}
            rows = {row.slug: row for row in self._imported(by_slug)}
            meetings = Meeting.objects.whole().in_bulk([row.meeting_id for row in rows.values()])
            decisions = [
                decide(meetings[rows[slug].meeting_id], rows[slug], reading, self._listings[slug])
                for slug, reading in by_slug.items()
            ]
            self._decided(decisions)
            if self.row:
                self._write(decisions)
            self.advance(len(decisions))

    def _write(self, decisions: Sequence[Decision]) -> None:
        """Change the meetings, and remember what the list says of them now."""
        rewrites = []
        for decision in decisions:
            if decision.kind == ChangeKind.REOPENED:
                decision.meeting.status, decision.meeting.closed_reason = Status.LISTED, ""
            if decision.kind != ChangeKind.KEPT and decision.reading:
                listing = self._listings[decision.reading.slug]
                rewrites.append(writing.Rewrite(decision.meeting, listing, decision.fields))
        writing.rewrite(rewrites, source=self.source.name, at=self.at)
        self._remember(decisions)

    def _create(self, found: Comparison) -> None:
        self.tally.created += len(found.new)
        if not self.row or not found.new:
            return
        taken = {*Meeting.objects.values_list("slug", flat=True), *RESERVED_SLUGS}
        for readings in in_parts(found.new, NEW_AT_ONCE):
            entries = [self._entry(reading, taken) for reading in readings]
            meetings = writing.create(entries, at=self.at)
            pairs = [(m.pk, reading) for m, reading in zip(meetings, readings, strict=True)]
            memories = (self._memory(pk, reading) for pk, reading in pairs)
            bulk.insert_values(ImportedMeeting, _MEMORY, memories)
            made = ((self.row.pk, pk, ChangeKind.CREATED.value, "") for pk, _ in pairs)
            bulk.insert_values(ImportChange, _CHANGE, made)
            self.advance(len(pairs))

    def _entry(self, reading: Reading, taken: set[str]) -> writing.NewMeeting:
        slug = reading.slug
        if len(slug) > _LONGEST_SLUG or not slug_re.fullmatch(slug) or slug in taken:
            name = slug if slug not in taken else f"{slug}-{self.source.name}"
            slug = unique_slug(name, taken, fallback="meeting", length=_LONGEST_SLUG)
        taken.add(slug)
        return writing.NewMeeting(
            slug=slug,
            listing=self._listings[reading.slug],
            source=self.source.name,
            source_slug=reading.slug,
        )

    def _decided(self, decisions: Sequence[Decision]) -> None:
        for decision in decisions:
            self.tally.count(decision)
        if not self.row:
            return
        self.touched += [d.meeting.pk for d in decisions if d.kind != ChangeKind.KEPT]
        run = self.row.pk
        changes = (
            (run, d.meeting.pk, d.kind.value, msgspec.json.encode(d.before).decode())
            for d in decisions
        )
        bulk.insert_values(ImportChange, _CHANGE, changes)

    def _remember(self, decisions: Sequence[Decision]) -> None:
        """Note what the list says now, for the next run to compare with."""
        for decision in decisions:
            if decision.reading:
                encoded = writing.encoded(decision.reading.listing)
                decision.imported.fingerprint = fingerprint(encoded)
                decision.imported.listing = encoded.decode()
                decision.imported.present = True
        rows = [decision.imported for decision in decisions]
        bulk.update(rows, ("fingerprint", "listing", "present"))

    def _memory(self, meeting_id: int, reading: Reading) -> tuple[object, ...]:
        """Give the columns `_MEMORY` of what the list says of a new meeting."""
        encoded = writing.encoded(reading.listing)
        mark = fingerprint(encoded)
        return self.source.pk, reading.slug, meeting_id, mark, encoded.decode(), True

    def _imported(self, slugs: Iterable[str]) -> Any:
        return ImportedMeeting.objects.filter(source=self.source, slug__in=list(slugs))

    def _say_what_is_closed(self, found: Comparison) -> None:
        """Say which meetings the list still has, though they were closed here."""
        if not self.source.pk:
            return
        said = {problem.slug for problem in self.tally.problems if problem.field == STATUS}
        rows = ImportedMeeting.objects.filter(
            source=self.source, present=True, meeting__status=Status.CLOSED
        )
        for slug in rows.order_by("slug").values_list("slug", flat=True):
            reading = self._feed.readings.get(slug)
            if reading and slug not in said:
                message = "It is in the list, but was closed here and stays closed."
                self.tally.problems.append(Problem(reading.row, slug, STATUS, message, NOTE))


def in_parts(items: Sequence[Item], size: int) -> Iterator[list[Item]]:
    """Give a sequence in lists of at most that many."""
    stream = iter(items)
    while part := list(islice(stream, size)):
        yield part
