"""The chore that sends: what goes out, when, how often, and what never does."""

import logging
from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from tests.accounts.people import make_member
from tests.chance import without_chance
from tests.factories import at
from tests.notices.posts import CANARY, MailHost, PushHost, mail_on
from tests.notices.test_outlets import push_on, set_preferences

from homegroup.accounts.models import User
from homegroup.core import upkeep
from homegroup.core.outing import outing_words_in
from homegroup.notices import actions, kinds, outlets, queries, sending
from homegroup.notices.actions import tell
from homegroup.notices.choices import Channel, DeliveryState, Rhythm, Urgency
from homegroup.notices.kinds import Kind, Line
from homegroup.notices.models import Delivery, MailAddress, MailSettings, Notice, PushDevice

pytestmark = pytest.mark.django_db
NOON = datetime.fromisoformat("2026-03-04T12:00+00:00")
MINUTE = timedelta(minutes=1)
RIVER, LAKE = "river@mail.example", "lake@mail.example"


@pytest.fixture
def post(mail_host: MailHost, member: User) -> MailHost:
    """The mail server, and a member who gets mails."""
    mail_host.serve_for(member.pk)
    mail_on(member, RIVER)
    return mail_host


def soon(user: User, subject: str = "thing:7") -> None:
    tell(user=user.pk, kind="things.soon", subject=subject)


def test_what_matters_today_goes_out_and_tells_nothing(
    post: MailHost, member: User, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(0)
    logging.getLogger("mail.log").setLevel(logging.CRITICAL)  # the mail server's own
    with at(NOON):
        soon(member)
        assert sending.send_due() == 1
        assert sending.send_due() == 0
    letter = post.letters[0]
    assert letter["To"] == RIVER
    raw = post.raw[0].decode("ascii")
    for secret in (CANARY, "things.soon", "thing:7", "quiet-river", str(member.pk), member.pk.hex):
        assert secret not in raw
        assert secret not in caplog.text
    assert RIVER not in caplog.text
    assert outing_words_in(without_chance(raw)) == []
    assert not Delivery.objects.exists()


def test_the_chore_is_registered(post: MailHost, member: User) -> None:
    chores = {chore.name: chore for chore in upkeep.chores()}
    assert chores["send-notices"].every == MINUTE
    with at(NOON):
        soon(member)
        chores["send-notices"].work()
    assert len(post.letters) == 1
    chores["forget-old-notices"].work()


def test_at_most_one_mail_in_a_quarter_of_an_hour(post: MailHost, member: User) -> None:
    with at(NOON):
        soon(member, "thing:1")
        soon(member, "thing:2")
        assert sending.send_due() == 1
    with at(NOON + 5 * MINUTE):
        soon(member, "thing:3")
        assert sending.send_due() == 0
    with at(NOON + 14 * MINUTE):
        assert sending.send_due() == 0
    with at(NOON + 15 * MINUTE):
        assert sending.send_due() == 1
        assert Delivery.objects.count() == 0


def test_nothing_goes_out_at_night(post: MailHost, member: User) -> None:
    set_preferences(member, zone="Europe/Berlin", quiet=(22, 8))
    with at("2026-03-28T22:30"):  # the night in which the clock goes forward
        soon(member)
        assert sending.send_due() == 0
    with at("2026-03-29T05:59"):
        assert sending.send_due() == 0
    with at("2026-03-29T06:00"):
        assert sending.send_due() == 1


def test_a_try_that_would_fall_into_the_night_waits(post: MailHost, member: User) -> None:
    with at(NOON):
        soon(member)
    Delivery.objects.update(due_at=NOON + timedelta(hours=11))
    with at(NOON + timedelta(hours=11)):
        assert sending.send_due() == 0
    row = Delivery.objects.get()
    assert (row.tries, row.due_at) == (0, datetime.fromisoformat("2026-03-05T08:00+00:00"))


def test_a_digest_is_one_mail_at_its_hour(post: MailHost, member: User) -> None:
    set_preferences(member, hour=18)
    with at(NOON):
        for number in "123":
            tell(user=member.pk, kind="things.daily", subject=f"thing:{number}")
        tell(user=member.pk, kind="things.site", subject="thing:4")
        assert sending.send_due() == 0
    with at("2026-03-04T17:59"):
        assert sending.send_due() == 0
    with at("2026-03-04T18:00"):
        assert sending.send_due() == 1
        assert sending.send_due() == 0


def test_other_choices_move_what_waits(post: MailHost, member: User) -> None:
    with at(NOON):
        tell(user=member.pk, kind="things.daily", subject="thing:1")
        set_preferences(member, rhythms={(Channel.MAIL, "groups"): Rhythm.WEEKLY}, weekday=1)
        assert Delivery.objects.get().due_at == datetime.fromisoformat("2026-03-09T09:00+00:00")
        set_preferences(member, rhythms={(Channel.MAIL, "groups"): Rhythm.NOW})
        assert sending.send_due() == 1
        tell(user=member.pk, kind="things.daily", subject="thing:2")
        set_preferences(member, rhythms={(Channel.MAIL, "groups"): Rhythm.NEVER})
        tell(user=member.pk, kind="things.daily", subject="thing:3")
        assert not Delivery.objects.exists()


def test_what_was_read_or_erased_is_not_sent(post: MailHost, member: User) -> None:
    with at(NOON):
        soon(member, "thing:1")
        soon(member, "thing:2")
        Notice.objects.filter(subject="thing:1").update(unread=False)  # read just now
        actions.forget(subject="thing:2")
        assert sending.send_due() == 0
    assert post.letters == []


def test_who_has_left_gets_nothing(post: MailHost, member: User) -> None:
    with at(NOON):
        soon(member)
        User.objects.filter(pk=member.pk).update(is_active=False)
        assert sending.send_due() == 0
        User.objects.filter(pk=member.pk).delete()
        assert not Delivery.objects.exists()
        assert sending.send_due() == 0


def test_switched_off_nothing_goes_out(post: MailHost, member: User) -> None:
    with at(NOON):
        soon(member)
        outlets.turn_off_mail(user=member.pk)
        assert not Delivery.objects.exists()
        soon(member, "thing:8")
        assert sending.send_due() == 0
    assert post.letters == []


def test_one_that_is_refused_does_not_stop_the_others(post: MailHost, member: User) -> None:
    other = make_member("calm-lake")
    mail_on(other, LAKE)
    post.refused_recipients[RIVER] = "451 try later"
    with at(NOON):
        soon(member)
        soon(other)
        assert sending.send_due() == 1
    assert [letter["To"] for letter in post.letters] == [LAKE]
    assert Delivery.objects.get().user == member


def test_an_address_that_is_gone_is_tried_no_more_and_told(post: MailHost, member: User) -> None:
    post.refused_recipients[RIVER] = "550 no such mailbox"
    with at(NOON):
        soon(member)
        assert sending.send_due() == 0
        assert MailAddress.objects.get().refused
        soon(member, "thing:8")
    assert not Delivery.objects.exists()


def test_five_tries_with_longer_and_longer_waits(
    post: MailHost, member: User, caplog: pytest.LogCaptureFixture
) -> None:
    post.refused_recipients[RIVER] = f"451 {RIVER} try later"
    set_preferences(member, quiet=(0, 0))
    moment, waits = NOON, []
    with at(moment):
        soon(member)
    while Delivery.objects.get().state == DeliveryState.WAITING:
        with at(moment):
            sending.send_due()
        due = Delivery.objects.get().due_at
        waits.append(int((due - moment).total_seconds() // 60))
        moment = due
    assert waits == [5, 20, 60, 240, 240]
    with at(moment):
        assert sending.send_due() == 0
    assert Delivery.objects.get().tries == 5
    assert RIVER not in caplog.text
    assert "MailTrouble" in caplog.text
    assert queries.health() == (False, "1 could not be sent; try the mail server at /console/mail/")
    with at(moment + timedelta(days=8)):
        actions.forget_old()
    assert not Delivery.objects.exists()
    assert queries.health() == (True, "mail server set")


def test_a_server_that_is_down_is_asked_once_and_everything_waits(
    post: MailHost, member: User
) -> None:
    other = make_member("calm-lake")
    mail_on(other, LAKE)
    right = MailSettings.objects.get().port
    MailSettings.objects.update(port=1)
    with at(NOON):
        soon(member)
        soon(other)
        assert sending.send_due() == 0
        assert sorted(Delivery.objects.values_list("tries", flat=True)) == [0, 1]
    MailSettings.objects.update(port=right)
    with at(NOON + 5 * MINUTE):
        assert sending.send_due() == 2


def test_small_batches_oldest_first(post: MailHost, member: User) -> None:
    other = make_member("calm-lake")
    mail_on(other, LAKE)
    with at(NOON):
        soon(member)
    with at(NOON + MINUTE):
        soon(other)
        assert sending.send_due(most=1) == 1
        assert post.letters[0]["To"] == RIVER
        assert sending.send_due(most=1) == 1


def test_what_another_server_claimed_is_left_to_it(post: MailHost, member: User) -> None:
    with at(NOON):
        soon(member)
        assert len(sending._claimed(member.pk, Channel.MAIL, NOON)) == 1
        assert sending._claimed(member.pk, Channel.MAIL, NOON) == []
        assert sending.send_due() == 0


def test_a_push_is_locked_and_neutral(push_host: PushHost, member: User, settings) -> None:
    push_on(member, push_host)
    with at(NOON):
        soon(member)
        assert sending.send_due() == 1
    path, headers, body = push_host.asked[0]
    assert path == "/one"
    assert headers["Content-Encoding"] == "aes128gcm"
    assert headers["Authorization"].startswith("vapid t=")
    assert int(headers["TTL"]) > 0
    told = push_host.told()
    assert told == {
        "title": "Notes", "text": "There is something new for you.", "path": "/notices/"
    }  # fmt: skip
    for secret in (CANARY, "thing:7", str(member.pk)):
        assert secret.encode() not in body
        assert secret not in str(headers)
    assert "something new" not in body.decode("latin-1")
    assert outing_words_in(without_chance(str(headers))) == []


def test_mail_and_push_go_by_their_own_choices(
    post: MailHost, push_host: PushHost, member: User
) -> None:
    push_on(member, push_host)
    set_preferences(member, rhythms={(Channel.MAIL, "messages"): Rhythm.NEVER})
    with at(NOON):
        soon(member)
        assert sending.send_due() == 1
    assert (len(post.letters), len(push_host.asked)) == (0, 1)


@pytest.mark.parametrize("status", [404, 410])
def test_a_browser_that_takes_no_more_is_forgotten(
    push_host: PushHost, member: User, status: int
) -> None:
    push_on(member, push_host, "one")
    push_on(member, push_host, "two")
    push_host.answers["/one"] = status
    with at(NOON):
        soon(member)
        assert sending.send_due() == 1
    assert len(push_host.asked) == 2
    assert PushDevice.objects.count() == 1


@pytest.mark.parametrize("status", [302, 429, 500])
def test_a_push_service_in_trouble_is_asked_again(
    push_host: PushHost, member: User, status: int
) -> None:
    push_on(member, push_host)
    push_host.answers["/one"] = status
    with at(NOON):
        soon(member)
        assert sending.send_due() == 0
    assert [path for path, _headers, _body in push_host.asked] == ["/one"]  # no redirect followed
    push_host.answers.clear()
    with at(NOON + 5 * MINUTE):
        assert sending.send_due() == 1


def test_the_words_are_not_even_made_when_sending(post: MailHost, member: User) -> None:
    asked: list[str] = []

    def noted(ids: Collection[str], reader: UUID) -> dict[str, Line]:
        asked.extend(ids)
        return {}

    kinds.register(Kind("things.noted", noted, urgency=Urgency.SOON))
    with at(NOON):
        tell(user=member.pk, kind="things.noted", subject="thing:7")
        assert sending.send_due() == 1
    assert asked == []
