"""Reads: what a group has chosen, and what is to be said of a code."""

from dataclasses import dataclass
from enum import Enum

from homegroup.attendance import codes
from homegroup.attendance.codes import Code, NotReadable
from homegroup.attendance.models import Policy, Proof
from homegroup.core import clock
from homegroup.groups.models import Group


def policy_of(group: Group) -> Policy:
    """Give what a group has chosen; off where it has chosen nothing."""
    return Policy.objects.filter(group=group).first() or Policy(group=group)


def gives_proofs(group: Group) -> bool:
    """Tell whether a group gives proofs of attendance."""
    return Policy.objects.filter(group=group, is_on=True).exists()


class Found(Enum):
    """What came of checking a code."""

    GOOD = "good"
    UNREADABLE = "unreadable"
    ELSEWHERE = "elsewhere"
    CHANGED = "changed"
    EXPIRED = "expired"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Checked:
    """What came of it, and the code; None where it could not be read."""

    found: Found
    code: Code | None = None


def check(typed: str) -> Checked:
    """Check a code or a link: was it signed here, just so, is its time not over, do we know it?"""
    try:
        code = codes.read(typed)
    except NotReadable:
        return Checked(Found.UNREADABLE)
    return Checked(_found(code), code)


def _found(code: Code) -> Found:
    if code.key is None:
        return Found.ELSEWHERE
    if not code.is_signed:
        return Found.CHANGED
    if code.said.expires_on < clock.now().date():
        return Found.EXPIRED
    known = Proof.objects.filter(digest=code.digest, expires_on=code.said.expires_on).exists()
    return Found.GOOD if known else Found.UNKNOWN
