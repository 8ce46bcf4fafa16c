"""The today page: what stands there for whom."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.http import HttpRequest
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.safestring import SafeString
from tests.accounts.people import make_member, sign_in
from tests.factories import MON, NOW, SUN, THU, TUE, WED, add, weekly
from tests.groups.making import make_group, make_membership

from homegroup.accounts.models import User
from homegroup.core import navigation, today_panels, waiting
from homegroup.core.navigation import Entry
from homegroup.core.today_panels import Panel
from homegroup.core.waiting import Waiting
from homegroup.groups.models import Group
from homegroup.meetings import actions
from homegroup.meetings.models import Meeting

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_now")]


@pytest.fixture(autouse=True)
def _own_registries(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(today_panels, "_offers", [])
    monkeypatch.setattr(waiting, "_providers", [])


@pytest.fixture
def user() -> User:
    return make_member()


@pytest.fixture
def member(client: Client, user: User) -> Client:
    sign_in(client, user)
    return client


@pytest.fixture
def group(user: User) -> Iterator[Group]:
    made = make_group("Lamp Group")
    make_membership(user, made)
    return made


def meeting_of(group: Group, name: str, days: str, at: str = "19:30", **more: Any) -> Meeting:
    meeting = add(name, schedules=(weekly(days, at),), **more)
    Meeting.objects.filter(pk=meeting.pk).update(group=group)
    return meeting


def page_of(client: Client) -> str:
    answer = client.get("/today/")
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_visitor_is_asked_to_sign_in(client: Client) -> None:
    assert client.get("/today/")["Location"] == "/sign-in/?next=%2Ftoday%2F"


def test_other_methods_are_refused(member: Client) -> None:
    for method in (member.post, member.put, member.delete):
        assert method("/today/").status_code == 405


def test_a_newcomer_is_shown_one_next_thing(member: Client) -> None:
    page = page_of(member)
    assert "Begin with one meeting" in page
    assert page.count('class="act"') == 1
    assert 'href="/join/"' in page
    assert "Next in my groups" not in page
    assert "Waiting for you" not in page


def test_who_has_asked_to_join_is_still_a_newcomer(member: Client, user: User) -> None:
    make_membership(user, make_group("Lamp Group"), state="asked")
    assert "Begin with one meeting" in page_of(member)


def test_the_next_meetings_of_my_groups_stand_there_soonest_first(
    member: Client, user: User, group: Group
) -> None:
    second = make_group("River Group")
    make_membership(user, second, name="Finch")
    for name, days in (("On Sunday", SUN), ("On Thursday", THU), ("On Tuesday", TUE)):
        meeting_of(group, name, days)
    meeting_of(second, "On Wednesday", WED)
    meeting_of(make_group("Strange Group"), "Of others", WED)
    page = page_of(member)
    places = [page.find(name) for name in ("On Wednesday", "On Thursday", "On Sunday")]
    assert -1 not in places
    assert places == sorted(places)
    assert "On Tuesday" not in page  # three are shown
    assert "Of others" not in page
    assert "Begin with one meeting" not in page


def test_a_date_that_is_cancelled_is_passed_over(member: Client, group: Group) -> None:
    meeting = meeting_of(group, "Lamp Light", WED, "13:00")
    schedule = meeting.schedules.get()
    first = page_of(member)
    assert "Today" in first.split("Next in my groups")[1].split("</h3>")[0]
    actions.cancel_occurrence(schedule=schedule, on=NOW.date(), reason="snow", by=None)
    later = page_of(member).split("Next in my groups")[1]
    assert "Lamp Light" in later
    assert "Today" not in later.split("</h3>")[0]


def test_a_group_without_a_date_ahead_says_so(member: Client, group: Group) -> None:
    meeting = meeting_of(group, "Lamp Light", MON)
    actions.close_meeting(meeting=meeting, reason="moved away", by=None)
    page = page_of(member)
    assert "Your groups have no date ahead." in page
    assert "Lamp Light" not in page


def test_the_number_of_queries_does_not_grow_with_groups(member: Client, user: User) -> None:
    def queries() -> int:
        page_of(member)  # what is held in memory
        with CaptureQueriesContext(connection) as seen:
            page_of(member)
        return len(seen)

    counted = []
    for number in range(3):
        group = make_group(f"Group {number}")
        make_membership(user, group, name=f"Robin {number}")
        meeting_of(group, f"Meeting {number}", MON)
        counted.append(queries())
    assert counted[0] == counted[2]


def test_what_waits_stands_there_with_its_number(member: Client, user: User) -> None:
    told = {"who": Waiting("People who ask", 3, "/my-groups/"), "none": Waiting("None", 0, "/x/")}
    waiting.register(lambda request: told["none"], order=2)
    waiting.register(lambda request: told["who"] if request.user == user else None, order=1)
    waiting.register(lambda request: 1 / 0, order=3)  # type: ignore[arg-type, return-value]
    page = page_of(member)
    assert '<a href="/my-groups/">People who ask <b class="count">3</b></a>' in page
    assert 'href="/x/"' not in page


def test_new_notices_are_counted(member: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def entry(count: int) -> Entry:
        return Entry("/notices/", "Notices", "bell", order=40, count=lambda request: count)

    monkeypatch.setitem(navigation._entries, "/notices/", entry(0))
    assert "New notices" not in page_of(member)
    monkeypatch.setitem(navigation._entries, "/notices/", entry(4))
    assert 'New notices <b class="count">4</b>' in page_of(member)


def _panel(request: HttpRequest) -> Panel:
    return Panel("Small steps", SafeString("<p>opened words</p>"))


def test_panels_of_rooms_stand_in_their_order(member: Client) -> None:
    today_panels.register(_panel, order=20)
    today_panels.register(lambda request: Panel("First", SafeString("one")), order=10)
    today_panels.register(lambda request: None, order=5)
    today_panels.register(lambda request: 1 / 0, order=6)  # type: ignore[arg-type, return-value]
    page = page_of(member)
    assert page.find("<h2>First</h2>") < page.find("<h2>Small steps</h2>")
    assert "<p>opened words</p>" in page


def test_locked_panels_offer_the_way_to_open_them(client: Client, user: User) -> None:
    sign_in(client, user, locked=True)
    today_panels.register(_panel, locked_heading="Small steps")
    today_panels.register(lambda request: Panel("Open to all", SafeString("plain")))
    page = page_of(client)
    assert "<h2>Small steps</h2>" in page
    assert "opened words" not in page
    assert 'href="/unlock/?next=/today/"' in page
    assert "plain" in page


def test_a_member_without_a_card_is_told_once_quietly(member: Client, user: User) -> None:
    assert "You have no card yet" in page_of(member)
    user.keyring.card_check = user.keyring.by_card = b"x"
    user.keyring.save()
    assert "You have no card yet" not in page_of(member)
