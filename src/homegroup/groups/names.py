"""Names that people have in a group, and names of groups."""

from django.utils.translation import gettext as _

from homegroup.accounts.models import User
from homegroup.core.errors import HouseError
from homegroup.core.names import clean_name, likeness

LEAST, MOST = 2, 40
LEAST_OF_GROUP, MOST_OF_GROUP = 3, 100


def clean_member_name(typed: str, *, user: User) -> str:
    """Give the written form of the name that somebody chose in a group.

    Raises HouseError with the reason. The sign-in name is refused: it is half of what opens the
    account, and would tie together what one person does in several groups.
    """
    name = clean_name(typed, least=LEAST, most=MOST, field="name")
    if likeness(name) == user.name_key:
        raise HouseError(
            _("This is your sign-in name. Keep it to yourself, and choose another here."),
            field="name",
        )
    return name


def clean_group_name(typed: str) -> str:
    """Give the written form of a group's name. Raises HouseError with the reason."""
    return clean_name(
        typed, least=LEAST_OF_GROUP, most=MOST_OF_GROUP, field="name", may_sound_official=True
    )
