"""Three equal presses in the same moment leave one row."""

from uuid import uuid4

import pytest
from django.test import Client
from tests.accounts.people import make_member
from tests.factories import NOW
from tests.groups.making import make_group, make_membership
from tests.notices.test_at_once import AT_ONCE, at_once
from tests.support.conftest import browser, make_old, trust

from homegroup.core import clock
from homegroup.groups.actions.everyone import open_to_everyone
from homegroup.groups.models import Group, Membership
from homegroup.search.models import Document
from homegroup.support.choices import MOST_PINNED, Caring, Kind
from homegroup.support.models import Duty, Mute, Reply, Response, Share, Space

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def pair() -> tuple[Membership, Membership]:
    """Robin and Kim of one group, no newcomers."""
    group = make_group("Lamp Group")
    names = {"quiet-river": "Robin", "green-hill": "Kim"}
    robin, kim = (
        trust(make_membership(make_old(make_member(sign_in)), group, name, ["moderator"]))
        for sign_in, name in names.items()
    )
    return robin, kim


def press(me: Membership, rest: str, **typed: str) -> list[object]:
    """Let three browsers of one person send the same form at once; give the statuses."""
    who = browser(me, strong=True)
    cookies = {name: morsel.value for name, morsel in who.client.cookies.items()}
    sent = {"once": str(uuid4()), **typed}

    def send() -> int:
        client = Client()
        for name, value in cookies.items():
            client.cookies[name] = value
        return client.post(who.at(rest), sent).status_code

    return at_once(send)


def shared(me: Membership) -> Share:
    """Something that somebody shared."""
    now = clock.now()
    return Share.objects.create(
        group=me.group, author=me, text="Tea.", written_at=now, came_at=now, waits_since=now
    )


def test_a_share_and_an_answer(pair: tuple[Membership, Membership]) -> None:
    robin, kim = pair
    assert press(robin, "shares/new/", text="Once.", kind="share") == [302] * AT_ONCE
    row = Share.objects.get()
    assert press(kim, f"shares/{row.pk}/", text="Once, too.") == [302] * AT_ONCE
    assert Reply.objects.count() == 1
    assert Document.objects.count() == 2


def test_a_press_a_mute_and_hours(pair: tuple[Membership, Membership]) -> None:
    robin, kim = pair
    row = shared(robin)
    assert press(kim, f"shares/{row.pk}/respond/", kind=Caring.HEAR) == [302] * AT_ONCE
    assert press(kim, f"members/{robin.pk}/mute/") == [302] * AT_ONCE
    told = {"weekdays": "3", "from_time": "10:00", "until_time": "12:00", "zone": "UTC"}
    assert press(kim, "duty/", **told) == [302] * AT_ONCE
    assert (Response.objects.count(), Mute.objects.count(), Duty.objects.count()) == (1, 1, 1)


def test_a_days_first_words_and_its_host(pair: tuple[Membership, Membership]) -> None:
    robin, _kim = pair
    assert press(robin, "today/", text="I rest.") == [302] * AT_ONCE
    assert press(robin, "today/host/", do="take") == [302] * AT_ONCE
    assert (Share.objects.filter(kind=Kind.DAY).count(), Reply.objects.count()) == (1, 1)
    assert Space.objects.get().host == robin


def test_two_people_begin_a_day_at_once(pair: tuple[Membership, Membership]) -> None:
    robin, kim = pair
    whose = iter([robin, kim, robin])

    def say() -> object:
        from homegroup.support.actions import days
        from homegroup.support.actions.answering import Words

        return days.pledge(me=next(whose), words=Words(text="I rest."), key=uuid4())

    at_once(say)
    assert Share.objects.filter(kind=Kind.DAY).count() == 1
    assert Reply.objects.count() == 2


def test_deleting_and_never_more_pins_than_few(pair: tuple[Membership, Membership]) -> None:
    robin, _kim = pair
    rows = [shared(robin) for _ in range(MOST_PINNED + 2)]
    for row in rows[: MOST_PINNED - 1]:
        Share.objects.filter(pk=row.pk).update(pinned_at=NOW)
    who = iter(rows[MOST_PINNED - 1 :])

    def pin() -> object:
        from homegroup.core.errors import Conflict
        from homegroup.support.actions import tending

        try:
            tending.pin(share=next(who), by=robin.user_id)
        except Conflict:
            return False
        return True

    assert sorted(map(str, at_once(pin))) == ["False", "False", "True"]
    assert Share.objects.pinned().count() == MOST_PINNED
    statuses = press(robin, f"shares/{rows[0].pk}/delete/")
    assert set(map(str, statuses)) <= {"302", "404"}
    assert not Share.objects.filter(pk=rows[0].pk).exists()


def test_the_group_for_everyone_is_made_once() -> None:
    operator = make_member("tall-birch", operator=True)
    at_once(lambda: open_to_everyone(secretary=operator))
    assert Group.objects.filter(for_everyone=True).count() == 1
    assert Membership.objects.count() == 1
