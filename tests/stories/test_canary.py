"""Marked secrets of drafts stand nowhere: not in the database, files, memory, a log or a cookie."""

import logging
from pathlib import Path
from uuid import uuid4

import imageio_ffmpeg
import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.accounts.people import sign_in
from tests.canary.looking import database, files, found, memory
from tests.stories.conftest import Somebody
from tests.stories.test_sound import tone

MARKS = [f"canary{number:02d}zebra" for number in range(16)]


def _plant(me: Somebody) -> None:
    """Write, check, plan, refuse and record, with a mark in each; nothing is handed in."""
    first = me.post("/stories/write/", guide="then-now", language="en")["Location"]
    work = f"/stories/write/{first.split('/')[3]}/"
    slot = uuid4().hex
    me.post(first, text=f"{MARKS[0]} words. My sister Anna{MARKS[1]} rang.", heading=MARKS[2],
            revision="1", slot=slot)  # fmt: skip
    me.client.post(first, {"text": f"{MARKS[0]} {MARKS[3]}", "revision": "1", "slot": slot},
                   headers={"HX-Request": "true"})  # fmt: skip
    me.post(first, 422, text=MARKS[4], revision="1", slot=uuid4().hex)
    me.post(first, text=MARKS[5], revision="3", slot=uuid4().hex, keep="both")
    me.post(work, title=MARKS[6], language="en", check="1")
    me.get(f"{work}check/")
    me.post(f"{work}check/", 302, leave_all="1", instead_1=MARKS[7])
    me.post(f"{work}hand-in/", 422, audience="home", pen_name=MARKS[8], yes="on")  # too short
    me.post(f"{work}hand-in/", 422, audience="", pen_name=MARKS[9])
    voice = SimpleUploadedFile(f"{MARKS[10]}.wav", tone())
    me.post(f"{work}sound/", sound=voice)
    me.post(f"{work}sound/", 422, sound=SimpleUploadedFile("x.wav", MARKS[11].encode()))
    me.get("/stories/mine/")
    me.get("/today/")
    sign_in(me.client, me.user, locked=True)
    me.client.post(first, {"text": MARKS[12]})
    me.client.post(first, {"text": MARKS[13]}, headers={"HX-Request": "true"})
    me.client.post(work, {"title": MARKS[14]})
    me.client.post(f"{work}hand-in/", {"pen_name": MARKS[15]})


@pytest.mark.django_db(transaction=True)
def test_marked_secrets_of_drafts_are_found_nowhere(
    me: Somebody, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "FFMPEG", imageio_ffmpeg.get_ffmpeg_exe())
    caplog.set_level(logging.DEBUG)
    _plant(me)
    stored = database()
    assert b"quiet-river" in stored  # it is the right place to look
    assert found(MARKS, stored) == []
    assert found(MARKS, memory()) == []
    assert found(MARKS, caplog.text.encode()) == []
    uploads = Path(settings.MEDIA_ROOT)
    assert len(list(uploads.rglob("*.*"))) == 2
    assert found(MARKS, files(uploads)) == []
    cookies = {name: morsel.value for name, morsel in me.client.cookies.items()}
    assert found(MARKS, repr(cookies).encode()) == []
