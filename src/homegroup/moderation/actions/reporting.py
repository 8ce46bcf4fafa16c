"""Asking the moderators to look at a thing."""

from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from homegroup.accounts.models import User
from homegroup.core import clock, once
from homegroup.core.errors import Conflict, HouseError, NotAllowed
from homegroup.moderation import access, evidence, subjects
from homegroup.moderation.actions.log import tell_desk, told
from homegroup.moderation.choices import Reason
from homegroup.moderation.models import Report

MOST_WAITING = 20  # reports of one person
_AS_REPORTED = 500


@transaction.atomic
def report(
    *,
    reporter: User,
    kind: str,
    subject: str,
    reason: str,
    words: str,
    key: UUID,
    evidence: bytes | None = None,
) -> Report | None:
    """Ask the moderators to look at a thing; None where the form was sent before.

    `evidence` is what `evidence.seal` gave, for what a desk cannot read by itself.
    While one's report on a thing waits, another on it changes nothing and gives the first.
    Raises HouseError without a reason or for a thing that is not there for this person,
    NotAllowed for what is one's own, Conflict for too many that wait.
    """
    if not once.claim(key):
        return None
    found = subjects.find(kind)
    shown = found.shown_one(subject, reporter) if found else None
    if found is None or shown is None:
        raise HouseError(_("It is not there any more."))
    if reason not in Reason.values:
        raise HouseError(_("Choose what is wrong."), field="reason")
    about = found.about(subject)
    if about == reporter.pk:
        raise NotAllowed(_("This is yours. You can change it yourself."))
    mine = Report.objects.waiting().filter(reporter=reporter)
    there = mine.on(kind, subject).first()
    if there is not None:
        return there
    if mine.count() >= MOST_WAITING:
        raise Conflict(_("Many of your reports still wait. Please wait until somebody has looked."))
    new = Report(
        kind=kind, subject=subject, group=found.group_of(subject), about_id=about,
        reporter=reporter, as_reported=shown.text[:_AS_REPORTED], reason=reason,
        words=words.strip(), made_at=clock.now(),
    )  # fmt: skip
    return _keep(new, evidence)


def _keep(new: Report, packed: bytes | None) -> Report:
    try:
        with transaction.atomic():
            new.save(force_insert=True)
            if packed is not None:
                evidence.keep(new, packed)
    except IntegrityError:  # the same person, on another device, in the same moment
        mine = Report.objects.waiting().on(new.kind, new.subject)
        return mine.get(reporter=new.reporter_id)
    # Without the reporter: the log would tell for ever who has reported whom.
    told("report", new.group, None, kind=new.kind, reason=new.reason)
    tell_desk("moderation.reported", new.group, access.concerned_by([new]))
    return new
