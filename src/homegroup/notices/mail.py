"""Sending mail through the home's own mail server, and saying in plain words what went wrong.

    with mail.opened() as post:
        post.send(letters.notice_letter(label), to=address)

Raises MailTrouble. No address, password or answer of the server is ever logged.
"""

import smtplib
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from homegroup.core import clock, sealing
from homegroup.core.errors import HouseError
from homegroup.notices import letters
from homegroup.notices.choices import Security
from homegroup.notices.models import MailSettings
from homegroup.notices.queries import mail_settings

_SECONDS = 15.0
_WRONG_NAME = {62, 64}  # OpenSSL's numbers for a certificate of another host or address


class MailTrouble(HouseError):
    """A mail did not go out. The message is for operators: which setting to look at.

    `about_recipient` tells that the server is well and refused this one address; `for_good` that
    it will refuse it again.
    """

    def __init__(self, text: str, *, about_recipient: bool = False, for_good: bool = False) -> None:
        super().__init__(text)
        self.about_recipient, self.for_good = about_recipient, for_good


@dataclass(frozen=True)
class Tested:
    """How a test of the settings went, in one sentence."""

    well: bool
    text: str


def password_key() -> bytes:
    """Give the key under which the server's password is sealed."""
    return sealing.home_key("notices mail server")


def is_ready() -> bool:
    """Whether this home can send mail: it has a server, and an address that a link can name."""
    return bool(settings.SITE_URL) and MailSettings.objects.exists()


class Post:
    """An open way to the mail server."""

    def __init__(self, server: smtplib.SMTP, row: MailSettings) -> None:
        self._server, self._row = server, row

    def send(self, letter: EmailMessage, *, to: str) -> None:
        """Send one letter. Raises MailTrouble."""
        local, _at, domain = self._row.sender_address.rpartition("@")
        letter["From"] = Address(self._row.sender_name, local, domain)
        letter["To"] = to
        letter["Date"] = format_datetime(clock.now())
        letter["Message-ID"] = make_msgid(domain=domain)
        with _explained(self._row):
            self._server.send_message(letter, self._row.sender_address, [to])


@contextmanager
def opened() -> Iterator[Post]:
    """Give an open way to the mail server, for one letter or many. Raises MailTrouble."""
    row = mail_settings()
    if row is None:
        raise MailTrouble(_("There is no mail server yet. Fill in the form first."))
    if not settings.SITE_URL:
        said = _("Mails need the address of this site: set HOMEGROUP_URL, then start it again.")
        raise MailTrouble(said)
    with _explained(row):
        server = _connected(row)
    try:
        yield Post(server, row)
    finally:
        with suppress(smtplib.SMTPException, OSError):
            server.quit()


def _connected(row: MailSettings) -> smtplib.SMTP:
    # Said to the server as our name; without it the machine's own would be told.
    name = urlsplit(settings.SITE_URL).hostname or "localhost"
    context = ssl.create_default_context()
    server: smtplib.SMTP
    if row.security == Security.TLS:
        server = smtplib.SMTP_SSL(
            row.host, row.port, local_hostname=name, timeout=_SECONDS, context=context
        )
    else:
        server = smtplib.SMTP(row.host, row.port, local_hostname=name, timeout=_SECONDS)
    try:
        if row.security == Security.STARTTLS:
            _start_tls(server, context)
        if row.username:
            server.login(row.username, _password(row))
    except BaseException:
        server.close()
        raise
    return server


def _start_tls(server: smtplib.SMTP, context: ssl.SSLContext) -> None:
    server.ehlo_or_helo_if_needed()
    if not server.has_extn("starttls"):
        said = _("The server does not offer STARTTLS on this port. Try TLS, often on port 465.")
        raise MailTrouble(said)
    server.starttls(context=context)


def _password(row: MailSettings) -> str:
    if row.sealed_password is None:
        return ""
    return sealing.unseal(password_key(), row.sealed_password, context="mail server").decode()


def send_test(*, to: str) -> Tested:
    """Send a test through the settings as they stand; tell how it went, never raise."""
    try:
        with opened() as post:
            post.send(letters.trial_letter(), to=to)
    except MailTrouble as trouble:
        return Tested(well=False, text=str(trouble.message))
    except sealing.Unreadable:
        return Tested(well=False, text=_("The password cannot be opened. Type it once more."))
    return Tested(well=True, text=_("The mail server took the test. Look into the mailbox."))


@contextmanager
def _explained(row: MailSettings) -> Iterator[None]:
    try:
        yield
    except (smtplib.SMTPException, OSError) as problem:
        raise _explanation(problem, row) from problem


def _explanation(problem: Exception, row: MailSettings) -> MailTrouble:
    """Give what went wrong as a sentence about the setting that it hangs on."""
    if isinstance(problem, smtplib.SMTPRecipientsRefused):
        codes = [code for code, _text in problem.recipients.values()]
        said = _("The server does not take mail for this address.")
        return MailTrouble(said, about_recipient=True, for_good=all(c >= 500 for c in codes))
    if isinstance(problem, smtplib.SMTPDataError):
        return MailTrouble(_("The server refused the mail itself."), about_recipient=True)
    if isinstance(problem, ssl.SSLCertVerificationError):
        return MailTrouble(_about_certificate(problem, row))
    for classes, text in (
        ((smtplib.SMTPAuthenticationError,),
         _("The server refused the login. Check user name and password.")),
        ((smtplib.SMTPNotSupportedError,),
         _("The server takes no login here. Check port and security, or leave the user empty.")),
        ((smtplib.SMTPSenderRefused,),
         _("The server refused the sender. Use an address that belongs to this login.")),
        ((socket.gaierror,), _("There is no server named %s. Check the name.") % row.host),
        ((ConnectionRefusedError,),
         _("Nothing answers on port %d. Check the port.") % row.port),
        ((ssl.SSLError,),
         _("Port %d does not speak TLS from the start. Try STARTTLS, or another port.") % row.port),
    ):  # fmt: skip
        if isinstance(problem, classes):
            return MailTrouble(text)
    said = _("No mail server answered on port %d. Check port and security.") % row.port
    return MailTrouble(said)


def _about_certificate(problem: ssl.SSLCertVerificationError, row: MailSettings) -> str:
    if problem.verify_code in _WRONG_NAME:
        return _("The server's certificate is not for the name %s. Check the name.") % row.host
    return _("The server's certificate cannot be trusted: it is self-made or out of date.")
