"""Privacy as a Django app: what it registers with lower rooms."""

from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    """What is held about a person."""

    name = "homegroup.privacy"
    label = "privacy"

    def ready(self) -> None:
        from django.contrib.auth.models import Group, Permission
        from django.contrib.contenttypes.models import ContentType
        from django.contrib.sessions.models import Session

        from homegroup.accounts.models import User
        from homegroup.audit.models import Entry
        from homegroup.core import models as core
        from homegroup.places import models as places
        from homegroup.privacy import holdings, registry

        # Rooms below this one cannot register themselves.
        registry.register(
            User,
            tells="Your sign-in name and the day the account was made.",
            export=holdings.export_account,
            erase=holdings.erase_account,
        )
        registry.exempt(Entry, reason="Bare ids, which erasing the account makes meaningless.")
        for model in (core.Edition, core.UsedKey, core.ChoreRun):
            registry.exempt(model, reason="Bookkeeping of the house: counters, keys, times.")
        registry.exempt(core.SiteSettings, reason="Tells of the site, not of its members.")
        for place in (places.Region, places.Venue, places.Place):
            registry.exempt(place, reason="Public places.")
        for unused in (Group, Permission, Group.permissions.through, ContentType):
            registry.exempt(unused, reason="Django's own tables, which we leave empty of people.")
        registry.exempt(Session, reason="Not used: sign-in comes with its own sealed sessions.")
