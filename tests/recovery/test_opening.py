"""One page for one person: opened, read, closed; and which names are told to whom."""

import re
from uuid import uuid4

import pytest
from django.http import Http404
from tests.groups.making import make_group, make_membership
from tests.recovery.conftest import Somebody, make_somebody, said

from homegroup.groups.models import Group, Membership
from homegroup.moderation import actions as moderation
from homegroup.notices.models import Notice
from homegroup.recovery import actions, opening, queries
from homegroup.recovery.companions import companions_of
from homegroup.vault import vaults
from homegroup.vault.models import Grant

pytestmark = pytest.mark.django_db
Both = tuple[Membership, Membership]


def open_to(me: Somebody, page: object, person: Membership, status: int = 302) -> None:
    me.post(f"/journal/{page}/share/", status, **{"with": str(person.pk)})


def test_companions_are_the_people_of_common_groups(
    me: Somebody, kim: Somebody, together: Both
) -> None:
    make_membership(make_somebody("far-cloud").user, make_group("Other"), "Sam")
    (companion,) = companions_of(me.user.pk)
    assert (companion.id, companion.name, companion.group) == (together[1].pk, "Kim", "Lamp Group")
    assert (companion.own_id, companion.own_name) == (together[0].pk, "Robin")
    assert companion.account == kim.user.pk
    assert companions_of(uuid4()) == []


def test_who_only_asked_to_join_is_no_companion(me: Somebody, kim: Somebody, group: Group) -> None:
    make_membership(me.user, group, "Robin")
    make_membership(kim.user, group, "Kim", state="asked")
    assert companions_of(me.user.pk) == []
    assert companions_of(kim.user.pk) == []


def test_a_page_is_opened_read_and_closed(me: Somebody, kim: Somebody, together: Both) -> None:
    page, other = me.write("What I did not dare to say."), me.write("kept for me")
    open_to(me, page, together[1])
    assert "Kim · Lamp Group" in said(me.get(f"/journal/{page}/share/"))
    assert "Besides you, 1 person can read" in said(me.get(f"/journal/{page}/"))
    listed = kim.get("/journal/shared/")
    assert "What I did not dare" in listed
    assert "Robin · Lamp Group" in said(listed)
    assert "kept for me" not in listed
    shown = said(kim.get(f"/journal/shared/{page}/"))
    assert "What I did not dare to say." in shown
    assert "Written by Robin (Lamp Group)" in shown
    kim.get(f"/journal/shared/{other}/", 404)
    kim.get(f"/journal/{page}/", 404)
    kim.get(f"/journal/{page}/edit/", 404)
    me.post(f"/journal/{page}/share/", close=str(together[1].pk))
    kim.get(f"/journal/shared/{page}/", 404)
    assert "Nobody has opened" in said(kim.get("/journal/shared/"))
    assert not Grant.objects.exists()
    assert "Only you can read this page." in said(me.get(f"/journal/{page}/"))


def test_pressing_thrice_opens_once(me: Somebody, kim: Somebody, together: Both) -> None:
    page, form = me.write(), {"with": str(together[1].pk), "once": str(uuid4())}
    places = {me.post(f"/journal/{page}/share/", **form)["Location"] for _ in range(3)}
    assert places == {f"/journal/{page}/share/"}
    open_to(me, page, together[1])
    assert Grant.objects.count() == 2  # the page, and the note that both read
    assert Notice.objects.filter(user=kim.user).count() == 1


@pytest.mark.parametrize("told", ["", "nonsense", "6f0a1c9e-0000-4000-8000-000000000000"])
def test_nobody_else_can_be_chosen(me: Somebody, together: Both, told: str) -> None:
    stranger = make_membership(make_somebody("far-cloud").user, make_group("Other"), "Sam")
    page = me.write()
    for person in (told, str(stranger.pk), str(together[0].pk), str(stranger.user_id)):
        answer = me.post(f"/journal/{page}/share/", 422, **{"with": person})
        assert "Choose somebody from one of your groups." in said(answer)
    assert not Grant.objects.exists()


def test_closing_to_who_cannot_read_it_is_404(me: Somebody, together: Both) -> None:
    me.post(f"/journal/{me.write()}/share/", 404, close=str(together[1].pk))


def test_without_a_group_it_says_so(me: Somebody) -> None:
    assert "There is nobody yet." in said(me.get(f"/journal/{me.write()}/share/"))


def test_the_notice_says_nothing_of_the_page(me: Somebody, kim: Somebody, together: Both) -> None:
    page = me.write("What I did not dare to say.")
    open_to(me, page, together[1])
    notice = Notice.objects.get()
    assert (notice.user_id, notice.kind) == (kim.user.pk, "journal.opened")
    assert str(page) not in notice.subject
    assert "Somebody opened a page to you." in said(kim.get("/notices/"))
    me.post(f"/journal/{page}/share/", close=str(together[1].pk))
    assert not Notice.objects.exists()


def test_names_of_two_groups_stay_apart(me: Somebody, kim: Somebody, together: Both) -> None:
    second = make_group("River Group")
    make_membership(me.user, second, "Quill")
    other = make_membership(kim.user, second, "Ash")
    page = me.write()
    open_to(me, page, other)
    share = said(me.get(f"/journal/{page}/share/"))
    assert "Ash · River Group" in share
    assert "Kim · Lamp Group" not in share
    shown = said(kim.get(f"/journal/shared/{page}/"))
    assert "Quill (River Group)" in shown
    assert "Robin" not in shown
    # Both names are readers; closing one leaves the other.
    open_to(me, page, together[1])
    me.post(f"/journal/{page}/share/", close=str(other.pk))
    assert "Robin (Lamp Group)" in said(kim.get(f"/journal/shared/{page}/"))
    me.post(f"/journal/{page}/share/", close=str(together[1].pk))
    kim.get(f"/journal/shared/{page}/", 404)


def test_readers_do_not_see_each_other(me: Somebody, kim: Somebody, together: Both) -> None:
    third = make_somebody("far-cloud")
    sam = make_membership(third.user, together[0].group, "Sam")
    page = me.write()
    for person in (together[1], sam):
        open_to(me, page, person)
    assert "Sam" not in kim.get(f"/journal/shared/{page}/")
    notes = kim.vault.shared_with_me(bodies=True)
    assert not any("Sam" in str(note.body) for note in notes)


def test_a_name_follows_its_change_and_stays_after_leaving(
    me: Somebody, kim: Somebody, together: Both
) -> None:
    page = me.write()
    open_to(me, page, together[1])
    Membership.objects.filter(pk=together[0].pk).update(name="Robin R.")
    assert "Robin R. (Lamp Group)" in said(kim.get(f"/journal/shared/{page}/"))
    together[0].delete()
    assert "Robin (Lamp Group)" in said(kim.get(f"/journal/shared/{page}/"))


def test_readers_see_changes_and_lose_what_is_deleted(
    me: Somebody, kim: Somebody, together: Both
) -> None:
    page = me.write("older words")
    open_to(me, page, together[1])
    me.post(f"/journal/{page}/edit/", text="newer words", on="2026-03-04", revision="1")
    assert "newer words" in kim.get(f"/journal/shared/{page}/")
    me.post(f"/journal/{page}/delete/")
    kim.get(f"/journal/shared/{page}/", 404)
    assert "older words" not in kim.get("/journal/shared/")
    assert not Grant.objects.exists()
    assert not Notice.objects.exists()


def test_a_block_closes_it_and_it_can_be_opened_again(
    me: Somebody, kim: Somebody, together: Both
) -> None:
    page = me.write()
    open_to(me, page, together[1])
    vaults.close_to(owner=me.user.pk, reader=kim.user.pk)
    assert opening.readers_of(me.vault, page, companions_of(me.user.pk)) == []
    kim.get(f"/journal/shared/{page}/", 404)
    open_to(me, page, together[1])
    assert "Robin" in said(kim.get(f"/journal/shared/{page}/"))


def test_a_reader_takes_it_off_the_list(me: Somebody, kim: Somebody, together: Both) -> None:
    page, key = me.write(), str(uuid4())
    open_to(me, page, together[1])
    for _ in range(2):
        answer = kim.post(f"/journal/shared/{page}/", once=key)
        assert answer["Location"] == "/journal/shared/"
    kim.get(f"/journal/shared/{page}/", 404)
    kim.post(f"/journal/shared/{page}/", 404)
    assert not Grant.objects.exists()
    assert "Only you, so far." in said(me.get(f"/journal/{page}/share/"))


def test_a_note_is_no_page(me: Somebody, kim: Somebody, together: Both) -> None:
    open_to(me, me.write(), together[1])
    note = next(each for each in kim.vault.shared_with_me() if each.kind == "shown")
    kim.get(f"/journal/shared/{note.id}/", 404)
    me.get(f"/journal/{note.id}/", 404)


def test_a_failed_notice_leaves_nothing_open(
    me: Somebody, kim: Somebody, together: Both, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(**told: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(actions, "tell", fail)
    page = me.write()
    (companion,) = companions_of(me.user.pk)
    with pytest.raises(RuntimeError):
        actions.open_page_to(vault=me.vault, page=page, companion=companion, key=uuid4())
    assert not Grant.objects.exists()
    assert queries.page(me.vault, page)


def test_a_page_of_others_cannot_be_opened_on(me: Somebody, kim: Somebody, together: Both) -> None:
    page = me.write()
    open_to(me, page, together[1])
    (companion,) = companions_of(kim.user.pk)
    with pytest.raises(Http404):
        actions.open_page_to(vault=kim.vault, page=page, companion=companion, key=uuid4())


def test_lists_take_the_same_number_of_queries(
    me: Somebody, kim: Somebody, together: Both, django_assert_num_queries
) -> None:
    companions = companions_of(kim.user.pk)
    for _ in range(3):
        open_to(me, me.write(), together[1])
        kim.vault._private = None
        with django_assert_num_queries(3):
            opening.from_others(kim.vault, companions)


def test_the_page_to_choose_takes_few_queries(
    me: Somebody, together: Both, django_assert_max_num_queries
) -> None:
    page = me.write()
    for number in range(3):
        with django_assert_max_num_queries(14):
            html = me.get(f"/journal/{page}/share/")
        assert len(re.findall(r"<option value=\"[^\"]", html)) == number + 1
        friend = make_somebody(f"friend-{number}-leaf")
        make_membership(friend.user, together[0].group, f"Friend {number}")


def test_who_is_not_wanted_notices_nothing_and_reaches_nobody(
    me: Somebody, kim: Somebody, together: Both
) -> None:
    page = me.write("Words for Kim.")
    moderation.block(blocker=kim.user, person=together[0])
    assert "Kim" in me.get(f"/journal/{page}/share/")
    open_to(me, page, together[1])
    assert "Kim" in said(me.get(f"/journal/{page}/share/"))
    assert "Robin" not in said(kim.get("/journal/shared/"))
    kim.get(f"/journal/shared/{page}/", 404)
    assert not Notice.objects.filter(user=kim.user).exists()
    assert "Robin" not in said(kim.get(f"/journal/{kim.write('Mine.')}/share/"))
