"""What the tests of privacy share: a home of their own, a member, a registry to play with."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from tests.accounts.people import key_of, make_member, sign_in

from homegroup.accounts.models import User
from homegroup.privacy import leaving, queries, registry
from homegroup.vault.vaults import Vault


@pytest.fixture(autouse=True)
def home(tmp_path: Path, settings: Any) -> Path:
    """Where tombstones are written."""
    (tmp_path / "cache").mkdir()
    settings.HOME = tmp_path
    return tmp_path


@pytest.fixture(autouse=True)
def _own_registries(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "_holdings", dict(registry._holdings))
    monkeypatch.setattr(registry, "_exempt", dict(registry._exempt))
    # What higher rooms want done first is theirs to test.
    monkeypatch.setattr(leaving, "_blockers", [queries.runs_the_home_alone])


@pytest.fixture
def me(db: None) -> User:
    return make_member("quiet-river")


@pytest.fixture
def friend(db: None) -> User:
    return make_member("green-hill")


@pytest.fixture
def vault(me: User) -> Vault:
    return Vault(key_of(me))


@pytest.fixture
def signed_in(client: Client, me: User) -> Client:
    sign_in(client, me)
    return client
