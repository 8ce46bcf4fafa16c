"""Where words are kept: for whom they are to be read."""

from dataclasses import dataclass

from homegroup.groups.models import Group


@dataclass(frozen=True)
class Where:
    """Who may read a statement: a group's members, all members, or everybody."""

    audience: str
    group: Group | None = None
