"""Which models hold something of a member, and which do not (with the reason).

A room registers each of its models in `apps.ready()`:

    registry.register(
        Post,
        tells=_("What you wrote to your groups."),      # plain words, one sentence
        export=holdings.export_posts,                   # JSON-ready rows of an account
        erase=holdings.erase_posts,
        anonymise=holdings.unname_posts,                # only where words may stay without a name
        labels={"written_on": _("Written on")},         # what the fields of a row are called
    )

The desk shows, exports and erases through these; the page of promises tells what stands here.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.apps import apps
from django.db.models import Model

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

Exporter = Callable[[UUID], Iterable[dict[str, Any]]]
Eraser = Callable[[UUID], int]


@dataclass(frozen=True)
class Holding:
    """What one model holds of a member.

    `export(account)` gives the member's rows as JSON-ready objects; `erase(account)` removes them
    and gives how many it touched. With `anonymise(account)` the leaving member may choose that
    the rows stay, with nothing in them that tells whose they were.
    """

    model: type[Model]
    tells: "str | StrPromise"
    export: Exporter
    erase: Eraser
    anonymise: Eraser | None = None
    labels: "Mapping[str, str | StrPromise]" = field(default_factory=dict)

    @property
    def kind(self) -> str:
        """Its name in exports and forms, as "accounts.visit"."""
        return self.model._meta.label_lower

    @property
    def keeps(self) -> bool:
        """Whether the member may choose that the rows stay without a name."""
        return self.anonymise is not None


_holdings: dict[type[Model], Holding] = {}
_exempt: dict[type[Model], str] = {}


def register(
    model: type[Model],
    *,
    tells: "str | StrPromise",
    export: Exporter,
    erase: Eraser,
    anonymise: Eraser | None = None,
    labels: "Mapping[str, str | StrPromise] | None" = None,
) -> None:
    """Register a model that holds something of a member; `tells` says what, in plain words."""
    _holdings[model] = Holding(model, tells, export, erase, anonymise, labels or {})


def exempt(model: type[Model], *, reason: str) -> None:
    """List a model that holds nothing of a member, with the reason."""
    if not reason:
        raise ValueError("An exemption needs its reason.")
    _exempt[model] = reason


def holdings() -> list[Holding]:
    """Give all that is registered, the account first, then rooms from the lowest up."""
    rooms = [config.label for config in apps.get_app_configs()]  # the highest room is the first

    def height(holding: Holding) -> int:
        label = holding.model._meta.app_label
        return -rooms.index(label) if label in rooms else 0

    return sorted(_holdings.values(), key=height)


def in_order_of_erasure() -> list[Holding]:
    """Give all that is registered, what leans on others first: the account is the last."""
    return holdings()[::-1]


def is_known(model: type[Model]) -> bool:
    """Tell whether a model is registered or exempt."""
    return model in _holdings or model in _exempt
