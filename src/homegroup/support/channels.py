"""On which channels open pages hear that something came (`core.streams`)."""

from uuid import UUID


def arriving(group: int) -> str:
    """Give the channel on which open feeds of a group hear that a share came."""
    return f"shares:{group}"


def answering(share: UUID) -> str:
    """Give the channel on which open pages of a share hear that an answer came."""
    return f"share:{share}"
