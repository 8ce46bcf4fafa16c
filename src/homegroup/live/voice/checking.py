"""Is the media server well set up? Each thing that is looked at is one finding, with what to do.

It must listen on this machine alone, believe only who knows its secret, be able to record nothing,
and make, guard and close a room.
"""

import secrets
import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
from django.conf import settings
from django.utils.translation import gettext as _

from homegroup.core.errors import HouseError
from homegroup.core.health import Finding
from homegroup.live.voice import janus
from homegroup.live.voice.bridge import BEAT
from homegroup.live.voice.janus import PLUGIN, Janus, JanusAway, JanusRefused

ADMIN_PORTS = (7088, 7889)
SOCKET_PORTS = (8188, 8989, 7188, 7989)  # its WebSockets, plain and with TLS, and their admin's
DEMO_ROOM = 1234
HTTP = "janus.transport.http"
UNAUTHORIZED = 403
_WAIT = 0.5
Found = tuple[bool, str]


def examine() -> list[Finding]:
    """Give all findings. Raises HouseError where voice is not set up at all."""
    if not settings.JANUS_URL:
        raise HouseError(_("Voice is not set up: HOMEGROUP_JANUS is empty. See docs/voice.md."))
    found = [Finding("settings", *_settings())]
    if not found[0].well:
        return found
    server = Janus(settings.JANUS_URL, settings.JANUS_SECRET)
    try:
        return found + list(_ask(server))
    finally:
        server.close()


def health() -> Found:
    """Tell `homegroup check` whether the server answers; `voice-check` looks closely."""
    if not settings.JANUS_URL:
        return True, _("Voice is not set up.")
    well, text = _settings()
    if not well:
        return well, text
    server = Janus(settings.JANUS_URL, settings.JANUS_SECRET)
    try:
        return _version(server.info())
    except (JanusAway, JanusRefused):
        return False, _("The voice server does not answer. `homegroup voice-check` tells more.")
    finally:
        server.close()


def _settings() -> Found:
    if not janus.is_loopback(settings.JANUS_URL):
        return False, _("HOMEGROUP_JANUS must be an address of this machine: http://127.0.0.1:…")
    if not settings.JANUS_SECRET:
        return False, _("HOMEGROUP_JANUS_SECRET is empty: set it to the api_secret of janus.jcfg.")
    return True, _("Address and secret are set.")


def _ask(server: Janus) -> Iterator[Finding]:
    try:
        info = server.info()
    except (JanusAway, JanusRefused) as trouble:
        why = _("Janus does not answer at %(url)s (%(why)s). Does it run?")
        yield Finding("server", well=False, text=why % {"url": settings.JANUS_URL, "why": trouble})
        return
    looks: dict[str, Callable[[], Found]] = {
        "server": lambda: _version(info),
        "secret": lambda: _secret(info),
        "loopback": _loopback,
        "transports": lambda: _transports(info),
        "admin": _admin,
        "recording": lambda: _recording(info),
        "events": lambda: _events(info),
        "sessions": lambda: _sessions(info),
        "demo-room": lambda: _demo_room(server),
        "room": lambda: _room(server),
        "address": lambda: _address(info),
    }
    for name, look in looks.items():
        try:
            yield Finding(name, *look())
        except (JanusAway, JanusRefused) as trouble:
            yield Finding(name, well=False, text=_("Janus refused or did not answer: %s") % trouble)


def _version(info: dict[str, Any]) -> Found:
    version = str(info.get("version_string", ""))
    if PLUGIN not in _names(info, "plugins"):
        return False, _("The AudioBridge is missing: it must not stand under plugins: disable.")
    if not version.split(".")[0].isdigit() or int(version.split(".")[0]) < 1:
        return False, _("Janus %s is too old: version 1 is needed.") % version
    return True, _("Janus %s with its AudioBridge answers.") % version


def _names(info: dict[str, Any], kind: str) -> set[str]:
    named = info.get(kind)
    return set(named) if isinstance(named, dict) else set()


def _secret(info: dict[str, Any]) -> Found:
    stranger = Janus(settings.JANUS_URL, secrets.token_hex(8))
    number = secrets.randbelow(2**52) + 1
    try:
        stranger.open_session(number)
        stranger.end_session(number)
    except JanusRefused as refusal:
        if refusal.code == UNAUTHORIZED and info.get("api_secret"):
            return _is_ours()
    finally:
        stranger.close()
    return False, _("Anybody on this machine may use Janus: set api_secret in janus.jcfg.")


def _is_ours() -> Found:
    server, number = janus.server(), secrets.randbelow(2**52) + 1
    try:
        server.open_session(number)
        server.end_session(number)
    except JanusRefused:
        return False, _("HOMEGROUP_JANUS_SECRET is not the api_secret of janus.jcfg.")
    return True, _("Only who knows the secret may use Janus.")


def _loopback() -> Found:
    port = urlsplit(settings.JANUS_URL).port or 80
    open_at = [f"{host}:{port}" for host in own_addresses() if _answers(host, port)]
    if open_at:
        told = _('Others can reach Janus at %s: set ip = "127.0.0.1" in janus.transport.http.jcfg.')
        return False, told % ", ".join(open_at)
    return True, _("Its HTTP interface listens on this machine alone.")


def own_addresses() -> list[str]:
    """Give the addresses of this machine that are not loopback, as Linux tells them."""
    try:
        reached = {_address_towards("192.0.2.254"), _address_towards("2001:db8::fe")}
        found = reached | set(_addresses_4()) | set(_addresses_6())
    except OSError:
        found = set()
    return sorted(each for each in found if each and not each.startswith(("127.", "::1")))


def _address_towards(host: str) -> str:
    """Give the address from which this machine would ask another one; nothing is sent."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect((host, 9))
        except OSError:
            return ""
        return str(probe.getsockname()[0])


def _addresses_4(path: Path = Path("/proc/net/fib_trie")) -> Iterator[str]:
    last = ""
    for line in path.read_text("ascii").splitlines() if path.exists() else ():
        if "|--" in line:
            last = line.split()[-1]
        elif "/32 host LOCAL" in line:
            yield last


def _addresses_6(path: Path = Path("/proc/net/if_inet6")) -> Iterator[str]:
    for line in path.read_text("ascii").splitlines() if path.exists() else ():
        packed = bytes.fromhex(line.split()[0])
        if packed[:2] != b"\xfe\x80":  # link-local: reached only with the name of a link
            yield socket.inet_ntop(socket.AF_INET6, packed)


def _answers(host: str, port: int) -> bool:
    try:
        with socket.create_connection((host, port), timeout=_WAIT):
            return True
    except OSError:
        return False


def _transports(info: dict[str, Any]) -> Found:
    more = sorted(_names(info, "transports") - {HTTP})
    ports = [port for port in SOCKET_PORTS if "janus.transport.websockets" in more
             and any(_answers(host, port) for host in own_addresses())]  # fmt: skip
    if more:
        told = _("Janus has more doors than we use: %s. Disable them under transports.")
        open_at = _(" Others can reach its ports %s.") % ports if ports else ""
        return False, told % ", ".join(more) + open_at
    return True, _("It has no other doors.")


def _admin() -> Found:
    hosts = ["127.0.0.1", *own_addresses()]
    open_at = [f"{host}:{port}" for port in ADMIN_PORTS for host in hosts if _is_admin(host, port)]
    if open_at:
        told = _("The admin interface is open at %s: set admin_http = false.")
        return False, told % ", ".join(open_at)
    return True, _("The admin interface is closed.")


def _is_admin(host: str, port: int) -> bool:
    named = f"[{host}]" if ":" in host else host
    try:
        page = f"http://{named}:{port}/admin/info"  # no certificates to read for it
        answer = httpx.get(page, timeout=_WAIT, trust_env=False, verify=False)  # noqa: S501 (http)
        return "janus" in answer.json()
    except (httpx.HTTPError, ValueError, TypeError):
        return False


def _recording(info: dict[str, Any]) -> Found:
    more = sorted(name.rpartition(".")[2] for name in _names(info, "plugins") - {PLUGIN})
    if more:
        told = _("These parts are not used and could record: %s. Disable them under plugins.")
        return False, told % ", ".join(more)
    return True, _("No part is loaded that records; our rooms are made with recording off.")


def _events(info: dict[str, Any]) -> Found:
    if info.get("event_handlers"):
        return False, _("Janus tells other programs who connects: set events: broadcast = false.")
    return True, _("It tells no other program who connects.")


def _sessions(info: dict[str, Any]) -> Found:
    seconds = info.get("session-timeout")
    if not isinstance(seconds, int) or not 3 * BEAT <= seconds <= 20 * BEAT:
        return False, _("Set session_timeout = 60 in janus.jcfg; it is %s.") % seconds
    return True, _("Who is gone is forgotten after %d seconds.") % seconds


def _demo_room(server: Janus) -> Found:
    if server.ask({"request": "exists", "room": DEMO_ROOM}).get("exists"):
        told = _("Janus has its demonstration room, whose password everybody knows: take it out of "
                 "janus.plugin.audiobridge.jcfg.")  # fmt: skip
        return False, told
    return True, _("There is no demonstration room.")


def _room(server: Janus) -> Found:
    """Make a room, look at it, try to enter and to close it with wrong secrets, and close it."""
    room = {"room": secrets.randbelow(2**52) + 1}
    secret, pin = secrets.token_hex(8), secrets.token_hex(8)
    server.ask({**room, "request": "create", "secret": secret, "pin": pin, "permanent": False,
                "is_private": False, "record": False, "mjrs": False})  # fmt: skip
    try:
        listed = server.ask({"request": "list"}).get("list")
        mine = [each for each in listed or () if each.get("room") == room["room"]]
        if not mine or mine[0].get("record"):
            return False, _("A room that was made with recording off is recorded, or not there.")
        wrong = [
            _is_refused(lambda: server.ask({**room, "request": "destroy", "secret": pin})),
            _is_refused(lambda: _enter(server, room, secret)),
        ]
        if not all(wrong):
            return False, _("A room can be entered or closed with a wrong secret.")
        _enter(server, room, pin)
    finally:
        server.ask({**room, "request": "destroy", "secret": secret})
    if server.ask({**room, "request": "exists"}).get("exists"):
        return False, _("A room that was closed is there still.")
    return True, _("A room can be made, entered with its secret alone, and closed.")


def _is_refused(ask: Callable[[], object]) -> bool:
    try:
        ask()
    except JanusRefused as refusal:
        return refusal.code == janus.WRONG_SECRET
    return False


def _enter(server: Janus, room: dict[str, int], pin: str) -> None:
    session = secrets.randbelow(2**52) + 1
    server.open_session(session)
    try:
        handle = server.attach(session)
        server.request(session, handle, {**room, "request": "join", "pin": pin, "muted": True})
    finally:
        server.end_session(session)


def _address(info: dict[str, Any]) -> Found:
    """Say which address browsers are told; whether all can reach it is not known here."""
    told = info.get("public-ips") or info.get("public-ip") or info.get("local-ip")
    shown = ", ".join(told) if isinstance(told, list) else str(told)
    return True, _(
        "Browsers send the sound to %s, by UDP. If people elsewhere cannot reach that address, set "
        "nat_1_1_mapping in janus.jcfg."
    ) % shown
