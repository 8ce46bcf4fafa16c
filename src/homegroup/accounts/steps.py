"""Second steps at sign-in: codes of an authenticator app (RFC 6238), and passkeys (WebAuthn).

Neither opens the vault: only the passphrase does. Names that an app shows are neutral.
"""

import json
from typing import Any

import pyotp
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _
from fido2.server import Fido2Server
from fido2.webauthn import (
    AttestedCredentialData,
    AuthenticationResponse,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialUserEntity,
    UserVerificationRequirement,
)

from homegroup.accounts.choices import StepKind
from homegroup.accounts.models import SecondStep, User
from homegroup.audit.actions import record
from homegroup.core import clock, sealing
from homegroup.core.errors import Conflict, HouseError
from homegroup.core.sealing import Unreadable

CODE_SECONDS = 30
MOST_STEPS = 8
ISSUER = "Notes"  # what an app's list shows to whoever looks over a shoulder
_SLACK = 1  # steps of 30 s that a phone's clock may be off


class WrongStep(HouseError):
    """The code or passkey was not right, or was used before."""

    status = 422


def _key() -> bytes:
    return sealing.home_key("second steps")


def _context(user: User) -> str:
    return f"second-step|{user.pk}"


def steps_of(user: User) -> list[SecondStep]:
    """Give the member's second steps, oldest first."""
    return list(user.steps.all())


def new_code_secret() -> str:
    """Give a fresh secret for an authenticator app (base32, 160 bits)."""
    return pyotp.random_base32()


def code_address(secret: str) -> str:
    """Give the otpauth: address of a secret; it names neither the house nor the member."""
    return pyotp.TOTP(secret, interval=CODE_SECONDS).provisioning_uri(name="me", issuer_name=ISSUER)


def _time_step_of(secret: str, code: str) -> int | None:
    """Give the time step whose code this is, or None; a clock may be half a minute off."""
    typed = "".join(code.split())
    now = int(clock.now().timestamp()) // CODE_SECONDS
    app = pyotp.TOTP(secret, interval=CODE_SECONDS)
    for step in range(now - _SLACK, now + _SLACK + 1):
        if pyotp.utils.strings_equal(typed, app.generate_otp(step)):
            return step
    return None


def _name(typed: str, default: str) -> str:
    return " ".join(typed.split())[:40] or default


def _add(user: User, *, kind: StepKind, name: str, secret: bytes, **more: Any) -> SecondStep:
    """Store a step. Raises Conflict beyond eight."""
    User.objects.select_for_update().get(pk=user.pk)
    if user.steps.count() >= MOST_STEPS:
        raise Conflict(_("Eight second steps are the most. Remove one first."))
    sealed = sealing.seal(_key(), secret, context=_context(user))
    step = SecondStep.objects.create(
        user=user, kind=kind, name=name, secret=sealed, added_on=clock.now().date(), **more
    )
    record(
        action="accounts.add_step", subject=f"account:{user.pk}", by=user.pk, data={"kind": kind}
    )
    return step


@transaction.atomic
def add_code(*, user: User, secret: str, code: str, name: str) -> SecondStep:
    """Add an authenticator app that showed the right code. Raises WrongStep, Conflict."""
    step = _time_step_of(secret, code)
    if step is None:
        raise WrongStep(_("This is not the code that your app shows now."), field="code")
    sealed_name = _name(name, _("Code app"))
    return _add(user, kind=StepKind.CODE, name=sealed_name, secret=secret.encode(), counter=step)


@transaction.atomic
def pass_code(*, user: User, code: str) -> None:
    """Check the code of any of the member's apps; a code counts once. Raises WrongStep."""
    for step in user.steps.select_for_update().filter(kind=StepKind.CODE):
        try:
            secret = sealing.unseal(_key(), step.secret, context=_context(user)).decode()
        except Unreadable:
            continue
        now = _time_step_of(secret, code)
        if now is not None and now > step.counter:
            step.counter = now
            step.save(update_fields=["counter"])
            return
    raise WrongStep(
        _("This code is not right, or was used before. Wait for the next one."), field="code"
    )


def _server(request: HttpRequest) -> Fido2Server:
    """Give the WebAuthn side of this host; a passkey belongs to one host name."""
    host = request.get_host().rsplit(":", 1)[0]
    origin = f"{request.scheme}://{request.get_host()}"
    party = PublicKeyCredentialRpEntity(id=host, name=ISSUER)
    return Fido2Server(party, verify_origin=lambda told: told == origin)


def _credentials(user: User) -> list[tuple[SecondStep, AttestedCredentialData]]:
    found = []
    for step in user.steps.filter(kind=StepKind.PASSKEY):
        try:
            plain = sealing.unseal(_key(), step.secret, context=_context(user))
        except Unreadable:
            continue
        found.append((step, AttestedCredentialData(plain)))
    return found


def _pack_state(user: User, state: Any) -> str:
    sealed = sealing.seal(
        sealing.home_key("passkey state"),
        json.dumps([int(clock.now().timestamp()), state]).encode(),
        context=_context(user),
    )
    return sealing.text(sealed)


def _read_state(user: User, packed: str) -> Any:
    try:
        sealed = sealing.from_text(packed)
        plain = sealing.unseal(sealing.home_key("passkey state"), sealed, context=_context(user))
        at, state = json.loads(plain)
    except (Unreadable, ValueError) as problem:
        raise WrongStep(_("The passkey could not be checked. Please try again.")) from problem
    if clock.now().timestamp() - at > 600:
        raise WrongStep(_("That took too long. Please try again."))
    return state


def passkey_to_make(request: HttpRequest, user: User) -> dict[str, Any]:
    """Give what a page needs to make a passkey: {options, state}, JSON-ready."""
    who = PublicKeyCredentialUserEntity(id=user.pk.bytes, name="me", display_name="me")
    known = [credential for _step, credential in _credentials(user)]
    options, state = _server(request).register_begin(
        who, known, user_verification=UserVerificationRequirement.PREFERRED
    )
    return {"options": dict(options.public_key), "state": _pack_state(user, state)}


@transaction.atomic
def add_passkey(
    *, request: HttpRequest, user: User, state: str, answer: str, name: str
) -> SecondStep:
    """Add the passkey that the device made. Raises WrongStep, Conflict."""
    try:
        data = _server(request).register_complete(_read_state(user, state), json.loads(answer))
    except (ValueError, TypeError, KeyError) as problem:
        raise WrongStep(_("The passkey could not be added. Please try again.")) from problem
    credential = data.credential_data
    if credential is None:
        raise WrongStep(_("The passkey could not be added. Please try again."))
    if SecondStep.objects.filter(credential_id=credential.credential_id).exists():
        raise Conflict(_("This passkey is here already."))
    return _add(
        user,
        kind=StepKind.PASSKEY,
        name=_name(name, _("Passkey")),
        secret=bytes(credential),
        credential_id=credential.credential_id,
        counter=data.counter,
    )


def passkey_to_ask(request: HttpRequest, user: User) -> dict[str, Any] | None:
    """Give what a page needs to ask for a passkey: {options, state}; None if there is none."""
    known = [credential for _step, credential in _credentials(user)]
    if not known:
        return None
    options, state = _server(request).authenticate_begin(
        known, user_verification=UserVerificationRequirement.PREFERRED
    )
    return {"options": dict(options.public_key), "state": _pack_state(user, state)}


@transaction.atomic
def pass_passkey(*, request: HttpRequest, user: User, state: str, answer: str) -> None:
    """Check what the device signed; a copied passkey shows by its count. Raises WrongStep."""
    known = _credentials(user)
    wrong = _("This passkey was not right. Please try again.")
    try:
        told = AuthenticationResponse.from_dict(json.loads(answer))
        used = _server(request).authenticate_complete(
            _read_state(user, state), [credential for _step, credential in known], told
        )
    except (ValueError, TypeError, KeyError) as problem:
        raise WrongStep(wrong) from problem
    count = told.response.authenticator_data.counter
    step = next(step for step, credential in known if credential == used)
    locked = SecondStep.objects.select_for_update().get(pk=step.pk)
    if count and count <= locked.counter:
        raise WrongStep(wrong)
    locked.counter = max(count, locked.counter)
    locked.save(update_fields=["counter"])


@transaction.atomic
def remove_step(*, user: User, step: int, may_be_last: bool) -> None:
    """Remove a second step. Raises Conflict for the last one of somebody with a task."""
    User.objects.select_for_update().get(pk=user.pk)
    row = user.steps.filter(pk=step).first()
    if row is None:
        return
    if not may_be_last and user.steps.count() == 1:
        raise Conflict(_("Your task needs a second step. Add another one before this one goes."))
    row.delete()
    record(
        action="accounts.remove_step",
        subject=f"account:{user.pk}",
        by=user.pk,
        data={"kind": row.kind},
    )
