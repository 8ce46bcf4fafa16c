"""What `homegroup serve` says when it begins to answer, besides the address.

A room registers in its `apps.ready()`:

    greetings.register(link_of_first_run)     # link_of_first_run(address) -> ["line", ...]

`address` is where the site answers, with a slash at its end. Each start asks once.
"""

from collections.abc import Callable

Greeter = Callable[[str], list[str]]
_greeters: list[Greeter] = []


def register(greeter: Greeter) -> None:
    """Let a room say something at each start; no lines where it has nothing to say."""
    if greeter not in _greeters:
        _greeters.append(greeter)


def lines_at(address: str) -> list[str]:
    """Give what all rooms say at this start, in order of registration."""
    return [line for greeter in _greeters for line in greeter(address)]
