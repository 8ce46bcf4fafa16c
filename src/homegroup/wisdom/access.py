"""Who reads which statement, who is asked, and who puts statements on a page.

A statement says nothing of its author; so who is out of contact with them reads it all the same:
leaving it out would tell whose it is.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import wraps
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import reverse

from homegroup.accounts.access import Answering, ask_for_second_step, ask_to_sign_in, marked
from homegroup.accounts.models import User
from homegroup.groups.access import groups_of, has_power_over_people, known_group, member_group
from homegroup.groups.choices import Power
from homegroup.groups.models import Group, Membership
from homegroup.groups.positions import kinds_with
from homegroup.groups.queries import everyones_group
from homegroup.search.choices import Audience
from homegroup.wisdom.models import (
    Introduction,
    IntroductionQuerySet,
    OwnSituation,
    Statement,
    StatementQuerySet,
)
from homegroup.wisdom.places import Where
from homegroup.wisdom.situations import Situation, with_own

_EDITORS = frozenset({Power.MODERATE, Power.LITERATURE})


def readable(reader: object) -> StatementQuerySet:
    """Give the statements that somebody may read; a visitor those for everybody."""
    wanted = Q(audience=Audience.PUBLIC)
    if isinstance(reader, User):
        wanted |= Q(audience=Audience.HOME) | Q(group__in=groups_of(reader).values("pk"))
    return Statement.objects.shown().filter(wanted)


def introductions(reader: object) -> IntroductionQuerySet:
    """Give the introductions of pages that somebody may read; the home's are for everybody."""
    wanted = Q(group__isnull=True)
    if isinstance(reader, User):
        wanted |= Q(group__in=groups_of(reader).values("pk"))
    return Introduction.objects.shown().filter(wanted)


def situations_for(reader: object) -> dict[str, Situation]:
    """Give all situations that somebody may choose from or read about, by key."""
    own = OwnSituation.objects.select_related("group")
    wanted = Q(group__isnull=True)
    if isinstance(reader, User):
        wanted |= Q(group__in=groups_of(reader).values("pk"))
    return with_own(own.filter(wanted).order_by("group__name", "label"))


def situation_for(reader: object, key: str) -> Situation:
    """Give one situation. Raises Http404 for one that is not there for this reader."""
    found = situations_for(reader).get(key)
    if found is None:
        raise Http404
    return found


def mine(user: User, statement: UUID) -> Statement:
    """Give a statement of the member's own. Raises Http404."""
    found = Statement.objects.open().whole().filter(pk=statement, author=user).first()
    if found is None:
        raise Http404
    return found


# -- editors -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Desk:
    """A page's desk: of a group, or (None) of the whole home."""

    group: Group | None

    @property
    def where(self) -> Where:
        """Who reads what its editors write themselves."""
        return Where(Audience.GROUP if self.group else Audience.PUBLIC, self.group)

    @property
    def situations(self) -> dict[str, Situation]:
        """Its pages: situations that ship, the home's own, the group's own."""
        rows = OwnSituation.objects.select_related("group")
        return with_own(rows.filter(group=None) | rows.filter(group=self.group))

    def situation(self, key: str) -> Situation:
        """Give the situation of one of its pages. Raises Http404."""
        found = self.situations.get(key)
        if found is None:
            raise Http404
        return found

    @property
    def statements(self) -> StatementQuerySet:
        """What lies on it, or stands on its pages."""
        return Statement.objects.filter(group=self.group)

    def statement(self, statement: UUID) -> Statement:
        """Give one that an editor may work on. Raises Http404."""
        rows = self.statements.on_desk() | self.statements.shown()
        found = rows.whole().filter(pk=statement).first()
        if found is None:
            raise Http404
        return found


def is_editor(me: Membership) -> bool:
    """Tell whether a member puts statements on the pages of their group."""
    return any(me.may(power) for power in _EDITORS)


def edits_for_home(user: object) -> bool:
    """Tell whether somebody puts statements on the pages of the whole home."""
    if not isinstance(user, User):
        return False
    space = everyones_group()
    return user.is_operator or (space is not None and user.pk in _editors_in(space))


def _editors_in(group: Group) -> set[UUID]:
    holders = Membership.objects.holding(*kinds_with(_EDITORS)).filter(group=group)
    return set(holders.values_list("user", flat=True))


def editors_of(group: Group | None) -> set[UUID]:
    """Give the accounts of those who put statements on the pages of a group, or of the home."""
    if group is not None:
        return _editors_in(group)
    space = everyones_group()
    there = _editors_in(space) if space else set()
    operators = User.objects.filter(is_operator=True, is_active=True)
    return there or set(operators.values_list("pk", flat=True))


def desks_of(user: User) -> list[Group | None]:
    """Give the groups that somebody is an editor of; None stands for the home."""
    holders = Membership.objects.holding(*kinds_with(_EDITORS)).filter(user=user)
    groups = [row.group for row in holders.select_related("group") if not row.group.for_everyone]
    return [*groups, *([None] if edits_for_home(user) else [])]


def group_editor(view: Answering) -> Answering:
    """Only for editors of a group; the view has an argument `slug`. See `groups.access.servant`."""

    def check(request: HttpRequest, slug: str) -> None:
        try:
            me = member_group(request, slug)
        except Http404:
            known_group(request.user, slug)
            raise PermissionDenied from None
        if not is_editor(me):
            raise PermissionDenied

    return _behind(view, lambda request, kwargs: check(request, kwargs["slug"]), "group editor")


def home_editor(view: Answering) -> Answering:
    """Only for people who look after the pages of the whole home."""

    def check(request: HttpRequest, kwargs: dict[str, Any]) -> None:
        if not edits_for_home(request.user):
            raise PermissionDenied

    return _behind(view, check, "home editor")


def _behind(
    view: Answering, check: Callable[[HttpRequest, dict[str, Any]], None], decision: str
) -> Answering:
    @wraps(view)
    def behind(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        asked = ask_to_sign_in(request)
        if asked is None:
            check(request, kwargs)
            user = request.user
            if isinstance(user, User) and (user.is_operator or has_power_over_people(user)):
                asked = ask_for_second_step(request)
        return asked or view(request, *args, **kwargs)

    return marked(behind, decision)


def desk_address(group: Group | None) -> str:
    """Give the address of a desk."""
    return reverse("wisdom:desk", args=[group.key]) if group else reverse("wisdom:home_desk")


def page_address(group: Group | None, situation: str) -> str:
    """Give the address where editors work on a page itself."""
    if group is None:
        return reverse("wisdom:home_page", args=[situation])
    return reverse("wisdom:page", args=[group.key, situation])


def pages_to_edit(reader: object, situation: Situation) -> list[tuple[Group | None, str]]:
    """Give the groups (None: the home) whose page this reader may change, each with the address."""
    if not isinstance(reader, User):
        return []
    return [
        (group, page_address(group, situation.key))
        for group in desks_of(reader)
        if situation.key in Desk(group).situations
    ]


def edit_address(row: Statement) -> str:
    """Give the address where editors work on a statement; its group must be loaded."""
    if row.group is None:
        return reverse("wisdom:home_edit", args=[row.pk])
    return reverse("wisdom:edit", args=[row.group.key, row.pk])


def ways_to_edit(reader: object, rows: Iterable[Statement]) -> dict[UUID, str]:
    """Give the addresses where this reader may change these statements, by id."""
    if not isinstance(reader, User):
        return {}
    desks = {group.pk if group else None for group in desks_of(reader)}
    return {row.pk: edit_address(row) for row in rows if row.group_id in desks}
