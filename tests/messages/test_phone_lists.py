"""Phone lists: who stands on one, who reads it, how it ends, and on paper."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.accounts.people import make_member, sign_in
from tests.exchange.printed import pages_of
from tests.factories import NOW, at
from tests.messages.conftest import Somebody, make_somebody, said

from homegroup.audit.models import Entry
from homegroup.core.errors import HouseError
from homegroup.groups.actions import joining
from homegroup.messages.actions import lists
from homegroup.messages.models import PhoneEntry
from homegroup.messages.queries import lists as queries
from homegroup.messages.views import lists as views
from homegroup.notices.models import Notice
from homegroup.privacy import actions as privacy

pytestmark = pytest.mark.django_db
NUMBER = "+1 202 555 0134"


def stand(who: Somebody, *, for_newcomers: bool = True, number: str = NUMBER) -> None:
    lists.stand_on_list(
        me=who.membership, number=number, hours="evenings", for_newcomers=for_newcomers, agreed=True
    )


def names(who: Somebody) -> list[str]:
    return [line.member.name for line in queries.phone_list(who.membership)]


def notices(who: Somebody) -> list[str]:
    return list(Notice.objects.unread().filter(user=who.user).values_list("kind", flat=True))


def test_a_line_is_read_by_the_group(robin: Somebody, kim: Somebody) -> None:
    stand(kim)
    (line,) = queries.phone_list(robin.membership)
    assert (line.member.name, line.number, line.hours) == ("Kim", NUMBER, "evenings")
    assert line.link == "tel:+12025550134"


def test_without_consent_nobody_stands_on_it(kim: Somebody) -> None:
    with pytest.raises(HouseError, match="may read it"):
        lists.stand_on_list(
            me=kim.membership, number=NUMBER, hours="", for_newcomers=True, agreed=False
        )
    assert not PhoneEntry.objects.exists()


def test_numbers_are_sealed_in_the_table(kim: Somebody) -> None:
    stand(kim)
    assert b"555" not in bytes(PhoneEntry.objects.get().sealed)


def test_a_line_that_was_moved_to_somebody_else_is_not_shown(
    robin: Somebody, kim: Somebody
) -> None:
    stand(kim)
    stand(robin, number="+1 202 555 0199")
    moved = PhoneEntry.objects.get(pk=kim.membership.pk).sealed
    PhoneEntry.objects.filter(pk=robin.membership.pk).update(sealed=moved)
    assert names(kim) == ["Kim"]


def test_newcomers_see_only_who_takes_calls_from_them(
    robin: Somebody, kim: Somebody, wren: Somebody
) -> None:
    stand(kim, for_newcomers=False)
    stand(robin)
    stand(wren, for_newcomers=False)
    assert names(wren) == ["Robin", "Wren"]
    assert names(robin) == ["Kim", "Robin", "Wren"]
    with at(NOW + timedelta(days=30)):
        assert names(wren) == ["Kim", "Robin", "Wren"]


def test_who_has_no_contact_does_not_see_the_other(robin: Somebody, kim: Somebody) -> None:
    stand(kim)
    stand(robin)
    kim.block(robin)
    assert (names(robin), names(kim)) == (["Robin"], ["Kim"])


def test_it_ends_after_ninety_days_and_says_so_before(robin: Somebody, kim: Somebody) -> None:
    stand(kim)
    soon = ["lists.renew"]
    for days, told, shown in ((82, [], ["Kim"]), (83, soon, ["Kim"]), (91, soon, [])):
        with at(NOW + timedelta(days=days)):
            lists.tidy()
            assert (notices(kim), names(robin)) == (told, shown)
    assert not PhoneEntry.objects.exists()


def test_it_is_not_shown_a_day_too_long_without_the_chore(robin: Somebody, kim: Somebody) -> None:
    stand(kim)
    with at(NOW + timedelta(days=91)):
        assert names(robin) == []


def test_staying_longer_begins_anew(robin: Somebody, kim: Somebody) -> None:
    stand(kim)
    with at(NOW + timedelta(days=85)):
        lists.tidy()
        lists.renew(me=kim.membership)
    with at(NOW + timedelta(days=170)):
        lists.tidy()
        assert names(robin) == ["Kim"]
        assert Notice.objects.filter(kind="lists.renew").count() == 1


@pytest.mark.parametrize("way", ["oneself", "group", "home"])
def test_leaving_takes_the_line_along(kim: Somebody, way: str) -> None:
    stand(kim)
    if way == "oneself":
        lists.leave_list(me=kim.membership)
    elif way == "group":
        joining.leave_group(membership=kim.membership)
    else:
        privacy.leave(user=kim.user, keeps=[], key=uuid4(), by=kim.user.pk)
    assert not PhoneEntry.objects.exists()


def test_the_keeper_takes_a_line_off_and_the_person_hears_of_it(
    robin: Somebody, kim: Somebody
) -> None:
    keeper = make_somebody("tidy-fox", kim.group, "Kay", ["phone-list"])
    stand(kim, for_newcomers=False)
    path = f"/groups/{kim.group.key}/phone-list/keep/"
    assert NUMBER in keeper.get(path)
    robin.get(path, 403)
    robin.post(path, 403, row=str(kim.membership.pk))
    assert PhoneEntry.objects.exists()
    for row in ("nonsense", str(uuid4()), str(kim.membership.pk), str(kim.membership.pk)):
        keeper.post(path, row=row)
    assert not PhoneEntry.objects.exists()
    assert notices(kim) == ["lists.off"]
    assert Entry.objects.filter(action="messages.take_off_list", actor=keeper.user.pk).count() == 1
    assert "taken off the phone list of Lamp Group" in kim.get("/notices/")


def test_standing_on_it_by_the_pages(robin: Somebody, kim: Somebody) -> None:
    base = f"/groups/{kim.group.key}/phone-list/"
    assert "the people who run this site can read it" in kim.get(f"{base}mine/")
    refused = kim.post(f"{base}mine/", 422, number="none", hours="late")
    assert 'value="none"' in refused.content.decode()
    kim.post(f"{base}mine/", 422, number=NUMBER, hours="late")  # without consent
    for _ in range(3):
        kim.post(f"{base}mine/", number=NUMBER, hours="late", agreed="on")
    assert PhoneEntry.objects.count() == 1
    page = robin.get(base)
    assert f"Call {NUMBER}" in page
    assert "late" in page
    assert "until 2 June" in said(kim.get(base))
    kim.post(f"{base}mine/", do="renew")
    kim.post(f"{base}mine/", do="off")
    assert NUMBER not in robin.get(base)


def test_outsiders_see_nothing(kim: Somebody) -> None:
    stand(kim)
    other = Client()
    sign_in(other, make_member("far-away"))
    for path in ("", "mine/", "print/", "list.pdf"):
        assert other.get(f"/groups/{kim.group.key}/phone-list/{path}").status_code == 404
    assert Client().get(f"/groups/{kim.group.key}/phone-list/list.pdf").status_code == 302


@pytest.mark.parametrize("query", ["", "?size=large&paper=us-letter", "?size=huge&paper=a0"])
def test_the_sheet_names_who_printed_it(robin: Somebody, kim: Somebody, query: str) -> None:
    stand(kim)
    answer = robin.client.get(f"/groups/{kim.group.key}/phone-list/list.pdf{query}")
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Content-Disposition"] == 'inline; filename="list.pdf"'
    (text,) = pages_of(answer.content)
    assert "Kim" in text
    assert NUMBER in text
    assert text.count("Printed by Robin, 4 March 2026. Do not copy.") >= 2
    assert "no-store" in answer.headers["Cache-Control"]


def test_a_sheet_leaves_out_what_its_reader_may_not_see(kim: Somebody, wren: Somebody) -> None:
    stand(kim, for_newcomers=False)
    text = " ".join(
        pages_of(wren.client.get(f"/groups/{kim.group.key}/phone-list/list.pdf").content)
    )
    assert NUMBER not in text
    assert "Nobody stands on the list." in text


def test_many_prints_get_a_break(robin: Somebody, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "PRINTS", 0)
    assert robin.client.get(f"/groups/{robin.group.key}/phone-list/list.pdf").status_code == 429


def test_the_list_takes_the_same_number_of_queries(robin: Somebody) -> None:
    counts = []
    for number in range(3):
        stand(make_somebody(f"person-{number}", robin.group, f"Person {number}"))
        with CaptureQueriesContext(connection) as asked:
            robin.get(f"/groups/{robin.group.key}/phone-list/")
        counts.append(len(asked))
    assert len(set(counts)) == 1
