"""The registry of what is held about a member."""

from uuid import uuid4

import pytest
from tests.accounts.people import make_member
from tests.factories import at

from homegroup.accounts.models import User
from homegroup.audit.models import Entry
from homegroup.privacy import holdings, registry


def test_every_holding_says_what_it_is_in_words() -> None:
    held = registry.holdings()
    assert User in {holding.model for holding in held}
    assert all(str(holding.tells).strip().endswith(".") for holding in held)


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


def test_what_leans_on_others_is_erased_first_and_the_account_last() -> None:
    order = [holding.kind for holding in registry.in_order_of_erasure()]
    assert order[-1] == "accounts.user"
    assert order.index("groups.membership") < order.index("vault.entry")
    assert order.index("vault.grant") < order.index("vault.entry")
    assert order == [holding.kind for holding in registry.holdings()][::-1]


def test_only_what_can_lose_its_name_may_stay() -> None:
    assert not any(holding.keeps for holding in registry.holdings() if "vault" in holding.kind)
    nothing = {"tells": "Posts.", "export": lambda _: [], "erase": lambda _: 0}
    registry.register(Entry, **nothing, anonymise=lambda _: 0)  # type: ignore[arg-type]
    assert registry._holdings[Entry].keeps


@pytest.mark.django_db
def test_the_account_is_exported_and_erased_and_no_other() -> None:
    with at("2026-03-04T12:00+00:00"):
        mine, other = make_member("quiet-river"), make_member("green-hill")
    exported = list(holdings.export_account(mine.pk))
    assert [row["sign_in_name"] for row in exported] == ["quiet-river"]
    assert exported[0]["made_on"] == "2026-03-04"
    assert holdings.erase_account(mine.pk) > 0
    assert holdings.erase_account(mine.pk) == 0
    assert list(User.objects.all()) == [other]
    assert list(holdings.export_account(uuid4())) == []
