"""The header's links, in one place so that their order is seen.

A page that is not there (yet) has no link. A room that registers the same address from its own
`apps.ready()` replaces the entry here, as notices does to add its count.
"""

from django.utils.translation import gettext_lazy as _

from homegroup.core import navigation
from homegroup.core.navigation import Entry, to_members, to_visitors


def register() -> None:
    """Put the house's own entries into the header."""
    for entry in (
        Entry("/today/", _("Today"), "sun", order=10, shown=to_members),
        Entry("/my-groups/", _("Groups"), "users", order=20, shown=to_members),
        Entry("/journal/", _("Journal"), "book-open", order=30, shown=to_members),
        Entry("/notices/", _("Notices"), "bell", order=40, shown=to_members),
        Entry("/meetings/", _("Find a meeting"), "search", order=50),
        Entry("/me/", _("Account"), "user", order=60, shown=to_members),
        Entry("/sign-in/", _("Sign in"), "log-in", order=70, shown=to_visitors),
    ):
        navigation.register(entry)
