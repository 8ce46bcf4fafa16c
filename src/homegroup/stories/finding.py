"""What the search knows of stories: put when they are published, dropped before anything else."""

from collections.abc import Iterable
from uuid import UUID

from homegroup.stories.models import Story


def put(story: Story) -> None:
    """Let a story be found; one that a moderator keeps back is dropped."""


def drop(stories: Iterable[UUID]) -> None:
    """Let these stories be found no longer."""
