"""How other programs find our feeds: a link in the head of every page."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from homegroup.exchange.feeds.outlet import site_of


def feeds(request: HttpRequest) -> dict[str, object]:
    """Context for templates: `meetings_feed_url`, the absolute address of the whole feed."""
    return {
        "meetings_feed_url": SimpleLazyObject(
            lambda: site_of(request) + reverse("exchange:meeting_guide")
        )
    }
