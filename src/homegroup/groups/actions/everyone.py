"""The group of the whole home: one at most, which every member may join under a chosen name."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from homegroup.accounts.models import User
from homegroup.groups import codes, queries
from homegroup.groups.actions.groups import first_member
from homegroup.groups.actions.log import told_of_group
from homegroup.groups.choices import Joining, Visibility
from homegroup.groups.models import Group
from homegroup.notices.actions import tell

READY = "common-ground"


@transaction.atomic
def open_to_everyone(*, secretary: User) -> Group:
    """Give the group of the whole home; where there is none, make it and give it its secretary.

    It stands in no directory. Its first name and that of its secretary can be changed later, in
    its settings and under "Me in this group". Twice does no more than once.
    """
    there = queries.everyones_group()
    if there is not None:
        return there
    address = codes.new_address()
    try:
        with transaction.atomic():
            group = Group.objects.create(
                name=_("Everyone here"),
                key=address,
                slug=address,
                visibility=Visibility.UNLISTED,
                joining=Joining.OPEN,
                for_everyone=True,
                edited=["name"],
            )
    except IntegrityError:  # somebody was first
        return Group.objects.get(for_everyone=True)
    told_of_group("open_to_everyone", group, secretary.pk)
    first_member(group, secretary, _("Caretaker"), READY)
    tell(user=secretary.pk, kind="groups.position", subject=f"group:{group.pk}")
    return group


def open_to_everyone_if_run() -> Group | None:
    """Do so for a home that has somebody who runs it: one from before there was such a group."""
    operator = User.objects.filter(is_operator=True).order_by("pk").first()
    return open_to_everyone(secretary=operator) if operator else None
