"""Recovery as a Django app: what it registers with lower rooms."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RecoveryConfig(AppConfig):
    """A member's own writing."""

    name = "homegroup.recovery"
    label = "recovery"

    def ready(self) -> None:
        from homegroup.core import flash, navigation
        from homegroup.notices import kinds
        from homegroup.recovery import exporting, showing

        exporting.register()
        showing.register()
        navigation.register(
            navigation.Entry(
                "/journal/", _("Journal"), "book-open", order=30, shown=navigation.to_members
            )
        )
        opened = kinds.always(_("Somebody opened a page to you."), "/journal/shared/")
        kinds.register(kinds.Kind("journal.opened", words=opened, topic="messages"))
        for key, text in _SAID.items():
            flash.register(key, text)


# The keys stand in a cookie for a moment: neutral words.
_SAID = {
    "journal.kept": _("Kept. Only you can read it."),
    "journal.begun": _("Kept as a draft."),
    "journal.deleted": _("Deleted."),
    "journal.opened": _("Done. They can read this page now."),
    "journal.closed": _("Done. They can read it no longer."),
    "journal.away": _("Taken off your list."),
    "people.kept": _("Kept."),
    "people.off": _("Taken off your list."),
    "people.open": _("They stay open on this device."),
    "people.closed": _("They stay open no longer."),
    "day.kept": _("Kept. Only you can read it."),
}
