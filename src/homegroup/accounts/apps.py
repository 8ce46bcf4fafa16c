"""Accounts as a Django app: what it registers with lower rooms."""

from datetime import timedelta

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Members without identities."""

    name = "homegroup.accounts"
    label = "accounts"

    def ready(self) -> None:
        from homegroup.accounts import actions, visits
        from homegroup.core import leaving, streams, upkeep

        leaving.register(visits.leave)
        streams.bind(visits.bound)
        upkeep.register("end-old-visits", timedelta(hours=6), actions.end_old_visits)
