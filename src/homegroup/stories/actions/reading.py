"""Writes of readers: what in a story helped. Author and editors read it, nobody counts it."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from homegroup.accounts.models import User
from homegroup.core import clock, once
from homegroup.core.errors import HouseError, NotAllowed
from homegroup.moderation import weighing
from homegroup.moderation.access import check_may_write, is_blocked
from homegroup.moderation.actions import concern, hold
from homegroup.moderation.rules import book
from homegroup.notices.actions import tell
from homegroup.stories.actions.offering import subject_of
from homegroup.stories.choices import THANKS, Helped, State
from homegroup.stories.models import Story, Thanks


@transaction.atomic
def say_helped(
    *,
    story: Story,
    reader: User,
    chapter: int | None,
    reason: str,
    words: str,
    help_seen: bool,
    key: UUID,
) -> Thanks | None:
    """Say what in a story helped, in place of what one said before.

    None where the form was sent before. Raises HouseError without a reason, NotAllowed for one's
    own story or while paused, HelpFirst (see `moderation.weighing`).
    """
    if not once.claim(key):
        return None
    if story.author_id == reader.pk:
        raise NotAllowed(_("This is your own story."))
    weighing.help_first(words, seen=help_seen)
    check_may_write(user=reader, group=story.group)
    if reason not in Helped.values:
        raise HouseError(_("Choose what it was."), field="reason")
    if chapter is not None and not 0 <= chapter < len(story.chapters):
        raise HouseError(_("Choose a chapter of this story."), field="chapter")
    values = {"chapter": chapter, "reason": reason, "words": words.strip(),
              "said_on": clock.now().date()}  # fmt: skip
    said, _made = Thanks.objects.update_or_create(story=story, reader=reader, defaults=values)
    said.state = _state(said, story, reader)
    said.save(update_fields=["state"])
    if said.state != State.SHOWN:
        return said
    if story.author_id and not is_blocked(reader.pk, story.author_id):
        tell(user=story.author_id, kind="stories.helped", subject=subject_of(story.pk))
    return said


def _state(said: Thanks, story: Story, reader: User) -> State:
    """Let moderators look at words first where their rules hold them.

    Not for being among somebody's first words here: one person reads them, and no group.
    """
    weighed = weighing.weigh(said.words, author=reader, group=story.group)
    if weighed.crisis:
        concern(kind=THANKS, subject=str(said.pk))
    rules = tuple(rule for rule in weighed.rules if rule != book.FIRST)
    if not rules:
        return State.SHOWN
    hold(kind=THANKS, subject=str(said.pk), rule=rules[0], rules=rules)
    return State.HELD


@transaction.atomic
def unsay(*, story: Story, reader: User, key: UUID) -> bool:
    """Take back what one has said about a story."""
    if not once.claim(key):
        return False
    return bool(Thanks.objects.filter(story=story, reader=reader).delete()[0])
