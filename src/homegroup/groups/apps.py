"""Groups as a Django app: what it registers with lower rooms."""

from django.apps import AppConfig


class GroupsConfig(AppConfig):
    """Fellowships, service bodies and groups."""

    name = "homegroup.groups"
    label = "groups"

    def ready(self) -> None:
        from homegroup.groups import models
        from homegroup.privacy import registry

        public = "The public directory: tells of groups, not of members."
        for model in (models.Fellowship, models.ServiceBody, models.Group):
            registry.exempt(model, reason=public)
