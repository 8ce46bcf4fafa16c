"""Answers and caring responses: writing, changing, taking away."""

from dataclasses import dataclass
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from homegroup.core import clock, once
from homegroup.core.errors import Conflict, HouseError, NotAllowed
from homegroup.core.writing import MOST
from homegroup.groups.models import Membership
from homegroup.moderation.actions import forget_things, screen
from homegroup.search import actions as search
from homegroup.support.actions import coming
from homegroup.support.choices import LONGEST_PLEDGE, MOST_ANSWERS, Caring, Kind, State
from homegroup.support.models import Reply, Response, Share
from homegroup.support.nudging import nudge_first


@dataclass(frozen=True)
class Words:
    """An answer. `help_seen` and `nudge_seen`: what is shown once before was shown."""

    text: str
    help_seen: bool = False
    nudge_seen: bool = False


@transaction.atomic
def answer(*, me: Membership, share: Share, words: Words, key: UUID) -> Reply | None:
    """Answer a share that the member may open; None where the form was sent before.

    Raises HelpFirst or NudgeFirst for what is to be shown once before, HouseError for a text that
    is refused, NotAllowed or Conflict for who may not write here just now, Conflict where the
    share has gone meanwhile.
    """
    if not once.claim(key):
        return None
    row = Share.objects.select_for_update().filter(pk=share.pk).first()
    if row is None or row.state == State.REMOVED or row.kind == Kind.DAY:
        raise Conflict(_("It was taken away meanwhile. Your words are still here: copy them."))
    text = coming.checked(me, words.text, most=MOST, help_seen=words.help_seen)
    coming.check_not_too_many(me, Reply, MOST_ANSWERS)
    if share.author_id != me.pk:
        nudge_first(
            text,
            asked_for=share.kind == Kind.QUESTION,
            listen_only=share.listen_only,
            seen=words.nudge_seen,
        )
    reply = Reply(share=share, author=me, text=text, written_at=clock.now())
    keep(reply, me, verb="answer")
    return reply


def keep(reply: Reply, me: Membership, *, verb: str) -> None:
    """Save an answer or pledge, and let the group see it unless it is held."""
    reply.save()
    coming.told(verb, reply)
    if _is_held(reply, me):
        reply.state = State.HELD
        reply.save(update_fields=["state"])
    else:
        coming.announce_answer(reply)


def _is_held(reply: Reply, me: Membership, *, again: bool = False) -> bool:
    return screen(
        kind=coming.REPLY,
        subject=str(reply.pk),
        text=reply.text,
        author=me.user,
        group=me.group,
        member=me,
        again=again,
    )


@transaction.atomic
def edit_reply(*, reply: Reply, words: Words, key: UUID) -> bool:
    """Change one's own answer, which is marked as edited; False where the form was sent before.

    Raises as `answer` does, HouseError for one that was refused and is not changed, Conflict for
    one that was taken away.
    """
    if not once.claim(key):
        return False
    me = reply.author
    assert me is not None
    row = Reply.objects.select_for_update().get(pk=reply.pk)
    row.share, row.author = reply.share, me
    if row.state == State.REMOVED:
        raise Conflict(_("A moderator took this away. It cannot be changed any more."))
    most = LONGEST_PLEDGE if row.is_pledge else MOST
    text = coming.checked(me, words.text, most=most, help_seen=words.help_seen)
    if row.state == State.REFUSED and text == row.text:
        raise HouseError(coming.CHANGE_FIRST, field="text")
    if text != row.text:
        rewrite(row, me, text)
    return True


def rewrite(reply: Reply, me: Membership, text: str) -> None:
    """Give an answer another text; it waits where a moderator must see it first."""
    reply.text, reply.edited_at, reply.edited_by_author = text, clock.now(), True
    reply.save(update_fields=["text", "edited_at", "edited_by_author"])
    coming.told("edit_reply", reply)
    if _is_held(reply, me, again=reply.state == State.REFUSED):
        reply.closed_at, reply.note = None, ""
        hide(reply, State.HELD)
    elif reply.is_shown:
        coming.index(reply)


def hide(reply: Reply, state: State) -> None:
    """Let the group see an answer no longer."""
    reply.state = state
    reply.save()
    search.drop(kind=coming.REPLY, things=[str(reply.pk)])
    coming.count_again(reply.share)


@transaction.atomic
def delete_reply(*, reply: Reply, key: UUID) -> bool:
    """Take one's own answer away; False where the form was sent before."""
    if not once.claim(key):
        return False
    coming.told("delete_reply", reply)
    take_out([reply])
    return True


def take_out(replies: list[Reply]) -> int:
    """Delete answers, wherever they can be found; give how many."""
    things = [str(reply.pk) for reply in replies]
    search.drop(kind=coming.REPLY, things=things)
    forget_things(kind=coming.REPLY, things=things)
    Reply.objects.filter(pk__in=things).delete()
    for reply in replies:
        coming.count_again(reply.share)
    return len(replies)


@transaction.atomic
def respond(*, me: Membership, share: Share, kind: str) -> None:
    """Give a caring response, another in place of the one before, or take it back ("").

    Only the author of the share is told. Who asked only to be heard, is heard by it. Raises
    HouseError for a response that there is not, NotAllowed for one's own share.
    """
    if kind and kind not in Caring.values:
        raise HouseError(_("Choose one of the five."))
    if share.author_id == me.pk:
        raise NotAllowed(_("This is yours."))
    given = Response.objects.filter(share=share, member=me)
    if not kind:
        given.delete()
        return
    if given.update(kind=kind):
        return
    try:
        with transaction.atomic():
            Response.objects.create(share=share, member=me, kind=kind)
    except IntegrityError:  # pressed twice
        given.update(kind=kind)
        return
    if not coming.hears(share, me):
        return
    if share.listen_only:
        coming.somebody_is_there(share, me)
    coming.tell_author(share, me, "shares.cared")
