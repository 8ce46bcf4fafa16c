"""Groups among what can be found: by their names and what they say of themselves.

`groups` stands below this room and knows nothing of it. Groups of imported lists are found
through their meetings, in the directory.
"""

from collections.abc import Collection

from django.utils.translation import gettext_lazy as _

from homegroup.accounts.models import User
from homegroup.core import clock
from homegroup.groups import changes
from homegroup.groups.access import groups_of
from homegroup.groups.models import Group
from homegroup.search import registry
from homegroup.search.actions import put
from homegroup.search.choices import Audience
from homegroup.search.registry import Reader, Shown, Source


def register() -> None:
    """Register groups as a source, and keep up with their changes."""
    source = Source(
        kind="group", words=_("A group"), plural=_("Groups"), shown=shown, is_dated=False
    )
    registry.register(source)
    changes.on_change(keep)


def keep(group: Group) -> None:
    """Let a group be found by those who may know of it."""
    put(
        kind="group",
        thing=group.key,
        title=group.name,
        text=group.notes,
        audience=Audience.GROUP if group.is_unlisted else Audience.PUBLIC,
        group=group,
        at=clock.now(),
    )


def shown(ids: Collection[str], reader: Reader) -> dict[str, Shown]:
    """Give how these groups read for who may know of them."""
    rows = Group.objects.filter(key__in=ids)
    known = rows.listed()
    if isinstance(reader, User):
        known = known | rows.filter(pk__in=groups_of(reader).values("pk"))
    return {row.key: Shown(row.notes, row.page, title=row.name) for row in known}
