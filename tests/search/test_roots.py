"""Words that belong together share a root, and words that do not share none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from homegroup.search.roots import root


@pytest.mark.parametrize(
    "family",
    [
        "sleep sleeps sleeping sleeper sleepless slept",
        "drink drinks drinking drinker drank",
        "craving cravings crave craved",
        "family families familie familien familia familias",
        "wedding weddings",
        "evening evenings",
        "party parties",
        "relapse relapsed relapses relapsing",
        "lonely loneliness",
        "shame shameful",
        "stop stopped stopping",
        "travel travelled traveling travels",
        "fall falling falls",
        "remember remembering remembers remembered",
        "worry worries worried worrying",
        "pay pays paying paid",
        "work works working worked worker",
        "schlaf schlafen schlafe schlaft geschlafen",
        "hochzeit hochzeiten",
        "abend abends abende abenden",
        "trinken trinke trank getrunken",
        "trabajo trabajos trabajar trabajando",
        "noche noches",
        "flor flores",
        "dormir dormido duermo duerme dormia",
        "parler parle parlez parlait",
        "famille familles",
    ],
)
def test_words_of_one_family_share_a_root(family: str) -> None:
    assert len({root(word) for word in family.split()}) == 1


@pytest.mark.parametrize(
    "strangers",
    [
        "even evening",
        "part party",
        "wed wedding",
        "ever every",
        "bet better",
        "let letter",
        "numb number",
        "list listen",
        "wein weinen",
        "pain paint",
        "car care",
        "not note",
        "kin king",
        "th thing",
    ],
)
def test_words_that_look_alike_keep_apart(strangers: str) -> None:
    one, other = strangers.split()
    assert root(one) != root(other)


@given(st.text(alphabet="abdegilmnorstuy", min_size=1, max_size=14))
def test_a_root_is_its_own_root(word: str) -> None:
    assert root(root(word)) == root(word)
    assert root(word)


@pytest.mark.parametrize("word", ["早晨", "2026", "aa", "х", "сон", "ёлка"])
def test_other_alphabets_and_numbers_stay_as_they_are(word: str) -> None:
    assert root(word) == word
