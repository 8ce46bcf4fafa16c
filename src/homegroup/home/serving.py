"""Serving: from a folder to a site that answers.

`listen` takes the port before any long work, `make_ready` brings tables, types and static files
up to date, `serve` answers until it is told to stop.
"""

import errno
import hashlib
import ipaddress
import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import uvicorn
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import transaction
from django.urls import get_resolver

from homegroup.core import schema, streams_hub
from homegroup.core.errors import Conflict, HouseError
from homegroup.core.upkeep import Upkeep
from homegroup.groups.actions.everyone import open_to_everyone_if_run
from homegroup.groups.models import Group
from homegroup.meetings.types import refresh_types
from homegroup.privacy import actions as privacy
from homegroup.privacy import tombstones

Say = Callable[[str], None]
STOPS = (signal.SIGINT, signal.SIGTERM)


def is_loopback(host: str) -> bool:
    """Tell whether only this machine can reach that host name or address."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def check_host(host: str, *, demo: bool) -> None:
    """Refuse to serve plain HTTP, or the demo, to other machines. Raises HouseError."""
    if is_loopback(host):
        return
    if demo or _demo_mark().exists():  # its people's passphrases are published
        raise HouseError("The demo is served to this machine only: leave out --host.")
    if not settings.TLS:
        raise HouseError(
            f"Refused to serve {host} without encryption: put TLS in front and set HOMEGROUP_URL "
            "to the site's https:// address (see docs/settings.md)."
        )


def listen(host: str, port: int) -> socket.socket:
    """Give a socket that holds the port from now on. Raises HouseError where it is taken."""
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        held = socket.create_server((host, port), family=family, backlog=512)
    except (OSError, OverflowError) as problem:
        raise _refusal(host, port, problem) from problem
    held.settimeout(0)
    return held


def _refusal(host: str, port: int, problem: Exception) -> HouseError:
    if isinstance(problem, OSError) and problem.errno == errno.EADDRINUSE:
        return Conflict(
            f"Port {port} is taken by another program: stop that, or choose another with --port."
        )
    reason = getattr(problem, "strerror", None) or problem
    return Conflict(f"Cannot listen on {host}, port {port}: {reason}.")


def address(host: str, port: int) -> str:
    """Give the address to open in a browser."""
    if is_loopback(host):
        return f"http://localhost:{port}/"  # browsers keep Secure cookies there
    return f"{settings.SITE_URL}/"


def make_ready(*, demo: bool, say: Say) -> None:
    """Bring tables, types, static files and the demo up to date; quick when they are."""
    if schema.pending():
        say(f"Preparing the database in {settings.HOME} ...")
        schema.bring_up_to_date()
    with transaction.atomic():
        refresh_types()
    with schema.alone():
        _collect_static(say)
        if demo:
            _fill_demo(say)
            _open_a_room()
        open_to_everyone_if_run()
    _erase_again(say)


def _erase_again(say: Say) -> None:
    """Erase who left before a backup was put back; what fails is told by `check` as well."""
    listed = tombstones.read(tombstones.path())
    done = privacy.replay(listed=listed.tombstones)
    if done.erased:
        say(f"A backup had brought back accounts that were erased: {done.erased} erased again.")
    if done.failed or listed.unreadable:
        say(f"Look at {tombstones.NAME}: `homegroup check` tells what is amiss.")


def _collect_static(say: Say) -> None:
    stamp = Path(settings.HOME) / "cache" / "static.stamp"
    wanted = _static_digest()
    if stamp.exists() and stamp.read_text(encoding="ascii") == wanted:
        return
    say("Compressing styles, scripts and pictures ...")
    call_command("collectstatic", verbosity=0, interactive=False, skip_checks=True)
    stamp.write_text(wanted, encoding="ascii")


def _static_digest() -> str:
    digest = hashlib.sha256(str(settings.STATIC_ROOT).encode())
    for finder in get_finders():
        for path, storage in sorted(finder.list(["CVS", ".*", "*~"]), key=lambda pair: pair[0]):
            content = Path(storage.path(path)).read_bytes()
            digest.update(f"{path} {len(content)} ".encode() + content)
    return digest.hexdigest()


def _demo_mark() -> Path:
    return Path(settings.HOME) / "demo"


def _fill_demo(say: Say) -> None:
    from homegroup.home.demo import people

    mark = _demo_mark()
    if mark.exists():
        people.make_people(say)
        return
    if Group.objects.exists():
        raise Conflict(
            f"The home {settings.HOME} holds real groups: the demo needs a home of its own."
        )
    from homegroup.home.demo import load_demo

    say("Making up the demo's groups and meetings ...")
    load_demo()
    mark.write_text("This home holds the demo. Delete the folder to start anew.\n")
    people.make_people(say)


def _open_a_room() -> None:
    """Let a meeting be on while somebody looks around."""
    from homegroup.home.demo import live

    live.open_now()


class _Server(uvicorn.Server):
    """Uvicorn that tells when it answers, and for which being stopped is no mishap."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._ready()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        streams_hub.stop_all()
        await super().shutdown(sockets)

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        before = {number: signal.signal(number, self.handle_exit) for number in STOPS}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)


def serve(held: socket.socket, ready: Callable[[], None]) -> None:
    """Answer on that socket until SIGINT or SIGTERM; `ready` is called once it does."""
    config = uvicorn.Config(
        "homegroup.config.asgi:application",
        lifespan="off",
        ws="none",
        access_log=False,
        server_header=False,
        date_header=False,
        proxy_headers=settings.TLS,
        forwarded_allow_ips=settings.PROXIES,
        timeout_graceful_shutdown=10,
        log_config=None,
    )
    config.load()
    _ = get_resolver().url_patterns  # the first visitor need not wait for the views to load
    upkeep = Upkeep()
    upkeep.start()
    try:
        _Server(config, ready).run(sockets=[held])
    finally:
        upkeep.stop()
