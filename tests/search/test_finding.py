"""What a search finds, for whom, and what it says of it."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.accounts.people import make_member
from tests.groups.making import make_group, make_membership
from tests.search.conftest import Notes

from homegroup.accounts.models import User
from homegroup.groups.models import Group
from homegroup.search import looking
from homegroup.search.choices import Audience
from homegroup.search.looking import Search
from homegroup.search.queries import Answer, search_for

VISITOR = AnonymousUser()


@pytest.fixture
def group(db: None) -> Group:
    return make_group()


@pytest.fixture
def robin(group: Group) -> User:
    user = make_member("quiet-river")
    make_membership(user, group)
    return user


def look(typed: str, reader: object, **more: object) -> Answer:
    return search_for(Search(typed=typed, **more), reader)  # type: ignore[arg-type]


def things(answer: Answer) -> list[str]:
    return [result.place.thing for result in answer.results]


def test_members_find_what_their_circles_wrote_newest_first(
    notes: Notes, group: Group, robin: User
) -> None:
    other = make_group("Kettle")
    mine = notes.write("I could not sleep", group=group)
    notes.write("I could not sleep", group=other)
    home = notes.write("sleeping at last")
    public = notes.write("Sleep well", audience=Audience.PUBLIC)
    assert things(look("sleep", robin)) == [public, home, mine]
    assert things(look("sleep", VISITOR)) == [public]
    assert things(look("sleep", make_member("green-hill"))) == [public, home]


def test_all_words_must_be_there(notes: Notes, robin: User) -> None:
    notes.write("sleep and tea")
    both = notes.write("tea at a wedding helps me sleep")
    assert things(look("sleep wedding", robin)) == [both]
    assert things(look("", robin)) == []
    assert things(look("!?", robin)) == []


def test_words_in_quotes_stand_together(notes: Notes, robin: User) -> None:
    notes.write("a day, one at a time")
    exact = notes.write("**One** day, then the next")
    assert things(look('"one day"', robin)) == [exact]
    assert things(look("“one day” next", robin)) == [exact]
    assert len(look("one day", robin).results) == 2


def test_what_the_room_does_not_show_is_not_there(notes: Notes, group: Group, robin: User) -> None:
    for _ in range(60):
        notes.write("rain", hidden=[robin])
    seen = notes.write("rain")
    for _ in range(60):
        notes.write("rain", hidden=[robin])
    answer = look("rain", robin)
    assert things(answer) == [seen]
    assert answer.after == ""


def test_far_too_much_that_is_hidden_ends_as_if_nothing_was_there(
    notes: Notes, robin: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(looking, "_MOST_LOOKED_AT", 30)
    notes.write("rain")
    for _ in range(150):
        notes.write("rain", hidden=[robin])
    assert (
        look("rain", robin) == look("snow", robin, kind="note") or not look("rain", robin).results
    )
    assert look("rain", robin).after == ""


def test_pages_follow_each_other_without_gaps(notes: Notes, robin: User) -> None:
    written = [notes.write("rain", hidden=[robin] if n % 3 == 0 else ()) for n in range(75)]
    wanted = [each for n, each in enumerate(written) if n % 3][::-1]
    got: list[str] = []
    after, pages = "", 0
    while True:
        answer = look("rain", robin, after=after)
        got += things(answer)
        after, pages = answer.after, pages + 1
        if not after:
            break
        assert len(answer.results) == looking.PAGE
    assert got == wanted
    assert pages == 3


@pytest.mark.parametrize("after", ["nonsense", "1", "e", "-5e", "9" * 30 + "e", "٣e"])
def test_a_cursor_that_makes_no_sense_begins_anew(notes: Notes, robin: User, after: str) -> None:
    seen = notes.write("rain")
    assert things(look("rain", robin, after=after)) == [seen]


def test_longer_words_are_found_where_there_is_room(notes: Notes, robin: User) -> None:
    feast = notes.write("Die Hochzeitsfeier")
    exact = notes.write("Unsere Hochzeit")
    answer = look("hochzeit", robin)
    assert things(answer) == [exact, feast]
    assert "hochzeitsf" in answer.roots


@pytest.mark.parametrize(
    ("typed", "written", "told"),
    [
        ("slep", "I sleep badly", ("sleep",)),
        ("weddnig", "At the wedding", ("wedding",)),
        ("schlaffen", "Ich kann nicht schläfen", ("schläfen",)),
        ("lonley", "So lonely", ("lonely",)),
        ("grattitude", "With Gratitude", ("gratitude",)),
    ],
)
def test_a_misspelt_word_finds_what_looks_like_it_and_says_so(
    notes: Notes, robin: User, typed: str, written: str, told: tuple[str, ...]
) -> None:
    seen = notes.write(written)
    answer = look(typed, robin)
    assert things(answer) == [seen]
    assert [(each.typed, each.looked_for) for each in answer.instead] == [(typed, told)]


def test_a_word_that_was_found_is_not_looked_for_in_another_way(notes: Notes, robin: User) -> None:
    notes.write("steep hill")
    assert look("steep", robin).instead == ()


def test_words_of_others_stand_in_for_nothing(notes: Notes, group: Group, robin: User) -> None:
    notes.write("sleeplessly", group=make_group("Kettle"))
    notes.write("sleeplessly", hidden=[robin])
    gone = notes.write("sleeplessly")
    notes.take_away(gone)
    answer = look("sleeplesly", robin)
    assert answer == Answer(nowhere=("sleeplesly",))


def test_a_hidden_text_with_the_misspelt_word_changes_nothing(
    notes: Notes, group: Group, robin: User
) -> None:
    notes.write("slep", group=make_group("Kettle"))
    notes.write("slep", hidden=[robin])
    seen = notes.write("sleep")
    assert things(look("slep", robin)) == [seen]


def test_words_that_are_nowhere_together_are_told(notes: Notes, robin: User) -> None:
    notes.write("sleep")
    notes.write("wedding")
    assert look("sleep wedding", robin) == Answer(alone=("sleep", "wedding"))
    assert look("slep wedding", robin) == Answer(alone=("sleep", "wedding"))
    assert look("sleep xyzzyx", robin) == Answer(nowhere=("xyzzyx",))


def test_far_more_is_offered_where_a_rare_word_may_be_an_error(notes: Notes, robin: User) -> None:
    odd = notes.write("slep")
    for _ in range(30):
        notes.write("sleep")
    answer = look("slep", robin)
    assert things(answer) == [odd]
    assert answer.meant == "sleep"
    assert look("sleep", robin).meant == ""


def test_narrowing_by_kind_and_group(notes: Notes, group: Group, robin: User) -> None:
    other = make_group("Kettle")
    make_membership(robin, other)
    inside = notes.write("rain", group=group)
    notes.write("rain", group=other)
    open_ = notes.write("rain", group=group, audience=Audience.PUBLIC)
    notes.write("rain", audience=Audience.PUBLIC)
    assert things(look("rain", robin, group_id=group.pk)) == [open_, inside]
    assert len(look("rain", robin, kind="note").results) == 4
    assert look("rain", robin, kind="other") == Answer()


def test_a_group_that_one_is_not_in_cannot_be_asked_for(notes: Notes, group: Group) -> None:
    notes.write("rain", group=group, audience=Audience.PUBLIC)
    assert look("rain", VISITOR, group_id=group.pk) == Answer()
    assert look("rain", make_member("green-hill"), group_id=group.pk) == Answer()


def test_a_search_takes_the_same_number_of_queries_for_few_and_for_many(
    notes: Notes, group: Group, robin: User
) -> None:
    counts = []
    for more in (1, 2, 30):
        for _ in range(more):
            notes.write("rain", group=group)
        with CaptureQueriesContext(connection) as seen:
            look("rain", robin)
        counts.append(len(seen))
    assert max(counts) <= 9
    assert counts[2] <= counts[0]
