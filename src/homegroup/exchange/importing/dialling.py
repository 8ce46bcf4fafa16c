"""Connections only to public addresses, within a total time.

A name is resolved once, every address it has is checked, and the connection goes to an address
that was checked: a second answer of the name server cannot lead us into the local network.
"""

import ipaddress
import socket
import time
from collections.abc import Iterable
from typing import Any

import httpcore
from django.conf import settings

_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class Refused(Exception):
    """The address may not be asked, or took too long; the message says why."""


class Deadline:
    """A moment after which nothing more is waited for."""

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds

    def left(self, most: float | None = None) -> float:
        """Give the seconds left, at most `most`. Raises Refused when there are none."""
        left = self._end - time.monotonic()
        if left <= 0:
            raise Refused("took too long")
        return left if most is None else min(left, most)


def may_be_asked(address: Address) -> bool:
    """Whether an address is public: not private, local, shared, reserved or multicast."""
    inner = _inside(address)
    if inner is not None:
        return may_be_asked(inner)
    if address.is_loopback:
        return bool(settings.IMPORT_FROM_LOOPBACK)
    return address.is_global and not (
        address.is_multicast or address.is_reserved or address.is_unspecified
    )


def _inside(address: Address) -> ipaddress.IPv4Address | None:
    """Give the IPv4 address that an IPv6 address wraps, if it does."""
    if isinstance(address, ipaddress.IPv4Address):
        return None
    if address in _NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour or (address.teredo or (None, None))[1]


def checked_addresses(host: str, port: int) -> list[str]:
    """Resolve a name. Raises Refused if it has no address or one that may not be asked."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as problem:
        raise Refused("has a name that cannot be found") from problem
    addresses = list(dict.fromkeys(str(entry[4][0]).partition("%")[0] for entry in found))
    if not addresses or not all(may_be_asked(ipaddress.ip_address(each)) for each in addresses):
        raise Refused("is in a private network, which is never asked")
    return addresses


class CheckedBackend(httpcore.NetworkBackend):
    """Opens connections for httpcore to checked addresses, all within one deadline."""

    def __init__(self, deadline: Deadline) -> None:
        self._deadline = deadline
        self._sockets = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        addresses = checked_addresses(host, port)
        for number, address in enumerate(addresses, start=1):
            try:
                stream = self._sockets.connect_tcp(
                    address, port, self._deadline.left(timeout), local_address, socket_options
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                if number == len(addresses):
                    raise
            else:
                return _Bounded(stream, self._deadline)
        raise Refused("cannot be reached")


class _Bounded(httpcore.NetworkStream):
    """A connection whose every wait ends with the deadline."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: Deadline) -> None:
        self._stream, self._deadline = stream, deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._deadline.left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._deadline.left(timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: Any, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        stream = self._stream.start_tls(ssl_context, server_hostname, self._deadline.left(timeout))
        return _Bounded(stream, self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)
