"""Which passphrases and names the house offers and refuses."""

import math

import pytest

from homegroup.accounts import names, words
from homegroup.accounts.passphrases import check_passphrase, offered_passphrase
from homegroup.core.errors import HouseError
from homegroup.core.names import clean_name, likeness
from homegroup.core.outing import outing_words_in


def test_every_offered_passphrase_is_accepted() -> None:
    for _ in range(300):
        name = names.offered_name()
        check_passphrase(offered_passphrase(name=name), name=name)


def test_an_offered_passphrase_of_common_words_is_not_offered(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    drawn = iter([["monkey", "dragon", "summer"] * 2, ["quilt", "orchard", "pebble"] * 2])
    monkeypatch.setattr(words, "some_words", lambda _count: next(drawn))
    assert offered_passphrase().startswith("quilt orchard")


def test_a_name_that_looks_like_a_servant_is_not_offered(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = iter([["eastward", "service"], ["quilt", "orchard"]])
    monkeypatch.setattr(words, "some_words", lambda _count: next(drawn))
    assert names.offered_name().startswith("quilt-orchard-")


def test_no_offered_word_hurts_or_outs() -> None:
    offered = set(words.offered_words())
    assert not offered & {"relapse", "junkie", "hangover", "ashamed", "delirium", "racism"}
    assert outing_words_in(" ".join(sorted(offered))) == []
    assert math.log2(len(offered)) * words.CARD_WORDS > 128


def test_a_card_with_words_that_are_no_longer_offered_is_read() -> None:
    assert words.read_card("relapse Hangovr") == ["relapse", "hangover"]


def test_every_unkind_word_is_one_of_the_list() -> None:
    assert len(words.word_list()) - len(words.offered_words()) == sum(
        not line.startswith("#") for line in words._UNKIND.read_text().splitlines()
    )


def test_a_known_phrase_within_another_leaves_nothing_of_ones_own() -> None:
    for text in ("passworddragonmonkey12", "iloveyoudragon-dragoniloveyou", "monkey" * 21):
        with pytest.raises(HouseError):
            check_passphrase(text)


@pytest.mark.parametrize(
    "passphrase",
    [
        "onedayatatime!!",
        "One Day At A Time 1",
        "0ne d4y at a time",
        "letgoandletgod2024",
        "keep coming back it works",
        "passwordpassword",
        "password123456789",
        "qwertyuiopasdfgh",
        "123456789012345678",
        "aaaaaaaaaaaaaaaaaaaa",
        "quiet-river quiet-river",
        "correct horse battery staple",
    ],
)
def test_what_others_would_try_first_is_refused(passphrase: str) -> None:
    with pytest.raises(HouseError):
        check_passphrase(passphrase, name="quiet-river")


@pytest.mark.parametrize(
    "passphrase",
    [
        "lantern pebble orchard quilt",
        "мой старый синий велосипед",
        "犬が青い自転車で海へ行った夏の日",
        "a&Zq81,,vLp0%wTT",
        "the tram was late and I laughed",
    ],
)
def test_words_of_ones_own_are_accepted(passphrase: str) -> None:
    check_passphrase(passphrase, name="quiet-river")


def test_a_card_is_read_although_a_letter_slipped() -> None:
    card = words.new_card()
    typed = "  ".join(word.upper() for word in card).replace("A", "a", 1) + "\n"
    assert words.read_card(typed) == card
    longest = max(card, key=len)
    slipped = [word[:-1] + "x" if word == longest else word for word in card]
    assert len(words.read_card(" ".join(slipped))) == 10


@pytest.mark.parametrize(
    "name",
    [
        "admin", "Admin ", "ADM1N", "the moderator", "m0derator", "аdmin", "аdмin", "adm\u200bin",
        "Home Group", "support", "\u202enimda", "a", "x" * 41, "...", "ad\u00admin",
    ],
)  # fmt: skip
def test_names_that_imitate_or_hide_are_refused(name: str) -> None:
    with pytest.raises(HouseError):
        clean_name(name)


@pytest.mark.parametrize(
    "name", ["Ana", "Jean-Luc", "Ольга", "明子", "Zoë", "O'Neil", "María José", "أحمد", "Bo 2"]
)
def test_names_of_people_are_accepted(name: str) -> None:
    assert clean_name(f"  {name} ") == name


@pytest.mark.parametrize(
    ("one", "other"),
    [("Paul", "PAUL"), ("Paul", "Рaul"), ("river", "r1ver"), ("barn", "bam"), ("Zoë", "zoe")],
)
def test_names_that_look_alike_are_alike(one: str, other: str) -> None:
    assert likeness(one) == likeness(other)
    assert likeness("Ana") != likeness("Ava")
