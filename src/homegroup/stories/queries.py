"""Reads: lists of stories, one at random, a member's drafts and what they handed in."""

import random
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404

from homegroup.accounts.models import User
from homegroup.core.sealing import Unreadable
from homegroup.moderation.access import out_of_contact
from homegroup.moderation.rules import book
from homegroup.stories import access
from homegroup.stories.choices import KIND, LANGUAGES, Audience, State, Topic
from homegroup.stories.models import Note, Offer, Story, StoryQuerySet, Suggestion, Thanks
from homegroup.stories.works import Work, work_of
from homegroup.vault.vaults import Vault

ON_A_PAGE = 20


@dataclass(frozen=True)
class Wanted:
    """What a list should hold; empty fields narrow nothing."""

    audience: str = ""
    language: str = ""
    topic: str = ""


@dataclass(frozen=True)
class Mine:
    """One story of a member in all its shapes: the draft, what waits, what is published."""

    work: Work | None
    offer: Offer | None
    story: Story | None

    @property
    def name(self) -> str:
        """What it is called."""
        return (self.work and self.work.name) or (self.offer or self.story or Story()).title


def narrowed(stories: StoryQuerySet, wanted: Wanted) -> StoryQuerySet:
    """Give the stories of a list, newest first, without their chapters."""
    if wanted.audience:
        stories = stories.filter(audience=wanted.audience)
    if wanted.language:
        stories = stories.filter(language=wanted.language)
    if wanted.topic:
        stories = stories.filter(topics__contains=f" {wanted.topic} ")
    return stories.light().select_related("group").order_by("-published_on", "id")


def wanted_from(typed: dict[str, str]) -> Wanted:
    """Give what an address asks for; what makes no sense is passed over."""
    audience, language, topic = (typed.get(name, "") for name in ("for", "language", "topic"))
    return Wanted(
        audience=audience if audience in Audience.values else "",
        language=language if language in dict(LANGUAGES) else "",
        topic=topic if topic in Topic.values else "",
    )


def languages_in(stories: QuerySet[Story]) -> list[tuple[str, str]]:
    """Give the languages that a list holds, by code and name."""
    found = set(stories.order_by().values_list("language", flat=True).distinct())
    return [(code, name) for code, name in LANGUAGES if code in found]


def any_story(reader: object, language: str) -> UUID | None:
    """Give a story at random: in this language if there is one, and one that has helped somebody.

    None where there is nothing to read.
    """
    all_ = access.readable(reader).order_by()
    helped = Thanks.objects.filter(story=OuterRef("pk"), state=State.SHOWN)
    for stories in (
        all_.filter(Exists(helped), language=language),
        all_.filter(language=language),
        all_,
    ):
        ids = list(stories.values_list("pk", flat=True)[:2_000])
        if ids:
            return random.choice(ids)
    return None


# -- a member's own ----------------------------------------------------------------------------


def drafts(vault: Vault) -> list[Work]:
    """Give the member's drafts, the newest first, without their chapters."""
    found = [work_of(each) for each in vault.entries(KIND)]
    return sorted(found, key=lambda work: work.made, reverse=True)


def begun(vault: Vault) -> list[Work]:
    """Give the drafts that were never handed in, the newest first."""
    return [work for work in drafts(vault) if work.story is None]


def draft(vault: Vault, work: UUID) -> Work:
    """Give one draft of the member. Raises Http404 and Unreadable."""
    opened = vault.open(work)
    if opened.kind != KIND:
        raise Http404
    return work_of(opened)


def mine(vault: Vault) -> list[Mine]:
    """Give all stories of a member in all their shapes, drafts first."""
    offers = {row.pk: row for row in Offer.objects.filter(author=vault.owner).defer("chapters")}
    stories = {row.pk: row for row in Story.objects.filter(author=vault.owner).defer("chapters")}
    rows = [
        Mine(work, offers.pop(work.story, None) if work.story else None,
             stories.pop(work.story, None) if work.story else None)
        for work in drafts(vault)
    ]  # fmt: skip
    left = dict.fromkeys([*offers, *stories])  # their draft was deleted, or opens no more
    return [*rows, *(Mine(None, offers.get(pk), stories.get(pk)) for pk in left)]


def draft_of_story(vault: Vault, story: UUID) -> Work | None:
    """Give the draft of what was handed in, None where it is gone or opens no more."""
    for work in drafts(vault):
        if work.story == story and work.id:
            try:
                return draft(vault, work.id)
            except Unreadable:
                return None
    return None


def notes_of(offer: Offer) -> list[Note]:
    """Give what editors and author wrote about a story that waits, oldest first."""
    return list(offer.notes.all())


def suggestions_of(offer: Offer) -> list[Suggestion]:
    """Give the other words that wait for the author, by chapter."""
    return list(offer.suggestions.all())


def rules_in_words(rules: Iterable[str]) -> list[str]:
    """Give what the moderators' rules found, in the words of their book."""
    return [book.why(rule) for rule in rules if rule != book.FIRST]


def my_thanks(story: Story, reader: User) -> Thanks | None:
    """Give what somebody has said about a story."""
    return story.thanks.filter(reader=reader).first()


def thanks_for_author(story: Story) -> list[Thanks]:
    """Give what readers said helped them, newest first, for the author.

    Without those whom the author is out of contact with, and what a moderator keeps back.
    """
    if story.author_id is None:
        return []
    rows = story.thanks.filter(state=State.SHOWN)
    return list(rows.exclude(reader__in=out_of_contact(story.author_id)))
