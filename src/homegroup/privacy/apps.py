"""Privacy as a Django app: what it registers with lower rooms."""

from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    """What is held about a person."""

    name = "homegroup.privacy"
    label = "privacy"

    def ready(self) -> None:
        from django.contrib.auth.models import Group, Permission
        from django.contrib.contenttypes.models import ContentType

        from homegroup.accounts import models as accounts
        from homegroup.audit.models import Entry
        from homegroup.core import models as core
        from homegroup.places import models as places
        from homegroup.privacy import holdings, registry

        # Rooms below this one cannot register themselves.
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
        registry.exempt(Entry, reason="Bare ids, which erasing the account makes meaningless.")
        for kept in (core.Edition, core.UsedKey, core.ChoreRun):
            registry.exempt(kept, reason="Bookkeeping of the house: counters, keys, times.")
        registry.exempt(core.SiteSettings, reason="Tells of the site, not of its members.")
        for place in (places.Region, places.Venue, places.Place):
            registry.exempt(place, reason="Public places.")
        for unused in (Group, Permission, Group.permissions.through, ContentType):
            registry.exempt(unused, reason="Django's own tables, which we leave empty of people.")
