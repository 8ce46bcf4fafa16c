"""The HTTP interface of a Janus server: sessions, handles of the AudioBridge, requests.

Words of Janus: a *session* lives as long as it is asked something within a minute; a *handle*
belongs to a session and holds one connection of a browser. Requests are answered at once, or
("ack") by an event that is fetched.
"""

import secrets
import threading
import time
from typing import Any
from urllib.parse import urlsplit

import httpx
from django.conf import settings

PLUGIN = "janus.plugin.audiobridge"
LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
SECONDS = 2.0  # for one answer
REST = 5.0  # seconds for which a server that did not answer is left alone
LARGEST = 100_000  # letters of an answer
NO_SESSION, NO_HANDLE, CONFLICT = 458, 459, 468
NO_ROOM, ROOM_EXISTS, WRONG_SECRET, PERSON_EXISTS, NO_PERSON = 485, 486, 489, 490, 492
CROSSED = frozenset({NO_SESSION, NO_HANDLE, CONFLICT, PERSON_EXISTS})  # two did the same at once
_EVENTS = 20  # fetched at most while waiting for one
Answer = dict[str, Any]


class JanusAway(Exception):
    """Janus does not answer, or not as it should."""


class JanusRefused(Exception):
    """Janus answered with a refusal; `code` as Janus or its AudioBridge numbers it."""

    def __init__(self, code: int, reason: str) -> None:
        super().__init__(f"{code}: {reason}")
        self.code = code


def is_on() -> bool:
    """Tell whether this site has voice: a server on this machine, and its secret."""
    return is_loopback(settings.JANUS_URL) and bool(settings.JANUS_SECRET)


def is_loopback(url: str) -> bool:
    """Tell whether an address stays on this machine."""
    return url.startswith("http://") and urlsplit(url).hostname in LOOPBACK


_servers: "dict[tuple[str, str], Janus]" = {}
_servers_lock = threading.Lock()


def server() -> "Janus":
    """Give the server of the settings."""
    named = (settings.JANUS_URL, settings.JANUS_SECRET)
    with _servers_lock:
        if named not in _servers:
            _servers[named] = Janus(*named)
        return _servers[named]


def forget() -> None:
    """Close the connections to servers."""
    with _servers_lock:
        while _servers:
            _servers.popitem()[1].close()


class Janus:
    """One server. Its methods raise JanusAway and JanusRefused."""

    def __init__(self, url: str, secret: str, *, seconds: float = SECONDS) -> None:
        self._url, self._secret, self._seconds = url, secret, seconds
        verify = url.startswith("https:")  # else its certificates, a slow read, serve nothing
        self._client = httpx.Client(trust_env=False, timeout=seconds, verify=verify)
        self._away_until = 0.0
        self._own = _Own(self)

    def close(self) -> None:
        """Close its connections."""
        self._client.close()

    def info(self) -> Answer:
        """Give what the server tells of itself."""
        return self._answer("GET", f"{self._url}/info")

    def open_session(self, session: int) -> None:
        """Open a session under a number of our choice."""
        self._post("", {"janus": "create", "id": session})

    def end_session(self, session: int) -> None:
        """End a session with all that belongs to it; nothing happens where there is none."""
        try:
            self._post(f"/{session}", {"janus": "destroy"})
        except JanusRefused as refusal:
            if refusal.code != NO_SESSION:
                raise

    def keep(self, session: int) -> bool:
        """Let a session live on for a minute; tell whether it is there."""
        try:
            self._post(f"/{session}", {"janus": "keepalive"})
        except JanusRefused as refusal:
            if refusal.code != NO_SESSION:
                raise
            return False
        return True

    def attach(self, session: int) -> int:
        """Give a new handle of the AudioBridge in a session."""
        found = self._post(f"/{session}", {"janus": "attach", "plugin": PLUGIN})
        return _number(found.get("data"), "id")

    def ask(self, body: Answer) -> Answer:
        """Ask the AudioBridge something that it answers at once; on a handle of our own."""
        return self._own.ask(body)

    def request(
        self, session: int, handle: int, body: Answer, offer: str = ""
    ) -> tuple[Answer, str]:
        """Ask the AudioBridge something on a handle; give its answer, and that to an offer."""
        sent: Answer = {"janus": "message", "body": body}
        if offer:
            sent["jsep"] = {"type": "offer", "sdp": offer}
        found = self._post(f"/{session}/{handle}", sent)
        if found.get("janus") == "ack":
            found = self._event(session, str(found.get("transaction")))
        return _told(found), _described(found)

    def _event(self, session: int, transaction: str) -> Answer:
        """Fetch the event that answers a request, past those about others."""
        for _ in range(_EVENTS):
            found = self._answer("GET", f"{self._url}/{session}", maxev="1")
            if found.get("transaction") == transaction and found.get("janus") == "event":
                return found
        raise JanusAway("no event for a request")

    def _post(self, path: str, sent: Answer) -> Answer:
        sent = {**sent, "transaction": secrets.token_hex(8), "apisecret": self._secret}
        return self._answer("POST", f"{self._url}{path}", sent)

    def _answer(self, method: str, url: str, sent: Answer | None = None, **query: str) -> Answer:
        if time.monotonic() < self._away_until:
            raise JanusAway("did not answer a moment ago")
        if method == "GET":
            query["apisecret"] = self._secret
        try:
            answer = self._client.request(method, url, json=sent, params=query)
            found = answer.json() if len(answer.content) <= LARGEST else None
        except (httpx.HTTPError, ValueError) as problem:
            if isinstance(problem, httpx.TransportError):
                self._away_until = time.monotonic() + REST
            raise JanusAway(type(problem).__name__) from problem
        if not isinstance(found, dict):
            raise JanusAway("an answer that is none")
        if found.get("janus") == "error":
            raise _refusal(found.get("error"), "code", "reason")
        return found


class _Own:
    """A handle of our own, for requests that are about no person; made anew when it has ended."""

    def __init__(self, janus: Janus) -> None:
        self._janus = janus
        self._lock = threading.Lock()
        self._here: tuple[int, int] | None = None

    def ask(self, body: Answer) -> Answer:
        with self._lock:
            here = self._here
        if here is not None:
            try:
                return self._janus.request(*here, body)[0]
            except JanusRefused as refusal:
                if refusal.code not in {NO_SESSION, NO_HANDLE}:
                    raise
        session = secrets.randbelow(2**52) + 1
        self._janus.open_session(session)
        here = (session, self._janus.attach(session))
        with self._lock:
            self._here = here
        return self._janus.request(*here, body)[0]


def _told(found: Answer) -> Answer:
    """Give what the AudioBridge said. Raises JanusRefused for a refusal of its own."""
    plugin = found.get("plugindata")
    data = plugin.get("data") if isinstance(plugin, dict) else None
    if not isinstance(data, dict):
        raise JanusAway("an answer without data")
    if "error_code" in data:
        raise _refusal(data, "error_code", "error")
    return data


def _described(found: Answer) -> str:
    jsep = found.get("jsep")
    return str(jsep.get("sdp", "")) if isinstance(jsep, dict) else ""


def _number(found: object, name: str) -> int:
    value = found.get(name) if isinstance(found, dict) else None
    if not isinstance(value, int):
        raise JanusAway(f"an answer without {name}")
    return value


def _refusal(found: object, code: str, reason: str) -> Exception:
    if not isinstance(found, dict) or not isinstance(found.get(code), int):
        return JanusAway("a refusal without a code")
    return JanusRefused(found[code], str(found.get(reason, "")))
