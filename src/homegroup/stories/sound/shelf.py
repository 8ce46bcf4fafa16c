"""Where recordings lie: files with random names, sealed while they belong to a draft."""

from collections.abc import Iterable
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import transaction

from homegroup.core import sealing
from homegroup.stories.sound.converting import MEDIA_TYPES

FOLDER = "stories"


def place(recording: UUID, form: str) -> Path:
    """Give where a file lies."""
    return Path(settings.MEDIA_ROOT) / FOLDER / f"{recording.hex}.{form}"


def _context(recording: UUID, form: str) -> str:
    return f"recording|{recording}|{form}"


def put_sealed(recording: UUID, files: dict[str, bytes], key: bytes) -> None:
    """Lay files down sealed; only the key opens them."""
    for form, content in files.items():
        _write(
            place(recording, form), sealing.seal(key, content, context=_context(recording, form))
        )


def read_sealed(recording: UUID, form: str, key: bytes) -> bytes:
    """Give a sealed file's content. Raises Unreadable, OSError."""
    stored = place(recording, form).read_bytes()
    return sealing.unseal(key, stored, context=_context(recording, form))


def unseal_copy(recording: UUID, into: UUID, forms: Iterable[str], key: bytes) -> None:
    """Lay open copies of sealed files under another recording's id. Raises Unreadable, OSError."""
    for form in forms:
        _write(place(into, form), read_sealed(recording, form, key))


def drop(recordings: Iterable[UUID]) -> None:
    """Delete all files of recordings once the transaction holds."""
    gone = list(recordings)
    transaction.on_commit(lambda: _delete(gone))


def drop_now(recording: UUID) -> None:
    """Delete the files of one recording at once: what was begun has failed."""
    _delete([recording])


def _delete(recordings: list[UUID]) -> None:
    for recording in recordings:
        for form in MEDIA_TYPES:
            place(recording, form).unlink(missing_ok=True)


def stray(known: set[str]) -> list[Path]:
    """Give the files whose recording is not among these ids (hex): a crash has left them."""
    folder = Path(settings.MEDIA_ROOT) / FOLDER
    return [path for path in folder.glob("*.*") if path.stem not in known]


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_suffix(f"{path.suffix}-new")
    draft.write_bytes(content)
    draft.chmod(0o600)
    draft.replace(path)
