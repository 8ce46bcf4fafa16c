"""Reporting private messages: exactly the chosen ones, sealed for the desk; what comes of it."""

from uuid import uuid4

import pytest
from nacl.public import PrivateKey, SealedBox
from tests.accounts.people import key_of
from tests.messages.conftest import Somebody, said

from homegroup.accounts import keys
from homegroup.accounts.models import Keyring
from homegroup.groups.actions import joining
from homegroup.messages.models import Talk
from homegroup.moderation import actions as moderation
from homegroup.moderation import subjects
from homegroup.moderation.models import DeskKeyShare, Evidence, Report
from homegroup.vault import sealed
from homegroup.vault.models import Message

pytestmark = pytest.mark.django_db


def where(talk: Talk) -> str:
    return f"/messages/{talk.pk}/report/"


def id_of(talk: Talk, number: int) -> str:
    return str(Message.objects.get(thread=talk.thread_id, number=number).pk)


def opened_by(who: Somebody) -> list[tuple[str, str]]:
    """Give (name, text) of what a moderator can open with their own key."""
    row = Evidence.objects.get()
    share = DeskKeyShare.objects.get(desk_key=row.desk_key_id, user=who.user)
    mine = keys.open_private(key_of(who.user), Keyring.objects.get(pk=who.user.pk).private_key)
    private = keys.open_sealed(mine, share.sealed_private)[16:]
    told = sealed.unpack(SealedBox(PrivateKey(private)).decrypt(bytes(row.sealed)))
    return [(quote["name"], quote["text"]) for quote in told["quotes"]]


@pytest.fixture
def long_talk(robin: Somebody, kim: Somebody, talk: Talk) -> Talk:
    kim.write(talk, "What is it?")
    robin.write(talk, "I can get you something cheap")
    kim.write(talk, "No, thank you")
    return talk


def test_exactly_the_chosen_messages_are_sealed_for_the_desk(
    robin: Somebody, kim: Somebody, ana: Somebody, long_talk: Talk
) -> None:
    page = kim.get(where(long_talk))
    assert "I can get you something cheap" in page
    chosen = [id_of(long_talk, 3), id_of(long_talk, 4)]
    once = str(uuid4())
    for _ in range(3):
        answer = kim.post(
            where(long_talk), chosen=chosen, reason="selling", words="please look", once=once
        )
        assert answer.headers["Location"] == "/reports/"
    row = Report.objects.get()
    assert (row.kind, row.subject, row.about_id) == ("message", chosen[0], robin.user.pk)
    assert row.group == kim.group
    assert "cheap" not in row.as_reported
    assert opened_by(ana) == [("Robin", "I can get you something cheap"), ("Kim", "No, thank you")]
    assert b"cheap" not in bytes(Evidence.objects.get().sealed)
    desk = ana.get(f"/groups/{kim.group.key}/desk/")
    assert "A private message" in desk
    assert "Hello Kim" not in desk


def test_the_desk_takes_it_away_and_ends_the_conversation(
    robin: Somebody, kim: Somebody, ana: Somebody, long_talk: Talk
) -> None:
    kim.post(where(long_talk), chosen=[id_of(long_talk, 3)], reason="selling")
    moderation.decide_report(
        report=Report.objects.get(), verdict="removed", reason="Agreed", by=ana.user.pk, key=uuid4()
    )
    for who in (robin, kim):
        page = said(who.get(f"/messages/{long_talk.pk}/"))
        assert "Moderators took this message away." in page
        assert "cheap" not in page
        assert "This conversation has ended." in page
    assert not Evidence.objects.exists()
    assert "It is not there any more" in said(kim.get("/reports/"))


def test_a_request_can_be_reported_as_well(robin: Somebody, kim: Somebody, ana: Somebody) -> None:
    talk = robin.ask(kim, "Cheap things")
    kim.post(where(talk), chosen=[id_of(talk, 1)], reason="selling")
    assert opened_by(ana) == [("Robin", "Cheap things")]


@pytest.mark.parametrize(
    ("chosen", "reason", "problem"),
    [
        ([], "selling", "Choose at least one message."),
        ([2], "selling", "Choose at least one message of the other."),
        ([3], "", "This field is required."),
        (["nonsense"], "selling", "Select a valid choice"),
    ],
)
def test_what_is_missing_is_said_and_the_words_stay(
    kim: Somebody, ana: Somebody, long_talk: Talk, chosen: list[object], reason: str, problem: str
) -> None:
    ids = [id_of(long_talk, each) if isinstance(each, int) else each for each in chosen]
    answer = kim.post(where(long_talk), 422, chosen=ids, reason=reason, words="my own words")
    assert problem in said(answer)
    assert "my own words" in answer.content.decode()
    assert not Report.objects.exists()


def test_what_is_not_in_the_conversation_cannot_be_chosen(
    robin: Somebody, kim: Somebody, ana: Somebody, long_talk: Talk
) -> None:
    other = ana.ask(robin, "Hello Robin")
    kim.post(where(long_talk), 422, chosen=[id_of(other, 1)], reason="selling")
    assert not Report.objects.exists()


def test_more_than_twenty_are_too_many(robin: Somebody, kim: Somebody, talk: Talk) -> None:
    for number in range(21):
        robin.write(talk, f"line {number}")
    ids = [str(pk) for pk in Message.objects.values_list("pk", flat=True)][:21]
    assert "20 messages are the most" in said(
        kim.post(where(talk), 422, chosen=ids, reason="other")
    )


def test_the_general_page_of_reports_is_for_the_two_only(
    robin: Somebody, kim: Somebody, ana: Somebody, talk: Talk
) -> None:
    thing = id_of(talk, 1)
    path = f"/report/message/{thing}/"
    assert "Hello Kim" not in kim.get(path)
    ana.get(path, 404)
    robin.post(path, 422, reason="other")  # their own
    kim.get(f"/report/message/{thing.upper()}/", 404)
    kim.post(path, reason="other")
    assert Report.objects.count() == 1
    assert not Evidence.objects.exists()


def test_a_desk_is_told_nothing_of_what_it_was_not_shown(
    kim: Somebody, ana: Somebody, long_talk: Talk
) -> None:
    subject = subjects.find("message")
    assert subject
    shown = subject.shown([id_of(long_talk, 1), str(uuid4()), "nonsense"], None)
    assert len(shown) == 1
    assert "Hello" not in repr(shown)
    assert subject.about(str(uuid4())) is None
    assert subject.group_of("nonsense") is None


def test_after_leaving_the_group_it_can_still_be_reported(
    robin: Somebody, kim: Somebody, ana: Somebody, long_talk: Talk
) -> None:
    joining.leave_group(membership=robin.membership)
    kim.post(where(long_talk), chosen=[id_of(long_talk, 3)], reason="unsafe")
    assert Report.objects.get().group == kim.group
