"""The writes on the mail server of this home."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from homegroup.audit.actions import record
from homegroup.core import once, sealing
from homegroup.core.errors import HouseError
from homegroup.core.outing import outing_words_in
from homegroup.notices.choices import Security
from homegroup.notices.mail import Tested, password_key, send_test
from homegroup.notices.models import MailSettings

_THIS_MACHINE = {"localhost", "127.0.0.1", "::1"}


@transaction.atomic
def set_mail_server(
    *,
    host: str,
    port: int,
    security: Security,
    username: str,
    password: str | None,
    sender_address: str,
    sender_name: str,
    by: UUID,
    key: UUID,
) -> bool:
    """Set how mail is sent; `password` None keeps the one that stands.

    Gives False when the form was sent before. Raises HouseError for a sender that would tell
    what this site is about, and for a password that would cross the network in the open.
    """
    _check_neutral(sender_name, field="sender_name", address=False)
    _check_neutral(sender_address, field="sender_address", address=True)
    if username and security == Security.NONE and host not in _THIS_MACHINE:
        said = _("Without TLS others could read the password. Choose STARTTLS or TLS.")
        raise HouseError(said, field="security")
    if not once.claim(key):
        return False
    row = MailSettings.objects.select_for_update().filter(pk=1).first() or MailSettings(pk=1)
    moved = (row.host, row.username) != (host, username)
    row.host, row.port, row.security, row.username = host, port, security, username
    row.sender_address, row.sender_name = sender_address, sender_name
    if password is not None:
        sealed = sealing.seal(password_key(), password.encode(), context="mail server")
        row.sealed_password = sealed if password else None
    elif moved:  # the old password belongs to another server or login
        row.sealed_password = None
    row.save()
    record(
        action="notices.set_mail_server",
        subject="mail-server:1",
        by=by,
        data={"host": host, "port": port, "security": str(security)},
    )
    return True


def _check_neutral(text: str, *, field: str, address: bool) -> None:
    found = outing_words_in(text, address=address)
    if found:
        said = _("Others see this in mailboxes. Choose one without “%s”.") % found[0]
        raise HouseError(said, field=field)


def try_out(*, to: str, key: UUID) -> Tested:
    """Send a test letter and tell how it went; a form that is sent twice sends one letter."""
    if not once.claim(key):
        return Tested(well=True, text=_("This test was sent already."))
    return send_test(to=to)
