"""Asking whether words may be kept, and offering one's own."""

from collections.abc import Sequence
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from homegroup.accounts.models import User
from homegroup.core import clock, once
from homegroup.core.errors import HouseError, NotAllowed
from homegroup.moderation.access import check_may_write, is_blocked
from homegroup.notices.actions import tell
from homegroup.search.choices import Audience
from homegroup.wisdom import access
from homegroup.wisdom.actions import keeping
from homegroup.wisdom.actions.keeping import Said
from homegroup.wisdom.choices import CLOSED, MOST_ASKED_OF, Stage
from homegroup.wisdom.models import Statement
from homegroup.wisdom.places import Where
from homegroup.wisdom.things import Thing


@transaction.atomic
def ask(
    *, user: User, thing: Thing, passage: str, situations: Sequence[str], key: UUID
) -> Statement | None:
    """Ask the author of a thing whether a passage of it may be kept, without their name.

    None where the form was sent before. None, too, and nothing happens, where the author has said
    no to this text, is asked about it already, is asked a lot, or wants no contact with who asks:
    these must not see which. (A story stands under another name: a refusal would tell whose.)
    Raises HouseError for words that do not stand in it, or where nobody can be asked.
    """
    if not once.claim(key):
        return None
    if thing.author == user.pk:
        raise NotAllowed(_("This is yours. You can offer it yourself."))
    if thing.author is None:
        raise HouseError(_("Whoever wrote this has left, so nobody can be asked."))
    check_may_write(user=user, group=thing.group)
    text = _passage(thing, passage)
    chosen = keeping.checked_situations(situations, access.situations_for(user))
    keeping.check_not_too_many(user)
    if not _may_be_asked(thing) or is_blocked(thing.author, user.pk):
        return None
    where = place_of(thing)
    row = Statement(
        author_id=thing.author, asked_by=user, kind=thing.kind, thing=thing.thing, text=text,
        audience=where.audience, group=where.group, made_at=clock.now(),
    )  # fmt: skip
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:  # somebody else has asked in the same moment
        return None
    keeping.place(row, chosen)
    keeping.told("ask", row)
    tell(user=thing.author, kind="wisdom.asked", subject=f"statement:{row.pk}", by=user.pk)
    return row


def place_of(thing: Thing) -> Where:
    """Give the narrowest readers of words from a thing: its own group, or all members."""
    if thing.group is None or thing.group.for_everyone:
        return Where(Audience.HOME)
    return Where(Audience.GROUP, thing.group)


def _passage(thing: Thing, passage: str) -> str:
    text = keeping.checked_text(passage, field="passage")
    if not thing.has(text):
        raise HouseError(
            _("These words do not stand in the text one after the other. Leave words out only at "
              "the beginning and the end."), field="passage",
        )  # fmt: skip
    return text


def _may_be_asked(thing: Thing) -> bool:
    of_it = Statement.objects.from_thing(thing.kind, thing.thing)
    if of_it.filter(stage__in=[Stage.ASKED, *CLOSED]).exists():
        return False
    waiting = Statement.objects.filter(author=thing.author, stage=Stage.ASKED)
    return waiting.count() < MOST_ASKED_OF


@transaction.atomic
def offer(
    *, user: User, said: Said, situations: Sequence[str], thing: Thing | None = None, key: UUID
) -> Statement | None:
    """Offer words of one's own, from a thing or just so; None where the form was sent before.

    From a thing it must be a passage. Raises HelpFirst for what is to be shown once before,
    HouseError for what is refused, NotAllowed or Conflict for who may not write just now.
    """
    if not once.claim(key):
        return None
    if thing is not None and thing.author != user.pk:
        raise NotAllowed(_("Somebody else wrote this."))
    keeping.check_place(user, said.where)
    text = _passage(thing, said.text) if thing else keeping.checked_text(said.text)
    chosen = keeping.checked_situations(situations, access.situations_for(user))
    keeping.check_not_too_many(user)
    row = Statement(
        author=user, text=text, audience=said.where.audience, group=said.where.group,
        kind=thing.kind if thing else "", thing=thing.thing if thing else "",
        made_at=clock.now(), stage=Stage.AGREED,
    )  # fmt: skip
    row.save(force_insert=True)
    keeping.place(row, chosen)
    keeping.agree(row, user, Said(text, said.where, said.language, said.help_seen))
    return row
