"""Servers that are killed, for `live_kills`: forked from one process that has read all the code.

python -m bench.live_server PORT        (in the surroundings of a home)

For each line on standard input a whole `homegroup serve` starts, in a process of its own whose id
is told as "pid 7", followed by what it prints itself, and "gone 7" once it has ended. Nothing of
the server runs before the fork: neither threads nor connections.
"""

import contextlib
import os
import sys
import threading
from typing import NoReturn

import django

django.setup()
# ruff: noqa: E402
from django.core.management import call_command
from django.urls import get_resolver


def serve(port: int) -> NoReturn:
    """Be a server, until it is killed or told to stop."""
    sys.stdout.write(f"pid {os.getpid()}\n")
    sys.stdout.flush()
    status = 1
    with contextlib.suppress(BaseException):
        call_command("serve", port=port)
        status = 0
    os._exit(status)


def main() -> None:
    port = int(sys.argv[1])
    _ = get_resolver().url_patterns  # reads all rooms
    assert threading.active_count() == 1
    while sys.stdin.readline():
        child = os.fork()
        if child == 0:
            serve(port)
        os.waitpid(child, 0)
        sys.stdout.write(f"gone {child}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
