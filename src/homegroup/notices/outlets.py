"""Writes on where a member can be reached: the mail address and the devices that take pushes.

Both are off until the member switches them on, and gone at once when switched off. Like the
other writes of this room they leave no audit row (see `actions`).
"""

import hmac
import json
from datetime import timedelta
from uuid import UUID

from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from homegroup.core import clock, once, sealing
from homegroup.core.errors import HouseError
from homegroup.core.models import UsedKey
from homegroup.core.zones import home_zone, read_zone
from homegroup.notices import letters, mail, push
from homegroup.notices.choices import Channel
from homegroup.notices.models import Delivery, MailAddress, Preferences, PushDevice

CODE_TIME = timedelta(minutes=30)
MOST_WRONG = 5
MOST_DEVICES = 5
_MOST_CODES = 3  # in an hour, to one address and by one member
_HOUR = 3600


def address_of(row: MailAddress) -> str:
    """Give the address that a row holds sealed. Raises sealing.Unreadable."""
    return sealing.unseal(_key(), row.sealed, context=f"mail|{row.user_id}").decode()


def masked(row: MailAddress) -> str:
    """Give the address as its owner knows it again, and who looks over a shoulder does not."""
    local, _at, domain = address_of(row).rpartition("@")
    return f"{local[:1]}…@{domain}"


def subscription_of(row: PushDevice) -> push.Subscription:
    """Give what a browser told about itself. Raises sealing.Unreadable."""
    opened = sealing.unseal(_key(), row.sealed, context=f"push|{row.user_id}")
    return push.Subscription(**json.loads(opened))


def _key() -> bytes:
    return sealing.home_key("notices")


def _digest(purpose: str, text: str) -> bytes:
    return hmac.digest(sealing.home_key(f"notices {purpose}"), text.encode(), "sha256")


def offer_address(*, user: UUID, address: str, zone: str, key: UUID) -> bool:
    """Send a code to an address and keep it, sealed, until the code proves it.

    Gives False when the form was sent before. Raises HouseError for an address that is none, for
    too many codes, and where the mail could not be sent: then nothing is kept.
    """
    address = _clean(address)
    if UsedKey.objects.filter(pk=key).exists():
        return False
    _count_codes(user, address, key)
    # Made of the form's key: if the form comes twice at once, both mails have the same code.
    code = f"{int.from_bytes(_digest('code', f'{user}|{address}|{key}')[:8]) % 1_000_000:06}"
    try:
        with mail.opened() as post:
            post.send(letters.code_letter(code), to=address)
    except mail.MailTrouble as trouble:
        said = _("We could not send mail to this address. Check it, or try again later.")
        raise HouseError(said, field="address") from trouble
    return _keep(user, address, code, zone, key)


def _clean(address: str) -> str:
    try:
        validate_email(address)
        local, _at, domain = address.rpartition("@")
        cleaned = f"{local}@{domain.encode('idna').decode()}"
    except (ValidationError, UnicodeError) as problem:
        said = _("This is no mail address. It looks like name@example.org")
        raise HouseError(said, field="address") from problem
    if len(cleaned) > 254:
        raise HouseError(_("This address is too long."), field="address")
    return cleaned


def _count_codes(user: UUID, address: str, key: UUID) -> None:
    """Count by member and by address, so that nobody can fill a stranger's mailbox."""
    if not cache.add(f"codes:{_digest('count', f'{key}|{address}').hex()}", 1, _HOUR):
        return  # the same form once more
    names = [f"codes:{_digest('count', text).hex()}" for text in (str(user), address.lower())]
    counts = [cache.get(name, 0) for name in names]
    if max(counts) >= _MOST_CODES:
        raise HouseError(_("Too many codes. Please wait an hour."), field="address")
    for name, count in zip(names, counts, strict=True):
        cache.set(name, count + 1, _HOUR)


@transaction.atomic
def _keep(user: UUID, address: str, code: str, zone: str, key: UUID) -> bool:
    if not once.claim(key):
        return False
    _forget_address(user)
    MailAddress.objects.create(
        user_id=user,
        sealed=sealing.seal(_key(), address.encode(), context=f"mail|{user}"),
        code_check=_digest("proof", f"{user}|{code}"),
        code_until=clock.now() + CODE_TIME,
    )
    _have_preferences(user, zone)
    return True


def _have_preferences(user: UUID, zone: str) -> None:
    named = zone if read_zone(zone) else home_zone().key
    Preferences.objects.get_or_create(user_id=user, defaults={"zone": named})


def confirm_address(*, user: UUID, code: str) -> None:
    """Use the address from now on, if this is the code. Raises HouseError.

    After five wrong codes the address is forgotten.
    """
    with transaction.atomic():
        refusal = _refusal(user, "".join(code.split()))
    if refusal:
        raise HouseError(refusal, field="code")


def _refusal(user: UUID, code: str) -> str:
    """Compare the code and note the result; give why it was refused, or ""."""
    row = MailAddress.objects.select_for_update().filter(pk=user).first()
    if row is None:
        return _("There is no address to confirm. Please type it once more.")
    if row.code_check is None or row.code_until is None:
        return ""  # pressed twice
    if row.code_until < clock.now():
        return _("This code is too old. Ask for a new one.")
    if hmac.compare_digest(bytes(row.code_check), _digest("proof", f"{user}|{code}")):
        row.code_check = row.code_until = None
        row.save(update_fields=["code_check", "code_until"])
        return ""
    row.wrong_codes += 1
    if row.wrong_codes >= MOST_WRONG:
        row.delete()
        return _("That was wrong five times. Please type your address once more.")
    row.save(update_fields=["wrong_codes"])
    return _("This is not the code. Look at the newest mail from us.")


@transaction.atomic
def turn_off_mail(*, user: UUID) -> None:
    """Forget the address and what waits for it, at once."""
    _forget_address(user)


@transaction.atomic
def turn_off_mail_by(*, label: UUID) -> None:
    """The same by the label in a mail's own link; fine where it is off already."""
    for user in MailAddress.objects.filter(label=label).values_list("pk", flat=True):
        _forget_address(user)


def _forget_address(user: UUID) -> None:
    MailAddress.objects.filter(pk=user).delete()
    Delivery.objects.filter(user=user, channel=Channel.MAIL).delete()


@transaction.atomic
def add_device(*, user: UUID, subscription: push.Subscription, zone: str, key: UUID) -> bool:
    """Let a browser take pushes for this member; False when the form was sent before.

    If somebody else used the same browser, it takes theirs no more. Raises HouseError for an
    address that is none of a known push service, and for too many devices.
    """
    push.check(subscription)
    if not once.claim(key):
        return False
    mark = _digest("push", subscription.endpoint).hex()
    PushDevice.objects.filter(mark=mark).delete()
    if PushDevice.objects.filter(user=user).count() >= MOST_DEVICES:
        raise HouseError(_("Five devices are the most. Turn one off first."))
    told = json.dumps(subscription.as_dict()).encode()
    PushDevice.objects.create(
        user_id=user,
        mark=mark,
        sealed=sealing.seal(_key(), told, context=f"push|{user}"),
        added_on=clock.now().date(),
    )
    _have_preferences(user, zone)
    return True


@transaction.atomic
def remove_device(*, user: UUID, label: UUID) -> None:
    """Forget one device, and what waits if it was the last; fine where it is gone already."""
    PushDevice.objects.filter(user=user, label=label).delete()
    if not PushDevice.objects.filter(user=user).exists():
        Delivery.objects.filter(user=user, channel=Channel.PUSH).delete()
