"""People at the desk: a private word, a pause from writing; slow writing; a moderator's rest."""

from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from homegroup.core import clock, once
from homegroup.core.errors import Conflict, HouseError, NotAllowed
from homegroup.groups.models import Group, Membership
from homegroup.moderation import access
from homegroup.moderation.actions.log import told
from homegroup.moderation.choices import Verdict
from homegroup.moderation.models import Decision, LastWritten, Pause, Rest, SlowMode
from homegroup.notices.actions import tell

LONGEST_PAUSE = timedelta(days=14)
LONGEST_SLOW = timedelta(days=7)
REST = timedelta(days=7)


def decided_on(person: Membership, verdict: Verdict, note: str, by: UUID) -> Decision:
    """Keep what was decided on a person in a group, and let them read the note."""
    made = Decision.objects.create(
        group=person.group, about_id=person.user_id, verdict=verdict, note=note, at=clock.now(),
        by_id=by,
    )  # fmt: skip
    told("decide", person.group, by, kind="name", verdict=str(verdict))
    tell(user=person.user_id, kind="moderation.outcome", subject=f"decision:{made.pk}")
    return made


def check_on_other(person: Membership, note: str, by: UUID) -> str:
    """Give the note, cleaned. Raises NotAllowed for oneself, HouseError without words."""
    if person.user_id == by:
        raise NotAllowed(_("This is you. Somebody else decides."))
    if not note.strip():
        raise HouseError(_("Write why. The person reads it."), field="note")
    return note.strip()


@transaction.atomic
def warn(*, person: Membership, note: str, by: UUID, key: UUID) -> Decision | None:
    """Tell somebody a private word, as a moderator; None where the form was sent before."""
    if not once.claim(key):
        return None
    return decided_on(person, Verdict.WARN, check_on_other(person, note, by), by)


@transaction.atomic
def pause(*, person: Membership, length: timedelta, note: str, by: UUID, key: UUID) -> Pause | None:
    """Let somebody not write in a group for a time; None where the form was sent before.

    A pause that lasts is replaced. Raises HouseError for a time that is too long or none.
    """
    if not once.claim(key):
        return None
    cleaned = check_on_other(person, note, by)
    if not timedelta(0) < length <= LONGEST_PAUSE:
        raise HouseError(_("A pause lasts 14 days at most."), field="hours")
    now = clock.now()
    running = Pause.objects.running().filter(group=person.group, user=person.user_id)
    running.update(until_at=now)
    made = Pause.objects.create(
        group=person.group, user_id=person.user_id, note=cleaned, from_at=now,
        until_at=now + length, by_id=by,
    )  # fmt: skip
    decided_on(person, Verdict.PAUSE, cleaned, by)
    return made


@transaction.atomic
def lift_pause(*, person: Membership, by: UUID) -> None:
    """Let somebody write again before the time is over. Twice does no more than once."""
    if person.user_id == by:
        raise NotAllowed(_("This is you. Somebody else decides."))
    running = Pause.objects.running().filter(group=person.group, user=person.user_id)
    if running.update(until_at=clock.now()):
        decided_on(person, Verdict.LIFT, "", by)


@transaction.atomic
def slow_down(
    *, group: Group, minutes: int, length: timedelta, by: UUID, key: UUID
) -> SlowMode | None:
    """Let each person write once in so many minutes, for a time; None where sent before."""
    if not once.claim(key):
        return None
    if not 1 <= minutes <= 24 * 60:
        raise HouseError(_("Choose from 1 minute to a day."), field="minutes")
    if not timedelta(0) < length <= LONGEST_SLOW:
        raise HouseError(_("Slow writing lasts 7 days at most."), field="hours")
    values = {"minutes": minutes, "until_at": clock.now() + length}
    made, _new = SlowMode.objects.update_or_create(group=group, defaults=values)
    told("slow_down", group, by, minutes=minutes, hours=length // timedelta(hours=1))
    return made


@transaction.atomic
def end_slow(*, group: Group, by: UUID) -> None:
    """End slow writing now; who wrote when is forgotten. Twice does no more than once."""
    LastWritten.objects.filter(group=group).delete()
    if SlowMode.objects.filter(group=group).delete()[0]:
        told("end_slow", group, by)


def forget_slow() -> int:
    """Forget slow writing that is over, and who wrote when; give how many rows."""
    over = SlowMode.objects.filter(until_at__lte=clock.now())
    lasting = SlowMode.objects.filter(until_at__gt=clock.now())
    count = LastWritten.objects.exclude(group__in=lasting.values("group")).delete()[0]
    return count + over.delete()[0]


@transaction.atomic
def rest(*, me: Membership, to: Membership, key: UUID) -> Rest | None:
    """Rest for a week; another moderator has the desk. None where the form was sent before.

    Raises Conflict for somebody who does not look after the desk, or rests.
    """
    if not once.claim(key):
        return None
    awake = access.moderators_of([me.group_id])[me.group_id] - access.resting(me.group)
    if to.user_id == me.user_id or to.user_id not in awake:
        raise Conflict(_("Choose somebody who looks after the desk and does not rest."), field="to")
    values = {"until_on": clock.now().date() + REST, "to_id": to.user_id}
    made, _new = Rest.objects.update_or_create(group=me.group, user=me.user, defaults=values)
    told("rest", me.group, me.user_id)
    tell(user=to.user_id, kind="moderation.handed", subject=f"group:{me.group_id}")
    return made


@transaction.atomic
def be_back(*, me: Membership) -> None:
    """End one's rest. Twice does no more than once."""
    if Rest.objects.filter(group=me.group, user=me.user).delete()[0]:
        told("be_back", me.group, me.user_id)
