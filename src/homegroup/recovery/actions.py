"""Every write of the room. All of it goes into the vault of who acts: the vault is the actor.

None of these leaves an audit row: the log is readable and for ever, and would tell when somebody
wrote and how often, which the vault takes care to hide. `key` is the form's once-key; what gives
False or None was sent before, and is kept as it was then.
"""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from homegroup.accounts.models import Keyring, User
from homegroup.core import clock, once
from homegroup.core.errors import Conflict, HouseError
from homegroup.core.text import first_line
from homegroup.moderation.access import blocked_by
from homegroup.notices.actions import forget, tell
from homegroup.recovery import queries
from homegroup.recovery.choices import LONGEST_FIRST, MOST_DRAFTS, MOST_PEOPLE, Kind
from homegroup.recovery.companions import Companion
from homegroup.recovery.queries import CheckIn, Person
from homegroup.vault.vaults import Opened, Vault

BETWEEN = "\n\n* * *\n\n"  # two texts that were kept as one


def _lock(vault: Vault) -> None:
    """Let nobody else write to this vault until the transaction ends."""
    Keyring.objects.select_for_update().get(pk=vault.owner)


def header_of(text: str, on: date, tags: list[str], slot: UUID) -> dict[str, Any]:
    """Give the sealed header of a page: what lists and searches need without its text."""
    return {
        "on": on.isoformat(),
        "first": first_line(text, LONGEST_FIRST),
        "tags": tags,
        "slot": slot.hex,
        "made": _moment(),
    }


def _moment() -> str:
    return clock.now().isoformat(timespec="seconds")


# -- the journal -------------------------------------------------------------------------------


@transaction.atomic
def write_page(
    *, vault: Vault, text: str, on: date, tags: list[str], slot: UUID, key: UUID
) -> UUID | None:
    """Write a page; its draft goes. `slot` names the form, so that late drafts are known."""
    _lock(vault)
    header = header_of(text, on, tags, slot)
    made = vault.seal(Kind.PAGE, {"text": text}, header=header, key=key)
    if made is None:
        return None
    _drop_draft_of(vault, slot)
    return made.id


@transaction.atomic
def rewrite_page(
    *,
    vault: Vault,
    page: UUID,
    text: str,
    on: date,
    tags: list[str],
    revision: int,
    slot: UUID,
    key: UUID,
    keep_both: bool = False,
) -> bool:
    """Give a page a new text; whom it is open to sees it, too.

    Raises Conflict when another device has written since `revision`; with `keep_both` the new
    text then stands below the one that is there. Raises Http404 for a page that is gone.
    """
    _lock(vault)
    if not once.claim(key):
        return False
    stands = queries.page(vault, page)
    whole = f"{stands.text}{BETWEEN}{text}" if keep_both else text
    header = {**header_of(whole, on, tags, slot), "made": stands.made}
    vault.rewrite(page, {"text": whole}, header=header, revision=revision)
    _drop_draft_of(vault, slot)
    return True


@transaction.atomic
def delete_page(*, vault: Vault, page: UUID, key: UUID) -> bool:
    """Delete a page, for those it was open to as well. Raises Http404."""
    if not once.claim(key):
        return False
    queries.page(vault, page)
    for shown in _shown_of(vault, page):
        _forget_shown(vault, shown)
    vault.delete(page)
    return True


@transaction.atomic
def keep_draft(*, vault: Vault, slot: UUID, page: UUID | None, typed: dict[str, Any]) -> bool:
    """Keep what is typed on a form so far; an empty text takes the draft away.

    A draft that arrives after its page was kept is passed over. Raises HouseError for too many.
    """
    _lock(vault)
    text = str(typed["text"])
    listed = vault.entries()
    stands = [each for each in listed if _is_draft_of(each, slot)]
    if not text.strip() or _is_kept(vault, listed, slot, text):
        for each in stands:
            vault.delete(each.id)
        return False
    header = {
        "slot": slot.hex,
        "page": page.hex if page else "",
        "first": first_line(text, LONGEST_FIRST),
        "made": _moment(),
    }
    if stands:
        vault.rewrite(stands[0].id, typed, header=header)
        return True
    if sum(each.kind == Kind.DRAFT for each in listed) >= MOST_DRAFTS:
        told = ngettext(
            "You have begun %d page. Keep it or throw it away first.",
            "You have begun %d pages. Keep some or throw some away first.",
            MOST_DRAFTS,
        )
        raise HouseError(told % MOST_DRAFTS)
    vault.seal(Kind.DRAFT, typed, header=header)
    return True


def _is_draft_of(each: Opened, slot: UUID) -> bool:
    return each.kind == Kind.DRAFT and each.header.get("slot") == slot.hex


def _is_kept(vault: Vault, listed: list[Opened], slot: UUID, text: str) -> bool:
    """Tell whether the form's page was kept meanwhile, with this text in it."""
    return any(
        text in str(vault.open(each.id).body.get("text", ""))
        for each in listed
        if each.kind == Kind.PAGE and each.header.get("slot") == slot.hex
    )


def _drop_draft_of(vault: Vault, slot: UUID) -> None:
    for each in vault.entries(Kind.DRAFT):
        if _is_draft_of(each, slot):
            vault.delete(each.id)


@transaction.atomic
def throw_draft_away(*, vault: Vault, draft: UUID, key: UUID) -> bool:
    """Throw away what was begun. Raises Http404 for what is none of the member's drafts."""
    if not once.claim(key):
        return False
    vault.delete(queries.draft(vault, draft).id)
    return True


# -- one page for one person -------------------------------------------------------------------


@transaction.atomic
def open_page_to(*, vault: Vault, page: UUID, companion: Companion, key: UUID) -> bool:
    """Open one page to one person of a common group, and tell them that there is one.

    Beside the page stands a small sealed note that both can read: which page, and under which
    names of that group. So nobody learns which names of other groups belong to the same person.
    """
    _lock(vault)
    if not once.claim(key):
        return False
    queries.page(vault, page)
    reader = User.objects.get(pk=companion.account)
    vault.share(page, with_=reader)
    told = [each for each in _shown_of(vault, page) if each.body["to"] == companion.id.hex]
    shown = told[0] if told else vault.seal(Kind.SHOWN, _names(page, companion))
    assert shown is not None
    vault.share(shown.id, with_=reader)
    if vault.owner not in blocked_by(reader.pk):  # to the writer it looks the same
        tell(user=reader.pk, kind="journal.opened", subject=_subject(shown), by=vault.owner)
    return True


def _names(page: UUID, companion: Companion) -> dict[str, str]:
    return {
        "page": page.hex,
        "to": companion.id.hex,
        "account": companion.account.hex,
        "to_name": companion.name,
        "from": companion.own_id.hex,
        "from_name": companion.own_name,
        "group": companion.group,
    }


@transaction.atomic
def close_page_to(*, vault: Vault, page: UUID, person: UUID, key: UUID) -> bool:
    """Close a page to a person, named by their id in the common group. Raises Http404."""
    if not once.claim(key):
        return False
    queries.page(vault, page)
    shown = _shown_of(vault, page)
    meant = [each for each in shown if each.body["to"] == person.hex]
    if not meant:
        raise Http404
    for each in meant:
        _forget_shown(vault, each)
    account = meant[0].body["account"]
    if not any(each.body["account"] == account for each in shown if each not in meant):
        vault.withdraw(page, from_=UUID(account))
    return True


def _shown_of(vault: Vault, page: UUID) -> list[Opened]:
    notes = vault.entries(Kind.SHOWN, bodies=True)
    return [each for each in notes if each.body["page"] == page.hex]


def _forget_shown(vault: Vault, shown: Opened) -> None:
    forget(subject=_subject(shown))
    vault.delete(shown.id)


def _subject(shown: Opened) -> str:
    return f"page:{shown.id}"


@transaction.atomic
def put_away(*, vault: Vault, page: UUID, key: UUID) -> bool:
    """Take a page that somebody opened to the member off their own list. Raises Http404."""
    if not once.claim(key):
        return False
    owner = vault.open_shared(page).owner
    vault.leave_shared(page)
    for shown in vault.shared_with_me(Kind.SHOWN, bodies=True):
        if shown.owner == owner and shown.body["page"] == page.hex:
            vault.leave_shared(shown.id)
    return True


# -- people to call ----------------------------------------------------------------------------


def _change_people(
    vault: Vault, key: UUID, change: Callable[[list[Person]], list[Person]]
) -> list[Person] | None:
    """Change the sealed list as a whole; None when the form was sent before."""
    with transaction.atomic():
        _lock(vault)
        if not once.claim(key):
            return None
        entry = queries.people_entry(vault)
        changed = change(queries.people_in(entry.body["people"]) if entry else [])
        body = {"people": [_row(person) for person in changed]}
        if entry:
            vault.rewrite(entry.id, body)
        else:
            vault.seal(Kind.PEOPLE, body)
        return changed


def _row(person: Person) -> dict[str, Any]:
    return {
        "id": person.id.hex,
        "name": person.name,
        "numbers": list(person.numbers),
        "when": person.when,
    }


def _at(people: list[Person], person: UUID) -> int:
    """Give where somebody stands in the list. Raises Http404."""
    for number, each in enumerate(people):
        if each.id == person:
            return number
    raise Http404


def add_person(
    *, vault: Vault, name: str, numbers: list[str], when: str, key: UUID
) -> list[Person] | None:
    """Add somebody to call, at the end. Raises HouseError when there are too many."""

    def add(people: list[Person]) -> list[Person]:
        if len(people) >= MOST_PEOPLE:
            raise HouseError(_("%d people are the most. Take one off first.") % MOST_PEOPLE)
        return [*people, Person(uuid4(), name, tuple(numbers), when)]

    return _change_people(vault, key, add)


def change_person(
    *, vault: Vault, person: UUID, name: str, numbers: list[str], when: str, key: UUID
) -> list[Person] | None:
    """Change name, numbers and hours of somebody. Raises Http404."""

    def change(people: list[Person]) -> list[Person]:
        people[_at(people, person)] = Person(person, name, tuple(numbers), when)
        return people

    return _change_people(vault, key, change)


def move_person(*, vault: Vault, person: UUID, by: int, key: UUID) -> list[Person] | None:
    """Move somebody up (-1) or down (1) in the list; nothing happens at its ends."""

    def move(people: list[Person]) -> list[Person]:
        at = _at(people, person)
        to = min(max(at + by, 0), len(people) - 1)
        people.insert(to, people.pop(at))
        return people

    return _change_people(vault, key, move)


def take_off_person(*, vault: Vault, person: UUID, key: UUID) -> list[Person] | None:
    """Take somebody off the list. Raises Http404."""

    def take_off(people: list[Person]) -> list[Person]:
        people.pop(_at(people, person))
        return people

    return _change_people(vault, key, take_off)


# -- check-in ----------------------------------------------------------------------------------


@transaction.atomic
def keep_check_in(
    *, vault: Vault, on: date, morning: str, evening: str, revision: int, key: UUID
) -> CheckIn | None:
    """Keep the words of one day; there is one check-in for each. Empty words leave none behind.

    Raises Conflict when another device has written since `revision` (0: nothing was there).
    """
    _lock(vault)
    if not once.claim(key):
        return None
    stands = queries.check_in_on(vault, on)
    if stands.revision != revision:
        raise Conflict(_("This was changed on another device. Look at both and decide."))
    body, header = {"morning": morning, "evening": evening}, {"on": on.isoformat()}
    if not morning and not evening:
        if stands.id:
            vault.delete(stands.id)
        return CheckIn(on=on)
    if stands.id:
        return queries.check_in_of(vault.rewrite(stands.id, body, header=header))
    made = vault.seal(Kind.CHECK_IN, body, header=header)
    assert made is not None
    return queries.check_in_of(made)


@transaction.atomic
def delete_check_in(*, vault: Vault, entry: UUID, key: UUID) -> bool:
    """Delete the words of one day. Raises Http404."""
    if not once.claim(key):
        return False
    queries.check_in(vault, entry)
    vault.delete(entry)
    return True
