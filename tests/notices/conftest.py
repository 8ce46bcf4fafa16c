"""What the tests of notices share: members, kinds, a mail server and a push service."""

from collections.abc import Collection, Iterator
from pathlib import Path
from uuid import UUID

import pytest
from django.test import Client
from tests.accounts.people import make_member, sign_in
from tests.factories import forget_what_was_read
from tests.notices.posts import CANARY, MailHost, PushHost, made_certificate

from homegroup.accounts.models import User
from homegroup.notices import kinds
from homegroup.notices.choices import Urgency
from homegroup.notices.kinds import Kind, Line

GONE: set[str] = set()


def said(ids: Collection[str], reader: UUID) -> dict[str, Line]:
    """Words that hold what is private; what is in GONE was erased."""
    return {each: Line(f"{CANARY} {each}", f"/things/{each}/") for each in ids if each not in GONE}


@pytest.fixture(autouse=True)
def _kinds(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three kinds: one that matters today, one that can wait, one that stays on the site."""
    monkeypatch.setattr(kinds, "_kinds", {})
    GONE.clear()
    forget_what_was_read()
    kinds.register(Kind("things.soon", said, topic="messages", urgency=Urgency.SOON))
    kinds.register(Kind("things.daily", said, topic="groups"))
    kinds.register(Kind("things.site", said, topic="tasks", urgency=Urgency.SITE))


@pytest.fixture(autouse=True)
def _own_home(settings, tmp_path: Path) -> None:
    """Keys of pushes in a folder of the test's own, and an address for links."""
    settings.HOME = tmp_path
    settings.SITE_URL = "https://kettle.example"


@pytest.fixture
def member(db: None) -> User:
    """A member."""
    return make_member("quiet-river")


@pytest.fixture
def signed_in(client: Client, member: User) -> Client:
    """A browser in which the member is signed in."""
    sign_in(client, member)
    return client


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A self-made certificate for localhost: the files of certificate and key."""
    return made_certificate(tmp_path_factory.mktemp("certificate"))


@pytest.fixture
def trusted(certificate: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    """Let this machine trust the self-made certificate, as an operator would."""
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate[0]))


@pytest.fixture
def mail_host(certificate: tuple[Path, Path], trusted: None) -> Iterator[MailHost]:
    """A mail server with STARTTLS and a login (post / open sesame)."""
    with MailHost(certificate).running() as host:
        yield host


@pytest.fixture
def push_host(settings) -> Iterator[PushHost]:
    """A push service on this machine, which the settings let us ask."""
    settings.PUSH_TO_LOOPBACK = True
    with PushHost().running() as host:
        yield host
