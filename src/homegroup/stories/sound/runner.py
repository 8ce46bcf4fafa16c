"""Becomes another program, within limits: `runner.py SECONDS BYTES_OF_MEMORY program argument ...`.

Run as a script of its own, without Django: the limits must hold for that one process alone.
"""

import os
import resource
import sys

_LARGEST_FILE = 40_000_000
_MOST_FILES = 64


def become(seconds: int, memory: int, command: list[str]) -> None:
    """Set the limits on processor time, memory, file size and open files; then run the command."""
    for limit, most in (
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_FSIZE, _LARGEST_FILE),
        (resource.RLIMIT_NOFILE, _MOST_FILES),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(limit, (most, most))
    os.nice(10)  # pages come first
    os.execve(command[0], command, {"PATH": "/nowhere", "LC_ALL": "C"})  # noqa: S606


if __name__ == "__main__":
    become(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3:])
