"""A Janus for tests: a real HTTP server on this machine that keeps sessions, rooms and who is
muted as Janus 1.1 does, without any sound. `trouble` lets it go wrong."""

import json
import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

SECRET = "secret of the server"
OFFER = "v=0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\na=candidate:1 1 udp 2 192.168.7.7 9 typ host\r\n"
ANSWER = "v=0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\na=recvonly\r\n"
Told = dict[str, Any]


@dataclass
class FakeJanus:
    """What a server has and was asked."""

    sessions: dict[int, dict[int, tuple[int, int]]] = field(default_factory=dict)
    halls: dict[int, Told] = field(default_factory=dict)
    events: dict[int, list[Told]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    bodies: list[Told] = field(default_factory=list)
    offers: list[str] = field(default_factory=list)
    trouble: str = ""
    plugins: tuple[str, ...] = ("janus.plugin.audiobridge",)
    url: str = ""
    needs_secret: bool = True
    is_admin: bool = False
    more: Told = field(default_factory=dict)

    def people(self) -> dict[int, bool]:
        """Give who is in any room: by number, whether they are muted."""
        return {who: muted for hall in self.halls.values() for who, muted in hall["people"].items()}

    def heard(self) -> list[int]:
        """Give who is not muted."""
        return [who for who, muted in self.people().items() if not muted]

    def restart(self) -> None:
        """Forget everything, as a server does that was started anew."""
        self.sessions.clear()
        self.halls.clear()
        self.events.clear()

    # -- the interface -----------------------------------------------------------------------

    def answer(self, path: str, sent: Told) -> Told:
        kind = str(sent.get("janus"))
        if self.needs_secret and sent.get("apisecret") != SECRET:
            return _error(403, "Unauthorized request")
        numbers = [int(each) for each in re.findall(r"\d+", path)]
        if kind == "create":
            self.asked.append("create session")
            if sent["id"] in self.sessions:
                return _error(468, "Session ID already in use")
            self.sessions[sent["id"]] = {}
            return {"janus": "success", "data": {"id": sent["id"]}}
        session = numbers[0]
        if session not in self.sessions:
            return _error(458, f"No such session {session}")
        if kind == "destroy":
            for hall, who in self.sessions.pop(session).values():
                self.halls.get(hall, {"people": {}})["people"].pop(who, None)
            return {"janus": "success"}
        if kind == "keepalive":
            return {"janus": "ack"}
        if kind == "attach":
            handle = session * 10 + 1
            self.sessions[session][handle] = (0, 0)
            return {"janus": "success", "data": {"id": handle}}
        return self._message(session, numbers[1], sent)

    def _message(self, session: int, handle: int, sent: Told) -> Told:
        if handle not in self.sessions[session]:
            return _error(459, f"No such handle {handle}")
        body = sent["body"]
        self.asked.append(body["request"])
        self.bodies.append(body)
        if body["request"] == "join":
            body.setdefault("id", 99)
        data = getattr(self, f"_{body['request']}")(body)
        told = {"janus": "success", "plugindata": {"plugin": "x", "data": data}}
        if body["request"] != "join":
            return told
        if "error_code" not in data:
            self.sessions[session][handle] = (body["room"], body["id"])
            self.offers.append(sent.get("jsep", {}).get("sdp", ""))
            told["jsep"] = {"type": "answer", "sdp": ANSWER}
        others = {"janus": "event", "plugindata": {"data": {"audiobridge": "joined"}}}
        named = {**told, "janus": "event", "transaction": sent["transaction"]}
        self.events.setdefault(session, []).extend([others, named])
        return {"janus": "ack", "transaction": sent["transaction"]}

    def _create(self, body: Told) -> Told:
        if body["room"] in self.halls:
            return _refused(486, "Room already exists")
        self.halls[body["room"]] = {**body, "people": {}}
        return {"audiobridge": "created", "room": body["room"]}

    def _exists(self, body: Told) -> Told:
        return {"audiobridge": "success", "exists": body["room"] in self.halls}

    def _list(self, body: Told) -> Told:
        names = ("room", "record", "pin")
        shown = [hall for hall in self.halls.values() if not hall.get("is_private")]
        return {"list": [{name: each.get(name) for name in names} for each in shown]}

    def _listparticipants(self, body: Told) -> Told:
        hall = self.halls.get(body["room"])
        if hall is None:
            return _refused(485, "No such room")
        people = [{"id": who, "muted": muted} for who, muted in hall["people"].items()]
        return {"audiobridge": "participants", "participants": people}

    def _join(self, body: Told) -> Told:
        hall = self.halls.get(body["room"])
        if hall is None:
            return _refused(485, "No such room")
        if body["pin"] != hall["pin"]:
            return _refused(489, "Unauthorized (wrong pin)")
        if body["id"] in hall["people"]:
            return _refused(490, "User ID already exists")
        hall["people"][body["id"]] = body["muted"]
        return {"audiobridge": "joined"}

    def _rule(self, body: Told) -> Told | None:
        hall = self.halls.get(body["room"])
        if hall is None:
            return _refused(485, "No such room")
        return None if hall["secret"] == body.get("secret") else _refused(489, "Unauthorized")

    def _destroy(self, body: Told) -> Told:
        return self._rule(body) or {"destroyed": bool(self.halls.pop(body["room"]))}

    def _change(self, body: Told, muted: bool | None) -> Told:
        refused = self._rule(body)
        people = self.halls.get(body["room"], {"people": {}})["people"]
        if refused is None and body["id"] not in people:
            refused = _refused(492, "No such user")
        if refused is None and muted is None:
            people.pop(body["id"])
        elif refused is None:
            people[body["id"]] = muted
        return refused or {"audiobridge": "success"}

    def _mute(self, body: Told) -> Told:
        return self._change(body, muted=True)

    def _unmute(self, body: Told) -> Told:
        return self._change(body, muted=False)

    def _kick(self, body: Told) -> Told:
        return self._change(body, muted=None)

    def info(self) -> Told:
        return {
            "janus": "server_info", "version_string": "1.1.2", "api_secret": self.needs_secret,
            "session-timeout": 60, "event_handlers": False,
            "plugins": {name: {} for name in self.plugins},
            "transports": {"janus.transport.http": {}}, "local-ip": "192.0.2.9", **self.more,
        }  # fmt: skip


def _error(code: int, reason: str) -> Told:
    return {"janus": "error", "error": {"code": code, "reason": reason}}


def _refused(code: int, reason: str) -> Told:
    return {"audiobridge": "event", "error_code": code, "error": reason}


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # head and body go one by one, and the other side would wait
    janus: FakeJanus

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Say nothing."""

    def do_POST(self) -> None:
        sent = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self._send(lambda: self.janus.answer(self.path, sent))

    def do_GET(self) -> None:
        if self.path.startswith("/admin/info"):
            self._send(lambda: self.janus.info() if self.janus.is_admin else {})
            return
        if self.path.startswith("/janus/info"):
            self._send(self.janus.info)
            return
        session = int(re.findall(r"\d+", self.path)[0])
        events = self.janus.events.get(session, [])
        self._send(lambda: events.pop(0) if events else {"janus": "keepalive"})

    def _send(self, make: Any) -> None:
        trouble = self.janus.trouble
        if trouble == "slow":
            time.sleep(0.4)  # longer than the test's patience
        body = json.dumps(make()).encode() if not trouble else b"<html>no</html>"
        if trouble == "list":
            body = b"[1, 2]"
        if trouble == "empty":
            body = b'{"janus": "success"}'
        self.send_response(500 if trouble == "broken" else 200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        try:
            self.wfile.write(body)
        except OSError:
            self.close_connection = True


@contextmanager
def serving(host: str = "127.0.0.1") -> Iterator[FakeJanus]:
    """Serve one on a free port."""
    fake = FakeJanus()
    handler = type("Handler", (_Handler,), {"janus": fake})
    server = ThreadingHTTPServer((host, 0), handler)
    server.daemon_threads = True
    fake.url = f"http://127.0.0.1:{server.server_address[1]}/janus"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield fake
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
