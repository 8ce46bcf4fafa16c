"""Keeping somebody away: one proposes, a second agrees, a third looks again.

From one group its moderators decide; from all groups of the home one of the two runs it. Where
nobody else may decide on a group, one does it alone, and the log of the group says so.
"""

from datetime import date, timedelta
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from homegroup.core import clock, once
from homegroup.core.errors import Conflict, HouseError, NotAllowed
from homegroup.groups.actions import people
from homegroup.groups.models import Break, Membership
from homegroup.moderation import access
from homegroup.moderation.actions.log import place, told
from homegroup.moderation.actions.standing import check_on_other
from homegroup.moderation.choices import AppealState, BanState, Verdict
from homegroup.moderation.models import Ban, Pause
from homegroup.notices.actions import tell, tell_many

LONGEST = timedelta(days=366)
APPEAL_WITHIN = timedelta(days=14)  # an appeal that nobody answers is granted then
KEEP = timedelta(days=366)


@transaction.atomic
def propose_ban(
    *,
    person: Membership,
    reason: str,
    until_on: date,
    by: UUID,
    key: UUID,
    everywhere: bool = False,
) -> Ban | None:
    """Propose that somebody stays away until a day; None where the form was sent before.

    Nothing happens to them until a second agrees, unless there is nobody who could: then it is
    done, and the log says that one did it alone. `everywhere`, from all groups, always takes two.
    Raises HouseError without a reason or for a day that has passed or is far off, NotAllowed for
    oneself and, everywhere, for who runs the home; Conflict for somebody with a position in the
    group, where it is proposed already, and everywhere without a second.
    """
    if not once.claim(key):
        return None
    cleaned = check_on_other(person, reason, by)
    today = clock.now().date()
    if not today < until_on <= today + LONGEST:
        raise HouseError(_("Choose a day from tomorrow to a year from now."), field="until_on")
    if everywhere and person.user.is_operator:
        raise NotAllowed(_("They run this site."))
    if person.held and not everywhere:
        raise Conflict(_("They hold a position. It has to be given back first."))
    made = Ban(
        group=person.group, user_id=person.user_id, name=person.name, reason=cleaned,
        until_on=until_on, proposed_at=clock.now(), proposed_by_id=by, everywhere=everywhere,
    )  # fmt: skip
    others = access.deciders([made])[made.pk]
    if everywhere and not others:
        raise Conflict(_("There is nobody else who could decide on this with you."))
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError as problem:
        raise Conflict(_("Somebody has proposed this already. It needs a second one.")) from problem
    told("propose_ban", person.group, by, until=until_on.isoformat(), everywhere=everywhere)
    if others:
        _tell_deciders(made)
    else:
        _begin(made, by, Verdict.ALONE)
    return made


def _tell_deciders(row: Ban) -> None:
    """Tell those who may decide; of moderators who are not needed at once, not who rests."""
    may = access.deciders([row])[row.pk]
    there = may & access.moderators_of([row.group_id])[row.group_id]
    awake = there - access.resting(row.group)
    tell_many(users=awake or there, kind="moderation.second", subject=place(row.group))
    tell_many(users=may - there, kind="moderation.second", subject=place(None))


@transaction.atomic
def second_ban(*, ban: Ban, agreed: bool, by: UUID, key: UUID) -> bool:
    """Agree with a proposal, or not; False where the form was sent before.

    With a yes the person is out of the group until the day. Raises NotAllowed for who may not
    decide, as who proposed it and whom it is about; Conflict where it is decided.
    """
    if not once.claim(key):
        return False
    row = Ban.objects.select_for_update().get(pk=ban.pk)
    if by in {row.proposed_by_id, row.user_id}:
        raise NotAllowed(_("Two people decide on this. Somebody else is the second."))
    if row.state != BanState.PROPOSED:
        raise Conflict(_("Somebody else has decided on this already."))
    if by not in access.deciders([row])[row.pk]:
        raise NotAllowed(_("Somebody else decides on this."))
    row.decided_by_id = by
    told("second_ban", row.group, by, agreed=agreed, until=row.until_on.isoformat())
    if agreed:
        _begin(row, by, Verdict.BAN)
    else:
        row.state, row.decided_at = BanState.DECLINED, clock.now()
        row.save()
    return True


def _begin(row: Ban, by: UUID, verdict: Verdict) -> None:
    """Let it begin, and tell whom it is about."""
    row.state, row.decided_at = BanState.RUNNING, clock.now()
    row.save()
    if row.everywhere:
        _take_out_everywhere(row, by)
    else:
        _take_out(row, by)
    told("decide", row.group, by, kind="name", verdict=str(verdict))
    tell(user=row.user_id, kind="moderation.away", subject=f"ban:{row.pk}")


def _take_out_everywhere(row: Ban, by: UUID) -> None:
    """Take somebody out of all groups; they write nowhere until the day."""
    now = clock.now()
    ends = now + (row.until_on - now.date())
    people.remove_everywhere(user=row.user, reason=row.reason, until_on=row.until_on, by=by)
    Pause.objects.create(
        group=None, user_id=row.user_id, note=row.reason, from_at=now, until_at=ends, by_id=by
    )


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
    _tell_deciders(row)
    return True


@transaction.atomic
def answer_appeal(*, ban: Ban, granted: bool, answer: str, by: UUID, key: UUID) -> bool:
    """Decide on an appeal, as a third person; False where the form was sent before.

    Raises NotAllowed for one of the two who decided and for whom it is about, HouseError without
    words, Conflict where it is decided.
    """
    if not once.claim(key):
        return False
    row = Ban.objects.select_for_update().get(pk=ban.pk)
    if by in access.apart_from(row):
        raise NotAllowed(_("Who decided before does not decide on this. Somebody else looks."))
    if by not in access.deciders([row])[row.pk]:
        raise NotAllowed(_("Somebody else decides on this."))
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
        _let_back(row)
    told("answer_appeal", row.group, by, granted=granted)
    told("decide", row.group, by, kind="name", verdict=str(Verdict.APPEAL))
    tell(user=row.user_id, kind="moderation.away", subject=f"ban:{row.pk}")
    two = {each for each in (row.proposed_by_id, row.decided_by_id) if each}
    tell_many(users=two, kind="moderation.looked", subject=place(row.group))


def _let_back(row: Ban) -> None:
    breaks = Break.objects.filter(user=row.user_id, until_on=row.until_on)
    if row.everywhere:
        breaks.delete()
        pauses = Pause.objects.running().filter(user=row.user_id, group__isnull=True)
        pauses.update(until_at=clock.now())
    else:
        breaks.filter(group=row.group).delete()


def break_lifted(pause: Break, by: UUID) -> None:
    """End what two had decided, where a third lets the person come back to the group early.

    Raises NotAllowed for anybody else, as long as there is a third.
    """
    rows = Ban.objects.running().filter(group=pause.group, user=pause.user_id, everywhere=False)
    if any(third and by not in third for third in access.deciders(list(rows)).values()):
        raise NotAllowed(
            _("Two have decided on this. A third who looks after the group can end it early.")
        )
    rows.update(state=BanState.LIFTED)


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
