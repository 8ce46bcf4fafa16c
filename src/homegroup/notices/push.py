"""Web push (RFC 8030, 8188, 8291, 8292): which addresses are asked, the home's key, sending.

A browser names the address to send to, so anybody could name any: only known push services are
asked, over TLS, never an address inside a network, and no redirect is followed.
"""

import ipaddress
import json
import os
import secrets
import socket
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import asdict, dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from django.conf import settings
from django.utils.translation import gettext as _

from homegroup.core import clock
from homegroup.core.errors import HouseError
from homegroup.notices import letters

# The services of Chrome and its kin, Firefox, Safari and Edge.
HOSTS = frozenset({"fcm.googleapis.com", "updates.push.services.mozilla.com", "web.push.apple.com"})
FAMILIES = (".push.services.mozilla.com", ".push.apple.com", ".notify.windows.com")
_SECONDS = 15.0
_KEEP_FOR = timedelta(days=1)  # how long a push service waits for the device
_LONGEST = 1_000
_POINT, _SECRET = 65, 16  # bytes of a browser's public key and of its shared secret


@dataclass(frozen=True)
class Subscription:
    """What a browser told: where to send, its public key and its secret (both base64url)."""

    endpoint: str
    p256dh: str
    auth: str

    def as_dict(self) -> dict[str, str]:
        """Give it as plain values."""
        return asdict(self)


class PushTrouble(Exception):
    """A push did not go out. `for_good`: the browser takes none any more."""

    def __init__(self, reason: str, *, for_good: bool = False) -> None:
        super().__init__(reason)
        self.for_good = for_good


def check(subscription: Subscription) -> None:
    """Refuse what no browser would tell. Raises HouseError."""
    if not _is_known(subscription.endpoint):
        raise HouseError(_("This browser uses a push service that we do not know."))
    try:
        point = _bytes(subscription.p256dh)
        usable = len(point) == _POINT and len(_bytes(subscription.auth)) == _SECRET
        ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
    except ValueError:
        usable = False
    if not usable:
        raise HouseError(_("This browser's answer was not whole. Please try again."))


def _bytes(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


def _is_known(endpoint: str) -> bool:
    if len(endpoint) > _LONGEST or any(sign <= " " or sign == "\\" for sign in endpoint):
        return False
    try:
        parts = urlsplit(endpoint)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return False
    if settings.PUSH_TO_LOOPBACK and host == "127.0.0.1":
        return True
    named = host in HOSTS or host.endswith(FAMILIES)
    bare = parts.username is None and parts.password is None and port in {None, 443}
    return parts.scheme == "https" and named and bare


def _check_reach(endpoint: str) -> None:
    """Refuse a name that leads into a network instead of the internet. Raises PushTrouble."""
    host = urlsplit(endpoint).hostname or ""
    try:
        found = socket.getaddrinfo(host, 443, type=socket.SOCK_STREAM)
    except OSError as problem:
        raise PushTrouble("its name cannot be found") from problem
    for entry in found:
        address = ipaddress.ip_address(str(entry[4][0]).partition("%")[0])
        if address.is_loopback and settings.PUSH_TO_LOOPBACK:
            continue
        if not address.is_global or address.is_multicast:
            raise PushTrouble("its name leads into a private network")


def _key_file() -> Path:
    return Path(settings.HOME) / "keys" / "push.key"


def _private_key() -> ec.EllipticCurvePrivateKey:
    """Give the home's own key for pushes, made on first use (mode 0600)."""
    path = _key_file()
    if not path.exists():
        _make_key(path)
    key = serialization.load_pem_private_key(path.read_bytes(), password=None)
    assert isinstance(key, ec.EllipticCurvePrivateKey)
    return key


def _make_key(path: Path) -> None:
    pem = ec.generate_private_key(ec.SECP256R1()).private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(pem)
    try:
        os.link(draft, path)  # never overwrites: of two at once one wins, and both read it
    except FileExistsError:
        pass
    finally:
        draft.unlink()


def public_key() -> str:
    """Give the public half as browsers take it (base64url of the uncompressed point)."""
    point = (
        _private_key()
        .public_key()
        .public_bytes(serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint)
    )
    return urlsafe_b64encode(point).rstrip(b"=").decode("ascii")


def _signature(endpoint: str) -> dict[str, str]:
    """Give the header that tells the push service who sends (VAPID, RFC 8292)."""
    from py_vapid import Vapid02

    parts = urlsplit(endpoint)
    claims = {
        "aud": f"{parts.scheme}://{parts.netloc}",
        "exp": int((clock.now() + timedelta(hours=12)).timestamp()),
        "sub": settings.SITE_URL or "https://localhost",
    }
    signed: dict[str, str] = Vapid02(_private_key()).sign(claims)
    return signed


def _encrypted(subscription: Subscription) -> bytes:
    # Here, because it brings much along that only a home with pushes needs in memory.
    from pywebpush import WebPusher

    keys = {"p256dh": subscription.p256dh, "auth": subscription.auth}
    told: Any = WebPusher({"endpoint": subscription.endpoint, "keys": keys})
    plain = json.dumps(letters.push_message()).encode()
    body: bytes = told.encode(plain, content_encoding="aes128gcm")["body"]
    return body


def send(subscription: Subscription) -> None:
    """Send the one neutral push to a browser. Raises PushTrouble; its text names no address."""
    if not _is_known(subscription.endpoint):
        raise PushTrouble("its push service is not known", for_good=True)
    _check_reach(subscription.endpoint)
    headers = {
        **_signature(subscription.endpoint),
        "Content-Encoding": "aes128gcm",
        "Content-Type": "application/octet-stream",
        "TTL": str(int(_KEEP_FOR.total_seconds())),
        "Topic": "news",  # a newer one takes the place of one that still waits
        "Urgency": "normal",
    }
    try:
        with httpx.Client(trust_env=False, follow_redirects=False, timeout=_SECONDS) as client:
            answer = client.post(
                subscription.endpoint, content=_encrypted(subscription), headers=headers
            )
    except httpx.HTTPError as problem:
        raise PushTrouble(f"the push service did not answer: {type(problem).__name__}") from None
    if answer.status_code in {404, 410}:
        raise PushTrouble("the browser takes no pushes any more", for_good=True)
    if not answer.is_success:
        raise PushTrouble(f"the push service answered {answer.status_code}")
