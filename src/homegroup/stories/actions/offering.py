"""Writes of authors on what leaves their vault: handing in, answering, taking back.

The log tells that a story was handed in or taken back, and not by whom: it is for ever, and would
link a pen name to an account.
"""

from collections.abc import Collection
from dataclasses import replace
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from homegroup.accounts.models import User
from homegroup.audit.actions import record
from homegroup.core import clock, once
from homegroup.core.errors import Conflict, HouseError, NotAllowed
from homegroup.core.names import clean_name, likeness
from homegroup.groups.access import groups_of
from homegroup.groups.models import Group, Membership
from homegroup.groups.queries import everyones_group
from homegroup.moderation import weighing
from homegroup.moderation.access import check_may_write
from homegroup.moderation.actions import concern
from homegroup.notices.actions import forget, tell_many
from homegroup.stories import access, finding, queries
from homegroup.stories.actions import drafts
from homegroup.stories.choices import KIND, LEAST_WORDS, MOST_OFFERS, Audience
from homegroup.stories.models import Note, Offer, Recording, Story, Suggestion, Told
from homegroup.stories.sound import shelf
from homegroup.stories.works import Plan, Work, count_words
from homegroup.vault.vaults import Vault


def subject_of(story: UUID) -> str:
    """Give how notices and the log name a story."""
    return f"story:{story}"


def group_of_plan(author: User, plan: Plan) -> Group | None:
    """Give the group that a story is for, None for the home and for everybody.

    Raises HouseError (with `field`) where nobody may read it yet, or for a group of others.
    """
    if plan.audience not in Audience.values:
        raise HouseError(_("Choose who may read it."), field="audience")
    if plan.audience != Audience.GROUP:
        return None
    group = groups_of(author).filter(key=plan.group, for_everyone=False).first()
    if group is None:
        raise HouseError(_("Choose one of your groups."), field="group")
    return group


def clean_pen_name(author: User, typed: str, group: Group | None) -> str:
    """Give the name that stands under a story. Raises HouseError for one that imitates."""
    name = clean_name(typed, field="pen_name")
    circle = group or everyones_group()
    if circle:
        others = Membership.objects.members().filter(group=circle).exclude(user=author)
        if others.filter(name_key=likeness(name)).exists():
            told = _(
                "Somebody here has this name. Choose another, so that nobody takes you for them."
            )
            raise HouseError(told, field="pen_name")
    return name


@transaction.atomic
def hand_in(*, vault: Vault, author: User, work: UUID, help_seen: bool, key: UUID) -> Offer | None:
    """Hand a draft in, with the words that it has now; an editor reads it before anybody else.

    None where the form was sent before. Raises HouseError for what is missing, HelpFirst (see
    `moderation.weighing`), NotAllowed while the author may not write there, Conflict for too many.
    """
    drafts.lock(vault)
    if not once.claim(key):
        return None
    found = queries.draft(vault, work)
    group = group_of_plan(author, found.plan)
    _check_whole(found)
    pen_name = clean_pen_name(author, found.plan.pen_name, group)
    _check_may_write(author, group, found, help_seen=help_seen)
    story = found.story if found.story and _is_of(author, found.story) else None
    others = Offer.objects.filter(author=author)
    others = others.exclude(pk=story) if story else others
    if others.count() >= MOST_OFFERS:
        raise Conflict(_("Some of your stories still wait. Please wait until they are read."))
    offer = _offer(story or uuid4(), author, found, group, pen_name)
    if offer.pk != found.story:
        drafts.keep(vault, replace(found, story=offer.pk))
    if weighing.weigh(text_of(found), author=author, group=group).crisis:
        concern(kind=KIND, subject=str(offer.pk))  # an editor reads it, and a moderator cares
    record(action="stories.hand_in", subject=subject_of(offer.pk), by=None,
           data={"audience": offer.audience})  # fmt: skip
    tell_many(users=access.editors_of(offer), kind="stories.offered", subject=subject_of(offer.pk))
    return offer


def _is_of(author: User, story: UUID) -> bool:
    mine = {"pk": story, "author": author}
    return Offer.objects.filter(**mine).exists() or Story.objects.filter(**mine).exists()


def _check_whole(work: Work) -> None:
    if not work.title:
        raise HouseError(_("Give your story a title."), field="title")
    if work.words < LEAST_WORDS:
        told = _("Write a little more: a story has %d words at least.")
        raise HouseError(told % LEAST_WORDS)


def _check_may_write(author: User, group: Group | None, work: Work, *, help_seen: bool) -> None:
    """Ask the moderators' rules: help for the author first, then whether they are on a pause."""
    weighing.help_first(text_of(work), seen=help_seen)
    check_may_write(user=author, group=group)


def text_of(work: Work) -> str:
    """Give all that a draft says, for rules that read it."""
    return "\n\n".join([work.title, *(f"{each.heading}\n{each.text}" for each in work.chapters)])


def words_of(story: Told) -> str:
    """Give all that a story says, for rules that read it."""
    told = (f"{each['heading']}\n{each['text']}" for each in story.parts)
    return "\n\n".join([story.title, *told])


def _offer(story: UUID, author: User, work: Work, group: Group | None, pen_name: str) -> Offer:
    """Keep the words that were handed in, in place of those before; notes stay."""
    there = Offer.objects.select_for_update().filter(pk=story).first()
    chapters = work.told()
    offer = Offer(
        pk=story, author=author, audience=work.plan.audience, group=group, title=work.title,
        pen_name=pen_name, language=work.language, chapters=chapters,
        topics=_spaced(work.plan.topics), hard=_spaced(work.plan.hard),
        words=count_words(chapters), handed_in_at=clock.now(),
        round=there.round + 1 if there else 1,
    )  # fmt: skip
    old = there.recording_id if there else None
    offer.recording = _open_recording(author, work)
    offer.save(force_insert=there is None, force_update=there is not None)
    if old:
        drop_recording(old)
    Suggestion.objects.filter(offer=offer).delete()
    return offer


def _spaced(slugs: Collection[str]) -> str:
    return f" {' '.join(slugs)} " if slugs else ""


def _open_recording(author: User, work: Work) -> Recording | None:
    """Lay an open copy of a draft's recording down, for editors and readers."""
    if work.spoken is None:
        return None
    row = Recording.objects.create(
        owner=author, forms=" ".join(work.spoken.forms), seconds=work.spoken.seconds, sealed=False
    )
    try:
        shelf.unseal_copy(work.spoken.id, row.pk, work.spoken.forms, work.spoken.key)
    except OSError as problem:
        shelf.drop_now(row.pk)
        told = _("Your recording cannot be read any more. Take it off, or add it again.")
        raise HouseError(told) from problem
    return row


def drop_recording(recording: UUID | None) -> None:
    """Delete an open recording: its row now, its files when the transaction holds."""
    if recording:
        Recording.objects.filter(pk=recording).delete()
        shelf.drop([recording])


@transaction.atomic
def answer(*, author: User, offer: Offer, text: str, key: UUID) -> bool:
    """Write back to the editors of one's story. Raises HouseError for nothing said."""
    if not once.claim(key):
        return False
    if not text.strip():
        raise HouseError(_("Write at least one word."), field="text")
    Note.objects.create(
        offer=offer, text=text.strip(), from_editor=False, writer=author, at=clock.now()
    )
    record(action="stories.answer", subject=subject_of(offer.pk), by=None, data={})
    tell_many(users=access.editors_of(offer), kind="stories.answered", subject=subject_of(offer.pk))
    return True


@transaction.atomic
def accept(
    *, vault: Vault, author: User, offer: Offer, suggestions: Collection[UUID], key: UUID
) -> int:
    """Say yes to other words: they stand from now on in what was handed in, and in the draft.

    Gives how many were taken over; what does not fit any more is passed over and goes. The words
    that nobody agreed to never change. Raises NotAllowed for what is somebody else's.
    """
    if offer.author_id != author.pk or vault.owner != author.pk:
        raise NotAllowed(_("This is not yours."))
    drafts.lock(vault)
    if not once.claim(key):
        return 0
    row = Offer.objects.select_for_update().get(pk=offer.pk)
    draft, taken = queries.draft_of_story(vault, row.pk), 0
    for each in Suggestion.objects.filter(offer=row, pk__in=suggestions):
        if _take_over(row, each):
            taken += 1
            draft = draft and _taken_over_in(draft, each)
        each.delete()
    if taken:
        row.words, row.round = count_words(row.chapters), row.round + 1
        row.save()
        if draft:
            drafts.keep(vault, draft)
    record(action="stories.accept", subject=subject_of(row.pk), by=None, data={"count": taken})
    return taken


def _take_over(offer: Offer, suggestion: Suggestion) -> bool:
    if suggestion.chapter >= len(offer.chapters):
        return False
    part = offer.chapters[suggestion.chapter]
    if part["text"].count(suggestion.before) != 1:
        return False
    part["text"] = part["text"].replace(suggestion.before, suggestion.after).strip()
    return True


def _taken_over_in(work: Work, suggestion: Suggestion) -> Work:
    """Give the draft with the same change, where the same words stand in it once."""
    for chapter in work.chapters:
        if chapter.text.count(suggestion.before) == 1:
            text = chapter.text.replace(suggestion.before, suggestion.after).strip()
            return work.with_chapter(replace(chapter, text=text, rev=chapter.rev + 1, by=""))
    return work


@transaction.atomic
def decline(*, author: User, offer: Offer, suggestions: Collection[UUID], key: UUID) -> int:
    """Say no to other words; give how many. Raises NotAllowed for what is somebody else's."""
    if offer.author_id != author.pk:
        raise NotAllowed(_("This is not yours."))
    if not once.claim(key):
        return 0
    rows = Suggestion.objects.filter(offer=offer, pk__in=suggestions)
    count = rows.delete()[0]
    record(action="stories.decline", subject=subject_of(offer.pk), by=None, data={"count": count})
    return count


@transaction.atomic
def take_back(*, author: User, story: UUID, key: UUID) -> bool:
    """Take a story back, wherever it stands, at once and whole; the draft stays the author's own.

    Rows, recording, search and notices go. False where the form was sent before, or nothing of
    this author's is there.
    """
    if not once.claim(key):
        return False
    if not _is_of(author, story):
        return False
    remove_everywhere(story)
    record(action="stories.take_back", subject=subject_of(story), by=None, data={})
    return True


def remove_everywhere(story: UUID) -> None:
    """Delete all that there is of a story outside its author's vault; within a transaction."""
    finding.drop([story])
    forget(subject=subject_of(story))
    for model in (Offer, Story):
        row = model.objects.filter(pk=story).first()
        if row is not None:
            recording = row.recording_id
            row.delete()
            drop_recording(recording)
