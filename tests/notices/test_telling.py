"""Telling, reading, forgetting: what the list holds and shows."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.accounts.people import make_member, sign_in
from tests.factories import NOW, at
from tests.notices.conftest import GONE
from tests.notices.posts import CANARY, mail_on

from homegroup.accounts.models import User
from homegroup.core import clock
from homegroup.notices import actions, kinds, queries
from homegroup.notices.actions import tell, tell_many
from homegroup.notices.kinds import Kind, Line
from homegroup.notices.models import Delivery, Notice

pytestmark = pytest.mark.django_db


def texts(user: User) -> list[str]:
    return [str(each.line.text) for each in queries.page(user.pk, 1).shown]


def test_a_notice_holds_a_reference_and_no_content(member: User) -> None:
    tell(user=member.pk, kind="things.soon", subject="thing:7")
    row = Notice.objects.values().get()
    assert CANARY not in str(row)
    assert (row["kind"], row["subject"], row["unread"]) == ("things.soon", "thing:7", True)
    assert texts(member) == [f"{CANARY} 7"]


def test_the_same_told_again_is_one_row_that_moves_up(member: User) -> None:
    with at(NOW):
        tell(user=member.pk, kind="things.soon", subject="thing:7")
    with at(NOW + timedelta(hours=1)):
        tell(user=member.pk, kind="things.soon", subject="thing:8")
    with at(NOW + timedelta(hours=2)):
        tell(user=member.pk, kind="things.soon", subject="thing:7")
    assert texts(member) == [f"{CANARY} 7", f"{CANARY} 8"]
    actions.mark_read(notice=Notice.objects.get(subject="thing:7"))
    tell(user=member.pk, kind="things.soon", subject="thing:7")
    assert Notice.objects.filter(subject="thing:7").count() == 2


def test_told_again_nothing_goes_out_twice(member: User) -> None:
    mail_on(member)
    for _ in range(3):
        tell(user=member.pk, kind="things.soon", subject="thing:7")
    assert Delivery.objects.count() == 1


def test_who_did_it_is_not_told(member: User) -> None:
    other = make_member("calm-lake")
    users = [member.pk, other.pk, uuid4()]
    assert tell_many(users=users, kind="things.soon", subject="thing:7", by=member.pk) == 1
    assert Notice.objects.get().user == other


def test_nobody_who_has_left_is_told(member: User) -> None:
    User.objects.filter(pk=member.pk).update(is_active=False)
    tell(user=member.pk, kind="things.soon", subject="thing:7")
    assert not Notice.objects.exists()


@pytest.mark.parametrize("subject", ["thing", "thing:" + "7" * 60, "thing:my words", "Thing:7", ""])
def test_a_subject_is_a_bare_reference(member: User, subject: str) -> None:
    with pytest.raises(ValueError, match="kind:id"):
        tell(user=member.pk, kind="things.soon", subject=subject)


def test_a_kind_must_be_registered(member: User) -> None:
    with pytest.raises(KeyError):
        tell(user=member.pk, kind="things.unknown", subject="thing:7")
    with pytest.raises(ValueError, match="no topic"):
        kinds.register(Kind("things.new", kinds.always("New", "/"), topic="no such"))


def test_rolled_back_with_what_happened(member: User) -> None:
    mail_on(member)
    with transaction.atomic():
        tell(user=member.pk, kind="things.soon", subject="thing:7")
        transaction.set_rollback(True)
    assert not Notice.objects.exists()
    assert not Delivery.objects.exists()


def test_many_cost_as_many_queries_as_one(member: User) -> None:
    users = [make_member(f"quiet-river-{number}") for number in range(3)]
    for user in users:
        mail_on(user)

    def cost(told: list[UUID], subject: str) -> int:
        with CaptureQueriesContext(connection) as asked:
            tell_many(users=told, kind="things.soon", subject=subject)
        return len(asked)

    assert cost([users[0].pk], "thing:1") == cost([user.pk for user in users], "thing:2")


def test_what_was_erased_vanishes(signed_in: Client, member: User) -> None:
    for number in "123":
        tell(user=member.pk, kind="things.soon", subject=f"thing:{number}")
    GONE.add("2")
    page = signed_in.get("/notices/").content.decode()
    assert f"{CANARY} 1" in page
    assert f"{CANARY} 2" not in page
    assert Notice.objects.count() == 2
    assert actions.forget(subject="thing:1") == 1
    assert texts(member) == [f"{CANARY} 3"]


def test_a_kind_of_a_room_that_is_gone_vanishes(signed_in: Client, member: User) -> None:
    tell(user=member.pk, kind="things.soon", subject="thing:1")
    del kinds._kinds["things.soon"]
    assert "Nothing new" in signed_in.get("/notices/").content.decode()


def test_words_that_fail_leave_the_other_notices(
    signed_in: Client, member: User, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(ids: object, reader: UUID) -> dict[str, Line]:
        raise RuntimeError(CANARY)

    kinds.register(Kind("things.broken", broken))
    tell(user=member.pk, kind="things.broken", subject="thing:1")
    tell(user=member.pk, kind="things.soon", subject="thing:2")
    page = signed_in.get("/notices/").content.decode()
    assert "cannot be shown" in page
    assert f"{CANARY} 2" in page
    assert Notice.objects.count() == 2
    assert CANARY not in caplog.text


def test_after_sixty_days_it_is_deleted(member: User) -> None:
    with at(NOW):
        tell(user=member.pk, kind="things.soon", subject="thing:1")
    with at(NOW + timedelta(days=59)):
        tell(user=member.pk, kind="things.soon", subject="thing:2")
        assert actions.forget_old() == 0
    with at(NOW + timedelta(days=61)):
        assert actions.forget_old() == 1
    assert Notice.objects.get().subject == "thing:2"


def test_the_list_shows_newest_first_in_pages(signed_in: Client, member: User) -> None:
    for number in range(queries.PAGE_SIZE + 1):
        with at(NOW + timedelta(minutes=number)):
            tell(user=member.pk, kind="things.soon", subject=f"thing:n{number}")
    first = signed_in.get("/notices/").content.decode()
    assert first.index(f"{CANARY} n30") < first.index(f"{CANARY} n29")
    assert f"{CANARY} n0<" not in first
    assert "page=2" in first
    second = signed_in.get("/notices/?page=2").content.decode()
    assert f"{CANARY} n0<" in second
    for odd in ("0", "-1", "x", "9" * 30, "3", "１"):
        assert signed_in.get("/notices/", {"page": odd}).status_code == 200


def test_one_and_three_notices_cost_the_same(signed_in: Client, member: User) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as asked:
            signed_in.get("/notices/")
        return len(asked)

    tell(user=member.pk, kind="things.soon", subject="thing:1")
    cost()
    one = cost()
    for number in "23":
        tell(user=member.pk, kind="things.soon", subject=f"thing:{number}")
    assert cost() == one


def test_a_notice_leads_to_its_page_and_counts_as_read(signed_in: Client, member: User) -> None:
    mail_on(member)
    tell(user=member.pk, kind="things.soon", subject="thing:7")
    notice = Notice.objects.get()
    assert (
        signed_in.get(f"/notices/{notice.pk}/", headers={"sec-purpose": "prefetch"}).headers[
            "Location"
        ]
        == "/things/7/"
    )
    assert queries.unread_count(member.pk) == 1
    answer = signed_in.get(f"/notices/{notice.pk}/")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/things/7/")
    assert queries.unread_count(member.pk) == 0
    assert not Delivery.objects.exists()
    GONE.add("7")
    assert signed_in.get(f"/notices/{notice.pk}/").headers["Location"] == "/notices/"


def test_nobody_opens_or_reads_what_is_anothers(signed_in: Client, member: User) -> None:
    other = make_member("calm-lake")
    tell(user=other.pk, kind="things.soon", subject="thing:7")
    assert signed_in.get(f"/notices/{Notice.objects.get().pk}/").status_code == 404
    assert CANARY not in signed_in.get("/notices/").content.decode()
    signed_in.post("/notices/read/", {"once": uuid4(), "until": clock.now().isoformat()})
    assert queries.unread_count(other.pk) == 1


def test_mark_all_read_leaves_what_came_meanwhile(signed_in: Client, member: User) -> None:
    with at(NOW):
        tell(user=member.pk, kind="things.soon", subject="thing:1")
    with at(NOW + timedelta(minutes=2)):
        tell(user=member.pk, kind="things.soon", subject="thing:2")
    sent = {"once": str(uuid4()), "until": (NOW + timedelta(minutes=1)).isoformat()}
    answers = [signed_in.post("/notices/read/", sent) for _ in range(3)]
    assert [answer.headers["Location"] for answer in answers] == ["/notices/"] * 3
    assert Notice.objects.unread().get().subject == "thing:2"
    for broken in ({}, {"once": "x", "until": "x"}, {"once": uuid4(), "until": "soon"}):
        assert signed_in.post("/notices/read/", broken).status_code == 422


def test_discreet_pages_tell_nothing(signed_in: Client, member: User) -> None:
    tell(user=member.pk, kind="things.soon", subject="thing:7")
    signed_in.cookies["__Host-plain"] = "1"
    page = signed_in.get("/notices/").content.decode()
    assert CANARY not in page
    assert "Something new" in page


def test_the_header_counts_with_one_query_on_one_index(signed_in: Client, member: User) -> None:
    for number in "123":
        tell(user=member.pk, kind="things.soon", subject=f"thing:{number}")
    with CaptureQueriesContext(connection) as asked:
        page = signed_in.get("/notices/settings/").content.decode()
    counting = [each["sql"] for each in asked if "notices_notice" in each["sql"]]
    assert len(counting) == 1
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN QUERY PLAN {counting[0]}")
            assert "notice_unread" in str(cursor.fetchall())
    assert ">3<" in page


@pytest.mark.parametrize(
    ("path", "method"),
    [("/notices/", "post"), ("/notices/read/", "get"), (f"/notices/{UUID(int=7)}/", "post")],
)
def test_other_methods_are_refused(signed_in: Client, path: str, method: str) -> None:
    assert getattr(signed_in, method)(path).status_code == 405


@pytest.mark.parametrize("path", ["/notices/", "/notices/settings/", f"/notices/{UUID(int=7)}/"])
def test_a_visitor_signs_in_first(client: Client, db: None, path: str) -> None:
    assert client.get(path).headers["Location"].startswith("/sign-in/")


def test_signed_in_on_two_devices_both_see_it(member: User) -> None:
    clients = [Client(), Client()]
    tell(user=member.pk, kind="things.site", subject="thing:1")
    for client in clients:
        sign_in(client, member)
        assert f"{CANARY} 1" in client.get("/notices/").content.decode()
