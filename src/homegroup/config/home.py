"""The home: the one folder that holds a site's database, keys, uploads and caches."""

import os
import secrets
from pathlib import Path

FOLDERS = ("keys", "uploads", "cache", "static")
DEFAULT = "var/home"
DEMO = "var/demo"
_CHECKOUT = Path(__file__).resolve().parents[3]


class HomeUnusable(Exception):
    """The home cannot be made or written; the message is one clear sentence."""


def home_path() -> Path:
    """Give the absolute path of the home that `HOMEGROUP_HOME` names (default `var/home`)."""
    return place_of(os.environ.get("HOMEGROUP_HOME") or "")


def place_of(named: str, default: str = DEFAULT) -> Path:
    """Give the absolute path of a home.

    A named one counts from the current folder. The default stands in the project's own folder
    where we run from one, so that a command finds the same home from everywhere.
    """
    if named:
        return Path(named).expanduser().resolve()
    base = _CHECKOUT if (_CHECKOUT / "pyproject.toml").is_file() else Path.cwd()
    return (base / default).resolve()


def prepare(home: Path) -> None:
    """Make the home and its folders, private to the user who runs us.

    Raises HomeUnusable where that cannot be done.
    """
    try:
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
        for name in FOLDERS:
            (home / name).mkdir(mode=0o700, exist_ok=True)
        probe = home / f".writable-{secrets.token_hex(4)}"
        probe.write_bytes(b"")
        probe.unlink()
    except OSError as problem:
        reason = problem.strerror or str(problem)
        raise HomeUnusable(f"The home {home} cannot be written: {reason}.") from problem


def key(home: Path, name: str) -> str:
    """Give the secret of that name, made on first use (50 URL-safe bytes, mode 0600).

    Raises HomeUnusable where it can be neither read nor made.
    """
    return key_path(home, name).read_text(encoding="ascii")


def key_path(home: Path, name: str) -> Path:
    """Give the file of the secret of that name, made on first use.

    Raises HomeUnusable where it can be neither read nor made.
    """
    path = home / "keys" / name
    try:
        if not path.exists():
            prepare(home)
            _make_key(path)
        path.read_bytes()
    except OSError as problem:
        reason = problem.strerror or str(problem)
        raise HomeUnusable(f"The key {path} cannot be read: {reason}.") from problem
    return path


def _make_key(path: Path) -> None:
    draft = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(50))
    try:
        os.link(draft, path)  # never overwrites: of two first starts, one wins and both read it
    except FileExistsError:
        pass
    finally:
        draft.unlink()
