"""The registry of what is held about a member."""

from datetime import date
from uuid import uuid4

import pytest

from homegroup.accounts.models import User
from homegroup.audit.models import Entry
from homegroup.privacy import holdings, registry


@pytest.fixture(autouse=True)
def _own_registry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "_holdings", dict(registry._holdings))
    monkeypatch.setattr(registry, "_exempt", dict(registry._exempt))


def test_every_holding_says_what_it_is_in_words() -> None:
    held = registry.holdings()
    assert User in {holding.model for holding in held}
    assert all(holding.tells.strip().endswith(".") for holding in held)


def test_every_exemption_has_a_reason() -> None:
    assert registry._exempt
    assert all(reason.strip() for reason in registry._exempt.values())
    with pytest.raises(ValueError, match="reason"):
        registry.exempt(Entry, reason="")


def test_a_model_is_unknown_until_it_is_registered() -> None:
    class Diary:
        pass

    assert not registry.is_known(Diary)  # type: ignore[arg-type]
    registry.register(Diary, tells="Your diary.", export=lambda _: [], erase=lambda _: 0)  # type: ignore[arg-type]
    assert registry.is_known(Diary)  # type: ignore[arg-type]


@pytest.mark.django_db
def test_the_account_is_exported_and_erased_and_no_other() -> None:
    mine = User.objects.create(username="quiet-river", created_on=date(2026, 3, 4))
    other = User.objects.create(username="green-hill", created_on=date(2026, 3, 5))
    assert list(holdings.export_account(mine.pk)) == [
        {"sign_in_name": "quiet-river", "made_on": "2026-03-04"}
    ]
    assert holdings.erase_account(mine.pk) == 1
    assert holdings.erase_account(mine.pk) == 0
    assert list(User.objects.all()) == [other]
    assert list(holdings.export_account(uuid4())) == []
