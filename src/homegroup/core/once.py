"""Pressing twice leaves one row: every form carries a key that is spent once."""

import uuid
from datetime import timedelta

from homegroup.core import bulk, clock
from homegroup.core.models import UsedKey

FIELD = "once"
_KEEP = timedelta(days=1)


def new_key() -> str:
    """Give a fresh key for a form's hidden field."""
    return str(uuid.uuid4())


def claim(key: uuid.UUID) -> bool:
    """Spend the key; False if it was spent before. Call it inside the action's transaction."""
    return bulk.insert([UsedKey(key=key, at=clock.now())], unless_there=True) == 1


def is_spent(key: uuid.UUID) -> bool:
    """Tell whether the key was spent: what a form sends while it is typed may come too late."""
    return UsedKey.objects.filter(key=key).exists()


def forget_old_keys() -> int:
    """Delete keys older than a day; give how many."""
    deleted, _ = UsedKey.objects.filter(at__lt=clock.now() - _KEEP).delete()
    return deleted
