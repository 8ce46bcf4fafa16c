"""The one write: adding an entry."""

from typing import Any
from uuid import UUID

from homegroup.audit.models import Entry
from homegroup.core import clock


def record(*, action: str, subject: str, by: UUID | None, data: dict[str, Any]) -> Entry:
    """Add one entry; call it inside the transaction of what it tells.

    `subject` is "kind:id"; `data` holds JSON facts and never a private text.
    """
    return Entry.objects.create(at=clock.now(), actor=by, action=action, subject=subject, data=data)
