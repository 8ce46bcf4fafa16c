"""The page: everything in its address, what it says, and what it does not."""

import re

import pytest
from django.test import Client
from tests.accounts.people import make_member, sign_in
from tests.groups.making import make_group, make_membership
from tests.search.conftest import Notes

from homegroup.accounts.models import User
from homegroup.core import thing_links
from homegroup.groups.actions.groups import change_group
from homegroup.groups.choices import Joining, Visibility
from homegroup.groups.models import Group
from homegroup.search import beyond, groups_found, registry, views
from homegroup.search.choices import Audience
from homegroup.search.registry import OtherName, Reader, Shown, Source


@pytest.fixture
def group(db: None) -> Group:
    return make_group()


@pytest.fixture
def robin(group: Group, client: Client) -> User:
    user = make_member("quiet-river")
    make_membership(user, group)
    sign_in(client, user)
    return user


def page(client: Client, query: str = "", **headers: str) -> str:
    answer = client.get(f"/search/{query}", headers=headers)
    assert answer.status_code == 200
    return answer.content.decode()


def results(html: str) -> list[str]:
    """Give the text of each result."""
    found = re.findall(r"<article.*?</article>", html, re.DOTALL)
    return [" ".join(re.sub(r"<(?!/?mark)[^>]*>", " ", each).split()) for each in found]


def test_results_are_marked_and_tell_where_they_are_from(
    notes: Notes, robin: User, group: Group, client: Client
) -> None:
    notes.write("I could not *sleep* <b>again</b>", group=group)
    html = page(client, "?q=sleeping")
    assert results(html) == [
        "A note I could not <mark>sleep</mark> &lt;b&gt;again&lt;/b&gt; Lamp Group · 4 March 2026"
    ]
    assert 'href="/notes/n0/"' in html
    assert 'value="sleeping"' in html


def test_a_misspelt_word_is_told(notes: Notes, robin: User, client: Client) -> None:
    notes.write("sleep")
    html = page(client, "?q=slep")
    assert "You wrote “slep”, and nothing has that word. We looked for “sleep”." in html


def test_nothing_found_is_said_kindly(notes: Notes, robin: User, client: Client) -> None:
    assert "Nothing that you can open here has the word “xyzzy”." in page(client, "?q=xyzzy")
    notes.write("sleep")
    notes.write("wedding")
    html = page(client, "?q=sleep+wedding")
    assert 'href="?q=sleep"' in html
    assert "not all together" in html


def test_pages_of_a_long_answer(notes: Notes, robin: User, client: Client) -> None:
    for number in range(25):
        notes.write(f"rain number{number}")
    html = page(client, "?q=rain")
    assert len(results(html)) == 20
    following = re.search(r'rel="next" href="([^"]+)"', html)
    assert following
    html = page(client, following[1].replace("&amp;", "&"))
    assert len(results(html)) == 5
    assert 'rel="next"' not in html
    assert "Back to the first" in html


def test_a_visitor_finds_public_things_only(notes: Notes, group: Group, client: Client) -> None:
    notes.write("rain in the group", group=group)
    notes.write("rain at home")
    notes.write("rain for all", audience=Audience.PUBLIC)
    html = page(client, "?q=rain")
    assert len(results(html)) == 1
    assert "for all" in html
    assert "Where" not in html


def test_a_group_that_nobody_else_knows_of_is_not_named(
    notes: Notes, robin: User, client: Client
) -> None:
    hidden = make_group("Hidden Group", visibility=Visibility.UNLISTED)
    notes.write("rain for all", audience=Audience.PUBLIC, group=hidden)
    html = page(client, "?q=rain")
    assert len(results(html)) == 1
    assert "Hidden" not in html
    assert results(page(client, f"?q=rain&group={hidden.key}")) == []


def test_narrowing_to_a_group_and_a_kind(
    notes: Notes, robin: User, group: Group, client: Client
) -> None:
    notes.write("rain inside", group=group)
    notes.write("rain at home")
    html = page(client, f"?q=rain&group={group.key}")
    assert len(results(html)) == 1
    assert f'<option value="{group.key}" selected>' in html
    assert len(results(page(client, "?q=rain&kind=note"))) == 2
    assert results(page(client, "?q=rain&kind=nothing")) == []


def test_a_folded_text_is_not_shown_but_says_why_it_was_found(
    robin: User, client: Client, notes: Notes
) -> None:
    def folded(ids: object, reader: Reader) -> dict[str, Shown]:
        return {"n0": Shown("A hard text about the wedding", "/notes/n0/", fold="violence")}

    registry.register(Source(kind="note", words="A note", shown=folded, is_dated=False))
    notes.write("A hard text about the wedding")
    html = page(client, "?q=weddings")
    assert results(html) == ["A note Folded: violence. In it: <mark>wedding</mark>"]


def test_a_name_in_another_language_is_shown_where_it_alone_was_found(
    robin: User, client: Client, notes: Notes
) -> None:
    def named(ids: object, reader: Reader) -> dict[str, Shown]:
        also = [OtherName("Angst und Sorgen", "de"), OtherName("Fear of heights", "en")]
        return {"n0": Shown("A walk.", "/notes/n0/", title="Fear and worry", also=also)}

    registry.register(Source(kind="note", words="A note", shown=named, is_dated=False))
    notes.write("A walk. Fear and worry. Angst und Sorgen. Fear of heights")
    html = page(client, "?q=%C3%84ngst")
    also = "Also called: <mark>Angst</mark> und Sorgen"
    assert results(html) == [f"Fear and worry A walk. {also} A note"]
    assert '<span lang="de">' in html
    assert results(page(client, "?q=%22angst+und+sorgen%22"))
    html = page(client, "?q=fear")
    assert results(html) == ["<mark>Fear</mark> and worry A walk. A note"]


def test_links_to_where_else_to_look(robin: User, client: Client) -> None:
    before = list(beyond._makers)
    beyond.register(lambda request, typed: thing_links.Link(f"/x/?q={typed}", "Elsewhere"))
    try:
        assert 'href="/x/?q=tea"' in page(client, "?q=tea")
        assert "Elsewhere" not in page(client)
    finally:
        beyond._makers[:] = before


@pytest.mark.parametrize(
    "query",
    ["", "?q=", "?q=%00", "?q=" + "a" * 5000, "?q=%22", "?q=*+OR+NEAR(", "?q=a&after=zz&kind=%27",
     "?q=%E1%A6%B0+%F3%A0%80%81", "?q=a&group=%00", "?q=" + "%22a+b%22+" * 40],
)  # fmt: skip
def test_odd_addresses_are_answered(robin: User, notes: Notes, client: Client, query: str) -> None:
    notes.write("a b")
    assert page(client, query)


def test_only_results_come_for_htmx(notes: Notes, robin: User, client: Client) -> None:
    notes.write("rain")
    html = page(client, "?q=rain", hx_request="true", hx_target="results")
    assert html.lstrip().startswith("<section")
    assert len(results(html)) == 1


def test_other_methods_are_refused(db: None, client: Client) -> None:
    assert client.post("/search/").status_code == 405


def test_very_many_searches_are_slowed_down(
    notes: Notes, robin: User, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "MOST_A_MINUTE", 1)
    page(client, "?q=rain")
    answer = client.get("/search/?q=rain")
    assert answer.status_code == 429
    assert "Please wait a minute" in answer.content.decode()
    assert page(client)


@pytest.fixture
def listed(db: None) -> Group:
    """A group that is found, as one made here is."""
    group = make_group("Kettle Club", notes="We knit.")
    groups_found.keep(group)
    return group


def _change(group: Group, **more: str) -> None:
    values = {
        "name": group.name, "about": group.notes,
        "visibility": group.visibility, "joining": group.joining,
    } | more  # fmt: skip
    change_group(group=group, by=make_member(f"x{group.pk}-{len(more)}-y").pk, **values)


def test_groups_are_found_by_who_may_know_of_them(listed: Group, client: Client) -> None:
    assert results(page(client, "?q=kettel")) == ["<mark>Kettle</mark> Club We knit. A group"]
    _change(listed, visibility=Visibility.UNLISTED, joining=Joining.INVITED)
    assert results(page(client, "?q=kettle")) == []
    user = make_member("quiet-river")
    make_membership(user, listed)
    sign_in(client, user)
    assert len(results(page(client, "?q=kettle"))) == 1


def test_a_group_that_is_renamed_is_found_by_its_new_name(listed: Group, client: Client) -> None:
    _change(listed, name="Teapot Club")
    assert len(results(page(client, "?q=teapot"))) == 1
    assert results(page(client, "?q=kettle")) == []
