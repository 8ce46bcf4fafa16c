"""The vocabulary of meeting types: its data is whole; codes are read and written as they should."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml

from homegroup.meetings import vocabulary
from homegroup.meetings.vocabulary import code_for, meaning_for, meanings, vocabularies

ROOT = Path(__file__).parents[2]
DATA = ROOT.parent / "shared/data"
VOCABULARY = Path(vocabulary.__file__).parent
FELLOWSHIPS = VOCABULARY.parents[1] / "groups/fellowships.yaml"
VENUE_FACTS = {"ONL", "TC"}
WAYS = {
    "twelve-step",
    "smart",
    "lifering",
    "dharma",
    "women",
    "moderation",
    "family",
    "faith",
    "other",
}


def load(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


CODES: dict[str, dict[str, str]] = load(VOCABULARY / "codes.yaml")


def development_data(name: str) -> Any:
    path = DATA / name
    if not path.exists():
        pytest.skip(f"no development data beside the repository: {name}")
    return json.loads(path.read_text(encoding="utf-8"))


# The data is whole


def test_slugs_are_unique_short_and_stable_in_form() -> None:
    slugs = [row["slug"] for row in load(VOCABULARY / "meanings.yaml")]
    assert [slug for slug, times in Counter(slugs).items() if times > 1] == []
    assert all(len(slug) <= 40 for slug in slugs)
    assert all(slug.replace("-", "").isalnum() and slug == slug.lower() for slug in slugs)


def test_labels_are_unique() -> None:
    labels = Counter(each.label.casefold() for each in meanings().values())
    assert [label for label, times in labels.items() if times > 1] == []


def test_meanings_stand_in_the_order_of_the_categories() -> None:
    seen = list(dict.fromkeys(each.category for each in meanings().values()))
    assert tuple(seen) == vocabulary.CATEGORIES


def test_languages_alone_have_a_language_slug_and_their_own_name() -> None:
    for each in meanings().values():
        is_language = each.category == vocabulary.LANGUAGE
        assert each.slug.startswith("lang-") == is_language, each
        assert bool(each.endonym) == is_language, each


def test_words_are_plain_and_kind() -> None:
    unkind = {"addict", "addicts", "alcoholic", "abuser", "junkie", "clean", "dirty"}
    for each in meanings().values():
        assert all(len(sentence.split()) <= 15 for sentence in each.about.split(". ")), each
        assert not unkind & set(each.about.casefold().strip(".").split()), each


def test_every_code_has_a_known_meaning() -> None:
    for name, codes in CODES.items():
        assert all(isinstance(code, str) for code in codes), name
        assert set(codes.values()) <= set(meanings()), name


def test_codes_of_one_list_differ_in_more_than_case() -> None:
    for name, codes in CODES.items():
        assert len({code.casefold() for code in codes}) == len(codes), name


def test_every_alias_has_a_known_meaning() -> None:
    for name, slug in load(VOCABULARY / "aliases.yaml").items():
        assert isinstance(name, str)
        assert slug in meanings(), name


def test_no_alias_says_something_else_than_a_label() -> None:
    labels = {each.label.casefold(): each.slug for each in meanings().values()}
    for name, slug in load(VOCABULARY / "aliases.yaml").items():
        assert labels.get(name.casefold(), slug) == slug, name


def test_facts_about_the_venue_are_no_meanings() -> None:
    for codes in CODES.values():
        assert not {"ONL", "TC", "VM", "HY", "HYBR"} & set(codes)


# Reading


FALSE_FRIENDS = [
    ("S", "aa", "lang-es"),
    ("S", "aca", "speaker"),
    ("B", "aa", "big-book"),
    ("B", "bmlt-key", "beginners"),
    ("B", "da", "business-owners"),
    ("Y", "aa", "young-people"),
    ("Y", "al-anon", "alateen"),
    ("Y", "aca", "yellow-workbook"),
    ("T", "aa", "transgender"),
    ("T", "aca", "fellowship-text"),
    ("T", "ua", "tools"),
    ("A", "aa", "secular"),
    ("A", "aca", "adults-only"),
    ("POA", "aa", "proof-of-attendance"),
    ("POA", "al-anon", "parents"),
    ("CC", "aca", "child-care"),
    ("CC", "eda", "chairs-choice"),
    ("GL", "na", "lgbtq"),
    ("GL", "sca", "graphic-language"),
    ("NC", "slaa", "beginners"),
    ("NC", "bmlt-key", "no-children"),
    ("NC", "bmlt-world", "no-children"),
    ("To", "bmlt-key", "topic"),
    ("TO", "da", "tools"),
    ("H", "aa", "birthday"),
    ("H", "coda", "chips"),
]


@pytest.mark.parametrize(("code", "name", "slug"), FALSE_FRIENDS)
def test_a_false_friend_is_read_as_its_fellowship_means_it(code: str, name: str, slug: str) -> None:
    assert meaning_for(code, name) == slug


@pytest.mark.parametrize(
    ("code", "name", "slug"),
    [
        ("TR", "aa", "tradition"),
        ("TR", "meeting-guide", "tradition"),
        ("TR", "coda", "lang-tr"),
        ("TR", "na", "lang-tr"),
        ("AR", "da", "lang-ar"),
        ("IS", "rd", "lang-is"),
        ("IS", "rr", "lang-is"),
        ("HR", "slaa", "lang-hr"),
        ("ES", "na", "lang-es"),
        ("SP", "aca", "lang-es"),
        ("UA", "sia", "lang-uk"),
    ],
)
def test_languages_win_where_the_plugin_lets_them(code: str, name: str, slug: str) -> None:
    assert meaning_for(code, name) == slug


def test_case_and_outer_spaces_do_not_matter() -> None:
    assert meaning_for(" 12X12 ", "aa") == "twelve-and-twelve"
    assert meaning_for("lgbtq", "meeting-guide") == "lgbtq"


def test_an_unlisted_code_is_read_from_the_meeting_guide() -> None:
    assert meaning_for("XB", "na") == "wheelchair-bathroom"
    assert meaning_for("O", "pal") == "open"


def test_an_unlisted_bmlt_id_is_never_guessed() -> None:
    assert meaning_for("XB", "bmlt-key") is None
    assert meaning_for("H", "bmlt-world") is None
    assert meaning_for("LANG", "bmlt-world") is None


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("Open", "open"),
        ("wheelchair  ACCESS", "wheelchair"),
        ("Wheelchair Accessible", "wheelchair"),
        ("People of Color", "people-of-colour"),
        ("Chair\N{RIGHT SINGLE QUOTATION MARK}s Choice", "chairs-choice"),
        ("Spanish", "lang-es"),
        ("español", "lang-es"),
        ("with-al-anon", "with-al-anon"),
    ],
)
@pytest.mark.parametrize("name", ["aa", "rca", "bmlt-key"])
def test_a_name_is_read_in_every_vocabulary(text: str, slug: str, name: str) -> None:
    assert meaning_for(text, name) == slug


@pytest.mark.parametrize("text", ["", " ", "ONL", "TC", "HYBR", "no such thing"])
def test_what_nobody_knows_is_none(text: str) -> None:
    assert all(meaning_for(text, name) is None for name in vocabularies())


def test_an_unknown_vocabulary_is_an_error() -> None:
    with pytest.raises(KeyError):
        meaning_for("O", "nowhere")
    with pytest.raises(KeyError):
        code_for("open", "nowhere")


# Writing


@pytest.mark.parametrize("code", CODES["meeting-guide"])
def test_a_meeting_guide_code_comes_back_as_it_was(code: str) -> None:
    meaning = meaning_for(code, "meeting-guide")
    assert meaning is not None
    assert code_for(meaning, "meeting-guide") == code


@pytest.mark.parametrize("name", vocabularies())
def test_what_we_write_we_read_back(name: str) -> None:
    for slug in meanings():
        code = code_for(slug, name)
        assert code is None or meaning_for(code, name) == slug


def test_of_several_codes_the_first_is_written() -> None:
    assert meaning_for("G", "aca") == "lgbtq"
    assert code_for("lgbtq", "aca") == "LGBTQ"
    assert code_for("tradition", "bmlt-key") == "Tr"


def test_a_language_is_written_in_the_fellowships_own_way() -> None:
    assert code_for("lang-es", "meeting-guide") == "S"
    assert code_for("lang-es", "aca") == "SP"
    assert code_for("lang-es", "na") == "ES"
    assert code_for("lang-tr", "aa") == "TUR"
    assert code_for("lang-tr", "ca") == "TR"
    assert code_for("lang-es", "bmlt-world") is None


def test_a_meaning_without_a_code_is_not_written() -> None:
    assert code_for("tradition", "coda") is None
    assert code_for("big-book", "na") is None
    assert code_for("no-such-meaning", "aa") is None


# Fellowships


def test_every_fellowship_is_well_formed_and_its_vocabulary_exists() -> None:
    rows = load(FELLOWSHIPS)
    assert len({row["slug"] for row in rows}) == len(rows)
    for row in rows:
        assert row["vocabulary"] in vocabularies(), row
        assert row["way"] in WAYS, row
        assert row["crosstalk"] in {"none", "after-share", "open"}, row
        assert row.get("for_families", True) is True, row
        assert isinstance(row["name"], str), row
        assert isinstance(row["abbreviation"], str), row


# Against the development data, where it is there


@pytest.mark.realdata
def test_every_meeting_guide_code_of_the_field_is_covered() -> None:
    types = development_data("types.json")
    assert set(types) - VENUE_FACTS == set(CODES["meeting-guide"])
    for code, names in types.items():
        if code not in VENUE_FACTS:
            assert meaning_for(names["en"], "bmlt-key") == meaning_for(code, "meeting-guide"), code


@pytest.mark.realdata
def test_every_fellowship_code_of_the_field_is_covered() -> None:
    field = development_data("fellowship-types.json")
    assert set(field["languages"]) == set(CODES["languages"])
    for name, fellowship in field["fellowships"].items():
        own_languages = fellowship.get("language_codes", {})
        assert set(fellowship["types"]) | set(own_languages) == set(CODES[name]), name
        replaced = set(own_languages.values())
        overwritten = (set(field["languages"]) - replaced) | set(own_languages)
        for code, label in fellowship["types"].items():
            language = CODES["languages"].get(own_languages.get(code, code))
            by_label = meaning_for(label, "bmlt-key")
            assert by_label is not None, label
            assert CODES[name][code] == (language if code in overwritten else by_label), (
                name,
                code,
            )


@pytest.mark.realdata
def test_every_stock_bmlt_format_is_covered() -> None:
    venue = {"VM", "TC", "HY", "L/R"}
    for row in development_data("bmlt/formats.json"):
        if row["language"] != "en" or row["key"] in venue:
            continue
        assert meaning_for(row["key"], "bmlt-key"), row
        if row["world_id"] and row["world_id"] != "LANG":
            assert meaning_for(row["world_id"], "bmlt-world"), row
