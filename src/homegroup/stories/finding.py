"""What the search knows of stories: put when they are published, dropped before anything else."""

from collections.abc import Collection, Iterable
from datetime import UTC, datetime, time
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from homegroup.moderation.subjects import read_id
from homegroup.search import actions, registry
from homegroup.search.registry import Reader, Shown, Source
from homegroup.stories import access
from homegroup.stories.choices import KIND, State
from homegroup.stories.folding import plain
from homegroup.stories.models import Story


def put(story: Story) -> None:
    """Let a story be found; one that a moderator keeps back is dropped."""
    if story.state != State.SHOWN:
        drop([story.pk])
        return
    actions.put(
        kind=KIND,
        thing=str(story.pk),
        title=story.title,
        text="" if story.fold_label else text_of(story),
        audience=story.audience,
        group=story.group,
        at=datetime.combine(story.published_on, time(12), UTC),
        language=story.language,
    )


def text_of(story: Story) -> str:
    """Give the words of a story as one text, with what is folded in it."""
    return "\n\n".join(f"{each['heading']}\n{plain(each['text'])}".strip() for each in story.parts)


def drop(stories: Iterable[UUID]) -> None:
    """Let these stories be found no longer."""
    actions.drop(kind=KIND, things=[str(each) for each in stories])


def shown(ids: Collection[str], reader: Reader) -> dict[str, Shown]:
    """Give the stories that somebody may read, by id."""
    wanted = [pk for pk in map(read_id, ids) if pk and str(pk) in ids]
    return {
        str(row.pk): Shown(
            text=text_of(row),
            address=reverse("stories:story", args=[row.pk]),
            title=row.title,
            fold=row.fold_label or ", ".join(row.hard_labels),
        )
        for row in access.readable(reader).filter(pk__in=wanted)
    }


def register() -> None:
    """Let stories be found."""
    registry.register(Source(kind=KIND, words=_("A story"), plural=_("Stories"), shown=shown))
