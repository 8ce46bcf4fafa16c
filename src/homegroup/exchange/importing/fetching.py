"""Fetching a list from an address, within limits of size, time, redirects and reach.

httpx's own engine (httpcore) is used, because it lets us open the connections (`dialling`).
No cookies, no proxies from the environment, no name of this site.
"""

import zlib
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from urllib.parse import urljoin, urlsplit

import httpcore
import httpx
from django.utils.translation import gettext as _

from homegroup.core.errors import HouseError
from homegroup.exchange.importing import dialling, files

TOTAL_SECONDS = 120.0
STEP_SECONDS = 20.0
MOST_REDIRECTS = 5
_REDIRECTS = {301, 302, 303, 307, 308}
_NOT_MODIFIED = 304
_GZIP_HEADER = 16 + zlib.MAX_WBITS
_ASKING = {
    "User-Agent": "Mozilla/5.0 (compatible; meeting list reader)",
    "Accept": "application/json, */*;q=0.5",
    "Accept-Encoding": "gzip",
}


class CannotFetch(HouseError):
    """An address did not give a list; nothing was changed."""


@dataclass(frozen=True)
class Answer:
    """What an address answered. `changed` False: nothing new since the one with that `etag`."""

    content: bytes = b""
    changed: bool = True
    etag: str = ""
    last_modified: str = ""


@dataclass
class _Limits:
    """How much may still come. Tests make them small."""

    seconds: float = TOTAL_SECONDS
    most_bytes: int = files.MOST_BYTES
    redirects: int = MOST_REDIRECTS
    deadline: dialling.Deadline = field(init=False)

    def __post_init__(self) -> None:
        self.deadline = dialling.Deadline(self.seconds)


def fetch(
    address: str,
    *,
    etag: str = "",
    last_modified: str = "",
    seconds: float = TOTAL_SECONDS,
    most_bytes: int = files.MOST_BYTES,
) -> Answer:
    """Fetch an address; with `etag` or `last_modified` only if it has changed since.

    Raises CannotFetch with one sentence when it does not answer 200 (or 304) within the limits.
    """
    asking = dict(_ASKING)
    if etag:
        asking["If-None-Match"] = etag
    if last_modified:
        asking["If-Modified-Since"] = last_modified
    limits = _Limits(seconds=seconds, most_bytes=most_bytes)
    try:
        return _follow(address, asking, limits)
    except dialling.Refused as reason:
        raise CannotFetch(_("%(address)s %(reason)s.")
                          % {"address": address, "reason": reason}) from reason  # fmt: skip
    except httpcore.TimeoutException as problem:
        raise CannotFetch(_("%s took too long.") % address) from problem
    except (httpcore.NetworkError, httpcore.ProtocolError, OSError) as problem:
        cause = str(problem) or type(problem).__name__
        raise CannotFetch(_("%(address)s cannot be read: %(reason)s.")
                          % {"address": address, "reason": cause}) from problem  # fmt: skip


def _follow(address: str, asking: Mapping[str, str], limits: _Limits) -> Answer:
    """Ask, and ask where a redirect leads, each time with all checks."""
    backend = dialling.CheckedBackend(limits.deadline)
    tls = httpx.create_ssl_context(trust_env=False)
    for _step in range(limits.redirects + 1):
        _check_form(address)
        # A new pool each time: every step resolves and checks its name again.
        with (
            httpcore.ConnectionPool(ssl_context=tls, network_backend=backend) as pool,
            _asked(pool, address, asking) as response,
        ):
            if response.status not in _REDIRECTS:
                return _answer(response, limits)
            target = _header(response, "location")
        if not target:
            raise dialling.Refused("sends us on to nowhere")
        address = urljoin(address, target)
    raise dialling.Refused("sends us on too often")


def _check_form(address: str) -> None:
    try:
        parts = urlsplit(address)
        usable = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        usable = False
    if not usable:
        raise dialling.Refused("is no http or https address")
    if parts.username or parts.password:
        raise dialling.Refused("holds a name or password, which would be stored; leave it out")


def _asked(
    pool: httpcore.ConnectionPool, address: str, asking: Mapping[str, str]
) -> AbstractContextManager[httpcore.Response]:
    waits = dict.fromkeys(("connect", "read", "write", "pool"), STEP_SECONDS)
    try:
        url = httpx.URL(address)
    except httpx.InvalidURL as problem:
        raise dialling.Refused("is no http or https address") from problem
    port = f":{url.port}" if url.port else ""
    host = {"Host": url.raw_host.decode("ascii") + port}
    return pool.stream(
        "GET",
        httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path),
        headers=list((host | dict(asking)).items()),
        extensions={"timeout": waits},
    )


def _header(response: httpcore.Response, name: str) -> str:
    wanted = name.encode("ascii")
    for key, value in response.headers:
        if key.lower() == wanted:
            return value.decode("latin-1").strip()
    return ""


def _answer(response: httpcore.Response, limits: _Limits) -> Answer:
    etag, modified = _header(response, "etag")[:500], _header(response, "last-modified")[:100]
    if response.status == _NOT_MODIFIED:
        return Answer(changed=False, etag=etag, last_modified=modified)
    if response.status != 200:
        raise dialling.Refused(f"answered with status {response.status}")
    length = _header(response, "content-length")
    if length.isdecimal() and int(length) > limits.most_bytes:
        raise files.too_large()
    content = bytearray()
    for part in _unpacked(response, limits.most_bytes):
        content += part
        if len(content) > limits.most_bytes:
            raise files.too_large()
        limits.deadline.left()
    return Answer(content=bytes(content), etag=etag, last_modified=modified)


def _unpacked(response: httpcore.Response, most: int) -> Iterator[bytes]:
    """Give the body as it comes, gzip undone in steps that cannot swell."""
    encoding = _header(response, "content-encoding").lower()
    if encoding in {"", "identity"}:
        yield from response.iter_stream()
        return
    if encoding != "gzip":
        raise dialling.Refused("answered in a packing that was not asked for")
    unzip = zlib.decompressobj(_GZIP_HEADER)
    try:
        for part in response.iter_stream():
            yield unzip.decompress(part, most + 1)
            if unzip.unconsumed_tail:
                raise files.too_large()
    except zlib.error as problem:
        raise dialling.Refused("answered with damaged gzip data") from problem
    if not unzip.eof:
        raise dialling.Refused("answered with damaged gzip data")
