"""Pages of the room: works, outsider, wrong role, wrong method, pressing three times."""

import re
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.accounts.people import make_member, sign_in
from tests.chance import without_chance
from tests.groups.making import make_group, make_guidelines, make_membership

from homegroup.accounts.models import User
from homegroup.core import clock
from homegroup.core.outing import outing_words_in
from homegroup.groups.actions import invitations
from homegroup.groups.codes import opened, shown_code
from homegroup.groups.models import (
    Break,
    Consent,
    Group,
    Invitation,
    JoinRequest,
    Membership,
    Position,
)

pytestmark = pytest.mark.django_db


def send(client: Client, path: str, **data: Any) -> HttpResponse:
    """Send a form with a fresh once-key."""
    return client.post(path, {"once": str(uuid4())} | data)  # type: ignore[return-value]


def entered(user: User, *, strong: bool = True) -> Client:
    client = Client()
    sign_in(client, user, strong=strong)
    return client


def text(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


@pytest.fixture
def group() -> Group:
    return make_group("Sober Nights", slug="sober-nights", joining="open")


@pytest.fixture
def secretary(group: Group) -> Membership:
    return make_membership(make_member("tall-pine"), group, "Ana", ["secretary"])


@pytest.fixture
def robin(group: Group) -> Membership:
    return make_membership(make_member(), group, "Robin")


def invitation_code(group: Group, *, most_uses: int = 5) -> str:
    made = invitations.make_invitation(
        group=group, label="", most_uses=most_uses, days=7, by=uuid4(), key=uuid4()
    )
    assert made
    return shown_code(opened(made.sealed_code, at=str(made.pk)))


# -- who may open what ---------------------------------------------------------------------------

PAGES = ["members/", "my-name/", "leave/"]
SERVANTS = ["people/", "invitations/", "settings/", "guidelines/edit/"]


@pytest.mark.parametrize("page", [*PAGES, *SERVANTS, "join/"])
def test_visitors_sign_in_first(group: Group, page: str) -> None:
    answer = Client().get(f"/groups/{group.slug}/{page}")
    assert answer.headers["Location"].startswith("/sign-in/?next=")


@pytest.mark.parametrize("page", PAGES)
def test_people_outside_see_nothing_of_the_inside(group: Group, page: str) -> None:
    assert entered(make_member()).get(f"/groups/{group.slug}/{page}").status_code == 404


@pytest.mark.parametrize("page", SERVANTS)
def test_members_without_a_position_may_not(robin: Membership, page: str) -> None:
    client = entered(robin.user)
    assert client.get(f"/groups/{robin.group.key}/{page}").status_code == 403
    assert send(client, f"/groups/{robin.group.key}/{page}").status_code == 403


@pytest.mark.parametrize("page", ["", "guidelines/", "join/", *PAGES, *SERVANTS])
def test_an_unlisted_group_is_not_there_for_others(page: str) -> None:
    group = make_group("Hidden", visibility="unlisted", joining="invited")
    make_membership(make_member("plain-oak"), group, state="asked")
    client = entered(make_member(operator=True))
    assert client.get(f"/groups/{group.key}/{page}").status_code == (
        200 if page == "people/" else 404  # who runs the home may give it its secretary
    )
    make_membership(make_member("tall-pine"), group, "Ana", ["secretary"])
    assert client.get(f"/groups/{group.key}/{page}").status_code == 404


@pytest.mark.parametrize("page", ["people/", "settings/"])
def test_powers_over_people_ask_for_a_second_step(secretary: Membership, page: str) -> None:
    client = entered(secretary.user, strong=False)
    answer = client.get(f"/groups/{secretary.group.key}/{page}")
    assert answer.headers["Location"].startswith("/me/steps/?next=")


@pytest.mark.parametrize(
    "page", ["my-groups/", "groups/new/", "join/", "groups/{}/members/", "groups/{}/people/"]
)
def test_other_methods_are_refused(secretary: Membership, page: str) -> None:
    client = entered(secretary.user)
    assert client.delete("/" + page.format(secretary.group.key)).status_code == 405


def _pages_of(group: Group, person: Membership) -> list[str]:
    inside = f"/groups/{group.key}/"
    names = ["", *PAGES, *SERVANTS, "guidelines/", f"members/{person.pk}/",
             f"people/{person.pk}/"]  # fmt: skip
    return ["/my-groups/", "/groups/new/", "/join/", *(inside + name for name in names)]


def test_members_pages_say_nothing_in_title_or_address(
    secretary: Membership, robin: Membership
) -> None:
    client = entered(secretary.user)
    for address in _pages_of(secretary.group, robin):
        answer = client.get(address)
        assert answer.status_code == 200, address
        page = answer.content.decode()
        title = re.search(r"<title>(.*?)</title>", page, re.DOTALL)
        assert title
        assert outing_words_in(title[1]) == [], address
        assert "Sober" not in title[1]
        links = re.findall(r'(?:href|action)="(/(?:groups|my-groups|join)/?[^"]*)"', page)
        told = [without_chance(link) for link in links]
        assert [link for link in told if outing_words_in(link, address=True)] == [], address


def test_two_names_of_one_person_cannot_be_linked(secretary: Membership) -> None:
    other = make_group("Porch")
    there = make_membership(secretary.user, other, "Zoe")
    make_membership(make_member(), other, "Robin")
    client = entered(Membership.objects.get(name="Robin").user)
    page = client.get(f"/groups/{other.key}/members/{there.pk}/").content.decode()
    for told in ("Ana", str(secretary.pk), str(secretary.user_id), "tall-pine", "Sober Nights"):
        assert told not in page
    assert client.get(f"/groups/{other.key}/members/{secretary.pk}/").status_code == 404


# -- my groups -----------------------------------------------------------------------------------


def test_an_empty_page_offers_the_first_step() -> None:
    page = text(entered(make_member()).get("/my-groups/"))
    assert "Your groups will stand here." in page
    assert 'href="/meetings/" class="act"' in page


def test_my_groups_in_one_place(robin: Membership, secretary: Membership) -> None:
    Break.objects.create(
        group=make_group("Porch"), user=robin.user, name="R", reason="Too loud",
        from_on=clock.now().date(), until_on=clock.now().date() + timedelta(days=3),
    )  # fmt: skip
    asked = make_membership(robin.user, make_group("Attic"), "Robin B", state="asked")
    client = entered(robin.user)
    page = text(client.get("/my-groups/"))
    for words in ("Sober Nights", "Here you are <strong>Robin</strong>", "Attic", "Robin B",
                  "Too loud"):  # fmt: skip
        assert words in page
    for _ in range(3):
        assert send(client, "/my-groups/", home=robin.pk).headers["Location"] == "/my-groups/"
    assert Membership.objects.get(is_home_group=True) == robin
    assert "This is your home group." in text(client.get("/my-groups/"))
    for _ in range(3):
        assert send(client, "/my-groups/", withdraw=asked.pk).status_code == 302
    assert not Membership.objects.asking().exists()
    send(client, "/my-groups/", home=secretary.pk)  # another's is nobody's business
    send(client, "/my-groups/", home="nonsense")
    assert Membership.objects.get(is_home_group=True) == robin
    send(client, "/my-groups/", no_home="1")
    assert not Membership.objects.filter(is_home_group=True).exists()


def test_who_waits_is_counted_for_those_who_let_in(
    secretary: Membership, robin: Membership
) -> None:
    asked = make_membership(make_member("calm-stone"), secretary.group, "Bo", state="asked")
    JoinRequest.objects.create(membership=asked)
    assert "1 person would like to join" in text(entered(secretary.user).get("/my-groups/"))
    assert "would like to join" not in text(entered(robin.user).get("/my-groups/"))
    assert "People who ask to join" in text(entered(secretary.user).get("/today/"))


@pytest.mark.parametrize("page", ["/my-groups/", "members/", "people/", "invitations/"])
def test_lists_take_the_same_number_of_queries(secretary: Membership, page: str) -> None:
    client, group = entered(secretary.user), secretary.group
    path = page if page.startswith("/") else f"/groups/{group.key}/{page}"

    def fill(number: int) -> None:
        user = make_member(f"calm-stone-{number}")
        make_membership(user, group, f"Bo {number}", ["greeter"])
        make_membership(secretary.user, make_group(f"G {number}"), f"Ana {number}", ["chair"])
        asked = make_membership(make_member(f"tall-reed-{number}"), group, f"Cy {number}",
                                state="asked")  # fmt: skip
        JoinRequest.objects.create(membership=asked)
        invitation_code(group)

    fill(1)
    with CaptureQueriesContext(connection) as few:
        client.get(path)
    fill(2)
    fill(3)
    with CaptureQueriesContext(connection) as many:
        client.get(path)
    assert len(few) == len(many)


# -- making, joining, leaving --------------------------------------------------------------------


def test_making_a_group_pressed_three_times(robin: Membership) -> None:
    client = entered(robin.user)
    data = {"name": "Porch", "name_there": "Rob", "fellowship": "aa", "visibility": "members",
            "joining": "ask", "ready": "steps", "once": str(uuid4())}  # fmt: skip
    for _ in range(3):
        assert send(client, "/groups/new/", **data).headers["Location"] == "/my-groups/"
    made = Group.objects.get(name="Porch")
    assert made.fellowship
    assert made.fellowship.slug == "aa"
    assert "Your group is there." in text(client.get("/my-groups/"))


def test_a_refused_group_keeps_what_was_typed() -> None:
    client = entered(make_member())
    data = {"name": "Porch <b>", "name_there": "Admin", "visibility": "public", "joining": "ask",
            "ready": "steps"}  # fmt: skip
    answer = send(client, "/groups/new/", **data)
    assert answer.status_code == 422
    page = text(answer)
    assert "Porch &lt;b&gt;" in page
    assert "looks like a servant" in page
    assert not Group.objects.exists()


def test_joining_an_open_group(group: Group) -> None:
    make_guidelines(group, "We take **turns**.")
    client = entered(make_member())
    page = text(client.get(f"/groups/{group.slug}/"))
    assert f'href="/groups/{group.slug}/join/"' in page
    assert "<strong>turns</strong>" in text(client.get(f"/groups/{group.slug}/join/"))
    without = send(client, f"/groups/{group.slug}/join/", name="Robin", shown="1")
    assert without.status_code == 422
    old = send(client, f"/groups/{group.slug}/join/", name="Robin", shown="0", agree="on")
    assert (old.status_code, "have changed" in text(old)) == (422, True)
    key = str(uuid4())
    for _ in range(3):
        data = {"name": "Robin", "shown": "1", "agree": "on", "once": key}
        answer = send(client, f"/groups/{group.slug}/join/", **data)
        assert answer.headers["Location"] == f"/groups/{group.key}/"
    assert Membership.objects.get().name == "Robin"
    assert Consent.objects.count() == 1
    inside = text(client.get(f"/groups/{group.key}/"))
    assert "Here you are <strong>Robin</strong>" in inside
    assert "You are in. Welcome." in inside
    again = client.get(f"/groups/{group.slug}/join/")
    assert again.headers["Location"] == f"/groups/{group.key}/"


def test_asking_to_join() -> None:
    group = make_group()
    client, key = entered(make_member()), str(uuid4())
    assert "Nobody looks after this group here yet." in text(
        client.get(f"/groups/{group.slug}/join/")
    )
    for _ in range(3):
        answer = send(client, f"/groups/{group.slug}/join/", name="Robin", shown="0",
                      message="Hello there", once=key)  # fmt: skip
        assert answer.headers["Location"] == "/my-groups/"
    assert JoinRequest.objects.get().message == "Hello there"
    assert "You have asked to join." in text(client.get(f"/groups/{group.slug}/"))
    assert "Hello there" not in text(client.get("/my-groups/"))


def test_the_page_of_a_group_by_invitation_says_so() -> None:
    group = make_group(joining="invited")
    assert "by invitation" in text(Client().get(f"/groups/{group.slug}/"))
    client = entered(make_member())
    assert "by invitation" in text(client.get(f"/groups/{group.slug}/join/"))
    answer = send(client, f"/groups/{group.slug}/join/", name="Robin", shown="0")
    assert answer.status_code == 422
    assert not Membership.objects.exists()


def test_a_break_is_told_on_the_page_to_join(group: Group) -> None:
    user = make_member()
    Break.objects.create(
        group=group, user=user, name="Robin", reason="Shouting", from_on=clock.now().date(),
        until_on=clock.now().date() + timedelta(days=3),
    )  # fmt: skip
    client = entered(user)
    assert "Shouting" in text(client.get(f"/groups/{group.slug}/join/"))
    answer = send(client, f"/groups/{group.slug}/join/", name="Robin", shown="0")
    assert answer.status_code == 422
    assert not Membership.objects.exists()


def test_leaving_pressed_three_times(robin: Membership) -> None:
    make_membership(make_member("calm-stone"), robin.group, "Bo")
    client = entered(robin.user)
    path = f"/groups/{robin.group.key}/leave/"
    assert "Leave Sober Nights?" in text(client.get(path))
    for _ in range(3):
        assert send(client, path).headers["Location"] == "/my-groups/"
    assert not Membership.objects.of(robin.user).exists()
    assert "You have left the group." in text(client.get("/my-groups/"))


def test_the_only_secretary_is_told_what_to_do(secretary: Membership, robin: Membership) -> None:
    answer = send(entered(secretary.user), f"/groups/{secretary.group.key}/leave/")
    assert answer.status_code == 422
    assert "You are the only secretary." in text(answer)
    assert Membership.objects.filter(pk=secretary.pk).exists()


# -- invitations ---------------------------------------------------------------------------------


def test_a_visitor_sees_what_they_are_invited_to(group: Group) -> None:
    make_guidelines(group, "We take turns.")
    code = invitation_code(group)
    answer = Client().get("/join/", {"code": code.lower().replace("-", " ")})
    assert answer.headers["Location"] == f"/join/{code}/"
    page = text(Client().get(f"/join/{code}/"))
    assert "Sober Nights" in page
    assert "We take turns." in page
    assert f"/sign-up/?next=%2Fjoin%2F{code}%2F" in page
    assert f"/sign-in/?next=%2Fjoin%2F{code}%2F" in page
    sent = send(Client(), f"/join/{code}/", name="Robin", shown="1", agree="on")
    assert sent.status_code == 403  # the sign-in page, which gives it back
    assert not Membership.objects.exists()


def test_a_new_account_leads_on_to_the_invitation(group: Group) -> None:
    code = invitation_code(group)
    client, path = Client(), f"/join/{code}/"
    page = client.get("/sign-up/", {"next": path}).content.decode()
    assert f'name="next" value="{path}"' in page
    offered = re.search(r'name="offered" value="([^"]+)"', page)
    assert offered
    answer = send(client, "/sign-up/", name="quiet-river", offered=offered[1], next=path)
    assert answer.headers["Location"] == f"/me/card/?next=%2Fjoin%2F{code}%2F"
    assert f'href="{path}"' in text(client.get(answer.headers["Location"]))
    away = send(Client(), "/sign-up/", name="calm-stone", offered=offered[1],
                next="https://example.org/")  # fmt: skip
    assert away.headers["Location"] == "/me/card/"


def test_the_last_use_pressed_three_times() -> None:
    group = make_group(visibility="unlisted", joining="invited")
    code, key = invitation_code(group, most_uses=1), str(uuid4())
    client = entered(make_member())
    for _ in range(3):
        answer = send(client, f"/join/{code}/", name="Robin", shown="0", once=key)
        assert answer.headers["Location"] == f"/groups/{group.key}/"
    assert Invitation.objects.get().used == 1
    assert client.get(f"/join/{code}/").headers["Location"] == f"/groups/{group.key}/"
    assert client.get(f"/groups/{group.key}/").status_code == 200


def test_all_codes_that_open_nothing_are_answered_alike(group: Group) -> None:
    code = invitation_code(group)
    Invitation.objects.update(expires_at=clock.now())
    client = entered(make_member())
    pages = [client.get(f"/join/{typed}/") for typed in (code, "ABCD-EFGH-2345", "x")]
    assert {page.status_code for page in pages} == {404}
    assert len({re.sub(r"<footer.*", "", text(page)) for page in pages}) == 1
    assert "Sober" not in text(pages[0])


def test_codes_cannot_be_tried_for_ever() -> None:
    client = Client()
    answers = [client.get("/join/BCDF-GHJK-2345/").status_code for _ in range(21)]
    assert answers[-2:] == [404, 429]


@pytest.mark.parametrize("typed", ["", "hello", "ABCD-EFGH"])
def test_a_code_typed_wrong_is_kept(typed: str) -> None:
    answer = Client().get("/join/", {"code": typed})
    assert answer.status_code == 422
    assert f'value="{typed}"' in text(answer) or not typed


def test_making_an_invitation(secretary: Membership) -> None:
    client, path = entered(secretary.user), f"/groups/{secretary.group.key}/invitations/"
    key = str(uuid4())
    for _ in range(3):
        answer = send(client, path, most_uses="5", days="7", label="Poster", once=key)
        assert answer.headers["Location"] == path
    made = Invitation.objects.get()
    page = text(client.get(path))
    assert "Poster" in page
    assert "Used 0 of 5 times." in page
    one = text(client.get(f"{path}{made.pk}/"))
    code = shown_code(opened(made.sealed_code, at=str(made.pk)))
    assert f"http://testserver/join/{code}/" in one
    assert "<svg" in one
    for _ in range(3):
        assert send(client, f"{path}{made.pk}/").headers["Location"] == path
    assert not Invitation.objects.usable().exists()
    assert client.get(f"{path}{made.pk}/").headers["Location"] == path


@pytest.mark.parametrize("data", [{"most_uses": "0"}, {"days": "91"}, {"most_uses": "x"}])
def test_an_invitation_has_bounds(secretary: Membership, data: dict[str, str]) -> None:
    client, path = entered(secretary.user), f"/groups/{secretary.group.key}/invitations/"
    answer = send(client, path, **({"most_uses": "1", "days": "7", "label": "Kept"} | data))
    assert (answer.status_code, "Kept" in text(answer)) == (422, True)


def test_an_invitation_of_another_group_is_not_there(secretary: Membership) -> None:
    code = invitation_code(make_group("Porch"))
    other = Invitation.objects.get()
    client = entered(secretary.user)
    path = f"/groups/{secretary.group.key}/invitations/{other.pk}/"
    assert client.get(path).status_code == 404
    assert send(client, path).status_code == 404
    assert Client().get(f"/join/{code}/").status_code == 200


def test_a_code_whose_key_is_lost_can_still_be_ended(secretary: Membership) -> None:
    invitation_code(secretary.group)
    Invitation.objects.update(sealed_code=b"broken")
    client, path = entered(secretary.user), f"/groups/{secretary.group.key}/invitations/"
    assert client.get(path).status_code == 200
    made = Invitation.objects.get()
    assert client.get(f"{path}{made.pk}/").status_code == 302
    send(client, f"{path}{made.pk}/")
    assert not Invitation.objects.usable().exists()


# -- people --------------------------------------------------------------------------------------


@pytest.mark.parametrize(("word", "left"), [("admit", ["member"]), ("decline", [])])
def test_deciding_pressed_three_times(secretary: Membership, word: str, left: list[str]) -> None:
    row = make_membership(make_member("calm-stone"), secretary.group, "Bo", state="asked")
    JoinRequest.objects.create(membership=row, message="I was there on Monday")
    client, path = entered(secretary.user), f"/groups/{secretary.group.key}/people/"
    assert "I was there on Monday" in text(client.get(path))
    for _ in range(3):
        assert send(client, path, **{word: row.pk}).headers["Location"] == path
    states = Membership.objects.exclude(pk=secretary.pk).values_list("state", flat=True)
    assert list(states) == left
    assert not JoinRequest.objects.exists()


def test_requests_of_another_group_are_not_decided_here(secretary: Membership) -> None:
    row = make_membership(make_member("calm-stone"), make_group("Porch"), "Bo", state="asked")
    client, path = entered(secretary.user), f"/groups/{secretary.group.key}/people/"
    send(client, path, admit=row.pk)
    send(client, path, admit="nonsense")
    assert Membership.objects.asking().get() == row


def test_giving_and_taking_a_position(secretary: Membership, robin: Membership) -> None:
    client = entered(secretary.user)
    path = f"/groups/{robin.group.key}/people/{robin.pk}/"
    key, until = str(uuid4()), clock.now().date() + timedelta(days=90)
    for _ in range(3):
        answer = send(client, path + "give/", kind="greeter", until_on=until, once=key)
        assert answer.headers["Location"] == path
    position = Position.objects.get(membership=robin)
    assert position.until_on == until
    assert "Greeter" in text(client.get(f"/groups/{robin.group.key}/members/"))
    twice = send(client, path + "give/", kind="greeter")
    assert (twice.status_code, "hold this position already" in text(twice)) == (422, True)
    for _ in range(3):
        answer = send(client, path + "take/", position=position.pk, why="term-over")
        assert answer.headers["Location"] == path
    assert not Position.objects.held().filter(membership=robin).exists()
    own = f"/groups/{robin.group.key}/people/{secretary.pk}/take/"
    last = send(client, own, position=secretary.positions.get().pk, why="stepped-back")
    assert (last.status_code, "A group needs a secretary." in text(last)) == (422, True)


def test_a_moderator_admits_and_gives_no_positions(group: Group, robin: Membership) -> None:
    client = entered(make_membership(make_member("plain-oak"), group, "Mo", ["moderator"]).user)
    make_membership(make_member("tall-pine"), group, "Ana", ["secretary"])
    path = f"/groups/{group.key}/people/{robin.pk}/"
    page = text(client.get(path))
    assert "Give a position" not in page
    assert f"/groups/{group.key}/members/{robin.pk}/" in page
    assert "decided by two" in page
    assert send(client, path + "give/", kind="greeter").status_code == 403
    assert send(client, path + "take/", position="1", why="term-over").status_code == 403


def test_a_break_is_ended_early_pressed_three_times(
    secretary: Membership, robin: Membership
) -> None:
    client, today = entered(secretary.user), clock.now().date()
    pause = Break.objects.create(
        group=robin.group, user=robin.user, name="Robin", reason="Shouting", from_on=today,
        until_on=today + timedelta(days=30),
    )  # fmt: skip
    assert "Shouting" in text(client.get(f"/groups/{robin.group.key}/people/"))
    end = f"/groups/{robin.group.key}/breaks/{pause.pk}/end/"
    assert client.get(end).status_code == 405
    for _ in range(3):
        assert send(client, end).status_code == 302
    assert not Break.objects.exists()
    gone = f"/groups/{robin.group.key}/people/{robin.pk}/remove/"
    assert client.get(gone).status_code == 404


def test_who_runs_the_home_gives_a_listed_group_its_secretary() -> None:
    group = make_group("Porch", source="feed")
    asked = make_membership(make_member("calm-stone"), group, "Bo", state="asked")
    JoinRequest.objects.create(membership=asked, message="I am its secretary")
    operator = entered(make_member(operator=True))
    assert f'href="/groups/{group.key}/people/"' in text(operator.get("/my-groups/"))
    people = f"/groups/{group.key}/people/"
    assert "I am its secretary" in text(operator.get(people))
    send(operator, people, admit=asked.pk)
    page = text(operator.get(f"{people}{asked.pk}/"))
    assert re.findall(r'<option value="([a-z-]+)"', page) == ["secretary"]
    refused = send(operator, f"{people}{asked.pk}/give/", kind="moderator")
    assert refused.status_code == 422
    answer = send(operator, f"{people}{asked.pk}/give/", kind="secretary")
    assert answer.headers["Location"] == "/my-groups/"
    assert operator.get(people).status_code == 403
    assert "Porch" not in text(operator.get("/my-groups/"))


# -- me, guidelines, settings --------------------------------------------------------------------


def test_me_in_the_group(robin: Membership, secretary: Membership) -> None:
    client, path = entered(robin.user), f"/groups/{robin.group.key}/my-name/"
    refused = send(client, path, name="ANA")
    assert (refused.status_code, 'value="ANA"' in text(refused)) == (422, True)
    for _ in range(3):
        assert send(client, path, name="Robin B").headers["Location"] == path
    assert "Robin B" in text(client.get(f"/groups/{robin.group.key}/members/"))
    position = Position.objects.create(membership=robin, kind="greeter", from_on=clock.now().date())
    assert "Greeter" in text(client.get(path))
    for _ in range(3):
        assert send(client, path, position=position.pk).headers["Location"] == path
    assert not robin.positions.held().exists()
    send(client, path, position=secretary.positions.get().pk)  # not one's own
    assert secretary.positions.held().exists()
    last = send(entered(secretary.user), path, position=secretary.positions.get().pk)
    assert last.status_code == 422


def test_guidelines_are_read_by_all_and_agreed_to_by_members(
    group: Group, robin: Membership
) -> None:
    path = f"/groups/{group.slug}/guidelines/"
    assert "has not written any yet" in text(Client().get(path))
    make_guidelines(group, "<script>x</script> We take turns.")
    page = text(Client().get(path))
    assert "We take turns." in page
    assert "<script>x" not in page
    assert "I have read this" not in page
    client = entered(robin.user)
    assert "Read the new guidelines" in text(client.get(f"/groups/{group.key}/"))
    assert "I have read this" in text(client.get(path))
    old = send(client, path, shown="7")
    assert (old.status_code, "have changed" in text(old)) == (422, True)
    for _ in range(3):
        answer = send(client, f"{path}?next=/today/", shown="1")
        assert answer.headers["Location"] == "/today/"
    assert Consent.objects.count() == 1
    away = send(client, f"{path}?next=https://example.org/", shown="1")
    assert away.headers["Location"] == f"/groups/{group.key}/"
    assert send(Client(), path, shown="1").status_code == 403
    assert send(entered(make_member("far-hill")), path, shown="1").status_code == 404


def test_writing_guidelines(secretary: Membership) -> None:
    group = secretary.group
    client, path = entered(secretary.user), f"/groups/{group.key}/guidelines/edit/"
    key = str(uuid4())
    for _ in range(3):
        answer = send(client, path, text="We listen.", asks_again="on", once=key)
        assert answer.headers["Location"] == f"/groups/{group.key}/guidelines/"
    assert group.guidelines.get().text == "We listen."
    assert "We listen." in text(client.get(path))
    assert send(client, path, ready="tools").status_code == 302
    assert group.guidelines.count() == 2
    assert send(client, path, ready="nothing").status_code == 422
    empty = send(client, path, text=" ")
    assert (empty.status_code, "take one of the ready texts" in text(empty)) == (422, True)


def test_settings(secretary: Membership) -> None:
    group = secretary.group
    client, path = entered(secretary.user), f"/groups/{group.key}/settings/"
    data = {"name": "Porch", "about": "Bring a cup.", "visibility": "unlisted", "joining": "ask"}
    refused = send(client, path, **data)
    assert (refused.status_code, "Bring a cup." in text(refused)) == (422, True)
    for _ in range(3):
        answer = send(client, path, **(data | {"joining": "invited"}))
        assert answer.headers["Location"] == path
    group.refresh_from_db()
    assert (group.name, group.slug) == ("Porch", group.key)
    assert Client().get(f"/groups/{group.key}/").status_code == 404
    assert Client().get("/groups/sober-nights/").status_code == 404
    assert client.get(f"/groups/{group.key}/").status_code == 200


def test_a_sign_that_turns_letters_around_is_refused(secretary: Membership) -> None:
    client, path = entered(secretary.user), f"/groups/{secretary.group.key}/settings/"
    about = "Come as\u202eyou are"
    answer = send(
        client, path, name="Sober Nights", about=about, visibility="public", joining="open"
    )
    assert answer.status_code == 422
    assert "After “Come as” comes a sign that nobody can see" in text(answer)
    assert about in answer.content.decode()
    secretary.group.refresh_from_db()
    assert secretary.group.notes == ""


def test_forms_without_a_key_are_sent_once_more(secretary: Membership) -> None:
    client = entered(secretary.user)
    path = f"/groups/{secretary.group.key}/invitations/"
    for data in ({}, {"once": "x"}):
        answer = client.post(path, {"most_uses": "1", "days": "7", "label": "Kept"} | data)
        assert (answer.status_code, "Kept" in text(answer)) == (422, True)
    assert not Invitation.objects.exists()


def test_ids_that_are_none_are_not_found(secretary: Membership) -> None:
    client, inside = entered(secretary.user), f"/groups/{secretary.group.key}/"
    for path in (f"members/{uuid4()}/", f"people/{uuid4()}/",
                 f"invitations/{uuid4()}/", "members/x/"):  # fmt: skip
        assert client.get(inside + path).status_code == 404
    assert send(client, f"{inside}people/{uuid4()}/give/", kind="greeter").status_code == 404
