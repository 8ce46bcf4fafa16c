"""Recovery as a Django app: what it registers with lower rooms."""

from typing import TYPE_CHECKING

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID

    from homegroup.vault.vaults import Vault


class RecoveryConfig(AppConfig):
    """A member's own writing."""

    name = "homegroup.recovery"
    label = "recovery"

    def ready(self) -> None:
        from homegroup.core import flash, navigation
        from homegroup.notices import kinds
        from homegroup.recovery import exporting, showing
        from homegroup.vault import keep

        keep.register(_keep_page)
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


def _keep_page(vault: "Vault", text: str, on: "date", key: "UUID") -> bool:
    from uuid import uuid4

    from homegroup.recovery import actions

    page = actions.write_page(vault=vault, text=text, on=on, tags=[], slot=uuid4(), key=key)
    return page is not None


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
