"""Vault as a Django app: what it registers with lower rooms."""

from django.apps import AppConfig


class VaultConfig(AppConfig):
    """Sealed entries."""

    name = "homegroup.vault"
    label = "vault"

    def ready(self) -> None:
        from homegroup.accounts import actions, visits
        from homegroup.vault import vaults

        actions.on_new_key(vaults.rekey)
        visits.on_open(lambda key: vaults.Vault(key).renew_where_needed())
