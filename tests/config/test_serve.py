"""Serving, with real processes: what refuses, what answers, how it stops."""

import http.client
import os
import signal
import socket
import subprocess
from pathlib import Path

import pytest
from tests.config.test_cli import HOMEGROUP, homegroup
from tests.database import lay


def _start(home: Path, *options: str) -> tuple["subprocess.Popen[str]", int]:
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith("HOMEGROUP_")
    }
    process = subprocess.Popen(
        [str(HOMEGROUP), "serve", "--port", "0", "--home", str(home), *options],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert process.stdout
    for line in process.stdout:
        if "Homegroup answers at http://localhost:" in line:
            return process, int(line.rstrip().rstrip("/").rsplit(":", 1)[1])
    raise AssertionError("The server ended before it answered.")


def _get(port: int, path: str) -> http.client.HTTPResponse:
    connection = http.client.HTTPConnection("localhost", port, timeout=20)
    connection.request("GET", path, headers={"Connection": "close"})
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer


@pytest.mark.parametrize(("by", "is_new"), [(signal.SIGINT, True), (signal.SIGTERM, False)])
def test_it_answers_once_it_says_so_and_stops_well(
    tmp_path: Path, by: signal.Signals, is_new: bool
) -> None:
    if not is_new:
        (tmp_path / "home").mkdir()
        lay(tmp_path / "home" / "homegroup.sqlite3")
    process, port = _start(tmp_path / "home")
    try:
        answer = _get(port, "/")
        assert answer.status == 200
        assert answer.getheader("Server") is None
        assert answer.getheader("Date") is None
        assert _get(port, "/no-such-page/").status == 404
    finally:
        process.send_signal(by)
        said, _ = process.communicate(timeout=30)
    assert process.returncode == 0
    assert said == "Homegroup has stopped.\n"  # no access log, and nothing went wrong


def test_a_taken_port_is_one_sentence_before_any_work(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        told = homegroup("serve", "--port", str(port), home=tmp_path)
    assert told.returncode == 1
    assert told.stderr == (
        f"Port {port} is taken by another program: stop that, or choose another with --port.\n"
    )
    assert not (tmp_path / "homegroup.sqlite3").exists()


@pytest.mark.parametrize(
    ("options", "settings", "reason"),
    [
        (("--host", "0.0.0.0"), {}, "without encryption"),
        (("--host", "192.0.2.7"), {}, "without encryption"),
        (("--host", "0.0.0.0", "--demo"), {"HOMEGROUP_URL": "https://a.example"}, "demo"),
        (("--host", "no-such-host.invalid"), {"HOMEGROUP_URL": "https://a.example"}, "Cannot"),
        (("--port", "99999"), {}, "Cannot listen"),
    ],
)
def test_what_is_refused(
    tmp_path: Path, options: tuple[str, ...], settings: dict[str, str], reason: str
) -> None:
    told = homegroup("serve", *options, home=tmp_path, **settings)
    assert told.returncode == 1
    assert reason in told.stderr
    assert told.stderr.count("\n") == 1
