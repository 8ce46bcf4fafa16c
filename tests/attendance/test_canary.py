"""The name on a paper is found nowhere: neither while the room is open nor after."""

import logging
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from tests.attendance.conftest import stay
from tests.canary.looking import database, files, found, memory
from tests.factories import NOW, at
from tests.live.rooms import Person, member

from homegroup.attendance.models import Proof

pytestmark = pytest.mark.django_db(transaction=True)
MARK = "canary90heron"


def _kept() -> bytes:
    return database() + memory() + files(Path(settings.HOME))


def test_nothing_of_a_paper_is_found(led: Person, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    wren = member(led.room, "Wren")
    stay(wren, 5)
    with at(NOW + timedelta(minutes=5)):
        wren.post("attendance/", status=200, name=MARK)
        assert Proof.objects.count() == 1
        assert found([MARK], _kept()) == []
        led.lead("end")
        led.post("close/")
    stored = _kept()
    assert found([MARK], stored) == []
    assert MARK not in caplog.text
    assert Proof.objects.get().digest.encode() in stored  # the look would have found it
    assert wren.user
    assert found([wren.user.pk.hex], str(list(Proof.objects.values())).encode()) == []
