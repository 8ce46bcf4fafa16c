"""The pages: works, outsider, wrong role, wrong method, pressed three times."""

from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.accounts.people import make_member, sign_in
from tests.groups.making import make_membership
from tests.moderation.conftest import People
from tests.moderation.test_reports import report

from homegroup.groups.models import Membership
from homegroup.moderation import actions
from homegroup.moderation.models import Block, Report

pytestmark = pytest.mark.django_db


def browser(who: Membership, *, strong: bool = False) -> Client:
    client = Client()
    sign_in(client, who.user, strong=strong)
    return client


def send(client: Client, path: str, **data: Any) -> Any:
    return client.post(path, {"once": str(uuid4())} | data)


def test_two_taps_to_a_report(people: People) -> None:
    client = browser(people.robin)
    page = client.get(f"/groups/{people.group.key}/members/{people.kim.pk}/").content.decode()
    path = f"/report/name/{people.kim.pk}/"
    assert path in page
    asked = client.get(path).content.decode()
    assert "Kim" in asked
    assert '<button type="submit" class="plain" name="reason" value="unsafe">' in asked
    once = str(uuid4())
    for _ in range(3):
        answer = send(client, path, reason="unsafe", words="hm", once=once)
        assert (answer.status_code, answer.headers["Location"]) == (302, "/reports/")
    assert Report.objects.count() == 1
    told = client.get("/reports/").content.decode()
    assert "Somebody will look at it." in told
    assert "Kim" not in told


def test_a_report_without_a_reason_keeps_the_words(people: People) -> None:
    answer = send(browser(people.robin), f"/report/name/{people.kim.pk}/", words="my words")
    assert answer.status_code == 422
    assert "my words" in answer.content.decode()
    assert not Report.objects.exists()


def test_the_page_of_a_group_leads_to_a_report(people: People) -> None:
    client = browser(people.robin)
    path = f"/report/group/{people.group.key}/"
    assert path in client.get(people.group.page).content.decode()
    assert client.get(path).status_code == 200
    assert client.get(f"/report/group/{people.group.slug}/").status_code == 404


def test_nothing_is_told_to_outsiders(people: People) -> None:
    client = Client()
    sign_in(client, make_member("far-away"))
    person = f"/groups/{people.group.key}/members/{people.kim.pk}/contact/"
    for path in (
        f"/report/name/{people.kim.pk}/",
        f"/report/nothing/{people.kim.pk}/",
        f"/groups/{people.group.key}/log/",
        person,
    ):
        assert client.get(path).status_code == 404
    assert send(client, person).status_code == 404
    assert client.get(f"/groups/{people.group.key}/desk/").status_code == 403
    assert client.get("/console/desk/").status_code == 403
    assert Client().get("/reports/").status_code == 302
    assert client.post("/reports/").status_code == 405
    assert not Block.objects.exists()


def test_the_desk_asks_for_the_power_and_the_second_step(people: People) -> None:
    path = f"/groups/{people.group.key}/desk/"
    assert browser(people.robin).get(path).status_code == 403
    assert browser(people.ana).get(path).headers["Location"].startswith("/me/steps/")
    assert browser(people.ana, strong=True).get(path).status_code == 200


def case_of(people: People, who: Membership) -> str:
    return f"/groups/{people.group.key}/desk/name/{who.pk}/"


def test_the_desk_decides_once(people: People) -> None:
    assert report(people.robin, people.kim, words="hm")
    desk, path = f"/groups/{people.group.key}/desk/", case_of(people, people.kim)
    ana, bo = browser(people.ana, strong=True), browser(people.bo, strong=True)
    listed = ana.get(desk).content.decode()
    assert path in listed
    page = ana.get(path).content.decode()
    assert "It makes me feel unsafe" in page
    assert "hm" in page
    assert "Robin" not in listed + page
    empty = send(ana, path, do="removed", note="")
    assert empty.status_code == 422
    data = {"do": "removed", "note": "Agreed", "once": str(uuid4())}
    for _ in range(3):
        answer = ana.post(path, data)
        assert (answer.status_code, answer.headers["Location"]) == (302, desk)
    assert send(bo, path, do="kept").headers["Location"] == desk
    people.kim.refresh_from_db()
    assert people.kim.name == "Member 1"
    log = browser(people.robin).get(f"/groups/{people.group.key}/log/").content.decode()
    assert "It was taken away" in log
    assert "Member 1" not in log.split("<main")[1]


def test_a_case_that_is_not_there_and_one_of_another_desk(people: People) -> None:
    assert report(people.robin, people.kim)
    operator = Client()
    sign_in(operator, make_member("caretaker", operator=True), strong=True)
    ana = browser(people.ana, strong=True)
    assert ana.get(case_of(people, people.bo)).status_code == 404
    wrong = f"/console/desk/name/{people.kim.pk}/"
    assert operator.get(wrong).status_code == 404
    assert send(operator, wrong, do="removed", note="x").status_code == 302
    assert browser(people.robin).get(case_of(people, people.kim)).status_code == 403
    assert Report.objects.get().state == "waiting"


def test_the_operators_desk(people: People) -> None:
    operator = Client()
    sign_in(operator, make_member("caretaker", operator=True), strong=True)
    send(browser(people.robin), f"/report/group/{people.group.key}/", reason="selling")
    path = f"/console/desk/group/{people.group.key}/"
    assert path in operator.get("/console/desk/").content.decode()
    assert "Lamp Group" in operator.get(path).content.decode()
    assert "/console/desk/" in operator.get("/today/").content.decode()
    send(operator, path, do="kept")
    assert Report.objects.get().state == "kept"


def test_the_day_tells_a_moderator_what_waits(people: People) -> None:
    path = f"/groups/{people.group.key}/desk/"
    ana = browser(people.ana, strong=True)
    assert path not in ana.get("/today/").content.decode()
    report(people.robin, people.kim)
    assert path in ana.get("/today/").content.decode()
    assert path not in browser(people.robin).get("/today/").content.decode()


def test_no_contact_and_back(people: People) -> None:
    robin = browser(people.robin)
    path = f"/groups/{people.group.key}/members/{people.kim.pk}/contact/"
    assert robin.get(path).status_code == 200
    for _ in range(3):
        assert send(robin, path).headers["Location"] == "/me/contacts/"
    row = Block.objects.get()
    assert "Kim" in robin.get("/me/contacts/").content.decode()
    assert "Robin" not in browser(people.kim).get("/me/contacts/").content.decode()
    send(browser(people.kim), "/me/contacts/", row=str(row.pk))
    assert Block.objects.exists()
    send(robin, "/me/contacts/", row="nonsense")
    for _ in range(3):
        assert send(robin, "/me/contacts/", row=str(row.pk)).status_code == 302
    assert not Block.objects.exists()


def test_the_blocked_one_sees_the_same_as_before(people: People) -> None:
    kim = browser(people.kim)
    path = f"/groups/{people.group.key}/members/{people.robin.pk}/"
    before = kim.get(path).content
    Block.objects.create(
        blocker=people.robin.user, blocked=people.kim.user, person=people.kim.pk, name="Kim",
        made_on="2026-03-04",
    )  # fmt: skip
    assert _without_keys(kim.get(path).content) == _without_keys(before)


def _without_keys(page: bytes) -> list[bytes]:
    return [line for line in page.splitlines() if b"csrfmiddlewaretoken" not in line]


@pytest.mark.parametrize("page", ["desk", "mine", "contacts"])
def test_lists_take_the_same_number_of_queries(people: People, page: str) -> None:
    group = people.group
    path = {"desk": f"/groups/{group.key}/desk/", "mine": "/reports/", "contacts": "/me/contacts/"}
    reader = people.ana if page == "desk" else people.robin
    client, counts = browser(reader, strong=True), []
    report(people.robin, people.kim)
    actions.block(blocker=people.robin.user, person=people.kim)
    for number in range(3):
        with CaptureQueriesContext(connection) as asked:
            assert client.get(path[page]).status_code == 200
        counts.append(len(asked))
        more = make_membership(make_member(f"more-people-{number}"), group, f"More {number}")
        report(people.robin, more)
        actions.block(blocker=people.robin.user, person=more)
    assert counts[0] == counts[1] == counts[2]
