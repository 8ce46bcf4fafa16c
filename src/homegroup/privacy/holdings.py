"""What the rooms below this one hold of a member."""

from collections.abc import Callable, Iterable
from typing import Any
from uuid import UUID

from django.db.models import Count, Model, Sum
from django.db.models.functions import Length

from homegroup.accounts.models import KeptForm, Keyring, SecondStep, User, Visit
from homegroup.vault.models import Entry, Grant, Manifest, Message, Seat


def export_account(account: UUID) -> Iterable[dict[str, Any]]:
    """Give the account's own row."""
    for user in User.objects.filter(pk=account):
        yield {
            "sign_in_name": user.username,
            "made_on": user.created_on.isoformat(),
            "runs_this_home": user.is_operator,
            "locks_after_minutes": user.idle_minutes,
        }


def export_keyring(account: UUID) -> Iterable[dict[str, Any]]:
    """Tell of the keys what is of use to a person: how often new, and whether there is a card."""
    for row in Keyring.objects.filter(pk=account):
        yield {"generation": row.generation, "has_card": row.card_check is not None}


def export_visits(account: UUID) -> Iterable[dict[str, Any]]:
    """Give the signed-in devices."""
    for row in Visit.objects.filter(user=account).order_by("started_on", "label"):
        yield {"started_on": row.started_on.isoformat(), "shared_phone": row.is_shared}


def export_steps(account: UUID) -> Iterable[dict[str, Any]]:
    """Give the second steps, without their secrets."""
    for row in SecondStep.objects.filter(user=account):
        yield {"kind": row.kind, "name": row.name, "added_on": row.added_on.isoformat()}


def export_kept(account: UUID) -> Iterable[dict[str, Any]]:
    """Tell how many forms wait; the account page opens them."""
    for row in KeptForm.objects.filter(user=account):
        yield {"kept_on": row.kept_on.isoformat()}


def erase_account(account: UUID) -> int:
    """Delete the account's own row; give how many went."""
    deleted, _by_model = User.objects.filter(pk=account).delete()
    return deleted


def erase_of(model: type[Model]) -> Callable[[UUID], int]:
    """Give what deletes a member's rows of a model that has `user`; it gives how many went."""

    def erase(account: UUID) -> int:
        deleted, _by_model = model._default_manager.filter(user=account).delete()
        return deleted

    return erase


def export_entries(account: UUID) -> Iterable[dict[str, Any]]:
    """Tell of the sealed entries what everybody with the database sees; the desk opens them."""
    rows = Entry.objects.filter(owner=account).annotate(open_to=Count("grants"))
    for row in rows.order_by("id"):
        yield {
            "id": str(row.pk),
            "changes": row.revision,
            "sealed_bytes": len(row.body),
            "open_to": row.open_to,
        }


def erase_entries(account: UUID) -> int:
    """Delete the member's sealed entries, with what they had opened to others."""
    return Entry.objects.filter(owner=account).delete()[0]


def export_grants(account: UUID) -> Iterable[dict[str, Any]]:
    """Give the ids of entries that others have opened to the member."""
    for row in Grant.objects.filter(reader=account).order_by("id"):
        yield {"entry": str(row.entry_id)}


def erase_grants(account: UUID) -> int:
    """Close what others had opened to the member; their keys are made anew when they return."""
    grants = Grant.objects.filter(reader=account)
    Entry.objects.filter(grants__in=grants).update(renew=True)
    return grants.delete()[0]


def export_manifest(account: UUID) -> Iterable[dict[str, Any]]:
    """Tell how large the sealed list of entries is."""
    for row in Manifest.objects.filter(owner=account):
        yield {"sealed_bytes": len(row.sealed)}


def erase_manifest(account: UUID) -> int:
    """Delete the sealed list of the member's entries."""
    return Manifest.objects.filter(owner=account).delete()[0]


def export_seats(account: UUID) -> Iterable[dict[str, Any]]:
    """Give the ids of the private conversations that the member is in."""
    for thread in Seat.objects.filter(user=account).order_by("thread").values_list("thread"):
        yield {"conversation": str(thread[0])}


def export_messages(account: UUID) -> Iterable[dict[str, Any]]:
    """Tell of what the member wrote to others what everybody with the database sees."""
    rows = Message.objects.filter(author=account).values("thread").order_by("thread")
    for row in rows.annotate(count=Count("pk"), size=Sum(Length("sealed"))):
        yield {
            "conversation": str(row["thread"]),
            "messages": row["count"],
            "sealed_bytes": row["size"],
        }
