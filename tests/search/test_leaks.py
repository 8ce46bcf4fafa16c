"""An answer tells nothing of what its reader may not open: random worlds, and a naive oracle.

The strongest form of it: with everything that is not for the reader taken out of the world, the
answer is the same to the letter, with its suggestions and its next page.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.accounts.people import make_member
from tests.groups.making import make_group, make_membership
from tests.search.conftest import Notes

from homegroup.accounts.models import User
from homegroup.groups.models import Group
from homegroup.search import looking, queries
from homegroup.search.choices import Audience
from homegroup.search.looking import Search
from homegroup.search.queries import Answer, search_for
from homegroup.search.registry import Reader
from homegroup.search.roots import root
from homegroup.search.tokens import words_of

LIKE_EACH_OTHER = (
    "sleep slept slep sleet steep sleepless sleepwalker wedding weddings wedded tea team "
    "Hochzeit Hochzeitsfeier Hochzeitstag müde muede rain rainy train evening even"
)
WORDS = LIKE_EACH_OTHER.split()
TYPED = [*WORDS, "sleap", "wedidng", "hochzeti", "mude", "trian", "sle", "nothing", "tee"]


GROUPS = (0, 1, 2)


@dataclass(frozen=True)
class Written:
    """One note of a random world: its words, group (a number) or None, audience, hidden from."""

    text: str
    group: int | None
    audience: str
    hidden: tuple[int, ...]
    gone: bool


@dataclass
class People:
    groups: list[Group]
    readers: list[Reader]
    in_groups: list[set[int]]

    def may_open(self, who: int, note: Written) -> bool:
        """The oracle of access, by the words of the contract."""
        if note.gone or who in note.hidden:
            return False
        if note.audience == Audience.PUBLIC:
            return True
        if note.audience == Audience.HOME:
            return isinstance(self.readers[who], User)
        return note.group in self.in_groups[who]


@pytest.fixture(autouse=True)
def _short_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(looking, "PAGE", 3)
    monkeypatch.setattr(looking, "_SLACK", 0)
    monkeypatch.setattr(queries, "_FEW", 3)


@pytest.fixture
def people(db: None) -> People:
    groups = [make_group(f"Group {n}", slug=f"group-{n}") for n in range(3)]
    users = [make_member(f"quiet-river-{n}") for n in range(3)]
    in_groups = [{0, 1}, {1, 2}, set[int](), set[int]()]
    for user, theirs in zip(users, in_groups, strict=False):
        for number in theirs:
            make_membership(user, groups[number], f"Robin {user.pk.hex[:6]}")
    return People(groups, [*users, AnonymousUser()], in_groups)


def a_world(dice: random.Random, size: int) -> list[Written]:
    hidden = dice.choice([0.2, 0.5, 0.8])
    circles = [Audience.GROUP] * 3 + [Audience.HOME, Audience.PUBLIC]
    return [
        Written(
            text=" ".join(dice.choices(WORDS, k=dice.randint(1, 3))),
            group=dice.choice(GROUPS if audience == Audience.GROUP else [None, *GROUPS]),
            audience=audience,
            hidden=tuple(n for n in range(4) if dice.random() < hidden),
            gone=dice.random() < 0.2,
        )
        for audience in dice.choices(circles, k=size)
    ]


def put_all(notes: Notes, people: People, world: list[Written], keep: Iterator[bool]) -> None:
    """Write the notes that are kept; one that is gone was there for a while."""
    notes.texts.clear()
    for number, (written, kept) in enumerate(zip(world, keep, strict=True)):
        if not kept:
            notes.texts[f"left out {number}"] = ""
            continue
        thing = notes.write(
            written.text,
            group=people.groups[written.group] if written.group is not None else None,
            audience=written.audience,
            hidden=[],
        )
        notes.hidden_from[thing] = {people.readers[who].pk for who in written.hidden}  # type: ignore[misc]
        if written.gone:
            notes.take_away(thing)
            notes.texts[f"gone {number}"] = ""


def told(answer: Answer) -> object:
    """Give all that a page could show of an answer."""
    things = [(each.place.id, each.text, each.address) for each in answer.results]
    return (things, answer.after, answer.instead, answer.nowhere, answer.alone, answer.meant)


def matches(text: str, typed: str, *, widely: bool) -> bool:
    roots = {root(word) for word in words_of(text)}
    return all(
        any(
            each == wanted or (widely and len(wanted) >= 5 and each.startswith(wanted))
            for each in roots
        )
        for wanted in map(root, words_of(typed))
    )


def expected(visible: list[str], typed: str) -> tuple[list[str], bool]:
    """Give the texts of a naive search, newest first, and whether there are more than a page."""
    for widely in (False, True):
        found = [text for text in reversed(visible) if matches(text, typed, widely=widely)]
        if len(found) > looking.PAGE:
            break
    return found[: looking.PAGE], len(found) > looking.PAGE


SETTINGS = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
CASES = given(
    seed=st.integers(0, 2**32),
    who=st.integers(0, 3),
    typed=st.lists(st.sampled_from(TYPED), min_size=1, max_size=2).map(" ".join),
)


@SETTINGS
@CASES
def test_what_is_not_for_the_reader_changes_nothing(
    notes: Notes, people: People, seed: int, who: int, typed: str
) -> None:
    world = a_world(random.Random(seed), 20)
    visible = [people.may_open(who, note) for note in world]
    answers = []
    for keep in ([True] * len(world), visible):
        with transaction.atomic():
            put_all(notes, people, world, iter(keep))
            answers.append(search_for(Search(typed=typed), people.readers[who]))
            transaction.set_rollback(True)
    assert told(answers[0]) == told(answers[1])


@SETTINGS
@CASES
def test_an_answer_is_that_of_a_naive_search_and_tells_only_words_that_can_be_opened(
    notes: Notes, people: People, seed: int, who: int, typed: str
) -> None:
    world = a_world(random.Random(seed), 30)
    visible = [note.text for note in world if people.may_open(who, note)]
    with transaction.atomic():
        put_all(notes, people, world, iter([True] * len(world)))
        answer = search_for(Search(typed=typed), people.readers[who])
        transaction.set_rollback(True)
    texts = [result.text for result in answer.results]
    assert all(text in visible for text in texts)
    wanted, is_more = expected(visible, typed)
    if wanted:
        assert (texts, bool(answer.after), answer.instead) == (wanted, is_more, ())
    else:
        assert bool(texts) == bool(answer.instead)
    known = {word for text in visible for word in words_of(text)}
    offered = [word for each in answer.instead for word in each.looked_for]
    assert {word for each in [*offered, answer.meant] for word in words_of(each)} <= known
