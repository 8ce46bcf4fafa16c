"""Privacy as a Django app: what it registers for the rooms below it, which cannot do so."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PrivacyConfig(AppConfig):
    """What is held about a person."""

    name = "homegroup.privacy"
    label = "privacy"

    def ready(self) -> None:
        from homegroup.accounts import ways
        from homegroup.core import health
        from homegroup.privacy import leaving, queries

        _register_account()
        _register_what_signs_in()
        _register_vault()
        _exempt_what_tells_of_nobody()
        leaving.register_blocker(queries.runs_the_home_alone)
        health.register("erased accounts", queries.erased_accounts)
        ways.register(ways.Way("privacy:data", _("What is kept about me"), order=80))
        ways.register(ways.Way("privacy:leave", _("Delete my account"), order=90))


def _register_account() -> None:
    from homegroup.accounts.models import User
    from homegroup.privacy import holdings, registry

    registry.register(
        User,
        tells=_("Your sign-in name and the day the account was made."),
        export=holdings.export_account,
        erase=holdings.erase_account,
        labels={
            "sign_in_name": _("Sign-in name"),
            "made_on": _("Made on"),
            "runs_this_home": _("Runs this site"),
            "locks_after_minutes": _("Private pages lock after so many minutes"),
        },
    )


def _register_what_signs_in() -> None:
    from homegroup.accounts import models as accounts
    from homegroup.privacy import holdings, registry

    for model, tells, export, labels in (
        (
            accounts.Keyring,
            _("Your keys, sealed. Only your passphrase or your card opens them."),
            holdings.export_keyring,
            {"generation": _("How often made new"), "has_card": _("With a card")},
        ),
        (
            accounts.Visit,
            _("On how many devices you are signed in, and since which day."),
            holdings.export_visits,
            {"started_on": _("Since"), "shared_phone": _("A shared phone")},
        ),
        (
            accounts.SecondStep,
            _("Your second steps at sign-in."),
            holdings.export_steps,
            {"kind": _("Kind"), "name": _("What you call it"), "added_on": _("Added on")},
        ),
        (
            accounts.KeptForm,
            _("What you sent while your pages were locked, sealed until you open them."),
            holdings.export_kept,
            {"kept_on": _("Kept on")},
        ),
    ):
        erase = holdings.erase_of(model)
        registry.register(model, tells=tells, export=export, erase=erase, labels=labels)


def _register_vault() -> None:
    from homegroup.privacy import holdings, registry
    from homegroup.vault import models as vault

    registry.register(
        vault.Entry,
        tells=_("What you wrote for yourself, sealed. Only you can open it."),
        export=holdings.export_entries,
        erase=holdings.erase_entries,
        labels={
            "id": _("Number"),
            "changes": _("How often saved"),
            "sealed_bytes": _("Size in bytes"),
            "open_to": _("People you opened it to"),
        },
    )
    registry.register(
        vault.Grant,
        tells=_("Which single pages others have opened to you."),
        export=holdings.export_grants,
        erase=holdings.erase_grants,
        labels={"entry": _("Number")},
    )
    registry.register(
        vault.Manifest,
        tells=_("A sealed list of your pages. It shows when one was changed from outside."),
        export=holdings.export_manifest,
        erase=holdings.erase_manifest,
        labels={"sealed_bytes": _("Size in bytes")},
    )
    _register_threads()


def _register_threads() -> None:
    from homegroup.privacy import holdings, registry
    from homegroup.vault import models as vault
    from homegroup.vault import thread_rows

    registry.register(
        vault.Seat,
        tells=_("Which private conversations you are in, and with whom. Not what they say."),
        export=holdings.export_seats,
        erase=thread_rows.forget_account,
        labels={"conversation": _("Number")},
    )
    registry.register(
        vault.Message,
        tells=_("What you wrote in private conversations, sealed. Only you two can open it."),
        export=holdings.export_messages,
        erase=thread_rows.forget_account,
        labels={
            "conversation": _("Number"),
            "messages": _("Messages"),
            "sealed_bytes": _("Size in bytes"),
        },
    )
    for part in (vault.Thread, vault.SeatKey):
        registry.exempt(part, reason="Belongs to the seats of a conversation, and goes with them.")


def _exempt_what_tells_of_nobody() -> None:
    from django.contrib.auth.models import Group, Permission
    from django.contrib.contenttypes.models import ContentType

    from homegroup.audit.models import Entry
    from homegroup.core import models as core
    from homegroup.packs import models as packs
    from homegroup.places import models as places
    from homegroup.privacy import registry

    for text in (packs.Copy, packs.Revision):
        registry.exempt(text, reason="Written for a group, without its writer.")
    registry.exempt(packs.Use, reason="Tells of meetings and their format.")
    registry.exempt(Entry, reason="Bare ids, which erasing the account makes meaningless.")
    for kept in (core.Edition, core.UsedKey, core.ChoreRun):
        registry.exempt(kept, reason="Bookkeeping of the house: counters, keys, times.")
    registry.exempt(core.SiteSettings, reason="Tells of the site, not of its members.")
    for place in (places.Region, places.Venue, places.Place):
        registry.exempt(place, reason="Public places.")
    for unused in (Group, Permission, Group.permissions.through, ContentType):
        registry.exempt(unused, reason="Django's own tables, which we leave empty of people.")
