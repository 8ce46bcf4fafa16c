"""`homegroup voice-check`: what it finds, its exit status; with a real Janus where there is one."""

import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from tests.live import real_janus
from tests.live.fake_janus import SECRET, FakeJanus, serving

from homegroup.live.voice import checking, janus


@pytest.fixture(autouse=True)
def _elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    """127.0.0.2 stands for an address at which others reach this machine."""
    monkeypatch.setattr(checking, "own_addresses", lambda: ["127.0.0.2"])


@pytest.fixture
def fake(settings: Any) -> Iterator[FakeJanus]:
    with serving() as server:
        settings.JANUS_URL, settings.JANUS_SECRET = server.url, SECRET
        yield server
        janus.forget()


def told(*, status: int = 0) -> dict[str, Any]:
    """Run the command; give its findings by name, and that only this status came."""
    out, got = io.StringIO(), 0
    try:
        call_command("voice_check", "--json", stdout=out, stderr=io.StringIO())
    except SystemExit as end:
        got = int(str(end.code))
    assert got == status
    result = json.loads(out.getvalue().splitlines()[-1])
    if "findings" not in result:
        return dict(result)
    assert result["well"] == (status == 0)
    return {each["name"]: each for each in result["findings"]}


def amiss() -> list[str]:
    """Give the names of what is amiss."""
    return [name for name, each in told(status=1).items() if not each["well"]]


def test_all_is_well(fake: FakeJanus, capsys: pytest.CaptureFixture[str]) -> None:
    found = told()
    assert list(found) == [
        "settings", "server", "secret", "loopback", "transports", "admin", "recording", "events",
        "sessions", "demo-room", "room", "address",
    ]  # fmt: skip
    assert "192.0.2.9" in found["address"]["text"]
    assert fake.halls == {}
    assert fake.sessions.keys() == {s for s in fake.sessions if fake.sessions[s]}
    call_command("voice_check")
    said = capsys.readouterr().out
    assert "ok  loopback: Its HTTP interface listens on this machine alone." in said


def test_check_looks_whether_the_server_answers(fake: FakeJanus, settings: Any) -> None:
    assert checking.health() == (True, "Janus 1.1.2 with its AudioBridge answers.")
    fake.trouble = "garbage"
    assert checking.health()[0] is False
    settings.JANUS_SECRET = ""
    assert checking.health()[0] is False
    settings.JANUS_URL = ""
    assert checking.health() == (True, "Voice is not set up.")


def test_voice_that_is_not_set_up_is_said(settings: Any) -> None:
    settings.JANUS_URL = ""
    assert "HOMEGROUP_JANUS is empty" in told(status=1)["error"]


@pytest.mark.parametrize(
    ("url", "secret"), [("http://192.0.2.1:8088/janus", "x"), ("http://127.0.0.1:1/janus", "")]
)
def test_settings_that_cannot_be_right(settings: Any, url: str, secret: str) -> None:
    settings.JANUS_URL, settings.JANUS_SECRET = url, secret
    assert amiss() == ["settings"]


def test_a_server_that_does_not_run(settings: Any) -> None:
    with serving() as server:
        settings.JANUS_URL, settings.JANUS_SECRET = server.url, SECRET
    assert amiss() == ["server"]


@pytest.mark.parametrize("trouble", ["garbage", "broken", "list"])
def test_a_server_that_talks_nonsense(fake: FakeJanus, trouble: str) -> None:
    fake.trouble = trouble
    assert amiss() == ["server"]


def test_an_interface_that_others_reach(settings: Any) -> None:
    with serving("0.0.0.0") as server:
        settings.JANUS_URL, settings.JANUS_SECRET = server.url, SECRET
        found = told(status=1)
        janus.forget()
    assert [name for name, each in found.items() if not each["well"]] == ["loopback"]
    assert "127.0.0.2" in found["loopback"]["text"]


def test_a_server_without_a_secret_and_one_with_another(fake: FakeJanus, settings: Any) -> None:
    fake.needs_secret = False
    assert amiss() == ["secret"]
    fake.needs_secret = True
    settings.JANUS_SECRET = "another one"
    found = told(status=1)
    assert "is not the api_secret" in found["secret"]["text"]
    assert not found["room"]["well"]


def test_an_open_admin_interface(fake: FakeJanus, monkeypatch: pytest.MonkeyPatch) -> None:
    port = int(fake.url.split(":")[2].split("/")[0])
    monkeypatch.setattr(checking, "ADMIN_PORTS", (port,))
    assert told()["admin"]["well"]
    fake.is_admin = True
    assert amiss() == ["admin"]


@pytest.mark.parametrize(
    ("more", "name"),
    [
        ({"plugins": {"janus.plugin.videoroom": {}}}, "server"),
        ({"version_string": "0.9.1"}, "server"),
        (
            {"plugins": {"janus.plugin.audiobridge": {}, "janus.plugin.recordplay": {}}},
            "recording",
        ),
        (
            {"transports": {"janus.transport.http": {}, "janus.transport.websockets": {}}},
            "transports",
        ),
        ({"event_handlers": True}, "events"),
        ({"session-timeout": 0}, "sessions"),
        ({"session-timeout": 20}, "sessions"),
    ],
)
def test_what_else_can_be_amiss(fake: FakeJanus, more: dict[str, Any], name: str) -> None:
    fake.more = more
    assert name in amiss()


def test_a_demonstration_room(fake: FakeJanus) -> None:
    fake.halls[checking.DEMO_ROOM] = {"people": {}, "is_private": True}
    assert amiss() == ["demo-room"]


def test_a_room_that_anybody_may_enter(fake: FakeJanus, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fake, "_join", lambda _body: {"audiobridge": "joined"})
    assert amiss() == ["room"]
    assert fake.halls == {}


def test_a_room_that_is_recorded_all_the_same(
    fake: FakeJanus, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fake, "_list", lambda _body: {"list": [{**each, "record": True}
                        for each in fake.halls.values()]})  # fmt: skip
    assert amiss() == ["room"]
    assert fake.halls == {}


def test_addresses_of_this_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    trie = tmp_path / "trie"
    trie.write_text("  |-- 127.0.0.1\n     /32 host LOCAL\n  |-- 192.0.2.7\n     /32 host LOCAL\n"
                    "  |-- 192.0.2.255\n     /32 link BROADCAST\n")  # fmt: skip
    six = tmp_path / "six"
    six.write_text("fe800000000000000000000000000001 02 40 20 80 eth0\n"
                   "20010db8000000000000000000000007 02 40 00 80 eth0\n")  # fmt: skip
    assert list(checking._addresses_4(trie)) == ["127.0.0.1", "192.0.2.7"]
    assert list(checking._addresses_6(six)) == ["2001:db8::7"]
    assert list(checking._addresses_4(tmp_path / "none")) == []
    monkeypatch.undo()
    assert not any(each.startswith("127.") for each in checking.own_addresses())


# -- with a real one ---------------------------------------------------------------------------


def test_a_janus_set_up_as_the_docs_say_is_well(tmp_path: Path, settings: Any) -> None:
    with real_janus.running(tmp_path / "janus") as found:
        settings.JANUS_URL, settings.JANUS_SECRET = found.url, real_janus.SECRET
        assert all(each["well"] for each in told().values())
        janus.forget()
    assert "192.168" not in found.log


def test_a_janus_set_up_carelessly_is_not(tmp_path: Path, settings: Any) -> None:
    careless = {
        ', ip = "127.0.0.1"': "",
        "libjanus_echotest.so,": "",
        f'api_secret = "{real_janus.SECRET}"': "",
        "general: { }": 'room-1234: { secret = "adminpwd", sampling_rate = 16000 }',
    }
    with real_janus.running(tmp_path / "janus", changes=careless) as found:
        settings.JANUS_URL, settings.JANUS_SECRET = found.url, real_janus.SECRET
        assert amiss() == ["secret", "loopback", "recording", "demo-room"]
        janus.forget()
