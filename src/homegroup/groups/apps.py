"""Groups as a Django app: what it registers with lower rooms."""

from django.apps import AppConfig


class GroupsConfig(AppConfig):
    """Fellowships, service bodies, groups and who belongs to them."""

    name = "homegroup.groups"
    label = "groups"

    def ready(self) -> None:
        from homegroup.accounts import powers
        from homegroup.groups import access

        powers.register(access.has_power_over_people)
        self._register_with_privacy()
        self._register_texts()
        self._register_with_the_header()

    def _register_texts(self) -> None:
        from datetime import timedelta

        from homegroup.core import flash, upkeep
        from homegroup.groups import wording
        from homegroup.groups.actions import invitations
        from homegroup.notices import kinds
        from homegroup.notices.choices import Urgency

        for name, (words, topic) in wording.WORDS.items():
            urgency = Urgency.SOON if topic == "tasks" else Urgency.DAILY
            kinds.register(kinds.Kind(name, words=words, topic=topic, urgency=urgency))
        for name, text in wording.SAID.items():
            flash.register(name, text)
        upkeep.register("forget-invitations", timedelta(days=1), invitations.forget_ended)

    def _register_with_the_header(self) -> None:
        from django.utils.translation import gettext_lazy as _

        from homegroup.core import navigation, waiting
        from homegroup.groups import showing

        navigation.register(
            navigation.Entry(
                "/my-groups/",
                _("Groups"),
                "users",
                order=20,
                shown=navigation.to_members,
            )
        )
        waiting.register(showing.people_waiting, order=10)

    def _register_with_privacy(self) -> None:
        from homegroup.groups import farewell, holdings, models
        from homegroup.privacy import leaving, registry

        leaving.register_blocker(farewell.groups_left_alone)

        public = "The public directory: tells of groups, not of members."
        for model in (models.Fellowship, models.ServiceBody, models.Group):
            registry.exempt(model, reason=public)
        registry.exempt(models.Invitation, reason="Counts its uses and names nobody.")
        registry.exempt(models.Guidelines, reason="Written for a group, without its writer.")
        for held, tells, export, erase in (
            (
                models.Consent,
                "Which group guidelines you have agreed to.",
                holdings.export_consents,
                holdings.erase_consents,
            ),
            (
                models.JoinRequest,
                "What you wrote when you asked to join a group.",
                holdings.export_requests,
                holdings.erase_requests,
            ),
            (
                models.Position,
                "The service positions that you hold or have held in your groups.",
                holdings.export_positions,
                holdings.erase_positions,
            ),
            (
                models.Break,
                "Groups that you were asked to stay away from for a time.",
                holdings.export_breaks,
                holdings.erase_breaks,
            ),
            (
                models.Membership,
                "Your groups, and the name that you use in each.",
                holdings.export_memberships,
                holdings.erase_memberships,
            ),
        ):
            registry.register(held, tells=tells, export=export, erase=erase)
