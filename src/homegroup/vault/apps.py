"""Vault as a Django app: what it registers with lower rooms."""

from datetime import timedelta

from django.apps import AppConfig


class VaultConfig(AppConfig):
    """Sealed entries."""

    name = "homegroup.vault"
    label = "vault"

    def ready(self) -> None:
        from homegroup.accounts import actions, visits
        from homegroup.core import upkeep
        from homegroup.vault import thread_rows, threads, vaults

        actions.on_new_key(vaults.rekey)
        actions.on_new_key(threads.rekey)
        visits.on_open(lambda key: vaults.Vault(key).renew_where_needed())
        upkeep.register("forget-threads", timedelta(minutes=15), thread_rows.forget_ended)
