"""Who may find what: the circles that a reader is in."""

from dataclasses import dataclass, field

from homegroup.accounts.models import User
from homegroup.groups.access import groups_of
from homegroup.groups.models import Group
from homegroup.search.registry import Reader
from homegroup.search.tokens import HOME, PUBLIC, scope_of_group


@dataclass(frozen=True)
class Circles:
    """The scopes of what a reader may find, and the groups that they are in, by id."""

    scopes: tuple[int, ...]
    groups: dict[int, Group] = field(default_factory=dict)

    def narrowed_to(self, group_id: int) -> "Circles":
        """Give the circle of what one of the reader's groups has, for whomever."""
        return Circles((scope_of_group(group_id),), self.groups)


def circles_of(reader: Reader) -> Circles:
    """Give the circles of a reader; a visitor finds only what is for everybody."""
    if not isinstance(reader, User):
        return Circles((PUBLIC,))
    groups = {group.pk: group for group in groups_of(reader).order_by("name", "pk")}
    return Circles((PUBLIC, HOME, *map(scope_of_group, groups)), groups)
