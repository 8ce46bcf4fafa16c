"""The viewer's zone."""

from zoneinfo import ZoneInfo

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.utils import timezone

from homegroup.core.zones import COOKIE, ViewerZone, read_zone, viewer_zone, zone_names


def _seen_by(cookie: str | None) -> tuple[ZoneInfo, bool, str]:
    seen = []

    def view(request: HttpRequest) -> HttpResponse:
        known: bool = request.zone_known  # type: ignore[attr-defined]
        seen.append((viewer_zone(request), known, timezone.get_current_timezone_name()))
        return HttpResponse()

    request = RequestFactory().get("/")
    if cookie is not None:
        request.COOKIES[COOKIE] = cookie
    ViewerZone(view)(request)
    return seen[0]


def test_the_cookie_names_the_zone() -> None:
    assert _seen_by("Asia/Kathmandu") == (ZoneInfo("Asia/Kathmandu"), True, "Asia/Kathmandu")


@pytest.mark.parametrize(
    "cookie", [None, "", "Mars/Base", "../../etc/passwd", "europe/berlin", "\0"]
)
def test_without_a_true_name_it_is_the_homes(cookie: str | None) -> None:
    assert _seen_by(cookie) == (ZoneInfo("UTC"), False, "UTC")


def test_the_zone_of_one_visitor_does_not_stay_for_the_next() -> None:
    _seen_by("Asia/Kathmandu")
    assert timezone.get_current_timezone_name() == "UTC"


def test_every_name_can_be_read() -> None:
    assert len(zone_names()) > 400
    for name in ("Europe/Kyiv", "America/Nuuk", "Asia/Kolkata"):
        assert read_zone(name) == ZoneInfo(name)
