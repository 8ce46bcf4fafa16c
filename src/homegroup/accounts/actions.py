"""Every write on accounts and their keys: the rule, one transaction, the audit row inside.

Passphrases are stretched before a transaction begins: nobody waits for a lock meanwhile.
"""

import hmac
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from homegroup.accounts import hashers, keys, names, words
from homegroup.accounts.keys import AccountKey
from homegroup.accounts.models import Keyring, User, Visit
from homegroup.accounts.passphrases import check_passphrase
from homegroup.accounts.stretching import SALT_BYTES, Cost, stretch
from homegroup.audit.actions import record
from homegroup.core import clock, once, sealing, streams
from homegroup.core.errors import Conflict, HouseError
from homegroup.core.names import likeness
from homegroup.core.sealing import Stored, Unreadable


@dataclass(frozen=True)
class Opened:
    """An account and the key that its passphrase or card has opened."""

    user: User
    key: AccountKey


class WrongProof(HouseError):
    """Name and passphrase (or card) do not belong together; says no more than that."""

    status = 422


Rekeyer = Callable[[AccountKey, AccountKey], None]
_rekeyers: list[Rekeyer] = []


def on_new_key(rekey: Rekeyer) -> None:
    """Let a higher room re-wrap what it holds under an account key when that key is replaced.

    Called inside the transaction with the old and the new key.
    """
    _rekeyers.append(rekey)


def _audit(verb: str, user: UUID, **data: Any) -> None:
    record(action=f"accounts.{verb}", subject=f"account:{user}", by=user, data=data)


def _set_passphrase(user: User, passphrase: str, key: AccountKey) -> bytes:
    """Set the stored proof; give the account key as wrapped by the passphrase."""
    salt, cost = hashers.new_salt(), Cost.now()
    root = stretch(passphrase, salt, cost)
    user.password = hashers.proof_of(root, salt, cost)
    return keys.wrap(key, root.kek, purpose="passphrase")


def sign_up(*, name: str, passphrase: str, key: UUID, is_operator: bool = False) -> Opened | None:
    """Make an account; gives None when the form's key was spent before.

    Raises HouseError for a name or passphrase that is refused, Conflict for a name that is taken.
    """
    username = names.clean_sign_in_name(name)
    check_passphrase(passphrase, name=username)
    user = User(username=username, name_key=likeness(username), created_on=clock.now().date())
    user.is_operator = is_operator
    account_key = keys.new_account_key(user.pk)
    by_passphrase = _set_passphrase(user, passphrase, account_key)
    public, private = keys.new_pair(account_key)
    try:
        with transaction.atomic():
            if not once.claim(key):
                return None
            user.save(force_insert=True)
            Keyring.objects.create(
                user=user, by_passphrase=by_passphrase, public_key=public, private_key=private
            )
            _audit("sign_up", user.pk, operator=is_operator)
    except IntegrityError as problem:
        raise Conflict(
            _("This name is taken. Another one, or a number behind it, will do."), field="name"
        ) from problem
    return Opened(user, account_key)


def prove(*, name: str, passphrase: str) -> Opened:
    """Give the account of a name and its passphrase. Raises WrongProof, Busy.

    An unknown name costs the same stretch, so that the time tells nothing.
    """
    user = User.objects.select_related("keyring").filter(name_key=likeness(name)).first()
    if user is None or not user.is_active:
        stretch(passphrase, _pretended_salt(name), Cost.now())
        raise WrongProof(_("Name and passphrase do not fit together. Check both and try again."))
    return _prove(user, passphrase)


def _pretended_salt(name: str) -> bytes:
    digest = hmac.digest(sealing.home_key("no such name"), likeness(name).encode(), "sha256")
    return digest[:SALT_BYTES]


def _prove(user: User, passphrase: str) -> Opened:
    cost, salt, _digest = hashers.read_proof(user.password)
    root = stretch(passphrase, salt, cost)
    if not hashers.proves(root, user.password):
        raise WrongProof(_("Name and passphrase do not fit together. Check both and try again."))
    key = keys.unwrap(user.pk, user.keyring.by_passphrase, root.kek, purpose="passphrase")
    if cost != Cost.now():
        _renew_cost(user, passphrase, key)
    return Opened(user, key)


def _renew_cost(user: User, passphrase: str, key: AccountKey) -> None:
    by_passphrase = _set_passphrase(user, passphrase, key)
    with transaction.atomic():
        user.save(update_fields=["password"])
        Keyring.objects.filter(pk=user.pk).update(by_passphrase=by_passphrase)


def prove_again(*, user: User, passphrase: str, field: str = "passphrase") -> Opened:
    """Give the account key of a signed-in member for unlocking. Raises WrongProof, Busy."""
    try:
        return _prove(User.objects.select_related("keyring").get(pk=user.pk), passphrase)
    except WrongProof as problem:
        text = _("This is not your passphrase. Check it and try again.")
        raise WrongProof(text, field=field) from problem


def change_passphrase(
    *, user: User, old: str, new: str, someone_knows: bool, keep: Visit | None
) -> Opened:
    """Change the passphrase and end all visits but `keep`.

    With `someone_knows` everything gets new keys, and the recovery card dies: otherwise a copy of
    the old data and the old passphrase would open what comes later. Raises WrongProof, HouseError.
    """
    opened = prove_again(user=user, passphrase=old, field="old")
    check_passphrase(new, name=user.username)
    key = keys.new_account_key(user.pk) if someone_knows else opened.key
    user = opened.user
    by_passphrase = _set_passphrase(user, new, key)
    with transaction.atomic():
        user.save(update_fields=["password"])
        keyring = Keyring.objects.select_for_update().get(pk=user.pk)
        keyring.by_passphrase = by_passphrase
        if someone_knows:
            _replace_key(keyring, opened.key, key)
        keyring.save()
        _end_others(user, keep)
        _audit("change_passphrase", user.pk, new_keys=someone_knows)
    return Opened(user, key)


def _replace_key(keyring: Keyring, old: AccountKey, new: AccountKey) -> None:
    """Let the new account key take the old one's place everywhere; needs a new card."""
    keyring.generation += 1
    keyring.public_key, keyring.private_key = keys.new_pair(new)
    keyring.card_check = keyring.by_card = None
    keyring.next_card_check = keyring.by_next_card = None
    for rekey in _rekeyers:
        rekey(old, new)


def _end_others(user: User, keep: Visit | None) -> int:
    others = Visit.objects.filter(user=user)
    if keep is not None:
        others = others.exclude(pk=keep.pk)
    for row in others:
        streams.end(row.stream_key)
    return others.delete()[0]


@transaction.atomic
def make_card(*, key: AccountKey) -> list[str]:
    """Give the ten words of a new recovery card; the old card works until this is confirmed."""
    card = words.new_card()
    halves = keys.card_keys(key.owner, card)
    Keyring.objects.filter(pk=key.owner).update(
        next_card_check=halves.check, by_next_card=keys.wrap(key, halves.kek, purpose="card")
    )
    _audit("make_card", key.owner)
    return card


@transaction.atomic
def confirm_card(*, key: AccountKey, card: str) -> None:
    """Let the new card take the old one's place. Raises HouseError if it is not that card."""
    keyring = Keyring.objects.select_for_update().get(pk=key.owner)
    halves = keys.card_keys(key.owner, words.read_card(card))
    if not _is_card(keyring.next_card_check, halves):
        if _is_card(keyring.card_check, halves):
            return  # pressed twice
        raise HouseError(_("This is not the newest card. Make a new one, please."), field="card")
    keyring.card_check, keyring.by_card = keyring.next_card_check, keyring.by_next_card
    keyring.next_card_check = keyring.by_next_card = None
    keyring.save()
    _audit("confirm_card", key.owner)


def _is_card(check: Stored | None, halves: keys.CardKeys) -> bool:
    return check is not None and hmac.compare_digest(bytes(check), halves.check)


def is_waiting_card(key: AccountKey, card: str) -> bool:
    """Tell whether these are the words of the card that waits to be confirmed."""
    halves = keys.card_keys(key.owner, words.read_card(card))
    return _is_card(Keyring.objects.get(pk=key.owner).next_card_check, halves)


def recover(*, name: str, card: str, passphrase: str) -> Opened:
    """Give a new passphrase to the account of a name and its card; the card is spent by this.

    All visits end; second steps stay. Raises WrongProof, HouseError for the new passphrase, Busy.
    """
    check_passphrase(passphrase, name=name)
    user = User.objects.select_related("keyring").filter(name_key=likeness(name)).first()
    owner = user.pk if user and user.is_active else UUID(int=0)
    halves = keys.card_keys(owner, words.read_card(card))
    wrong = _("Name and card do not fit together. Check all ten words and try again.")
    if user is None or not user.is_active or not _is_card(user.keyring.card_check, halves):
        raise WrongProof(wrong)
    try:
        account_key = keys.unwrap(user.pk, user.keyring.by_card or b"", halves.kek, purpose="card")
    except Unreadable as problem:
        raise WrongProof(wrong) from problem
    by_passphrase = _set_passphrase(user, passphrase, account_key)
    with transaction.atomic():
        spent = Keyring.objects.filter(pk=user.pk, card_check=user.keyring.card_check).update(
            by_passphrase=by_passphrase, card_check=None, by_card=None
        )
        if not spent:
            raise WrongProof(wrong)
        user.save(update_fields=["password"])
        _end_others(user, None)
        _audit("recover", user.pk)
    return Opened(user, account_key)


@transaction.atomic
def end_visit(*, user: User, label: UUID) -> bool:
    """Sign one of the member's devices out; False if there is none of that label."""
    row = Visit.objects.filter(user=user, label=label).first()
    if row is None:
        return False
    row.delete()
    streams.end(row.stream_key)
    return True


@transaction.atomic
def end_other_visits(*, user: User, keep: Visit) -> int:
    """Sign all other devices out; give how many."""
    return _end_others(user, keep)


@transaction.atomic
def set_idle(*, user: User, minutes: int) -> None:
    """Set after how many idle minutes private pages lock (5 to 1440)."""
    user.idle_minutes = minutes
    user.save(update_fields=["idle_minutes"])


def end_old_visits() -> int:
    """Delete visits that ended by themselves; give how many."""
    return Visit.objects.filter(ends_at__lte=clock.now()).delete()[0]
