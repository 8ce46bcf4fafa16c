"""Stories as readers find them, as they wait for an editor, and what is said about them.

A story that was handed in is an `Offer`; published it is a `Story` with the same id, so that both
can stand side by side while a published story waits with other words. Drafts are in the vault.
"""

import uuid
from typing import Any, Self

from django.db import models
from django.db.models import Q

from homegroup.accounts.models import User
from homegroup.groups.models import Group
from homegroup.stories.choices import (
    LANGUAGES,
    RIGHT_TO_LEFT,
    Audience,
    Hard,
    Helped,
    Stage,
    State,
    Topic,
)

_WORDS_A_MINUTE = 200


class Recording(models.Model):
    """A story that somebody speaks, as files with random names (`sound.shelf`).

    `sealed` while it belongs to a draft: its key then lies in the vault of its owner.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.CASCADE, related_name="recordings"
    )
    forms = models.CharField(max_length=20, help_text="Which files there are: opus, aac")
    seconds = models.PositiveIntegerField()
    sealed = models.BooleanField(default=True)

    class Meta:
        db_table = "stories_recording"

    def __str__(self) -> str:
        return f"recording {self.pk}"


class Told(models.Model):
    """What a story is, waiting or published.

    `topics` and `hard` are words with a space on both sides of each, so that one can be looked for.
    `chapters` is a list of {"heading", "text"}; `words` counts them.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    audience = models.CharField(max_length=8, choices=Audience.choices)
    group = models.ForeignKey(
        Group, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    title = models.CharField(max_length=100)
    pen_name = models.CharField(max_length=40, blank=True)
    language = models.CharField(max_length=8)
    chapters = models.JSONField(default=list)
    topics = models.CharField(max_length=120, blank=True)
    hard = models.CharField(max_length=120, blank=True)
    words = models.PositiveIntegerField(default=0)

    class Meta:
        abstract = True

    @property
    def minutes(self) -> int:
        """How long one reads, at least one minute."""
        return max(1, round(self.words / _WORDS_A_MINUTE))

    @property
    def topic_labels(self) -> list[str]:
        """The topics in words."""
        return [str(Topic(each).label) for each in self.topics.split() if each in Topic.values]

    @property
    def hard_labels(self) -> list[str]:
        """What may be hard to read, in words."""
        return [str(Hard(each).label) for each in self.hard.split() if each in Hard.values]

    @property
    def language_name(self) -> str:
        """The language in its own words."""
        return dict(LANGUAGES).get(self.language, self.language)

    @property
    def is_backwards(self) -> bool:
        """Whether it is written from right to left."""
        return self.language in RIGHT_TO_LEFT

    @property
    def parts(self) -> list[dict[str, Any]]:
        """The chapters."""
        return list(self.chapters)


def _audience_has_its_group(prefix: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        name=f"{prefix}_group",
        condition=Q(audience=Audience.GROUP, group__isnull=False)
        | Q(audience__in=[Audience.HOME, Audience.PUBLIC], group__isnull=True),
    )


class StoryQuerySet(models.QuerySet["Story"]):
    """The vocabulary of published stories."""

    def shown(self) -> Self:
        """Those that no moderator keeps back."""
        return self.filter(state=State.SHOWN)

    def public(self) -> Self:
        """Those that everybody may read."""
        return self.filter(audience=Audience.PUBLIC)

    def of_home(self) -> Self:
        """Those that all members may read."""
        return self.filter(audience=Audience.HOME)

    def of_group(self, group: Group) -> Self:
        """Those of one group."""
        return self.filter(audience=Audience.GROUP, group=group)

    def light(self) -> Self:
        """Without their chapters, for lists."""
        return self.defer("chapters")


class Story(Told):
    """A published story. Without an author it was left behind without a name."""

    author = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.CASCADE, related_name="stories"
    )
    recording = models.OneToOneField(
        Recording, null=True, blank=True, on_delete=models.SET_NULL, related_name="story"
    )
    state = models.CharField(max_length=8, choices=State.choices, default=State.SHOWN)
    fold_label = models.CharField(max_length=80, blank=True, help_text="Set by a moderator")
    published_on = models.DateField()

    objects = StoryQuerySet.as_manager()

    class Meta:
        db_table = "stories_story"
        ordering = ["-published_on", "id"]
        constraints = [
            _audience_has_its_group("story"),
            models.CheckConstraint(name="story_state", condition=Q(state__in=State.values)),
        ]
        indexes = [
            models.Index(
                fields=["audience", "group", "state", "-published_on", "id"], name="story_list"
            )
        ]

    def __str__(self) -> str:
        return f"story {self.pk}"


class OfferQuerySet(models.QuerySet["Offer"]):
    """The vocabulary of stories that were handed in."""

    def waiting(self) -> Self:
        """Those that an editor should read."""
        return self.filter(stage=Stage.WAITING)


class Offer(Told):
    """A story as its author has handed it in: exactly these words may be published."""

    author = models.ForeignKey(User, on_delete=models.CASCADE, related_name="offers")
    recording = models.OneToOneField(
        Recording, null=True, blank=True, on_delete=models.SET_NULL, related_name="offer"
    )
    stage = models.CharField(max_length=8, choices=Stage.choices, default=Stage.WAITING)
    handed_in_at = models.DateTimeField()
    round = models.PositiveIntegerField(
        default=1,
        help_text="Rises with each change of the words: an editor publishes what they read",
    )

    objects = OfferQuerySet.as_manager()

    class Meta:
        db_table = "stories_offer"
        ordering = ["handed_in_at", "id"]
        constraints = [
            _audience_has_its_group("offer"),
            models.CheckConstraint(name="offer_stage", condition=Q(stage__in=Stage.values)),
        ]
        indexes = [
            models.Index(
                fields=["handed_in_at"], name="offer_waiting", condition=Q(stage=Stage.WAITING)
            )
        ]

    def __str__(self) -> str:
        return f"offer {self.pk}"


class Note(models.Model):
    """What an editor or the author wrote about a story that waits; gone when it is published.

    `chapter` counts from 0; None is about the whole.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    offer = models.ForeignKey(Offer, on_delete=models.CASCADE, related_name="notes")
    chapter = models.PositiveSmallIntegerField(null=True, blank=True)
    text = models.CharField(max_length=2000)
    from_editor = models.BooleanField()
    writer = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.SET_NULL, related_name="story_notes"
    )
    at = models.DateTimeField()

    class Meta:
        db_table = "stories_note"
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"note {self.pk}"


class Suggestion(models.Model):
    """Other words for one paragraph of a chapter; nothing changes until the author says yes."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    offer = models.ForeignKey(Offer, on_delete=models.CASCADE, related_name="suggestions")
    chapter = models.PositiveSmallIntegerField()
    place = models.PositiveSmallIntegerField(default=0, help_text="Its order in the chapter")
    before = models.TextField()
    after = models.TextField(blank=True)
    writer = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.SET_NULL, related_name="story_suggestions"
    )
    at = models.DateTimeField()

    class Meta:
        db_table = "stories_suggestion"
        ordering = ["chapter", "place", "id"]

    def __str__(self) -> str:
        return f"suggestion {self.pk}"


class Thanks(models.Model):
    """What a reader says helped them: for the author and the editors, without the reader's name."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="thanks")
    reader = models.ForeignKey(User, on_delete=models.CASCADE, related_name="story_thanks")
    chapter = models.PositiveSmallIntegerField(null=True, blank=True)
    reason = models.CharField(max_length=8, choices=Helped.choices)
    words = models.CharField(max_length=300, blank=True)
    state = models.CharField(max_length=8, choices=State.choices, default=State.SHOWN)
    said_on = models.DateField()

    class Meta:
        db_table = "stories_thanks"
        ordering = ["-said_on", "id"]
        constraints = [
            models.UniqueConstraint(name="thanks_once", fields=["story", "reader"]),
            models.CheckConstraint(name="thanks_reason", condition=Q(reason__in=Helped.values)),
            models.CheckConstraint(name="thanks_state", condition=Q(state__in=State.values)),
        ]

    def __str__(self) -> str:
        return f"thanks {self.pk}"


class Prompt(models.Model):
    """A prompt of the day that this site has written itself, or one of the house's changed.

    `origin` names the prompt of the house in whose place it stands; `is_off` leaves that one out.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    language = models.CharField(max_length=8)
    origin = models.CharField(max_length=40, blank=True)
    text = models.CharField(max_length=200, blank=True)
    is_off = models.BooleanField(default=False)

    class Meta:
        db_table = "stories_prompt"
        ordering = ["language", "id"]
        constraints = [
            models.UniqueConstraint(
                name="prompt_origin_once", fields=["language", "origin"], condition=~Q(origin="")
            ),
            models.CheckConstraint(
                name="prompt_says_something", condition=Q(is_off=True) | ~Q(text="")
            ),
        ]

    def __str__(self) -> str:
        return self.text
