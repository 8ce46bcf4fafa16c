"""What the room holds of a member, for export and erasure. Drafts are in the vault's export."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from homegroup.stories import finding
from homegroup.stories.actions.offering import drop_recording, remove_everywhere
from homegroup.stories.models import Note, Offer, Recording, Story, Suggestion, Thanks, Told
from homegroup.stories.sound import shelf


def _told(row: Told) -> dict[str, Any]:
    return {
        "title": row.title,
        "name": row.pen_name,
        "for": row.audience,
        "group": row.group.name if row.group else "",
        "language": row.language,
        "words": "\n\n".join(f"{each['heading']}\n{each['text']}".strip() for each in row.parts),
    }


def export_stories(account: UUID) -> Iterable[dict[str, Any]]:
    """Give what the member has published."""
    for row in Story.objects.filter(author=account).select_related("group"):
        yield {**_told(row), "published_on": row.published_on.isoformat(), "state": row.state}


def erase_stories(account: UUID) -> int:
    """Delete what the member has published, wherever it can be found."""
    return _gone(Story.objects.filter(author=account).values_list("pk", flat=True))


def unname_stories(account: UUID) -> int:
    """Leave what the member has published, without their name and without their voice."""
    rows = list(Story.objects.filter(author=account))
    for row in rows:
        recording = row.recording_id
        row.author, row.pen_name, row.recording = None, "", None
        row.save()
        drop_recording(recording)
        finding.put(row)
    return len(rows)


def export_offers(account: UUID) -> Iterable[dict[str, Any]]:
    """Give what the member has handed in, and what was written about it."""
    rows = Offer.objects.filter(author=account).select_related("group").prefetch_related("notes")
    for row in rows:
        at, notes = row.handed_in_at.isoformat(), [note.text for note in row.notes.all()]
        yield {**_told(row), "handed_in_at": at, "stage": row.stage, "notes": notes}


def erase_offers(account: UUID) -> int:
    """Delete what the member has handed in; what is published stays for `erase_stories`."""
    rows = list(Offer.objects.filter(author=account))
    for row in rows:
        recording = row.recording_id
        row.delete()
        drop_recording(recording)
    return len(rows)


def _gone(stories: Iterable[UUID]) -> int:
    ids = list(stories)
    for each in ids:
        remove_everywhere(each)
    return len(ids)


def export_notes(account: UUID) -> Iterable[dict[str, Any]]:
    """Give what the member wrote about stories of others, as an editor."""
    for row in Note.objects.filter(writer=account, from_editor=True):
        yield {"text": row.text, "at": row.at.isoformat()}


def erase_notes(account: UUID) -> int:
    """Delete what the member wrote as an editor, and to editors."""
    return Note.objects.filter(writer=account).delete()[0]


def export_suggestions(account: UUID) -> Iterable[dict[str, Any]]:
    """Give the other words that the member has suggested to authors."""
    for row in Suggestion.objects.filter(writer=account):
        yield {"words": row.after, "at": row.at.isoformat()}


def erase_suggestions(account: UUID) -> int:
    """Delete the other words that the member has suggested."""
    return Suggestion.objects.filter(writer=account).delete()[0]


def export_thanks(account: UUID) -> Iterable[dict[str, Any]]:
    """Give what the member said helped them, and what was said about their stories."""
    for row in Thanks.objects.filter(reader=account).select_related("story"):
        yield {"you": "said", "story": row.story.title, "what": row.reason, "words": row.words,
               "on": row.said_on.isoformat()}  # fmt: skip
    for row in Thanks.objects.filter(story__author=account, state="shown").select_related("story"):
        yield {"you": "were told", "story": row.story.title, "what": row.reason,
               "words": row.words, "on": row.said_on.isoformat()}  # fmt: skip


def erase_thanks(account: UUID) -> int:
    """Delete what the member said about stories."""
    return Thanks.objects.filter(reader=account).delete()[0]


def export_recordings(account: UUID) -> Iterable[dict[str, Any]]:
    """Tell of the member's recordings."""
    for row in Recording.objects.filter(owner=account):
        yield {"seconds": row.seconds, "belongs_to_a_draft": row.sealed}


def erase_recordings(account: UUID) -> int:
    """Delete the member's recordings with their files."""
    rows = Recording.objects.filter(owner=account)
    shelf.drop(rows.values_list("pk", flat=True))
    return rows.delete()[0]
