"""Making a group, its settings and guidelines; what is erased with an account."""

from uuid import uuid4

import pytest
from tests import factories as make
from tests.accounts.people import make_member
from tests.groups.making import make_group, make_guidelines, make_membership

from homegroup.accounts.models import User
from homegroup.audit.models import Entry
from homegroup.core import editions
from homegroup.core.errors import Conflict, HouseError
from homegroup.core.markdown import safe_html
from homegroup.groups import guidelines, queries
from homegroup.groups.actions import groups as actions
from homegroup.groups.actions.groups import NewGroup, create_group
from homegroup.groups.choices import Way
from homegroup.groups.models import Consent, Group, Guidelines, JoinRequest, Membership, Position
from homegroup.meetings import actions as meeting_actions
from homegroup.meetings.models import Meeting, Slot
from homegroup.privacy import registry

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_now")]


def made(user: User, name: str = "Kitchen Table", **more: object) -> Membership:
    told = NewGroup(name=name, name_there="Robin", **more)  # type: ignore[arg-type]
    membership = create_group(maker=user, new=told, key=uuid4())
    assert membership
    return membership


def change(group: Group, **more: object) -> Group:
    values = {
        "name": group.name,
        "about": group.notes,
        "visibility": group.visibility,
        "joining": group.joining,
    } | more
    return actions.change_group(group=group, by=uuid4(), **values)  # type: ignore[arg-type]


def write(group: Group, text: str = "", *, chosen: str = "", **more: object) -> Guidelines | None:
    values = {"asks_again": True, "by": uuid4(), "key": uuid4()} | more
    return actions.write_guidelines(group=group, text=text, chosen=chosen, **values)  # type: ignore[arg-type]


def test_the_maker_is_the_secretary_and_agrees() -> None:
    user = make_member()
    membership = made(user, "  Kitchen   Table ", ready="tools")
    group = membership.group
    assert (group.name, group.slug, group.visibility) == (
        "Kitchen Table",
        "kitchen-table",
        "members",
    )
    assert [row.kind for row in membership.held] == ["secretary"]
    newest = queries.newest_guidelines(group)
    assert newest
    assert (newest.number, newest.chosen) == (1, "tools")
    assert not queries.needs_consent(membership)
    assert Entry.objects.get(action="groups.create_group").actor == user.pk


def test_one_key_makes_one_group() -> None:
    user, key = make_member(), uuid4()
    told = NewGroup(name="Kitchen Table", name_there="Robin")
    first = create_group(maker=user, new=told, key=key)
    assert first
    assert create_group(maker=user, new=told, key=key) is None
    assert Group.objects.count() == 1


def test_an_unlisted_group_has_an_address_that_says_nothing() -> None:
    group = made(make_member(), visibility="unlisted", joining="invited").group
    assert group.slug == group.key
    assert "kitchen" not in group.slug
    assert not set(group.key) & set("aeiou")


def test_new_is_a_page_and_no_group() -> None:
    assert made(make_member(), "New").group.slug == "new-2"
    make.add("One", group=make.group("New"))
    assert not Group.objects.filter(slug="new").exists()


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("name", {"name": "ab"}),
        ("name", {"name": "Kit\u200bchen"}),
        ("name", {"name": "Kitch\u0435n Table"}),
        ("visibility", {"visibility": "secret"}),
        ("joining", {"joining": "never"}),
        ("joining", {"visibility": "unlisted", "joining": "open"}),
        ("ready", {"ready": "nothing"}),
        ("name_there", {"name_there": "Admin"}),
        ("name_there", {"name_there": "quiet-river"}),
    ],
)
def test_what_is_refused_leaves_nothing(field: str, values: dict[str, str]) -> None:
    told = NewGroup(**({"name": "Kitchen Table", "name_there": "Robin"} | values))  # type: ignore[arg-type]
    with pytest.raises(HouseError) as refused:
        create_group(maker=make_member(), new=told, key=uuid4())
    assert refused.value.field == field
    assert not Group.objects.exists()


def test_a_group_may_be_called_a_house() -> None:
    assert made(make_member(), "Oxford House Support").group.name == "Oxford House Support"


def test_a_few_groups_a_day() -> None:
    user = make_member()
    for number in range(actions.MOST_A_DAY):
        made(user, f"Group {number}")
    with pytest.raises(Conflict, match="tomorrow"):
        made(user, "One more")
    made(make_member("calm-stone"), "One more")
    with make.at("2026-03-05T12:01+00:00"):
        made(user, "The next day")


def test_settings_change_what_they_say() -> None:
    group = make_group()
    before = editions.number("meetings")
    changed = change(group, name="Porch", about=" Bring a cup. ", joining="open")
    assert (changed.name, changed.notes, changed.joining) == ("Porch", "Bring a cup.", "open")
    assert changed.slug == group.slug  # an address in the directory stays
    assert changed.edited == ["name", "notes"]
    assert editions.number("meetings") > before
    change(changed)
    assert Entry.objects.filter(action="groups.change_group").count() == 1


def test_a_group_of_a_list_keeps_its_name() -> None:
    assert change(make_group(source="feed"), name="Other").name == "Lamp Group"


@pytest.mark.parametrize(
    "values",
    [{"name": "x"}, {"visibility": "unlisted"}, {"joining": ""}, {"about": "x" * 2_001}],
)
def test_settings_that_make_no_sense_are_refused(values: dict[str, str]) -> None:
    with pytest.raises(HouseError):
        change(make_group(), **values)
    assert Group.objects.get().visibility == "members"


def test_meetings_go_out_of_the_directory_with_their_group_and_come_back() -> None:
    group = make_group()
    meeting_actions.add_meeting(listing=make.listing(group=None), by=None, group=group)
    assert Slot.objects.exists()
    hidden = change(group, visibility="unlisted", joining="invited")
    assert hidden.slug == group.key
    assert not Slot.objects.exists()
    assert not Meeting.objects.listed().exists()
    assert Meeting.objects.running().exists()
    back = change(hidden, visibility="members")
    assert back.slug == "lamp-group"
    assert Slot.objects.exists()


def test_guidelines_have_versions() -> None:
    user, group = make_member(), make_group()
    me = make_membership(user, group, positions=["secretary"])
    first = write(group, "We take turns.", asks_again=False)
    assert first
    assert first.asks_again  # the first one always asks
    assert queries.needs_consent(me)
    second = write(group, chosen="steps", by=user.pk)
    assert second
    assert (second.number, second.chosen) == (2, "steps")
    assert not queries.needs_consent(me)  # who writes agrees
    assert write(group, second.text) is None  # nothing has changed
    assert group.guidelines.count() == 2


@pytest.mark.parametrize(("text", "chosen"), [("  ", ""), ("x" * 10_001, ""), ("", "nothing")])
def test_guidelines_that_say_nothing_or_too_much_are_refused(text: str, chosen: str) -> None:
    with pytest.raises(HouseError):
        write(make_group(), text, chosen=chosen)
    assert not Guidelines.objects.exists()


def test_ready_texts_are_there_for_every_way() -> None:
    texts = guidelines.ready_texts()
    assert next(iter(texts)) == "common-ground"
    for way in Way.values:
        assert guidelines.ready_for(way).slug in texts
    assert guidelines.ready_for("").slug == "common-ground"
    assert {way for ready in texts.values() for way in ready.ways} <= set(Way.values)
    for ready in texts.values():
        assert "<h3>" in safe_html(ready.text)
        assert len(ready.text) < actions.LONGEST_GUIDELINES
        assert "stays here" in ready.text


def test_an_account_takes_its_memberships_with_it() -> None:
    user, other, group = make_member(), make_member("calm-stone"), make_group()
    mine = make_membership(user, group, "Robin", ["greeter"])
    kept = make_membership(other, group, "Ana", ["secretary"])
    asked = make_membership(user, make_group("Two"), "Bo", state="asked")
    JoinRequest.objects.create(membership=asked, message="Hello")
    Consent.objects.create(
        membership=mine, guidelines=make_guidelines(group), given_on=mine.joined_on
    )
    told = {
        holding.model: list(holding.export(user.pk))
        for holding in registry.holdings()
        if holding.model._meta.app_label == "groups"
    }
    assert [row["name_there"] for row in told[Membership]] == ["Robin", "Bo"]
    assert [row["position"] for row in told[Position]] == ["greeter"]
    assert [row["message"] for row in told[JoinRequest]] == ["Hello"]
    assert [row["version"] for row in told[Consent]] == [1]
    for holding in registry.holdings():
        if holding.model._meta.app_label == "groups":
            holding.erase(user.pk)
    assert list(Membership.objects.all()) == [kept]
    assert [row.membership_id for row in Position.objects.all()] == [kept.pk]
    assert not Consent.objects.exists()
    assert not JoinRequest.objects.exists()
