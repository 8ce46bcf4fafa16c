"""What of groups can be reported: the name that somebody has there, and a group's page."""

from collections.abc import Collection
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from homegroup.accounts.models import User
from homegroup.groups.access import groups_of
from homegroup.groups.actions.groups import change_group
from homegroup.groups.actions.people import take_name
from homegroup.groups.choices import Joining, Visibility
from homegroup.groups.models import Group, Membership
from homegroup.moderation import subjects
from homegroup.moderation.subjects import Shown, Subject, read_id


def register() -> None:
    """Register both kinds."""
    subjects.register(
        Subject(
            kind="name",
            words=_("A name"),
            group_of=_group_of_name,
            about=_account_of_name,
            shown=_shown_names,
            remove=_remove_name,
            tells_author=True,
        )
    )
    subjects.register(
        Subject(
            kind="group",
            words=_("A group's page"),
            group_of=lambda subject: None,  # not for its own moderators
            about=lambda subject: None,
            shown=_shown_pages,
            remove=_unlist,
        )
    )


def _memberships(ids: Collection[str]) -> dict[str, Membership]:
    """Give those that are there; a thing is called by one spelling of its id only."""
    wanted = [each for each in map(read_id, ids) if each]
    rows = Membership.objects.members().select_related("group").filter(pk__in=wanted)
    return {str(row.pk): row for row in rows if str(row.pk) in ids}


def _membership(subject: str) -> Membership | None:
    return _memberships([subject]).get(subject)


def _group_of_name(subject: str) -> Group | None:
    found = _membership(subject)
    return found.group if found else None


def _account_of_name(subject: str) -> UUID | None:
    found = _membership(subject)
    return found.user_id if found else None


def _shown_names(ids: Collection[str], reader: User | None) -> dict[str, Shown]:
    found = _memberships(ids)
    if reader:
        mine = set(groups_of(reader).values_list("pk", flat=True))
        found = {each: row for each, row in found.items() if row.group_id in mine}
    return {
        each: Shown(row.name, reverse("groups:member", args=[row.group.key, row.pk]))
        for each, row in found.items()
    }


def _remove_name(subject: str, *, by: UUID, reason: str) -> None:
    found = _membership(subject)
    if found is not None:
        take_name(membership=found, by=by)


def _shown_pages(ids: Collection[str], reader: User | None) -> dict[str, Shown]:
    groups = Group.objects.filter(key__in=ids)
    if reader:
        groups = groups.listed() | groups.filter(pk__in=groups_of(reader).values("pk"))
    return {each.key: Shown(f"{each.name}\n{each.notes}".strip(), each.page) for each in groups}


def _unlist(subject: str, *, by: UUID, reason: str) -> None:
    for group in Group.objects.filter(key=subject):
        change_group(
            group=group,
            name=group.name,
            about=group.notes,
            visibility=Visibility.UNLISTED,
            joining=Joining.INVITED,
            by=by,
        )
