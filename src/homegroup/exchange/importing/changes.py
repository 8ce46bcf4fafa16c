"""What a new list means for what is here: made, changed, closed, listed again or kept.

The list is compared with what it said last time, not with what stands here, so that a field that
people edited here is left alone and said to be, once.
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from hashlib import blake2b

import msgspec

from homegroup.exchange.choices import ChangeKind
from homegroup.exchange.importing.feed import Reading
from homegroup.exchange.importing.problems import NOTE, Problem
from homegroup.exchange.models import ImportedMeeting, Source
from homegroup.meetings import writing
from homegroup.meetings.choices import Status
from homegroup.meetings.listing import Listing, differing, listing_of
from homegroup.meetings.models import Meeting

GONE = "No longer in the list it came from."
STATUS = "status"


class Before(msgspec.Struct, frozen=True, omit_defaults=True):
    """How a meeting was before a run, as far as the run changed it.

    `fields` of `listing` were changed; `imported` is what the list had said, JSON as stored.
    """

    imported: str
    present: bool
    status: str
    closed_reason: str = ""
    fields: tuple[str, ...] = ()
    listing: Listing | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """What the last run remembered of one slug."""

    meeting_id: int
    fingerprint: str
    present: bool


@dataclass
class Comparison:
    """The slugs of a list by what has to be looked at."""

    new: list[Reading] = field(default_factory=list)
    other: list[Reading] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)
    unchanged: int = 0


@dataclass(frozen=True)
class Decision:
    """What a run does to one meeting that is here."""

    meeting: Meeting
    imported: ImportedMeeting
    kind: ChangeKind
    before: Before
    reading: Reading | None = None
    fields: tuple[str, ...] = ()
    notes: tuple[Problem, ...] = ()


def fingerprint(encoded: bytes) -> str:
    """Give the hash under which equal listings are known (`writing.encoded`)."""
    return blake2b(encoded, digest_size=16).hexdigest()


def known_of(source: Source) -> dict[str, Known]:
    """Give what the last run remembered, by slug."""
    rows = ImportedMeeting.objects.filter(source=source)
    columns = rows.values_list("slug", "meeting_id", "fingerprint", "present")
    return {
        slug: Known(meeting_id, mark, present)
        for slug, meeting_id, mark, present in columns.iterator(chunk_size=5_000)
    }


def compare(
    readings: dict[str, Reading], known: dict[str, Known], unreadable: Collection[str]
) -> Comparison:
    """Sort the slugs. One whose row could not be read this time is neither gone nor changed."""
    found = Comparison()
    for slug, reading in readings.items():
        last = known.get(slug)
        if last is None:
            found.new.append(reading)
        elif last.present and last.fingerprint == fingerprint(writing.encoded(reading.listing)):
            found.unchanged += 1
        else:
            found.other.append(reading)
    found.gone = [
        slug
        for slug, last in known.items()
        if last.present and slug not in readings and slug not in unreadable
    ]
    return found


def decide(
    meeting: Meeting, imported: ImportedMeeting, reading: Reading, listing: Listing
) -> Decision:
    """Decide on a meeting whose row changed or came back; `meeting` read with `whole()`.

    `listing` is the reading's, with its group told as the whole list tells of it.
    """
    here = listing_of(meeting)
    said = msgspec.json.decode(imported.listing, type=Listing)
    fields, notes = _fields_to_take(meeting, here, said, reading, listing)
    reopen = not imported.present and meeting.status == Status.CLOSED
    if reopen and STATUS in meeting.edited:
        reopen = False
        notes.append(_kept(reading, STATUS, "It is in the list again, but was closed here."))
    taken = ChangeKind.UPDATED if fields else ChangeKind.KEPT
    kind = ChangeKind.REOPENED if reopen else taken
    before = Before(
        imported=imported.listing,
        present=imported.present,
        status=meeting.status,
        closed_reason=meeting.closed_reason,
        fields=fields,
        listing=here if fields else None,
    )
    return Decision(meeting, imported, kind, before, reading, fields, tuple(notes))


def _fields_to_take(
    meeting: Meeting, here: Listing, said: Listing, reading: Reading, listing: Listing
) -> tuple[tuple[str, ...], list[Problem]]:
    """Give the fields to change, and a note for each that the list changed but people had too."""
    fields, notes = [], []
    for name in differing(said, reading.listing):
        if getattr(here, name) == getattr(listing, name):
            continue
        if name in meeting.edited:
            notes.append(
                _kept(reading, name, "The list has something new here; what was edited here stays.")
            )
        else:
            fields.append(name)
    return tuple(fields), notes


def decide_gone(meeting: Meeting, imported: ImportedMeeting) -> Decision:
    """Decide on a meeting that is not in the list any more."""
    before = Before(
        imported=imported.listing,
        present=True,
        status=meeting.status,
        closed_reason=meeting.closed_reason,
    )
    if meeting.status == Status.CLOSED:
        return Decision(meeting, imported, ChangeKind.KEPT, before)
    if STATUS in meeting.edited:
        message = "It is no longer in the list; it stays, because it was opened here."
        note = Problem(0, imported.slug, STATUS, message, NOTE)
        return Decision(meeting, imported, ChangeKind.KEPT, before, notes=(note,))
    return Decision(meeting, imported, ChangeKind.REMOVED, before)


def _kept(reading: Reading, name: str, message: str) -> Problem:
    return Problem(reading.row, reading.slug, name, message, NOTE)
