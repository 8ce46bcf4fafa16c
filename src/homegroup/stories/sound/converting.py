"""From what a phone recorded to two small files without a trace of where it came from.

The converter is ffmpeg, where the machine has it. It gets one file of a kind that we know by its
first bytes, is told that kind (so it guesses nothing and follows no list of other files), may read
files only, knows only the codecs of phones, and runs in a folder of its own within limits. What it
writes holds one channel of sound and no tags.
"""

import re
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from homegroup.core.errors import HouseError

LARGEST = 25_000_000  # bytes that somebody may send
LONGEST = 20 * 60  # seconds
RUNNER = Path(__file__).with_name("runner.py")
_WALL_SECONDS, _CPU_SECONDS, _MEMORY = 150, 120, 1_500_000_000
_WAIT_SECONDS = 5.0
_one_at_a_time = threading.BoundedSemaphore(1)

# How a file of each kind begins: (where, bytes, what ffmpeg calls it).
_KINDS: tuple[tuple[int, bytes, str], ...] = (
    (0, b"ID3", "mp3"),
    (4, b"ftyp", "mov"),
    (0, b"OggS", "ogg"),
    (0, b"\x1aE\xdf\xa3", "matroska"),
    (0, b"fLaC", "flac"),
    (8, b"WAVE", "wav"),
    (0, b"#!AMR", "amr"),
    (0, b"caff", "caf"),
    (8, b"AIFF", "aiff"),
)
_CODECS = (
    "mp3,mp3float,aac,aac_fixed,opus,libopus,vorbis,libvorbis,flac,alac,amrnb,amrwb,"
    "libopencore_amrnb,libopencore_amrwb,pcm_s16le,pcm_s16be,pcm_s24le,pcm_s32le,pcm_f32le,"
    "pcm_u8,pcm_alaw,pcm_mulaw"
)
_FORMATS = {
    "opus": ("-c:a", "libopus", "-b:a", "24k", "-application", "voip", "-f", "ogg"),
    "aac": ("-c:a", "aac", "-b:a", "40k", "-movflags", "+faststart", "-f", "mp4"),
}
MEDIA_TYPES = {"opus": "audio/ogg", "aac": "audio/mp4"}
_DEEPER = "aresample=48000,asetrate=40320,aresample=48000,atempo=1.1905"


class NotConverted(HouseError):
    """What came is no sound that can be used; the message says what to do."""


@dataclass(frozen=True)
class Converted:
    """The files by their form ("opus", "aac": at least one), and how long they last in seconds."""

    files: dict[str, bytes]
    seconds: int


def converter() -> str:
    """Give the program that converts, "" where there is none: sound is then switched off."""
    named = settings.FFMPEG
    if named:
        return named if Path(named).is_file() else ""
    return shutil.which("ffmpeg") or ""


def convert(pieces: Iterable[bytes], *, deeper: bool = False) -> Converted:
    """Convert what was sent, piece by piece; `deeper` makes the voice harder to know.

    Raises NotConverted for what is too large, too long or no sound. What was sent is deleted.
    """
    program = converter()
    if not program:
        raise NotConverted(_("Sound is switched off on this site."), field="sound")
    with _a_turn(), tempfile.TemporaryDirectory(prefix="sound-", dir=_room()) as name:
        folder = Path(name)
        kind = _take_in(pieces, folder / "in")
        made: dict[str, bytes] = {}
        seconds = 0.0
        for form in _FORMATS:
            lasts = _run(program, kind, folder, form, deeper=deeper)
            if lasts is not None:
                made[form], seconds = (folder / form).read_bytes(), lasts
    if not made or seconds < 1:
        raise NotConverted(_no_sound(), field="sound")
    if seconds > LONGEST:
        told = _("A recording may last %d minutes at most.") % (LONGEST // 60)
        raise NotConverted(told, field="sound")
    return Converted(made, round(seconds))


def _room() -> str:
    Path(settings.MEDIA_ROOT).mkdir(mode=0o700, parents=True, exist_ok=True)
    return str(settings.MEDIA_ROOT)


@contextmanager
def _a_turn() -> Iterator[None]:
    if not _one_at_a_time.acquire(timeout=_WAIT_SECONDS):
        told = _("Another recording is being made ready just now. Try again in a minute.")
        raise NotConverted(told, field="sound")
    try:
        yield
    finally:
        _one_at_a_time.release()


def _no_sound() -> str:
    return _("We could not find any sound in this file. Most phones record m4a, mp3 or ogg.")


def _take_in(pieces: Iterable[bytes], place: Path) -> str:
    """Write down what was sent and give its kind, told by its first bytes."""
    size = 0
    with place.open("wb") as file:
        for piece in pieces:
            size += len(piece)
            if size > LARGEST:
                told = _("The file may have %d megabytes at most.") % (LARGEST // 1_000_000)
                raise NotConverted(told, field="sound")
            file.write(piece)
    with place.open("rb") as file:
        head = file.read(16)
    for at, begins, kind in _KINDS:
        if head[at : at + len(begins)] == begins:
            return kind
    if len(head) > 1 and head[0] == 0xFF and head[1] & 0xE0 == 0xE0:  # frames without a head
        return "aac" if head[1] & 0x06 == 0 else "mp3"
    raise NotConverted(_no_sound(), field="sound")


def _run(program: str, kind: str, folder: Path, form: str, *, deeper: bool) -> float | None:
    """Make one form; give how long it lasts in seconds, None where it could not be made."""
    # One second more than allowed is made, so that what is too long is known by it.
    command = [
        sys.executable, "-I", str(RUNNER), str(_CPU_SECONDS), str(_MEMORY), program,
        "-nostdin", "-hide_banner", "-loglevel", "error", "-progress", "pipe:1",
        "-threads", "1", "-protocol_whitelist", "file", "-codec_whitelist", _CODECS,
        "-f", kind, "-i", "in",
        "-map", "0:a:0", "-vn", "-sn", "-dn", "-map_metadata", "-1", "-map_chapters", "-1",
        "-fflags", "+bitexact", "-flags:a", "+bitexact", "-threads", "1",
        *(("-af", _DEEPER) if deeper else ()),
        "-ac", "1", "-ar", "48000", "-t", str(LONGEST + 1), *_FORMATS[form], form,
    ]  # fmt: skip
    try:
        done = subprocess.run(  # noqa: S603 - no shell; every word of the command is ours
            command, cwd=folder, stdin=subprocess.DEVNULL, capture_output=True,
            timeout=_WALL_SECONDS, check=True,
        )  # fmt: skip
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired):
        return None
    told = re.findall(rb"out_time_us=(\d+)", done.stdout)
    return int(told[-1]) / 1_000_000 if told else None
