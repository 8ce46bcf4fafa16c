"""Weighing what was just written: it waits for a moderator, or a quiet card is put on the desk."""

from collections.abc import Collection

from django.db import transaction
from django.utils.translation import gettext as _

from homegroup.accounts.models import User
from homegroup.core import clock
from homegroup.core.errors import HouseError
from homegroup.groups.models import Group, Membership
from homegroup.moderation import subjects, weighing
from homegroup.moderation.access import slow_mode_of
from homegroup.moderation.actions.log import tell_desk, told
from homegroup.moderation.choices import ConcernState, HoldState
from homegroup.moderation.models import Concern, Hold, LastWritten
from homegroup.moderation.rules import book


@transaction.atomic(savepoint=False)
def screen(
    *,
    kind: str,
    subject: str,
    text: str,
    author: User,
    group: Group | None,
    member: Membership | None = None,
    urgent: bool = False,
    again: bool = False,
) -> bool:
    """Weigh what was just written; True where it is held and others must not see it.

    Call it in the transaction that has saved it, new or changed. `member`: the author's membership
    of the group, where it is at hand. `urgent`: its author struggles
    right now, so that the desk looks at it first. `again`: it was not let through before, and so a
    moderator reads it whatever it says now. For words of a crisis the desk gets a quiet card.
    """
    weighed = weighing.weigh(text, author=author, group=group, member=member)
    _note_writing(author, group)
    if weighed.crisis:
        concern(kind=kind, subject=subject)
    rules = (*weighed.rules, book.AGAIN) if again else weighed.rules
    if rules == (book.FIRST,) and Hold.objects.released().on(kind, subject).exists():
        return False  # somebody has read it, and its author changed it since
    if not rules:
        return False
    hold(kind=kind, subject=subject, rule=rules[0], rules=rules, urgent=urgent)
    return True


def _note_writing(author: User, group: Group | None) -> None:
    """Remember when somebody wrote, only while a slow mode lasts."""
    if group and slow_mode_of(group):
        defaults = {"at": clock.now()}
        LastWritten.objects.update_or_create(group=group, user=author, defaults=defaults)


@transaction.atomic
def concern(*, kind: str, subject: str) -> Concern:
    """Put a quiet card on the desk: whose thing this is may not be safe. It holds nothing."""
    found = _registered(kind)
    group, about = found.group_of(subject), found.about(subject)
    values = {"group": group, "about_id": about, "made_at": clock.now()}
    card, made = Concern.objects.get_or_create(
        kind=kind, subject=subject, state=ConcernState.WAITING, defaults=values
    )
    if made:
        told("concern", group, None, kind=kind)
        tell_desk("moderation.concern", group, {about} if about else set())
    return card


def _registered(kind: str) -> subjects.Subject:
    found = subjects.find(kind)
    if found is None:
        raise HouseError(_("It is not there any more."))
    return found


@transaction.atomic
def hold(
    *, kind: str, subject: str, rule: str, rules: Collection[str] = (), urgent: bool = False
) -> Hold:
    """Let a thing wait for a moderator; `rule` names why. One that waits already stays one.

    Raises HouseError for a kind that nobody registered.
    """
    found = _registered(kind)
    group, about = found.group_of(subject), found.about(subject)
    values = {
        "group": group,
        "about_id": about,
        "rule": rule,
        "rules": list(rules or [rule]),
        "urgent": urgent,
        "made_at": clock.now(),
    }
    held, made = Hold.objects.get_or_create(
        kind=kind, subject=subject, state=HoldState.WAITING, defaults=values
    )
    if made:
        told("hold", group, None, kind=kind, rule=rule)
        tell_desk("moderation.reported", group, {about} if about else set())
    elif rules and held.rules != list(rules):  # its author has changed it, and it still waits
        Hold.objects.filter(pk=held.pk).update(rule=rule, rules=list(rules))
    return held


@transaction.atomic
def forget_things(*, kind: str, things: Collection[str]) -> None:
    """Take things off the desk that their author has deleted; reports stay until decided."""
    Hold.objects.waiting().filter(kind=kind, subject__in=things).delete()
    Concern.objects.waiting().filter(kind=kind, subject__in=things).delete()
