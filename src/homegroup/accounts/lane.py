"""Which addresses stretch a passphrase: they are served in a lane of their own (ADR 8).

A stretch takes a processor for a while. Were it done among the pages, a crowd that signs in
would keep everybody waiting. `config.asgi` sends POSTs to these addresses through two threads
of their own, lets 64 wait, and answers more with a page that says so (`check_not_crowded`).
"""

from collections.abc import Callable
from typing import Any, TypeVar

from django.http import HttpRequest

from homegroup.accounts.stretching import Busy

View = TypeVar("View", bound=Callable[..., Any])
CROWDED = "homegroup.crowded"  # in the environment of a request beyond the lane's queue
_paths: set[str] = set()


def stretches(path: str) -> Callable[[View], View]:
    """Say that POSTs to this address stretch a passphrase."""

    def decorate(view: View) -> View:
        _paths.add(path)
        return view

    return decorate


def paths() -> frozenset[str]:
    """Give the addresses of the lane; views must have been loaded."""
    return frozenset(_paths)


def check_not_crowded(request: HttpRequest) -> None:
    """Raise Busy for a request beyond the lane's queue."""
    if request.META.get(CROWDED):
        raise Busy
