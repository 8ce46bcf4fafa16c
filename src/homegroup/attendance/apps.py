"""Attendance as a Django app: what it registers with lower rooms."""

from datetime import timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AttendanceConfig(AppConfig):
    """Proofs of attendance."""

    name = "homegroup.attendance"
    label = "attendance"

    def ready(self) -> None:
        from homegroup.attendance import actions, models, panels, queries
        from homegroup.core import flash, upkeep
        from homegroup.groups import panels as group_panels
        from homegroup.live import corner
        from homegroup.live.actions import presence
        from homegroup.privacy import registry

        presence.count_where(queries.gives_proofs)
        corner.register(panels.proof_link)
        group_panels.register(panels.policy_link, order=37)
        flash.register("attendance.saved", _("Saved. It counts from the next room on."))
        upkeep.register("forget-proofs", timedelta(days=1), actions.forget_expired)
        registry.exempt(models.Policy, reason="What a group has chosen; names nobody.")
        registry.exempt(
            models.Proof,
            reason="The digest of a paper that somebody holds, and a day. It tells of nobody who "
            "has not the paper, and it is deleted on that day.",
        )
