"""What every template may use."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def house(request: HttpRequest) -> dict[str, Any]:
    """Give the site's name and the viewer's zone."""
    return {
        "site_name": settings.SITE_NAME,
        "zone": getattr(request, "zone", None),
        "zone_known": getattr(request, "zone_known", False),
    }
