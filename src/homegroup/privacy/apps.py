"""Privacy as a Django app: what it registers for the rooms below it, which cannot do so."""

from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    """What is held about a person."""

    name = "homegroup.privacy"
    label = "privacy"

    def ready(self) -> None:
        _register_accounts()
        _register_vault()
        _exempt_what_tells_of_nobody()


def _register_accounts() -> None:
    from homegroup.accounts import models as accounts
    from homegroup.privacy import holdings, registry

    registry.register(
        accounts.User,
        tells="Your sign-in name and the day the account was made.",
        export=holdings.export_account,
        erase=holdings.erase_account,
    )
    for model, tells, export in (
        (accounts.Keyring, "Your keys, sealed.", holdings.export_keyring),
        (accounts.Visit, "Devices that are signed in.", holdings.export_visits),
        (accounts.SecondStep, "Your second steps at sign-in.", holdings.export_steps),
        (accounts.KeptForm, "Forms kept while you were locked out.", holdings.export_kept),
    ):
        registry.register(model, tells=tells, export=export, erase=holdings.erase_of(model))


def _register_vault() -> None:
    from homegroup.privacy import holdings, registry
    from homegroup.vault import models as vault

    registry.register(
        vault.Entry,
        tells="What you wrote for yourself, sealed. Only you can open it.",
        export=holdings.export_entries,
        erase=holdings.erase_entries,
    )
    registry.register(
        vault.Grant,
        tells="Single pages that others have opened to you.",
        export=holdings.export_grants,
        erase=holdings.erase_grants,
    )
    registry.register(
        vault.Manifest,
        tells="A sealed list of your pages, which shows when one was altered.",
        export=lambda account: (),
        erase=holdings.erase_manifest,
    )


def _exempt_what_tells_of_nobody() -> None:
    from django.contrib.auth.models import Group, Permission
    from django.contrib.contenttypes.models import ContentType

    from homegroup.audit.models import Entry
    from homegroup.core import models as core
    from homegroup.places import models as places
    from homegroup.privacy import registry

    registry.exempt(Entry, reason="Bare ids, which erasing the account makes meaningless.")
    for kept in (core.Edition, core.UsedKey, core.ChoreRun):
        registry.exempt(kept, reason="Bookkeeping of the house: counters, keys, times.")
    registry.exempt(core.SiteSettings, reason="Tells of the site, not of its members.")
    for place in (places.Region, places.Venue, places.Place):
        registry.exempt(place, reason="Public places.")
    for unused in (Group, Permission, Group.permissions.through, ContentType):
        registry.exempt(unused, reason="Django's own tables, which we leave empty of people.")
