"""What the rooms below this one hold of a member."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from homegroup.accounts.models import User


def export_account(account: UUID) -> Iterable[dict[str, Any]]:
    """Give the account's own row."""
    for user in User.objects.filter(pk=account):
        yield {"sign_in_name": user.username, "made_on": user.created_on.isoformat()}


def erase_account(account: UUID) -> int:
    """Delete the account's own row; give how many went."""
    deleted, _by_model = User.objects.filter(pk=account).delete()
    return deleted
