"""Words, pauses, slow writing, rests."""

from datetime import timedelta
from uuid import uuid4

import pytest
from tests.factories import NOW, at
from tests.moderation.conftest import People
from tests.moderation.test_deciding import told

from homegroup.core import clock
from homegroup.core.errors import Conflict, HouseError, NotAllowed
from homegroup.moderation import access, actions, duty, queries
from homegroup.moderation.models import Decision, LastWritten, Pause, Rest, SlowMode
from homegroup.notices.models import Notice

pytestmark = pytest.mark.django_db

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def test_a_private_word(people: People) -> None:
    key = uuid4()
    for _ in range(3):
        actions.warn(person=people.kim, note=" Please, no names. ", by=people.ana.user_id, key=key)
    row = Decision.objects.get()
    assert (row.verdict, row.note, row.about) == ("warned", "Please, no names.", people.kim.user)
    assert told(people.kim, "outcome") == ["A moderator wrote you a private word."]
    with pytest.raises(HouseError):
        actions.warn(person=people.kim, note=" ", by=people.ana.user_id, key=uuid4())
    with pytest.raises(NotAllowed):
        actions.warn(person=people.ana, note="x", by=people.ana.user_id, key=uuid4())


def pause(people: People, length: timedelta = HOUR) -> Pause | None:
    return actions.pause(
        person=people.kim, length=length, note="Breathe", by=people.ana.user_id, key=uuid4()
    )


def test_a_pause_begins_is_replaced_and_ends(people: People) -> None:
    pause(people)
    pause(people, DAY)
    running = Pause.objects.running().get()
    assert running.until_at - running.from_at == DAY
    assert [person for person, _pause in queries.paused_in(people.group)] == [people.kim]
    with pytest.raises(NotAllowed):
        access.check_may_write(user=people.kim.user, group=people.group)
    for _ in range(3):
        actions.lift_pause(person=people.kim, by=people.bo.user_id)
    access.check_may_write(user=people.kim.user, group=people.group)
    verdicts = Decision.objects.order_by("at").values_list("verdict", flat=True)
    assert list(verdicts) == ["paused", "paused", "lifted"]
    assert "You can write again." in told(people.kim, "outcome")


@pytest.mark.parametrize("length", [timedelta(0), timedelta(days=15)])
def test_a_pause_has_bounds(people: People, length: timedelta) -> None:
    with pytest.raises(HouseError):
        pause(people, length)
    assert not Pause.objects.exists()


def test_slow_writing_begins_ends_and_leaves_no_times(people: People) -> None:
    key = uuid4()
    for _ in range(3):
        actions.slow_down(
            group=people.group, minutes=15, length=DAY, by=people.ana.user_id, key=key
        )
    assert SlowMode.objects.get().minutes == 15
    LastWritten.objects.create(group=people.group, user=people.kim.user, at=clock.now())
    assert actions.forget_slow() == 0
    SlowMode.objects.update(until_at=clock.now())
    assert actions.forget_slow() == 2
    for bad in ({"minutes": 0, "length": DAY}, {"minutes": 5, "length": DAY * 8}):
        with pytest.raises(HouseError):
            actions.slow_down(group=people.group, by=people.ana.user_id, key=uuid4(), **bad)  # type: ignore[arg-type]
    assert not SlowMode.objects.exists()
    actions.slow_down(group=people.group, minutes=5, length=DAY, by=people.ana.user_id, key=key)
    actions.end_slow(group=people.group, by=people.ana.user_id)
    assert not LastWritten.objects.exists()


def test_who_rests_is_told_of_nothing_and_another_has_the_desk(people: People) -> None:
    with pytest.raises(Conflict):
        actions.rest(me=people.ana, to=people.kim, key=uuid4())
    actions.rest(me=people.ana, to=people.bo, key=uuid4())
    assert told(people.bo, "handed") == ["You have the desk of Lamp Group for a week."]
    with pytest.raises(Conflict):
        actions.rest(me=people.bo, to=people.ana, key=uuid4())
    actions.hold(kind="name", subject=str(people.kim.pk), rule="first")
    rows = Notice.objects.filter(kind="moderation.reported")
    assert [row.user_id for row in rows] == [people.bo.user_id]
    rests = {each.membership: each.rests_until for each in duty.keepers(people.group)}
    assert rests[people.ana] == clock.now().date() + timedelta(days=7)
    for _ in range(2):
        actions.be_back(me=people.ana)
    assert not Rest.objects.exists()


def test_a_moderator_who_did_much_is_told_to_rest(people: People) -> None:
    with at(NOW):
        assert not duty.load_of(people.ana.user).is_much
        for days in range(7):
            Decision.objects.create(
                verdict="kept", at=NOW - timedelta(days=days), by=people.ana.user
            )
        load = duty.load_of(people.ana.user)
        assert (load.today, load.days, load.is_much) == (1, 7, True)
        for _ in range(12):
            Decision.objects.create(verdict="kept", at=NOW, by=people.bo.user)
        assert duty.load_of(people.bo.user).is_much
