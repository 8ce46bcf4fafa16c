"""What follows when the group comes to see a share or an answer, and when it no longer does."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db.models import Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from homegroup.audit.actions import record
from homegroup.core import clock, streams
from homegroup.core.errors import Conflict, HouseError, NotAllowed
from homegroup.core.writing import clean_text
from homegroup.groups import queries as groups
from homegroup.groups.choices import Power
from homegroup.groups.models import Group, Membership
from homegroup.groups.positions import kinds_with
from homegroup.moderation import weighing
from homegroup.moderation.access import check_may_write, is_new, out_of_contact
from homegroup.notices.actions import tell, tell_many
from homegroup.search import actions as search
from homegroup.search.choices import Audience
from homegroup.support import access
from homegroup.support.channels import answering, arriving
from homegroup.support.choices import Kind, Reminded, State
from homegroup.support.models import Mute, Reply, Share

SHARE, REPLY = "share", "reply"
CHANGE_FIRST = gettext_lazy("Change it first, so that the moderator sees something new.")


def told(verb: str, row: Share | Reply, by: UUID | None = None, **data: object) -> None:
    """Log what happened to a share or an answer; `by` is None for what its author did."""
    kind = SHARE if isinstance(row, Share) else REPLY
    record(action=f"support.{verb}", subject=f"{kind}:{row.pk}", by=by, data=data)


def checked(
    me: Membership, text: str, *, most: int, help_seen: bool, is_urgent: bool = False
) -> str:
    """Give the written form of what a member is about to write; raise HouseError if they may not.

    They may not while a moderator asked them to pause, and before they agreed to the guidelines.
    Whoever may not be safe gets help before they hear of any of this; what is urgent waits for no
    slow writing.
    """
    cleaned = clean_text(text, most=most)
    if not cleaned:
        raise HouseError(_("Write at least one word."), field="text")
    weighing.help_first(cleaned, seen=help_seen)
    check_may_write(user=me.user, group=me.group, is_urgent=is_urgent)
    if groups.needs_consent(me):
        raise NotAllowed(_("Please read the group's guidelines first."))
    return cleaned


def check_not_too_many(me: Membership, rows: type[Share] | type[Reply], most: int) -> None:
    """Raise Conflict for who wrote that much within the last hour."""
    recent = rows.objects.recent_of(me, clock.now() - timedelta(hours=1))
    if len(recent.values_list("pk")[:most]) >= most:
        raise Conflict(_("That was a lot for one hour. Rest a little, then go on."))


def come(share: Share) -> None:
    """Let the group see a share from now on; it waits for a person, unless one was there before.

    The time that it lay with a moderator is part of the wait.
    """
    now = clock.now()
    share.state = State.SHOWN
    if share.kind != Kind.DAY:
        share.came_at, share.reminded = now, Reminded.NOT_YET
        if share.answered_at is None:
            share.waits_since = share.waits_since or now
    share.save(update_fields=["state", "came_at", "waits_since", "reminded", "closed_at", "note"])
    announce(share)


def announce(share: Share) -> None:
    """Let a share that the group sees by now be found, and tell who is on duty and who reads."""
    index(share)
    _call_somebody(share)
    if share.came_at is not None:
        streams.publish(arriving(share.group_id), "new")


def withdraw(share: Share, state: State) -> None:
    """Let the group see a share no longer; who struggles is still seen by those who answer.

    What is held goes on to wait: its author is heard by nobody yet.
    """
    share.state, share.came_at, share.pinned_at = state, None, None
    if state != State.HELD:
        share.waits_since = None
    share.save(update_fields=["state", "came_at", "waits_since", "pinned_at", "closed_at", "note"])
    search.drop(kind=SHARE, things=[str(share.pk)])


def index(row: Share | Reply) -> None:
    """Let the group find a text; a share without one is passed over."""
    if not row.text:
        return
    share = row if isinstance(row, Share) else row.share
    search.put(
        kind=SHARE if row is share else REPLY,
        thing=str(row.pk),
        title="",
        text=row.text,
        audience=Audience.GROUP,
        group=share.group,
        at=row.written_at,
    )


def _call_somebody(share: Share) -> None:
    """Tell those who are on duty that somebody waits; who struggles is told of to greeters else."""
    if share.waits_since is None:
        return
    if share.kind == Kind.STRUGGLING:
        call_to(share)
        return
    there = reached_by(share, access.on_duty_now(share.group))
    if there:
        tell_many(users=there, kind="shares.waits", subject=f"group:{share.group_id}")


def call_to(share: Share) -> None:
    """Tell those who answer that somebody struggles right now."""
    there = reached_by(share, who_answers(share.group))
    tell_many(users=there, kind="shares.now", subject=f"share:{share.pk}")


def who_answers(group: Group) -> set[UUID]:
    """Give the accounts of those on duty now; where nobody is, of all whose task it is."""
    there = access.on_duty_now(group)
    if there:
        return there
    kinds = kinds_with(frozenset({Power.WELCOME}))
    return set(group.memberships.holding(*kinds).values_list("user", flat=True))


def reached_by(share: Share, users: set[UUID]) -> set[UUID]:
    """Give who of some accounts may be told of a share: not its author, nor out of contact."""
    if share.author is None or not users:
        return users
    author = share.author.user_id
    return users - {author} - out_of_contact(author)


def come_answer(reply: Reply) -> None:
    """Let the group see an answer."""
    reply.state = State.SHOWN
    reply.save(update_fields=["state", "closed_at", "note"])
    announce_answer(reply)


def announce_answer(reply: Reply) -> None:
    """Let an answer that the group sees by now be found; the author of its share hears of it."""
    index(reply)
    share, answerer = reply.share, reply.author
    streams.publish(answering(share.pk), "new")
    if reply.is_pledge or answerer is None or answerer.pk == share.author_id:
        return
    if not hears(share, answerer):
        return
    _is_answered(share, answerer)
    tell_author(share, answerer, "shares.answered")


def hears(share: Share, who: Membership) -> bool:
    """Tell whether the author of a share reads what this member writes: they may have muted them.

    Nobody else learns of it: the share goes on to wait as if it had no answer.
    """
    return not Mute.objects.filter(muter=share.author_id, muted=who).exists()


def _is_answered(share: Share, by: Membership) -> None:
    """Keep when a share was answered first, and take it off those that wait."""
    changed: dict[str, Any] = {}
    if share.answered_at is None:
        changed["answered_at"] = Coalesce("answered_at", Value(clock.now()))
    if _ends_the_wait(share, by):
        changed["waits_since"] = None
    if changed:
        Share.objects.filter(pk=share.pk).update(**changed)


def somebody_is_there(share: Share, who: Membership) -> None:
    """Take a share off those that wait."""
    if _ends_the_wait(share, who):
        Share.objects.filter(pk=share.pk).update(waits_since=None)


def _ends_the_wait(share: Share, who: Membership) -> bool:
    """Tell whether a share waits no more. To a newcomer somebody must come who is no newcomer."""
    return share.waits_since is not None and not (share.from_newcomer and is_new(who.user))


def tell_author(share: Share, who: Membership, kind: str) -> None:
    """Tell the author of a share that somebody whom they hear answered."""
    if share.author is None:
        return
    tell(user=share.author.user_id, kind=kind, subject=f"share:{share.pk}", by=who.user_id)


def count_again(share: Share) -> None:
    """Let a share wait again where its only answers are gone."""
    others = share.replies.filter(state=State.SHOWN, is_pledge=False).exclude(author=share.author)
    muted = Mute.objects.filter(muter=share.author_id).values("muted")
    first = others.exclude(author__in=muted).order_by("written_at").first()
    if first is None and share.answered_at is not None and share.came_at is not None:
        rows = Share.objects.filter(pk=share.pk)
        rows.update(answered_at=None, waits_since=share.came_at)
