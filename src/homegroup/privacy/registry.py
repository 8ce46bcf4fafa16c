"""Which models hold something of a member, and which do not (with the reason).

The rows themselves are exported and erased through the two callables given here; the desk
that calls them comes with member accounts.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Model

Exporter = Callable[[UUID], Iterable[dict[str, Any]]]
Eraser = Callable[[UUID], int]


@dataclass(frozen=True)
class Holding:
    """What one model holds of a member.

    `export(account)` gives the member's rows as JSON-ready objects; `erase(account)` removes or
    anonymises them and gives how many it touched.
    """

    model: type[Model]
    tells: str
    export: Exporter
    erase: Eraser


_holdings: dict[type[Model], Holding] = {}
_exempt: dict[type[Model], str] = {}


def register(model: type[Model], *, tells: str, export: Exporter, erase: Eraser) -> None:
    """Register a model that holds something of a member; `tells` says what, in plain words."""
    _holdings[model] = Holding(model=model, tells=tells, export=export, erase=erase)


def exempt(model: type[Model], *, reason: str) -> None:
    """List a model that holds nothing of a member, with the reason."""
    if not reason:
        raise ValueError("An exemption needs its reason.")
    _exempt[model] = reason


def holdings() -> list[Holding]:
    """Give all that is registered, in order of registration."""
    return list(_holdings.values())


def is_known(model: type[Model]) -> bool:
    """Tell whether a model is registered or exempt."""
    return model in _holdings or model in _exempt
