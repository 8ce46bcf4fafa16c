"""Who reads which story, and who may be its editor: never of one's own.

A group's story is read and edited by its members alone; where nobody in the group but the author
could be its editor, those of the whole home help out. Who is out of contact with an author still
finds their stories: leaving those out would tell who wrote under which pen name.
"""

from dataclasses import dataclass
from functools import wraps
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponseBase

from homegroup.accounts.access import (
    Answering,
    ask_for_second_step,
    ask_to_sign_in,
    marked,
)
from homegroup.accounts.models import User
from homegroup.groups.access import groups_of, has_power_over_people
from homegroup.groups.choices import Power
from homegroup.groups.models import Membership
from homegroup.groups.positions import kinds_with
from homegroup.groups.queries import everyones_group
from homegroup.stories.choices import Audience
from homegroup.stories.models import Offer, Story, StoryQuerySet

_EDITORS = frozenset({Power.MODERATE, Power.LITERATURE})


def readable(reader: object) -> StoryQuerySet:
    """Give the published stories that somebody may read; a visitor those for everybody."""
    wanted = Q(audience=Audience.PUBLIC)
    if isinstance(reader, User):
        wanted |= Q(audience=Audience.HOME) | Q(group__in=groups_of(reader).values("pk"))
    return Story.objects.shown().filter(wanted)


def story_for(reader: object, story: UUID) -> Story:
    """Give a story to somebody who may read it, or to its author. Raises Http404."""
    found = readable(reader).filter(pk=story).select_related("group", "recording").first()
    if found is None and isinstance(reader, User):
        own = Story.objects.filter(pk=story, author=reader).select_related("group", "recording")
        found = own.first()
    if found is None:
        raise Http404
    return found


def _holders() -> QuerySet[Membership]:
    return Membership.objects.holding(*kinds_with(_EDITORS))


def home_editors() -> set[UUID]:
    """Give who may edit what is for the home or for everybody."""
    found = set(User.objects.filter(is_operator=True, is_active=True).values_list("pk", flat=True))
    space = everyones_group()
    if space:
        found |= set(_holders().filter(group=space).values_list("user", flat=True))
    return found


def editors_of(story: Offer | Story) -> set[UUID]:
    """Give who may edit a story that was handed in, or was published; never its author."""
    own = {story.author_id} - {None}
    found = set[UUID]()
    if story.group_id:
        found = set(_holders().filter(group=story.group_id).values_list("user", flat=True)) - own
    return found or home_editors() - own


@dataclass(frozen=True)
class Desk:
    """For which groups somebody is an editor (their ids), and whether for the home."""

    groups: frozenset[int]
    home: bool

    def __bool__(self) -> bool:
        return self.home or bool(self.groups)


def desk_of(user: object) -> Desk:
    """Give what somebody is an editor of; nothing for a visitor."""
    if not isinstance(user, User):
        return Desk(frozenset(), home=False)
    groups = frozenset(_holders().filter(user=user).values_list("group", flat=True))
    space = everyones_group()
    return Desk(groups, home=user.is_operator or bool(space and space.pk in groups))


def offers_for(user: User) -> list[Offer]:
    """Give the stories that somebody may edit, those that wait longest first."""
    desk = desk_of(user)
    if not desk:
        return []
    wanted = Q(group__in=desk.groups)
    if desk.home:
        wanted = Q()
    rows = Offer.objects.filter(wanted).exclude(author=user).select_related("group")
    found = list(rows.defer("chapters"))
    others = {row.group_id for row in found if row.group_id} - desk.groups
    holders = _holders_by_group(others)
    return [
        row
        for row in found
        if not row.group_id
        or row.group_id in desk.groups
        or not holders[row.group_id] - {row.author_id}
    ]


def _holders_by_group(groups: set[int]) -> dict[int, set[UUID]]:
    found: dict[int, set[UUID]] = {group: set() for group in groups}
    for group, user in _holders().filter(group__in=groups).values_list("group", "user"):
        found[group].add(user)
    return found


def offer_to_edit(user: object, offer: UUID) -> Offer:
    """Give a story to one of its editors. Raises Http404."""
    rows = Offer.objects.select_related("group", "recording")
    found = rows.filter(pk=offer).first()
    if found is None or not isinstance(user, User) or user.pk not in editors_of(found):
        raise Http404
    return found


def offer_of(author: User, offer: UUID) -> Offer | None:
    """Give what somebody has handed in, None where it is not there."""
    rows = Offer.objects.select_related("group", "recording")
    return rows.filter(pk=offer, author=author).first()


def editor(view: Answering) -> Answering:
    """Only for people who look after stories, of a group or of the home.

    Who has power over people, or runs the home, is past a second step.
    """

    @wraps(view)
    def behind(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        asked = ask_to_sign_in(request)
        if asked is None:
            user = request.user
            if not isinstance(user, User) or not desk_of(user):
                raise PermissionDenied
            if user.is_operator or has_power_over_people(user):
                asked = ask_for_second_step(request)
        return asked or view(request, *args, **kwargs)

    return marked(behind, "editor")


def home_editor(view: Answering) -> Answering:
    """Only for people who look after stories of the whole home."""

    @wraps(view)
    def behind(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not desk_of(request.user).home:
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return editor(behind)
