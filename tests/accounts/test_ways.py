"""Links that higher rooms put on the account page."""

import pytest
from django.test import Client
from tests.accounts.people import make_member, sign_in

from homegroup.accounts import ways
from homegroup.accounts.ways import Way

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_ways(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ways, "_ways", {})


def test_links_stand_in_their_order_and_those_to_nowhere_are_left_out() -> None:
    ways.register(Way("accounts:devices", "Second", order=20))
    ways.register(Way("accounts:card", "First", order=10))
    ways.register(Way("nowhere:at_all", "Third", order=5))
    assert ways.offered() == [
        {"address": "/me/card/", "words": "First"},
        {"address": "/me/devices/", "words": "Second"},
    ]


def test_the_account_page_shows_them(client: Client) -> None:
    ways.register(Way("home:about_leaving", "A way of another room"))
    sign_in(client, make_member())
    page = client.get("/me/").content.decode()
    assert '<a href="/exit/about/">A way of another room</a>' in page
