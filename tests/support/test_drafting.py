"""What somebody types and has not shared yet: sealed, found again, and gone once it is shared."""

from uuid import uuid4

import pytest
from django.test import Client
from tests.accounts.people import make_member, sign_in
from tests.factories import NOW, at
from tests.groups.making import make_group, make_membership
from tests.support.conftest import make_old, trust

from homegroup.accounts.models import KeptForm
from homegroup.groups.models import Membership
from homegroup.support.drafts import MOST
from homegroup.support.models import Reply, Share
from homegroup.vault.models import Entry

SCRIPT = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def _now() -> object:
    with at(NOW):
        yield


@pytest.fixture
def robin(db: None) -> Membership:
    me = make_membership(make_old(make_member("quiet-river")), make_group("Lamp Group"), "Robin")
    return trust(me)


@pytest.fixture
def client(robin: Membership) -> Client:
    made = Client()
    sign_in(made, robin.user)
    return made


def composer(me: Membership) -> str:
    return f"/groups/{me.group.key}/shares/new/"


def typed(text: str, **more: str) -> dict[str, str]:
    return {"once": str(uuid4()), "text": text, "kind": "gratitude"} | more


def keep(client: Client, me: Membership, sent: dict[str, str]) -> str:
    answer = client.post(f"{composer(me)}begun/", sent, headers=SCRIPT)
    assert answer.status_code == 200
    return answer.content.decode()


def page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def shared(me: Membership) -> Share:
    return Share.objects.create(
        group=me.group, author=None, text="Tea.", written_at=NOW, came_at=NOW, waits_since=NOW
    )


def test_what_is_typed_is_kept_and_stands_there_again(robin: Membership, client: Client) -> None:
    assert "Draft kept at" in keep(client, robin, typed("Half a thou"))
    assert "Draft kept at" in keep(client, robin, typed("Half a thought", listen_only="on"))
    assert Entry.objects.count() == 1
    html = page(client, composer(robin))
    assert "Half a thought</textarea>" in html
    assert 'value="gratitude" id="id_kind_2" required checked' in html or "gratitude" in html
    assert "You had begun." in html
    today = page(client, "/today/")
    assert "Half a thought" in today
    assert composer(robin) in today
    struggling = page(client, f"{composer(robin)}?kind=struggling")
    assert "A few words are enough." in struggling
    assert "Half a thought" in struggling


def test_nobody_else_finds_it_and_no_table_tells_it(robin: Membership, client: Client) -> None:
    keep(client, robin, typed("zebra by the window"))
    kim = make_membership(make_member("green-hill"), robin.group, "Kim")
    other = Client()
    sign_in(other, kim.user)
    assert "zebra" not in page(other, composer(robin))
    row = Entry.objects.get()
    assert b"zebra" not in bytes(row.body) + bytes(row.header)
    assert not Share.objects.exists()


def test_sharing_takes_the_draft_away_and_what_comes_late_is_passed_over(
    robin: Membership, client: Client
) -> None:
    sent = typed("I rested today.")
    assert 'name="begun" value="1"' in keep(client, robin, sent)
    assert client.post(composer(robin), sent | {"begun": "1"}).status_code == 302
    assert (Share.objects.count(), Entry.objects.count()) == (1, 0)
    assert "Draft kept" not in keep(client, robin, sent)
    assert Entry.objects.count() == 0
    assert "You had begun." not in page(client, composer(robin))


def test_what_was_kept_while_it_was_sent_is_taken_away_and_nothing_else(
    robin: Membership, client: Client
) -> None:
    sent = typed("I rested today.")
    keep(client, robin, sent)  # its answer has not come when the form is sent
    assert client.post(composer(robin), sent | {"keeps": "1"}).status_code == 302
    assert not Entry.objects.exists()
    row = shared(robin)
    address = f"/groups/{robin.group.key}/shares/{row.pk}/"
    client.post(f"{address}begun/", typed("A long answer, begun"), headers=SCRIPT)
    assert client.post(address, typed("Tea is good.", keeps="1")).status_code == 302
    assert Entry.objects.count() == 1


def test_a_refused_share_keeps_its_draft(robin: Membership, client: Client) -> None:
    sent = typed("Some words.")
    keep(client, robin, sent)
    wrong = client.post(composer(robin), sent | {"begun": "1", "kind": "no-such"})
    assert wrong.status_code == 422
    assert 'name="begun" value="1"' in wrong.content.decode()
    assert Entry.objects.count() == 1


def test_an_emptied_form_and_a_press_take_it_away(robin: Membership, client: Client) -> None:
    keep(client, robin, typed("Some words."))
    keep(client, robin, typed("  "))
    assert not Entry.objects.exists()
    keep(client, robin, typed("Some words."))
    assert client.post(f"{composer(robin)}begun/away/").headers["Location"] == composer(robin)
    assert client.post(f"{composer(robin)}begun/away/").status_code == 302
    assert not Entry.objects.exists()


def test_an_answer_is_kept_and_gone_on_with(robin: Membership, client: Client) -> None:
    row = shared(robin)
    address = f"/groups/{robin.group.key}/shares/{row.pk}/"
    sent = typed("I hear you, and")
    assert client.post(f"{address}begun/", sent, headers=SCRIPT).status_code == 200
    assert f"{address}?begun=1#answer" in page(client, "/today/").replace("&amp;", "&")
    assert "I hear you, and</textarea>" in page(client, f"{address}?begun=1")
    assert "I hear you, and" not in page(client, address)
    assert client.post(address, sent | {"begun": "1"}).status_code == 302
    assert (Reply.objects.count(), Entry.objects.count()) == (1, 0)


def test_without_a_script_a_button_keeps_it(robin: Membership, client: Client) -> None:
    answer = client.post(f"{composer(robin)}begun/", typed("By a button."))
    assert answer.headers["Location"] == composer(robin)
    html = page(client, composer(robin))
    assert "Kept. Only you can read it" in html
    assert "By a button.</textarea>" in html
    long = client.post(f"{composer(robin)}begun/", typed("x" * 20_001))
    assert long.status_code == 422
    assert "x" * 20_001 in long.content.decode()


def test_locked_or_signed_out_the_text_stays_and_is_sealed(robin: Membership) -> None:
    locked = Client()
    sign_in(locked, robin.user, locked=True)
    assert "Your private pages have locked" in keep(locked, robin, typed("Half a thought"))
    assert KeptForm.objects.count() == 1
    assert not Entry.objects.exists()
    assert "You had begun." not in page(locked, composer(robin))
    out = Client().post(f"{composer(robin)}begun/", typed("x"), headers=SCRIPT)
    assert "You are signed out" in out.content.decode()


def test_there_is_an_end_and_outsiders_keep_nothing(robin: Membership, client: Client) -> None:
    for _number in range(MOST):
        row = shared(robin)
        address = f"/groups/{robin.group.key}/shares/{row.pk}/begun/"
        client.post(address, typed("I hear you."), headers=SCRIPT)
    assert "You have begun a lot of things" in keep(client, robin, typed("One more"))
    assert Entry.objects.count() == MOST
    other = Client()
    sign_in(other, make_member("calm-stone"))
    for path in (f"{composer(robin)}begun/", address):
        assert other.post(path, typed("x")).status_code == 404
        assert client.get(path).status_code == 405
