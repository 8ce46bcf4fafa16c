"""What serving does before it answers."""

from pathlib import Path
from typing import Any

import pytest

from homegroup.core.errors import Conflict, HouseError
from homegroup.groups.models import Group
from homegroup.home import demo, serving
from homegroup.home.demo import people


@pytest.fixture
def home(tmp_path: Path, settings: Any) -> Path:
    """A home of its own for files; the tables are those of the test."""
    (tmp_path / "cache").mkdir()
    settings.HOME = tmp_path
    settings.STATIC_ROOT = tmp_path / "static"
    return tmp_path


@pytest.fixture
def loads(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Counts how often the demo is loaded."""
    counted: list[str] = []
    monkeypatch.setattr(demo, "load_demo", lambda: counted.append("load"))
    monkeypatch.setattr(people, "make_people", lambda say: counted.append("people"))
    return counted


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.9.10", "::1", "localhost"])
def test_this_machine_is_always_served(host: str) -> None:
    serving.check_host(host, demo=True)
    assert serving.address(host, 8000) == "http://localhost:8000/"


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.7", "example.org", "localhost.example"])
def test_others_only_behind_tls_and_never_the_demo(host: str, settings: Any) -> None:
    with pytest.raises(HouseError, match="without encryption"):
        serving.check_host(host, demo=False)
    settings.TLS, settings.SITE_URL = True, "https://meetings.example.org"
    serving.check_host(host, demo=False)
    assert serving.address(host, 8000) == "https://meetings.example.org/"
    with pytest.raises(HouseError, match="this machine only"):
        serving.check_host(host, demo=True)


def test_a_port_is_held_once() -> None:
    with serving.listen("127.0.0.1", 0) as held:
        port = held.getsockname()[1]
        with pytest.raises(Conflict, match=f"Port {port} is taken"):
            serving.listen("127.0.0.1", port)


@pytest.mark.django_db
def test_files_are_collected_once_for_the_same_content(home: Path) -> None:
    said: list[str] = []
    serving.make_ready(demo=False, say=said.append)
    assert len(said) == 1
    assert list((home / "static").rglob("*.css.br"))
    serving.make_ready(demo=False, say=said.append)
    assert len(said) == 1


@pytest.mark.django_db
def test_the_demo_is_loaded_once(home: Path, loads: list[str]) -> None:
    serving.make_ready(demo=True, say=lambda _: None)
    serving.make_ready(demo=True, say=lambda _: None)
    assert loads == ["load", "people", "people"]  # who is there already is not made again


@pytest.mark.django_db
def test_the_demo_keeps_away_from_real_groups(home: Path, loads: list[str]) -> None:
    Group.objects.create(slug="a-real-group", name="A real group")
    with pytest.raises(Conflict, match="holds real groups"):
        serving.make_ready(demo=True, say=lambda _: None)
    assert loads == []
