"""Taking a proof and checking it: forged, changed, used for another name, too late."""

import json
import shutil
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.db import DatabaseError
from django.test import Client
from tests.exchange.printed import read, text_of
from tests.factories import NOW, at
from tests.groups.making import make_group
from tests.live.rooms import Person, guest, member, open_room, said, state

from homegroup.attendance import actions, codes, paper, queries, signing
from homegroup.attendance.models import Policy, Proof
from homegroup.attendance.queries import Found
from homegroup.audit.models import Entry
from homegroup.core.errors import Conflict, HouseError, NotAllowed
from homegroup.groups.models import Group
from homegroup.live.models import Line, Room
from homegroup.privacy import registry

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite_is_enough]  # papers and signatures
END = NOW + timedelta(minutes=10)


def take(person: Person, name: str = "Kim B.", **more: Any) -> bytes:
    """Take a proof through the action, at the end of the ten minutes."""
    with at(END):
        told = {"key": uuid4(), **more}
        return actions.give(
            room=Room.objects.get(pk=person.room.pk), seat=person.seat.number, name=name, **told
        )


def found(code: bytes | str) -> Found:
    """Check a proof on the next day."""
    with at(NOW + timedelta(days=1)):
        return queries.check(codes.text(code) if isinstance(code, bytes) else code).found


# -- taking ------------------------------------------------------------------------------------


def test_a_proof_says_who_where_when_and_how_long(kim: Person) -> None:
    code = codes.read(codes.text(take(kim)))
    assert code.is_signed
    told = code.said
    assert (told.name, told.group, told.present, told.minutes) == ("Kim B.", "Lamp Group", 10, 10)
    assert told.starts_at == NOW
    assert told.expires_on == NOW.date() + timedelta(days=92)


def test_what_is_kept_is_a_digest_and_a_day(kim: Person) -> None:
    code = take(kim)
    row = Proof.objects.get()
    assert (row.digest, row.expires_on) == (codes.digest(code), date(2026, 6, 4))
    assert {field.name for field in Proof._meta.get_fields()} == {"digest", "expires_on"}
    told = Entry.objects.filter(action__startswith="attendance.")
    assert set(told.values_list("action", flat=True)) == {"attendance.set_policy"}


def test_pressed_twice_it_is_the_same_proof(kim: Person) -> None:
    key = uuid4()
    first = take(kim, key=key)
    with at(END + timedelta(minutes=2)):
        room = Room.objects.get(pk=kim.room.pk)
        again = actions.give(room=room, seat=kim.seat.number, name="Kim B.", key=key)
    assert first == again
    assert Proof.objects.count() == 1


def test_the_same_form_gives_no_second_name(kim: Person) -> None:
    key = uuid4()
    take(kim, key=key)
    with pytest.raises(Conflict):
        take(kim, "Somebody else", key=key)
    assert Proof.objects.count() == 1


def test_a_person_takes_a_few_and_not_many(kim: Person) -> None:
    for _ in range(3):
        take(kim)
    with pytest.raises(Conflict):
        take(kim)
    assert Proof.objects.count() == 3


def test_rolled_back_it_was_never_taken(kim: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_args: object, **_more: object) -> None:
        raise DatabaseError

    before = Line.objects.count()
    with monkeypatch.context() as patched:
        patched.setattr(Proof.objects, "get_or_create", broken)
        with pytest.raises(DatabaseError):
            take(kim)
    assert (Proof.objects.count(), Line.objects.count()) == (0, before)
    assert state(kim.room).taken == {}


@pytest.mark.parametrize("name", ["", " ", "x" * 41, "Kim\u202e"])
def test_names_that_cannot_be(kim: Person, name: str) -> None:
    with pytest.raises(HouseError):
        take(kim, name)
    assert Proof.objects.count() == 0


def test_before_a_minute_there_is_nothing_to_prove(led: Person) -> None:
    ann = guest(led.room, "Ann")
    with pytest.raises(Conflict), at(NOW + timedelta(seconds=59)):
        actions.give(room=led.room, seat=ann.seat.number, name="Ann", key=uuid4())


def test_a_group_that_gives_none() -> None:
    room = open_room(make_group("Quiet Group"))
    ann = member(room, "Ann", ["chair"])
    ann.lead("begin")
    with pytest.raises(NotAllowed), at(END):
        actions.give(room=room, seat=ann.seat.number, name="Ann", key=uuid4())
    assert ann.client.get(f"{room.page}attendance/").headers["Location"] == room.page
    assert "Proof that I was here" not in ann.get()


# -- forged, changed, replayed -----------------------------------------------------------------

CHANGES: dict[str, Any] = {
    "name": "Ann B.", "group": "River Group", "meeting": "Another", "starts_at": 29_000_000,
    "zone": "Europe/Berlin", "present": 60, "minutes": 90, "expires_on": 25_000, "nonce": "ffff",
}  # fmt: skip


@pytest.mark.parametrize("field", list(CHANGES))
def test_no_field_can_be_changed(kim: Person, field: str) -> None:
    code = take(kim)
    fields = json.loads(code[9:-64])
    fields[list(CHANGES).index(field)] = CHANGES[field]
    told = json.dumps(fields, ensure_ascii=False, separators=(",", ":")).encode()
    assert found(code) is Found.GOOD
    assert found(code[:9] + told + code[-64:]) is Found.CHANGED


def test_no_byte_can_be_changed(kim: Person) -> None:
    code = take(kim)
    for place in range(len(code)):
        for bit in (0x01, 0x80):
            changed = bytearray(code)
            changed[place] ^= bit
            assert found(bytes(changed)) is not Found.GOOD, place


def test_the_signature_of_one_proof_does_not_fit_another(kim: Person) -> None:
    mine, other = take(kim), take(kim, "Ann")
    assert found(mine[:-64] + other[-64:]) is Found.CHANGED


def test_what_another_home_signed(kim: Person, tmp_path: Path, settings: Any) -> None:
    code = take(kim)
    settings.HOME = tmp_path / "elsewhere"
    assert found(code) is Found.ELSEWHERE


def test_what_our_key_signed_and_nobody_was_given(kim: Person) -> None:
    said_before = codes.read(codes.text(take(kim))).said
    forged = codes.write(said_before.__class__(**{**said_before.__dict__, "present": 90}))
    assert found(forged) is Found.UNKNOWN


@pytest.mark.parametrize("typed", ["", "x", "AQ", "AQ" * 700, "Ünicode", "c=", "\x00", "AQ=="])
def test_what_is_no_code(typed: str) -> None:
    assert found(typed) is Found.UNREADABLE


def test_parts_of_a_code_and_wrong_fields(kim: Person) -> None:
    code = take(kim)
    packed = codes.text(code)
    for cut in (10, 60, 120, len(packed) - 4):
        assert found(packed[:cut]) is not Found.GOOD
    for told in (
        b"[]",
        b"{}",
        b"[1,2]",
        b"[" * 200,
        b'["","","","x","UTC",1,1,1,""]',
        b'["","","",99999999999999,"UTC",1,1,1,""]',
        b'["","","",1,"../x",1,1,1,""]',
    ):
        assert found(code[:9] + told + code[-64:]) is Found.UNREADABLE


def test_a_link_is_as_good_as_its_code(kim: Person) -> None:
    packed = codes.text(take(kim))
    assert found(f"https://lamp.example/attendance/?c={packed}&x=1") is Found.GOOD
    assert found(f"{packed[:40]}\n  {packed[40:]}") is Found.GOOD


def test_after_its_time_it_says_nothing(kim: Person) -> None:
    packed = codes.text(take(kim))
    with at(NOW + timedelta(days=92)):
        assert queries.check(packed).found is Found.GOOD
        assert actions.forget_expired() == 0
    with at(NOW + timedelta(days=93)):
        assert queries.check(packed).found is Found.EXPIRED
        assert actions.forget_expired() == 1
        assert queries.check(packed).found is Found.EXPIRED
    assert Proof.objects.count() == 0


# -- keys --------------------------------------------------------------------------------------


def test_a_new_key_leaves_old_proofs_good(kim: Person) -> None:
    before = take(kim)
    with at(END):
        made = actions.renew_key()
    after = take(kim)
    assert after[1:9].hex() == made != before[1:9].hex()
    assert found(before) is found(after) is Found.GOOD
    ids = [key.id.hex() for key in signing.public_keys()]
    assert ids == [made, before[1:9].hex()]
    with at(NOW + timedelta(days=300)):
        signing.forget_old_keys()
        assert len(signing.public_keys()) == 2
    with at(NOW + timedelta(days=369)):
        assert signing.forget_old_keys() == 1
        assert [key.id.hex() for key in signing.public_keys()] == [made]


def test_private_halves_are_for_the_home_alone(kim: Person) -> None:
    take(kim)
    actions.renew_key()
    files = {path.name: path for path in signing.folder().iterdir()}
    assert files["current.key"].stat().st_mode & 0o077 == 0
    assert len(files) == 2
    assert files["current.key"].read_bytes() not in {
        path.read_bytes() for path in files.values() if path.suffix == ".pub"
    }


@pytest.fixture(autouse=True)
def _keys() -> Any:
    yield
    shutil.rmtree(signing.folder(), ignore_errors=True)


# -- pages -------------------------------------------------------------------------------------


def make_paper(person: Person, **more: Any) -> bytes:
    with at(END):
        answer = person.post("attendance/", status=200, name="Kim B.", **more)
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="attendance.pdf"'
    assert answer.headers["Cache-Control"] == "no-store"
    return answer.content


def test_the_paper_and_its_check(kim: Person) -> None:
    with at(END):
        assert "You have been at this meeting for 10 minutes." in kim.get("attendance/")
        assert "Proof that I was here" in kim.get()
    text = text_of(make_paper(kim))
    for words in (
        "Kim B.",
        "Lamp Group",
        "Wednesday, 4 March 2026",
        "12:00 (UTC)",
        "10 of 10 minutes",
        "We belong to nobody.",
        "http://testserver/attendance/",
    ):
        assert words in text


def check_page(**asked: Any) -> str:
    """Check in a browser that has never been here; the page works without scripts."""
    with at(NOW + timedelta(days=1)):
        client = Client()
        answer = client.post("/attendance/", asked) if "code" in asked else client.get(
            "/attendance/", asked)  # fmt: skip
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    assert not answer.cookies or set(answer.cookies) <= {"__Host-form"}
    return said(answer)


def test_everybody_can_check_it(kim: Person) -> None:
    packed = codes.text(take(kim))
    for page in (check_page(c=packed), check_page(code=packed)):
        assert "This proof is good" in page
        assert "Kim B." in page
        assert "10 of 10 minutes" in page
    changed = codes.text(take(kim)[:-1] + b"\0")
    assert "This proof was changed" in check_page(c=changed)
    assert "Kim B." not in check_page(c=changed)
    assert "This code cannot be read" in check_page(c="nothing")
    assert "Check a proof of attendance" in check_page()


def test_the_public_keys_stand_at_an_address_of_their_own(kim: Person) -> None:
    code = take(kim)
    told = Client().get("/attendance/keys.json").json()
    key = told["keys"][0]
    assert key["id"] == code[1:9].hex()
    from base64 import b64decode

    from nacl.signing import VerifyKey

    VerifyKey(b64decode(key["ed25519"])).verify(b"homegroup attendance|" + code[:-64], code[-64:])


def test_a_wrong_name_keeps_what_was_typed(kim: Person) -> None:
    with at(END):
        answer = kim.post("attendance/", status=422, name="Kim\u202e")
    assert Proof.objects.count() == 0
    assert 'value="Kim' in answer.content.decode()


def test_who_is_not_in_the_room_takes_none(kim: Person) -> None:
    other = Client()
    for method in (other.get, other.post):
        answer = method(f"{kim.room.page}attendance/")
        assert answer.headers["Location"].endswith("/door/")


def test_what_a_group_chooses(group: Group) -> None:
    room = open_room(group)
    secretary, kim = member(room, "Ines", ["secretary"]), member(room, "Kim")
    address = f"/groups/{group.key}/attendance/"
    assert kim.client.get(address).status_code == 403
    form = {"once": str(uuid4()), "is_on": "on", "wording": "As a  favour.", "days": "31"}
    for _ in range(2):
        assert secretary.client.post(address, form).status_code == 302
    policy = Policy.objects.get()
    assert (policy.is_on, policy.wording, policy.days) == (True, "As a favour.", 31)
    assert Entry.objects.filter(action="attendance.set_policy").count() == 2  # one by the fixture
    wrong = {**form, "once": str(uuid4()), "days": "400"}
    assert secretary.client.post(address, wrong).status_code == 422
    assert "Proofs of attendance" in said(secretary.client.get(f"/groups/{group.key}/"))


def test_after_the_meeting_nothing_leads_to_who_took_it(led: Person, kim: Person) -> None:
    make_paper(kim)
    with at(END):
        led.lead("end")
        led.post("close/")
    assert Line.objects.count() == 0
    assert Proof.objects.count() == 1
    assert registry.is_known(Proof)


def test_the_file_says_nothing_but_what_stands_on_it(kim: Person) -> None:
    code = take(kim)
    with at(END):
        content = paper.of_code(code, page="https://lamp.example/attendance/", wording="", at=END)
    about = read(content).metadata
    assert about
    assert about.title == "Proof of attendance"
    assert about.author is None
