"""A page of its own words: an introduction by its editors, and what they let be read first."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction
from django.test import Client
from tests.accounts.people import make_member
from tests.factories import NOW
from tests.wisdom.conftest import People, browser, found, offered, shown
from tests.wisdom.test_pages import form, html, words

from homegroup.accounts.models import User
from homegroup.audit.models import Entry
from homegroup.core import clock
from homegroup.core.errors import Conflict, HouseError, NotAllowed
from homegroup.groups.models import Group
from homegroup.moderation import actions as moderation
from homegroup.moderation.models import Hold, Pause, Report
from homegroup.moderation.weighing import HelpFirst
from homegroup.search.choices import Audience
from homegroup.search.models import Document
from homegroup.wisdom import access, queries
from homegroup.wisdom.access import Desk
from homegroup.wisdom.actions import editing, introducing
from homegroup.wisdom.actions.introducing import Words
from homegroup.wisdom.choices import MOST_FIRST
from homegroup.wisdom.models import Introduction, Placed
from homegroup.wisdom.places import Where

TEXT = "Evenings are long.\n\nChoose **one** thing."
LINK = "Read this: example.com"


def introduce(
    by: User, text: str = TEXT, *, group: Group | None = None, page: str = "evenings", **more: Any
) -> Introduction | None:
    introducing.introduce(
        desk=Desk(group), situation=page, words=Words(text, "en", **more), by=by, key=uuid4()
    )
    return Introduction.objects.filter(group=group, situation=page).first()


def page_of(people: People, situation: str = "evenings") -> str:
    return f"/groups/{people.group.key}/helped/page/{situation}/"


@pytest.fixture
def operator(people: People) -> User:
    return make_member("caretaking-person", operator=True)


# -- who reads it --------------------------------------------------------------------------------


def test_an_editor_writes_a_few_lines_above_the_statements(people: People) -> None:
    shown(people.robin, people.lee, where=Where(Audience.GROUP, people.group))
    client = browser(people.lee)
    address = page_of(people)
    assert address in html(client, "/helped/evenings/")
    assert "for members of Lamp Group" in html(client, address)
    answer = client.post(address, form(text=TEXT, language="en"))
    assert answer.headers["Location"] == "/helped/evenings/"
    page = html(browser(people.kim), "/helped/evenings/")
    assert "<strong>one</strong>" in page
    assert page.index("Evenings are long.") < page.index("Tea, and the radio.")
    assert "Lee" not in page
    assert address not in page
    assert "Evenings are long." in html(client, address)
    assert "Evenings" in html(client, f"/groups/{people.group.key}/helped/")
    for reader in (browser(people.olive), Client()):
        assert "Evenings are long." not in html(reader, "/helped/evenings/")


def test_the_homes_is_for_everybody_and_stands_below_a_groups(
    people: People, operator: User, client: Client
) -> None:
    introduce(operator, "Words of the home.")
    introduce(people.lee, "Words of the group.", group=people.group)
    member = words(html(browser(people.kim), "/helped/evenings/"))
    assert member.index("Words of the group.") < member.index("Words of the home.")
    visitor = html(client, "/helped/evenings/")
    assert "Words of the home." in visitor
    assert "Words of the group." not in visitor
    assert 'href="/helped/evenings/"' in html(client, "/helped/")
    strong = browser(operator, strong=True)
    assert "also people without an account" in html(strong, "/helped/desk/page/evenings/")
    assert strong.post("/helped/desk/page/evenings/", form(text="Other.")).status_code == 302
    assert "Other." in html(client, "/helped/evenings/")


def test_the_page_of_an_introduction_is_for_its_editors(people: People) -> None:
    for client in (browser(people.kim), browser(people.olive)):
        assert client.get(page_of(people)).status_code == 403
        assert client.post(page_of(people), form(text=TEXT)).status_code == 403
        assert client.get("/helped/desk/page/evenings/").status_code == 403
    assert "/sign-in/" in Client().get(page_of(people)).headers["Location"]
    client = browser(people.lee)
    assert client.get(page_of(people, "no-such")).status_code == 404
    assert client.put(page_of(people)).status_code == 405
    assert not Introduction.objects.exists()


def test_hostile_marks_are_shown_as_they_were_typed(people: People) -> None:
    introduce(people.lee, "<script>alert(1)</script> [x](javascript:alert(1))", group=people.group)
    page = html(browser(people.kim), "/helped/evenings/")
    assert "<script>alert" not in page
    assert 'href="javascript' not in page


@pytest.mark.parametrize(
    ("typed", "said"),
    [("a" * 1001, "1 too many"), ("Tea \u202eand bread", "a sign that nobody can see")],
)
def test_what_is_refused_stays_in_the_form(people: People, typed: str, said: str) -> None:
    answer = browser(people.lee).post(page_of(people), form(text=typed, language="en"))
    assert answer.status_code == 422
    page = answer.content.decode()
    assert typed in page
    assert said in words(page).replace("these are 1 too", "1 too")
    with pytest.raises(HouseError):
        introduce(people.lee, typed, group=people.group)


# -- rules, as for all that people write ---------------------------------------------------------


def test_help_comes_first_and_the_words_stay(people: People) -> None:
    with pytest.raises(HelpFirst):
        introduce(people.lee, "I want to die tonight.", group=people.group)
    assert not Introduction.objects.exists()
    typed = form(text="I want to die tonight.", language="en")
    answer = browser(people.lee).post(page_of(people), typed)
    assert answer.status_code == 422
    assert "You matter." in answer.content.decode()
    again = form(text="I want to die tonight.", language="en", help_seen="1")
    assert browser(people.lee).post(page_of(people), again).status_code == 302


def test_what_a_rule_holds_waits_while_the_old_words_stay(people: People) -> None:
    row = introduce(people.lee, group=people.group)
    assert row
    assert row.text == TEXT
    client = browser(people.lee)
    answer = client.post(page_of(people), form(text="Where can I get some coke tonight?"))
    assert answer.headers["Location"] == page_of(people)
    page = html(client, page_of(people))
    assert "These words wait for a moderator." in page
    assert "On the page now" in page
    assert "Waits for a moderator" in html(client, f"/groups/{people.group.key}/helped/")
    assert "Evenings are long." in html(browser(people.kim), "/helped/evenings/")
    held = Hold.objects.get(kind="wisdom-page")
    assert (held.group, held.about) == (people.group, None)
    introduce(people.lee, "Calm words again.", group=people.group)  # still waits
    row.refresh_from_db()
    assert (row.text, row.proposed, row.is_held) == (TEXT, "Calm words again.", True)
    moderation.release(held=held, by=people.kim.pk)
    row.refresh_from_db()
    assert (row.text, row.proposed, row.is_held) == ("Calm words again.", "", False)
    assert found("calm", people.kim) == [str(row.pk)]


def test_what_is_not_let_through_stays_with_the_reason(people: People) -> None:
    row = introduce(people.lee, "Where can I get some coke tonight?", group=people.group)
    assert row
    assert row.is_held
    assert found("coke", people.kim) == []
    held = Hold.objects.get(kind="wisdom-page")
    moderation.refuse(held=held, by=people.kim.pk, note="Please leave this out.")
    client = browser(people.lee)
    page = html(client, page_of(people))
    assert "Please leave this out." in page
    assert "Where can I get some coke" in page
    assert "Not let through" in html(client, f"/groups/{people.group.key}/helped/")
    introduce(people.lee, "Calm words.", group=people.group)
    row.refresh_from_db()
    assert (row.text, row.is_held, row.note) == ("", True, "")  # a moderator reads it again


def test_it_can_be_reported_and_removed(people: People) -> None:
    row = introduce(people.lee, group=people.group)
    assert row
    page = html(browser(people.kim), "/helped/evenings/")
    assert f"/report/wisdom-page/{row.pk}/" in page
    moderation.report(reporter=people.kim, kind="wisdom-page", subject=str(row.pk),
                      reason="unsafe", words="", key=uuid4())  # fmt: skip
    report = Report.objects.get()
    assert (report.group, report.about, report.as_reported) == (people.group, None, TEXT)
    moderation.decide_report(report=report, verdict="removed", reason="No.", by=people.lee.pk,
                             key=uuid4())  # fmt: skip
    assert not Introduction.objects.exists()
    assert found("long", people.kim) == []


def test_who_is_on_a_pause_or_not_of_the_group_writes_none(people: People) -> None:
    with pytest.raises(NotAllowed):
        introduce(people.olive, group=people.group)
    Pause.objects.create(user=people.lee, group=people.group, by=people.kim, note="Rest.",
                         from_at=NOW, until_at=NOW + timedelta(days=1))  # fmt: skip
    with pytest.raises(NotAllowed):
        introduce(people.lee, group=people.group)
    assert not Introduction.objects.exists()


# -- what stays of it ----------------------------------------------------------------------------


def test_it_is_found_by_who_may_read_it_and_by_no_one_once_it_is_gone(
    people: People, operator: User
) -> None:
    inside = introduce(people.lee, "A lantern in the window.", group=people.group)
    home = introduce(operator, "A lantern on the stairs.")
    assert inside
    assert home
    assert set(found("lantern", people.kim)) == {str(inside.pk), str(home.pk)}
    assert found("lantern", people.olive) == found("lantern", AnonymousUser()) == [str(home.pk)]
    page = html(browser(people.kim), "/search/?q=lantern&kind=wisdom-page")
    assert 'href="/helped/evenings/"' in page
    assert "A page of what helped" in page
    introduce(people.lee, "", group=people.group)
    assert found("lantern", people.kim) == [str(home.pk)]
    assert Introduction.objects.get() == home


def test_only_the_log_knows_who_wrote_it(people: People) -> None:
    row = introduce(people.lee, group=people.group)
    assert row
    assert people.lee.pk not in set(vars(row).values())
    entry = Entry.objects.get(action="wisdom.introduce")
    assert (entry.actor, entry.data) == (people.lee.pk, {"page": "evenings"})
    introduce(people.lee, " ", group=people.group)
    assert Entry.objects.get(action="wisdom.take_introduction_out").actor == people.lee.pk


def test_the_same_form_twice_does_it_once(people: People) -> None:
    key = uuid4()
    for expected in (True, False):
        done = introducing.introduce(desk=Desk(people.group), situation="evenings",
                                     words=Words(TEXT), by=people.lee, key=key)  # fmt: skip
        assert done is expected
    assert Entry.objects.filter(action="wisdom.introduce").count() == 1


def test_a_failure_leaves_what_was_there(people: People) -> None:
    introduce(people.lee, group=people.group)
    with transaction.atomic():
        introduce(people.lee, "Other.", group=people.group)
        transaction.set_rollback(True)
    assert Introduction.objects.get().text == TEXT
    with pytest.raises(IntegrityError), transaction.atomic():
        Introduction.objects.create(group=people.group, situation="evenings", text="Twice.",
                                    written_at=clock.now())  # fmt: skip


def test_an_own_situation_takes_its_introduction_with_it(people: People) -> None:
    desk = Desk(people.group)
    made = editing.add_situation(desk=desk, label="Harvest weeks", by=people.lee, key=uuid4())
    assert made
    introduce(people.lee, "The fields are long.", group=people.group, page=str(made.pk))
    assert found("fields", people.kim)
    editing.remove_situation(desk=desk, situation=made, by=people.lee)
    assert not Introduction.objects.exists()
    assert not Document.objects.filter(kind="wisdom-page").exists()


# -- read first ----------------------------------------------------------------------------------


def on_page(people: People, count: int) -> list[Placed]:
    where = Where(Audience.GROUP, people.group)
    rows = [shown(people.robin, people.lee, f"Words number {n}", where=where) for n in range(count)]
    return [row.placed.get() for row in rows]


def order(reader: User) -> list[int]:
    situation = access.situation_for(reader, "evenings")
    entries = queries.entries(reader, situation, day=NOW.date())
    return [entry.placed.pk for entry in entries]


def test_up_to_three_are_first_and_the_others_as_before(people: People) -> None:
    rows = on_page(people, 7)
    before = order(people.kim)
    last = Placed.objects.get(pk=before[-1])
    introducing.put_first(placed=last, is_first=True, by=people.lee)
    introducing.put_first(placed=last, is_first=True, by=people.lee)
    assert order(people.kim) == [last.pk, *before[:-1]]
    for pk in before[:2]:
        introducing.put_first(placed=Placed.objects.get(pk=pk), is_first=True, by=people.lee)
    with pytest.raises(Conflict):
        introducing.put_first(placed=Placed.objects.get(pk=before[3]), is_first=True, by=people.lee)
    assert Placed.objects.filter(is_first=True).count() == MOST_FIRST
    page = html(browser(people.kim), "/helped/evenings/")
    assert "Editors put a few words first." in page
    for placed in Placed.objects.filter(is_first=True):
        introducing.put_first(placed=placed, is_first=False, by=people.lee)
    assert order(people.kim) == before
    assert Entry.objects.filter(action="wisdom.put_first").count() == 3
    assert len(rows) == 7


def test_a_groups_first_do_not_count_for_the_home(people: People, operator: User) -> None:
    for placed in on_page(people, 3):
        introducing.put_first(placed=placed, is_first=True, by=people.lee)
    home = shown(people.robin, people.lee, "Of the home").placed.get()
    introducing.put_first(placed=home, is_first=True, by=operator)
    assert order(people.kim)[-1] == home.pk


def test_an_editor_presses_it(people: People) -> None:
    rows = on_page(people, 4)
    client = browser(people.lee)

    def press(placed: Placed, do: str) -> Any:
        address = f"/groups/{people.group.key}/helped/{placed.statement_id}/"
        return client.post(address, {"do": do, "page": str(placed.pk)})

    address = f"/groups/{people.group.key}/helped/{rows[0].statement_id}/"
    assert "Put it first" in html(client, address)
    assert "Not first any more" in html(client, press(rows[0], "first").headers["Location"])
    for placed in rows[1:3]:
        assert press(placed, "first").status_code == 302
    answer = press(rows[3], "first")
    assert answer.status_code == 409
    assert "Three are first on that page already." in answer.content.decode()
    assert press(rows[0], "not_first").status_code == 302
    assert client.post(address, {"do": "first", "page": "x"}).status_code == 302
    waits = offered(people.robin, where=Where(Audience.GROUP, people.group))
    page = html(client, f"/groups/{people.group.key}/helped/{waits.pk}/")
    assert "Put it first" not in page
