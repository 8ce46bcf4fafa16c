"""What a decision of the desk does to a share or an answer, within its transaction."""

from uuid import UUID

from homegroup.core import clock
from homegroup.core.writing import clean_text
from homegroup.notices.actions import tell
from homegroup.support.actions import answering, coming
from homegroup.support.choices import State
from homegroup.support.models import Reply, Share

_LABEL, _NOTE = 80, 500


def release(row: Share | Reply, *, by: UUID) -> None:
    """Let the group see what was held; the author hears of it."""
    if row.state not in {State.HELD, State.REFUSED}:
        return
    if row.state == State.REFUSED:
        row.note = ""
    row.closed_at = None
    if isinstance(row, Share):
        coming.come(row)
    else:
        coming.come_answer(row)
    _tell_author(row, "shares.let_through", by)


def refuse(row: Share | Reply, *, by: UUID, note: str) -> None:
    """Keep what was held to its author, who hears of it, and why."""
    _close(row, State.REFUSED, note, by)


def remove(row: Share | Reply, *, by: UUID, reason: str) -> None:
    """Take something away; for a while its author can still read it, and why."""
    _close(row, State.REMOVED, reason, by)


def _close(row: Share | Reply, state: State, why: str, by: UUID) -> None:
    row.closed_at, row.note = clock.now(), why[:_NOTE]
    if isinstance(row, Share):
        coming.withdraw(row, state)
    else:
        answering.hide(row, state)
    _tell_author(row, "shares.closed", by)


def edit(row: Share | Reply, *, by: UUID, text: str, note: str) -> None:
    """Give something the text that a moderator has changed; its author reads the note.

    It is marked so, lest others take the words for the author's.
    """
    row.text, row.note = clean_text(text), note[:_NOTE]
    row.edited_at, row.edited_by_author = clock.now(), False
    row.save(update_fields=["text", "note", "edited_at", "edited_by_author"])
    if row.is_shown:
        coming.index(row)
    _tell_author(row, "shares.changed", by)


def fold(row: Share | Reply, *, by: UUID, label: str) -> None:
    """Fold something under a label; an empty label unfolds it."""
    row.fold_label = " ".join(label.split())[:_LABEL]
    row.save(update_fields=["fold_label"])
    if row.fold_label:
        _tell_author(row, "shares.changed", by)


def _tell_author(row: Share | Reply, kind: str, by: UUID) -> None:
    share = row if isinstance(row, Share) else row.share
    if row.author is not None:
        tell(user=row.author.user_id, kind=kind, subject=f"share:{share.pk}", by=by)
