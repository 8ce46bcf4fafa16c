"""Writes of editors: notes, other words to choose from, publishing. They never change a word."""

import difflib
from collections.abc import Mapping
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from homegroup.accounts.models import User
from homegroup.audit.actions import record
from homegroup.core import clock, once
from homegroup.core.errors import Conflict, HouseError, NotAllowed
from homegroup.notices.actions import forget, tell
from homegroup.stories import access, finding
from homegroup.stories.actions.offering import drop_recording, subject_of
from homegroup.stories.choices import Stage, State
from homegroup.stories.models import Note, Offer, Story, Suggestion

MOST_SUGGESTIONS = 40
_PLAIN = (
    "audience",
    "group",
    "title",
    "pen_name",
    "language",
    "chapters",
    "topics",
    "hard",
    "words",
)


def _locked(offer: Offer, by: User, *, round_: int | None = None) -> Offer:
    """Give the row as it is now, locked, if this person may edit it and has read these words."""
    row = Offer.objects.select_for_update().filter(pk=offer.pk).first()
    if row is None or row.stage != Stage.WAITING:
        raise Conflict(_("It does not wait any more: it was published, sent back or taken back."))
    if by.pk not in access.editors_of(row):
        raise NotAllowed(_("This is yours, or not for you to edit. Somebody else does that."))
    if round_ is not None and row.round != round_:
        raise Conflict(_("The author has changed it since you read it. Please read it once more."))
    return row


@transaction.atomic
def send_back(*, offer: Offer, by: User, notes: Mapping[int | None, str], key: UUID) -> bool:
    """Send a story back with notes, by chapter (None: about the whole).

    Raises HouseError without a note, Conflict once it does not wait, NotAllowed for one's own.
    """
    if not once.claim(key):
        return False
    row = _locked(offer, by)
    said = {chapter: text.strip() for chapter, text in notes.items() if text.strip()}
    if not said and not row.suggestions.exists():
        raise HouseError(_("Write to the author what you would like to have changed."))
    now = clock.now()
    Note.objects.bulk_create(
        Note(offer=row, chapter=chapter, text=text, from_editor=True, writer=by, at=now)
        for chapter, text in said.items()
    )
    row.stage = Stage.BACK
    row.save(update_fields=["stage"])
    record(action="stories.send_back", subject=subject_of(row.pk), by=by.pk, data={})
    tell(user=row.author_id, kind="stories.back", subject=subject_of(row.pk))
    return True


@transaction.atomic
def suggest(*, offer: Offer, by: User, chapter: int, text: str, key: UUID) -> int:
    """Suggest other words for a chapter: one suggestion for each run of changed paragraphs.

    Gives how many. In place of one's own earlier ones for that chapter. Raises as `send_back`.
    """
    if not once.claim(key):
        return 0
    row = _locked(offer, by)
    if chapter >= len(row.chapters):
        raise Conflict(_("The author has changed it since you read it. Please read it once more."))
    row.suggestions.filter(chapter=chapter, writer=by).delete()
    changes = differences(row.chapters[chapter]["text"], text)
    if row.suggestions.count() + len(changes) > MOST_SUGGESTIONS:
        raise HouseError(_("These are many changes. Write a note instead."), field="text")
    now = clock.now()
    Suggestion.objects.bulk_create(
        Suggestion(
            offer=row, chapter=chapter, place=place, before=before, after=after, writer=by, at=now
        )
        for place, (before, after) in enumerate(changes)
    )
    record(
        action="stories.suggest", subject=subject_of(row.pk), by=by.pk, data={"count": len(changes)}
    )
    return len(changes)


def differences(old: str, new: str) -> list[tuple[str, str]]:
    """Give (before, after) of each run of paragraphs that differs; `before` is never empty.

    What was put in between goes with the paragraph before it, so that its place is known.
    """
    before, after = old.split("\n\n"), new.strip().split("\n\n")
    matcher = difflib.SequenceMatcher(a=before, b=after, autojunk=False)
    found = []
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind == "equal":
            continue
        if kind == "insert":
            a, b, c, d = (a - 1, b, c - 1, d) if a else (a, b + 1, c, d + 1)
        found.append(("\n\n".join(before[a:b]), "\n\n".join(after[c:d])))
    return [(one, other) for one, other in found if one.strip() and one != other]


@transaction.atomic
def publish(*, offer: Offer, by: User, round_: int, key: UUID) -> Story | None:
    """Publish exactly the words that the author handed in, and that this editor has read.

    `round_` is the one that was shown. Raises as `send_back`, and Conflict while the author has
    not answered to other words.
    """
    if not once.claim(key):
        return None
    row = _locked(offer, by, round_=round_)
    if row.suggestions.exists():
        raise Conflict(_("Other words wait for the author's answer. Send it back to them first."))
    story = _published(row)
    record(action="stories.publish", subject=subject_of(story.pk), by=by.pk,
           data={"audience": story.audience})  # fmt: skip
    forget(subject=subject_of(story.pk))
    finding.put(story)
    tell(user=row.author_id, kind="stories.published", subject=subject_of(story.pk))
    return story


def _published(offer: Offer) -> Story:
    """Turn what was handed in into what is read, in place of what was published before."""
    there = Story.objects.select_for_update().filter(pk=offer.pk).first()
    story = there or Story(pk=offer.pk, published_on=clock.now().date())
    old = story.recording_id
    for name in _PLAIN:
        setattr(story, name, getattr(offer, name))
    story.author_id, story.state, story.fold_label = offer.author_id, State.SHOWN, ""
    recording = offer.recording_id
    Offer.objects.filter(pk=offer.pk).update(recording=None)
    story.recording_id = recording
    story.save(force_insert=there is None)
    offer.delete()
    drop_recording(old)
    return story
