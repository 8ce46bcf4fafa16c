"""Keeping somebody away from a group: one proposes, a second agrees, a third looks again."""

from datetime import date, timedelta
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from homegroup.core import clock, once
from homegroup.core.errors import Conflict, HouseError, NotAllowed
from homegroup.groups.actions import people
from homegroup.groups.models import Break, Membership
from homegroup.moderation.actions.log import place, tell_desk, told
from homegroup.moderation.actions.standing import check_on_other
from homegroup.moderation.choices import AppealState, BanState, Verdict
from homegroup.moderation.models import Ban
from homegroup.notices.actions import tell, tell_many

LONGEST = timedelta(days=366)
APPEAL_WITHIN = timedelta(days=14)  # an appeal that nobody answers is granted then
KEEP = timedelta(days=366)


@transaction.atomic
def propose_ban(
    *, person: Membership, reason: str, until_on: date, by: UUID, key: UUID
) -> Ban | None:
    """Propose that somebody stays away until a day; None where the form was sent before.

    Nothing happens to them until a second moderator agrees. Raises HouseError without a reason or
    for a day that has passed or is far off, NotAllowed for oneself, Conflict for somebody with a
    position and where it is proposed already.
    """
    if not once.claim(key):
        return None
    cleaned = check_on_other(person, reason, by)
    today = clock.now().date()
    if not today < until_on <= today + LONGEST:
        raise HouseError(_("Choose a day from tomorrow to a year from now."), field="until_on")
    if person.held:
        raise Conflict(_("They hold a position. It has to be given back first."))
    made = Ban(
        group=person.group, user_id=person.user_id, name=person.name, reason=cleaned,
        until_on=until_on, proposed_at=clock.now(), proposed_by_id=by,
    )  # fmt: skip
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError as problem:
        raise Conflict(_("Somebody has proposed this already. It needs a second one.")) from problem
    told("propose_ban", person.group, by, until=until_on.isoformat())
    tell_desk("moderation.second", person.group, {by, person.user_id})
    return made


@transaction.atomic
def second_ban(*, ban: Ban, agreed: bool, by: UUID, key: UUID) -> bool:
    """Agree with a proposal, or not; False where the form was sent before.

    With a yes the person is out of the group until the day. Raises NotAllowed for who proposed it
    and for whom it is about, Conflict where it is decided.
    """
    if not once.claim(key):
        return False
    row = Ban.objects.select_for_update().get(pk=ban.pk)
    if by in {row.proposed_by_id, row.user_id}:
        raise NotAllowed(_("Two people decide on this. Somebody else is the second."))
    if row.state != BanState.PROPOSED:
        raise Conflict(_("Somebody else has decided on this already."))
    row.state = BanState.RUNNING if agreed else BanState.DECLINED
    row.decided_at, row.decided_by_id = clock.now(), by
    row.save()
    told("second_ban", row.group, by, agreed=agreed, until=row.until_on.isoformat())
    if agreed:
        _take_out(row, by)
        told("decide", row.group, by, kind="name", verdict=str(Verdict.BAN))
        tell(user=row.user_id, kind="moderation.away", subject=f"ban:{row.pk}")
    return True


def _take_out(row: Ban, by: UUID) -> None:
    person = Membership.objects.filter(group=row.group, user=row.user_id).first()
    if person is None:  # they have left meanwhile, and are kept from coming back
        values = {"name": row.name, "reason": row.reason, "from_on": clock.now().date(),
                  "until_on": row.until_on}  # fmt: skip
        Break.objects.update_or_create(group=row.group, user_id=row.user_id, defaults=values)
        return
    people.remove_member(
        membership=person, reason=row.reason, until_on=row.until_on, by=by, key=uuid4()
    )


@transaction.atomic
def appeal(*, ban: Ban, words: str, key: UUID) -> bool:
    """Ask, as whom it is about, that somebody else looks again; once. False where sent before."""
    if not once.claim(key):
        return False
    row = Ban.objects.select_for_update().get(pk=ban.pk)
    if not words.strip():
        raise HouseError(_("Write what they should know."), field="words")
    if row.state != BanState.RUNNING or row.appeal_state != AppealState.NONE:
        raise Conflict(_("You have asked for this already, or it is over."))
    row.appeal_state, row.appeal, row.appealed_at = AppealState.WAITING, words.strip(), clock.now()
    row.save()
    told("appeal", row.group, None)
    tell_desk("moderation.second", row.group, _of_the_ban(row))
    return True


def _of_the_ban(row: Ban) -> set[UUID]:
    return {each for each in (row.user_id, row.proposed_by_id, row.decided_by_id) if each}


@transaction.atomic
def answer_appeal(*, ban: Ban, granted: bool, answer: str, by: UUID, key: UUID) -> bool:
    """Decide on an appeal, as a third person; False where the form was sent before.

    Raises NotAllowed for one of the two who decided and for whom it is about, HouseError without
    words, Conflict where it is decided.
    """
    if not once.claim(key):
        return False
    row = Ban.objects.select_for_update().get(pk=ban.pk)
    if by in _of_the_ban(row):
        raise NotAllowed(_("Who decided before does not decide on this. Somebody else looks."))
    if not answer.strip():
        raise HouseError(_("Write why. The person reads it."), field="answer")
    if row.state != BanState.RUNNING or row.appeal_state != AppealState.WAITING:
        raise Conflict(_("Somebody else has decided on this already."))
    row.answered_by_id, row.answer = by, answer.strip()
    _end_appeal(row, granted=granted, by=by)
    return True


def _end_appeal(row: Ban, *, granted: bool, by: UUID | None) -> None:
    row.appeal_state = AppealState.GRANTED if granted else AppealState.REFUSED
    row.state = BanState.LIFTED if granted else row.state
    row.save()
    if granted:
        Break.objects.filter(group=row.group, user=row.user_id).delete()
    told("answer_appeal", row.group, by, granted=granted)
    told("decide", row.group, by, kind="name", verdict=str(Verdict.APPEAL))
    tell(user=row.user_id, kind="moderation.away", subject=f"ban:{row.pk}")
    two = {each for each in (row.proposed_by_id, row.decided_by_id) if each}
    tell_many(users=two, kind="moderation.looked", subject=place(row.group))


@transaction.atomic
def end_old() -> int:
    """Grant appeals that nobody has answered in time; delete what is long over. Give how many."""
    now = clock.now()
    late = Ban.objects.appealed().filter(appealed_at__lt=now - APPEAL_WITHIN)
    rows = list(late.select_for_update())
    for row in rows:
        row.answer = _("Nobody has answered in two weeks. So it ends.")
        _end_appeal(row, granted=True, by=None)
    old = Ban.objects.filter(until_on__lt=now.date() - KEEP)
    return len(rows) + old.delete()[0]
