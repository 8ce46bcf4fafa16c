"""Recordings, through the real converter: made small, without tags, sealed, played, gone."""

import io
import math
import os
import struct
import subprocess
import sys
import wave
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import imageio_ffmpeg
import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.stories.conftest import Somebody, said

from homegroup.core import clock
from homegroup.core.sealing import Unreadable
from homegroup.privacy import actions as privacy
from homegroup.stories.actions import drafts
from homegroup.stories.actions.upkeep import drop_stray_files
from homegroup.stories.models import Offer, Recording, Story
from homegroup.stories.sound import converting, shelf
from homegroup.stories.sound.converting import Converted, NotConverted, convert

pytestmark = pytest.mark.django_db
FFMPEG = imageio_ffmpeg.get_ffmpeg_exe()


@pytest.fixture(autouse=True)
def _converter(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "FFMPEG", FFMPEG)


def tone(seconds: float = 2) -> bytes:
    """Give a tone as a phone might record it."""
    file, rate = io.BytesIO(), 8000
    with wave.open(file, "wb") as sound:
        sound.setnchannels(2)
        sound.setsampwidth(2)
        sound.setframerate(rate)
        signs = (int(9000 * math.sin(at / 5)) for at in range(int(rate * seconds)))
        sound.writeframes(b"".join(struct.pack("<hh", sign, sign) for sign in signs))
    return file.getvalue()


def tagged() -> bytes:
    """Give a recording that tells of its phone and of the place."""
    command = [FFMPEG, "-loglevel", "error", "-f", "wav", "-i", "pipe:0",
               "-metadata", "title=zebra of mine", "-metadata", "location=+52.52+013.40/",
               "-metadata", "comment=zebra phone", "-f", "mp3", "pipe:1"]  # fmt: skip
    done = subprocess.run(command, input=tone(), capture_output=True, check=True, timeout=60)
    assert b"zebra" in done.stdout
    return done.stdout


def told_of(file: bytes, tmp_path: Path) -> str:
    """Give what the converter itself reads of a file."""
    place = tmp_path / "told"
    place.write_bytes(file)
    done = subprocess.run(
        [FFMPEG, "-hide_banner", "-i", str(place)], capture_output=True, check=False, timeout=60
    )
    return done.stderr.decode()


def test_a_recording_becomes_two_small_files_without_a_tag(tmp_path: Path) -> None:
    made = convert([tagged()])
    assert set(made.files) == {"opus", "aac"}
    assert made.seconds == 2
    for form, codec in (("opus", "opus"), ("aac", "aac")):
        told = told_of(made.files[form], tmp_path)
        assert f"Audio: {codec}" in told
        assert "48000 Hz, mono" in told
        assert "zebra" not in told
        assert "52.52" not in told
        assert b"zebra" not in made.files[form]
        assert len(made.files[form]) < 20_000


def test_a_deeper_voice_lasts_as_long_and_sounds_other() -> None:
    plain, deeper = convert([tone()]), convert([tone()], deeper=True)
    assert deeper.seconds == plain.seconds
    assert deeper.files["aac"] != plain.files["aac"]


def test_nothing_of_the_original_stays() -> None:
    convert([tone()])
    assert list(Path(settings.MEDIA_ROOT).rglob("*")) == []


def _hostile() -> Iterator[Any]:
    yield pytest.param(b"#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n", id="a list of other files")
    yield pytest.param(b"ffconcat version 1.0\nfile /etc/passwd\n", id="a joined list")
    yield pytest.param(b"<svg xmlns='http://www.w3.org/2000/svg'/>", id="a picture")
    yield pytest.param(b"ID3" + bytes(range(256)) * 20, id="noise that calls itself mp3")
    yield pytest.param(b"\0\0\0\x20ftypisom" + b"\xff" * 4000, id="noise that calls itself mp4")
    yield pytest.param(b"RIFF\xff\xff\xff\x7fWAVEfmt " + b"\0" * 40, id="a head without a body")
    yield pytest.param(b"OggS" + b"\0" * 3000, id="an empty ogg")
    yield pytest.param(b"", id="nothing")


@pytest.mark.parametrize("content", list(_hostile()))
def test_what_is_no_sound_is_refused(content: bytes) -> None:
    with pytest.raises(NotConverted, match="could not find any sound"):
        convert([content])
    assert list(Path(settings.MEDIA_ROOT).rglob("*")) == []


def test_a_video_gives_its_sound_alone(tmp_path: Path) -> None:
    source = tmp_path / "film.mp4"
    command = [FFMPEG, "-loglevel", "error", "-f", "lavfi", "-i", "testsrc=d=2:s=64x64:r=5",
               "-f", "lavfi", "-i", "sine=d=2", "-c:v", "mpeg4", "-c:a", "aac",
               str(source)]  # fmt: skip
    subprocess.run(command, check=True, timeout=60)
    made = convert([source.read_bytes()])
    assert "Video" not in told_of(made.files["aac"], tmp_path)


def test_too_large_and_too_long_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(converting, "LARGEST", 1000)
    with pytest.raises(NotConverted, match="megabytes at most"):
        convert([tone()])
    monkeypatch.setattr(converting, "LARGEST", 25_000_000)
    monkeypatch.setattr(converting, "LONGEST", 1)
    with pytest.raises(NotConverted, match="minutes at most"):
        convert([tone(4)])


def test_the_limits_hold_for_the_process(tmp_path: Path) -> None:
    """Too little memory: the converter cannot even start, and says nothing to us."""
    command = [*_runner(5, 1_000_000), FFMPEG, "-version"]
    done = subprocess.run(command, capture_output=True, check=False, timeout=30)
    assert done.returncode != 0
    endless = [*_runner(1, 1_500_000_000), FFMPEG, "-loglevel", "error", "-f", "lavfi", "-i",
               "sine=d=100000", "-f", "null", "-"]  # fmt: skip
    assert subprocess.run(endless, capture_output=True, check=False, timeout=60).returncode != 0


def _runner(seconds: int, memory: int) -> list[str]:
    return [sys.executable, "-I", str(converting.RUNNER), str(seconds), str(memory)]


def test_without_a_converter_the_page_says_so(
    me: Somebody, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "FFMPEG", "/no/such/program")
    work = me.write()
    assert "Sound is switched off on this site" in me.get(f"/stories/write/{work}/sound/")
    assert "Sound is switched off on this site." in me.get(f"/stories/write/{work}/")
    with pytest.raises(NotConverted, match="switched off"):
        convert([tone()])


# -- on the pages ------------------------------------------------------------------------------


def _add(me: Somebody, work: Any, content: bytes = b"") -> None:
    file = SimpleUploadedFile("voice of robin.wav", content or tone(), content_type="audio/wav")
    me.post(f"/stories/write/{work}/sound/", sound=file)


def _files() -> list[Path]:
    return sorted((Path(settings.MEDIA_ROOT) / shelf.FOLDER).glob("*"))


def _offered(me: Somebody, work: Any, audience: str = "home") -> Offer:
    me.post(f"/stories/write/{work}/hand-in/", audience=audience, pen_name="Wren", yes="on",
            transcript="on")  # fmt: skip
    return Offer.objects.get()


def test_a_draft_s_recording_lies_sealed_and_plays_for_its_author(
    me: Somebody, kim: Somebody
) -> None:
    work = me.write()
    _add(me, work)
    row = Recording.objects.get()
    assert row.sealed
    assert [path.name for path in _files()] == [f"{row.pk.hex}.aac", f"{row.pk.hex}.opus"]
    assert all(b"OggS" not in path.read_bytes() for path in _files())
    page = me.get(f"/stories/write/{work}/sound/")
    assert "<audio controls" in page
    own = f"/stories/write/{work}/sound/opus/"
    answer = me.client.get(own)
    assert answer.content.startswith(b"OggS")
    assert answer.headers["Cache-Control"] == "no-store"
    assert kim.client.get(own).status_code == 404
    spoken = me.draft(work).spoken
    assert spoken
    with pytest.raises(Unreadable):
        shelf.read_sealed(spoken.id, "aac", b"\1" * 32)


@pytest.mark.django_db(transaction=True)
def test_a_recording_goes_with_its_draft(me: Somebody) -> None:
    work = me.write()
    _add(me, work)
    first = _files()
    _add(me, work)
    assert len(_files()) == 2
    assert not set(first) & set(_files())
    me.post(f"/stories/write/{work}/sound/delete/")
    assert _files() == []
    _add(me, work)
    me.post(f"/stories/write/{work}/delete/")
    assert (_files(), Recording.objects.count()) == ([], 0)


def test_too_large_a_file_is_told_and_not_kept(me: Somebody) -> None:
    work = me.write()
    file = SimpleUploadedFile("voice.wav", b"RIFF" + b"\0" * 26_100_000)
    answer = me.post(f"/stories/write/{work}/sound/", 422, sound=file)
    assert "The file may have 25 megabytes at most." in said(answer)
    assert _files() == []


def test_a_recording_needs_its_words(me: Somebody) -> None:
    work = me.write()
    _add(me, work)
    answer = me.post(f"/stories/write/{work}/hand-in/", 422, audience="home", pen_name="Wren",
                     yes="on")  # fmt: skip
    assert "some people cannot hear it" in said(answer)
    assert not Offer.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_recording_is_heard_by_those_who_may_read_and_is_gone_when_taken_back(
    me: Somebody, editor: Somebody, kim: Somebody
) -> None:
    work = me.write()
    _add(me, work)
    offer = _offered(me, work)
    at_desk = f"/stories/desk/{offer.pk}/sound/opus/"
    assert editor.client.get(at_desk).content.startswith(b"OggS")
    assert kim.client.get(at_desk).status_code == 403
    editor.publish(offer)
    address = f"/stories/{offer.pk}/sound/aac/"
    answer = kim.client.get(address)
    assert answer.headers["Content-Type"] == "audio/mp4"
    assert answer.headers["Cache-Control"] == "no-store"
    assert Client().get(address).status_code == 404
    assert len(_files()) == 4  # the author's own, sealed, and the open one
    me.post(f"/stories/{offer.pk}/mine/take-back/")
    assert kim.client.get(address).status_code == 404
    assert len(_files()) == 2
    assert [row.sealed for row in Recording.objects.all()] == [True]


@pytest.mark.django_db(transaction=True)
def test_a_story_left_without_a_name_loses_its_voice(me: Somebody, editor: Somebody) -> None:
    work = me.write()
    _add(me, work)
    story = editor.publish(_offered(me, work, "public"))
    assert Client().get(f"/stories/{story.pk}/sound/aac/").status_code == 200
    assert privacy.leave(user=me.user, keeps=["stories.story"], key=uuid4(), by=me.user.pk)
    row = Story.objects.get()
    assert (row.author, row.pen_name, row.recording) == (None, "", None)
    assert _files() == []
    assert Client().get(f"/stories/{story.pk}/").status_code == 200


@pytest.mark.parametrize(
    ("asked", "status", "part"),
    [
        ("bytes=0-3", 206, "bytes 0-3/"),
        ("bytes=-4", 206, "bytes "),
        ("bytes=4-", 206, "bytes 4-"),
        ("bytes=99999999-", 416, "bytes */"),
        ("bytes=9-3", 416, "bytes */"),
        ("bytes=-", 200, ""),
        ("bytes=0-1,5-6", 200, ""),
        ("words", 200, ""),
    ],
)
def test_a_part_of_a_recording_can_be_asked_for(
    me: Somebody, asked: str, status: int, part: str
) -> None:
    work = me.write()
    made = Converted({"opus": b"OggS" + b"sound" * 20}, 2)
    assert drafts.add_recording(vault=me.vault, work=work, converted=made, key=uuid4())
    answer = me.client.get(f"/stories/write/{work}/sound/opus/", headers={"range": asked})
    assert answer.status_code == status
    assert answer.headers.get("Content-Range", "").startswith(part)
    if asked == "bytes=0-3":
        assert (answer.content, answer.headers["Content-Length"]) == (b"OggS", "4")
    if asked == "bytes=-4":
        assert answer.content == b"ound"


def test_files_that_a_crash_left_are_deleted_after_a_while(me: Somebody) -> None:
    made = Converted({"opus": b"OggS"}, 2)
    assert drafts.add_recording(vault=me.vault, work=me.write(), converted=made, key=uuid4())
    kept = _files()
    for name, age in ((uuid4().hex, 7200), (uuid4().hex, 0)):
        stray = Path(settings.MEDIA_ROOT) / shelf.FOLDER / f"{name}.opus"
        stray.write_bytes(b"left")
        moment = clock.now().timestamp() - age
        os.utime(stray, (moment, moment))
    assert drop_stray_files() == 1
    assert len(_files()) == len(kept) + 1
