"""Real posts for tests: a mail server, a push service with a browser's keys, a certificate."""

import json
import os
import socket
import ssl
import threading
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import http_ece
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, Envelope, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from homegroup.accounts.models import User
from homegroup.notices import outlets, server
from homegroup.notices.choices import Security
from homegroup.notices.push import Subscription

CANARY = "marked-words-that-nobody-may-read"
USER, PASSWORD = "post", "open sesame"
SENDER = "post@kettle.example"


def made_certificate(folder: Path) -> tuple[Path, Path]:
    """Make a certificate for localhost; give its file and that of its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    start = datetime(2020, 1, 1, tzinfo=UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(start + timedelta(days=20_000))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    files = folder / "certificate.pem", folder / "key.pem"
    files[0].write_bytes(made.public_bytes(serialization.Encoding.PEM))
    files[1].write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return files


def free_port() -> int:
    """Give a port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as held:
        port: int = held.getsockname()[1]
    return port


class MailHost:
    """A mail server that keeps what it gets, and refuses what it is told to refuse."""

    def __init__(self, certificate: tuple[Path, Path], security: Security = Security.STARTTLS):
        self.letters: list[EmailMessage] = []
        self.raw: list[bytes] = []
        self.refused_recipients: dict[str, str] = {}
        self.refused_sender = ""
        self.hello = ""
        self.security = security
        self.port = free_port()
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(*map(str, certificate))
        login: dict[str, Any] = {"authenticator": self._authenticate}
        if security == Security.STARTTLS:
            login |= {"tls_context": context, "require_starttls": True, "auth_required": True}
        elif security == Security.TLS:
            login |= {"ssl_context": context, "auth_require_tls": False}
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port, **login)

    @contextmanager
    def running(self) -> Iterator["MailHost"]:
        """Listen until the block ends."""
        self._controller.start()
        try:
            yield self
        finally:
            self._controller.stop()

    @staticmethod
    def _authenticate(
        _server: Any, _session: Any, _envelope: Any, _way: str, data: Any
    ) -> AuthResult:
        right = (data.login, data.password) == (USER.encode(), PASSWORD.encode())
        return AuthResult(success=right, handled=False)

    async def handle_EHLO(  # noqa: N802 - named by aiosmtpd
        self, _server: Any, session: Session, _envelope: Envelope, name: str, answers: list[str]
    ) -> list[str]:
        self.hello = session.host_name = name
        return answers

    async def handle_MAIL(  # noqa: N802
        self, _server: Any, _session: Any, envelope: Envelope, address: str, _options: Any
    ) -> str:
        if address == self.refused_sender:
            return f"553 {address} is not yours"
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(  # noqa: N802
        self, _server: Any, _session: Any, envelope: Envelope, address: str, _options: Any
    ) -> str:
        if address in self.refused_recipients:
            return self.refused_recipients[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Envelope) -> str:  # noqa: N802
        content = envelope.content
        assert isinstance(content, bytes)
        letter = message_from_bytes(content, policy=default)
        assert isinstance(letter, EmailMessage)
        self.letters.append(letter)
        self.raw.append(content)
        return "250 OK"

    def serve_for(self, by: UUID, **changed: Any) -> None:
        """Let the home send its mail through this server."""
        values = {
            "host": "localhost", "port": self.port, "security": self.security,
            "username": USER, "password": PASSWORD, "sender_address": SENDER,
            "sender_name": "Notes", "by": by, "key": uuid4(),
        }  # fmt: skip
        assert server.set_mail_server(**(values | changed))


class PushHost:
    """A push service, with the keys of the browser that it would pass pushes on to."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, dict[str, str], bytes]] = []
        self.answers: dict[str, int] = {}
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._secret = os.urandom(16)
        host = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                host.asked.append((self.path, dict(self.headers), body))
                self.send_response(host.answers.get(self.path, 201))
                self.send_header("Location", "/elsewhere")
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_: Any) -> None:
                """Say nothing."""

        self._server = HTTPServer(("127.0.0.1", 0), Handler)

    @contextmanager
    def running(self) -> Iterator["PushHost"]:
        """Listen until the block ends."""
        thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        try:
            yield self
        finally:
            self._server.shutdown()
            self._server.server_close()
            thread.join()

    def subscription(self, name: str = "one") -> Subscription:
        """Give what the browser tells the site."""
        point = self._key.public_key().public_bytes(
            serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint
        )
        endpoint = f"http://127.0.0.1:{self._server.server_port}/{name}"
        return Subscription(endpoint, _text(point), _text(self._secret))

    def told(self, number: int = -1) -> dict[str, str]:
        """Give what a push said, as only the browser can read it."""
        body = self.asked[number][2]
        plain = http_ece.decrypt(
            body, private_key=self._key, auth_secret=self._secret, version="aes128gcm"
        )
        said: dict[str, str] = json.loads(plain)
        return said


def _text(raw: bytes) -> str:
    return urlsafe_b64encode(raw).rstrip(b"=").decode()


def as_json(subscription: Subscription) -> str:
    """Give a subscription as a browser's script sends it."""
    keys = {"p256dh": subscription.p256dh, "auth": subscription.auth}
    return json.dumps({"endpoint": subscription.endpoint, "keys": keys, "expirationTime": None})


def mail_on(user: User, address: str = "river@mail.example", zone: str = "UTC") -> None:
    """Give the member a confirmed address, without a mail server."""
    outlets._keep(user.pk, address, "123456", zone, uuid4())
    outlets.confirm_address(user=user.pk, code="123456")
