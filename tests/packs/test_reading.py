"""Reading files: what is right comes whole, what is wrong is told with its line and column."""

import time
from dataclasses import astuple
from itertools import pairwise

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st
from tests.packs.conftest import WALK, Walk

from homegroup.packs import checking, reading, writing
from homegroup.packs.problems import PackError


def problems(text: str) -> list[tuple[int, int, str]]:
    """Give what is wrong with a walk as (line, column, sentence)."""
    with pytest.raises(PackError) as refused:
        checking.load(text, kind="walk")
    return [(*astuple(each.place), each.message) for each in refused.value.problems]


def changed(old: str, new: str) -> str:
    assert WALK.count(old) == 1
    return WALK.replace(old, new)


def test_a_good_file_gives_its_content() -> None:
    walk = checking.load(WALK, kind="walk")
    assert isinstance(walk, Walk)
    assert (walk.title, walk.version, walk.body) == ("Along the river", 2, "Take *tea* with you.")
    assert [(stop.id, stop.minutes, stop.is_steep) for stop in walk.stops] == [
        ("bridge", 10, False),
        ("bench", 5, True),
    ]
    assert walk.stops[0].words == "Look at the water.\n\nBreathe.\n"


@pytest.mark.parametrize(
    "word", ["No", "12", "1.50", "2026-01-02", "0x1F", "12:30", "on", "=", "é"]
)
def test_a_word_stays_the_word_that_was_written(word: str) -> None:
    walk = checking.load(changed("Along the river", word), kind="walk")
    assert walk.title == word


def test_windows_line_ends_and_a_byte_order_mark_do_no_harm() -> None:
    text = "\ufeff" + WALK.replace("\n", "\r\n")
    assert checking.load(text, kind="walk") == checking.load(WALK, kind="walk")


def test_every_problem_is_told_at_once_with_its_place() -> None:
    text = changed("version: 2", "version: two").replace("minutes: 10", "minutes: 90")
    text = text.replace("    is_steep: yes\n", "    is_steap: yes\n").replace("title:", "about:")
    assert problems(text) == [
        (2, 1, "“title” is missing here."),
        (4, 10, "Here must stand a whole number, as 5."),
        (14, 14, "This must be 60 or less."),
        (17, 5, "There is no field “is_steap”. Did you mean “is_steep”?"),
    ]


def test_a_misspelled_name_is_told_once() -> None:
    assert problems(changed("    name: The bench", "    nam: The bench")) == [
        (16, 5, "There is no field “nam”. Did you mean “name”?")
    ]
    assert len(problems(changed("    name: The bench", "    xyz: The bench"))) == 2


@pytest.mark.parametrize(
    ("old", "new", "place", "words"),
    [
        ("    minutes: 10", "\tminutes: 10", (14, 1), "tab"),
        ("name: The bridge", "name: The: bridge", (9, 14), "second colon"),
        ("name: The bridge", "name:The bridge", (9, 5), "colon"),
        ("name: The bridge", "name: 'The bridge", (9, 11), "never ends"),
        ("name: The bridge", "name: *bridge", (9, 11), "& or *"),
        ("name: The bridge", "name: &a bridge", (9, 11), "& or *"),
        ("name: The bridge", "name: !!python/name:os.system x", (9, 11), "!"),
        ("name: The bridge", "name: [a, b", (9, 11), "not closed"),
        ("name: The bridge", "name: @you", (9, 11), "quotes"),
        ("name: The bridge", 'name: "a\\qb"', (9, 13), "single quotes"),
        ("name: The bridge", "name:", (9, 10), "must be something"),
        ("name: The bridge", "name: ''", (9, 11), "some words"),
        ("name: The bridge", "name: {a: b}", (9, 11), "a text, not a list"),
        ("name: The bridge", f"name: {'x' * 31}", (9, 11), "31 letters"),
        ("name: The bridge", "name: a\u202eb", (9, 12), "invisible"),
        ("name: The bridge", "name: a\x07b", (9, 12), "invisible"),
        ("name: The bridge", "name: a\u2028b", (9, 12), "invisible"),
        ("name: The bridge", "name: a\n    name: b", (10, 5), "twice"),
        ("is_steep: yes", "is_steep: perhaps", (17, 15), "yes or no"),
        ("id: bench", "id: The Bench", (15, 9), "small letters"),
        ("title: Along the river", "title: - x", (6, 8), "spaces"),
        ("kind: walk", "kind: format", (2, 7), "kind: walk"),
        ("language: en", "language: English", (5, 11), "two letters"),
        ("language: en", "lang: en", (5, 1), "Did you mean “language”"),
    ],
)
def test_a_mistake_is_told_where_it_is(
    old: str, new: str, place: tuple[int, int], words: str
) -> None:
    found = problems(changed(old, new))
    assert any((line, column) == place and words in told for line, column, told in found), found


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        ("", (1, 1), "three dashes"),
        ("title: x\n", (1, 1), "three dashes"),
        ("---\ntitle: x\n", (3, 1), "three dashes"),
        ("---\n---\n", (2, 1), "nothing yet"),
        ("---\n- a\n---\n", (2, 1), "names"),
        ("---\n...\n---\n", (2, 1), "spaces"),
        ("---\n? [a]\n: b\n---\n", (2, 3), "name"),
        ("---\n" + "x" * 130_000, (1, 1), "too long"),
        ("---\na: " + "[" * 60_000 + "\n---\n", (2, 12), "within each other"),
        ("---\na: " + "{a: " * 20_000 + "\n---\n", (2, 36), "within each other"),
        ("---\na: [" + "1," * 5_000 + "]\n---\n", (2, 5999), "too many fields"),
    ],
)
def test_what_is_no_pack_is_refused(text: str, place: tuple[int, int], words: str) -> None:
    began = time.perf_counter()
    [(line, column, told)] = problems(text)
    assert (line, column) == place
    assert words in told
    assert time.perf_counter() - began < 2


def test_an_alias_bomb_does_not_unfold() -> None:
    lines = ["a: &a [x, x, x, x, x, x, x, x, x]"]
    lines += [f"{b}: &{b} [{', '.join([f'*{a}'] * 9)}]" for a, b in pairwise("abcdefgh")]
    [(line, _column, told)] = problems("---\n" + "\n".join(lines) + "\n---\n")
    assert line == 2
    assert "& or *" in told


def test_a_merge_key_is_only_a_name_that_nobody_knows() -> None:
    [(line, column, told)] = problems(changed("version: 2", "version: 2\n<<: {title: x}"))
    assert (line, column) == (5, 1)
    assert "<<" in told


# -- anything at all ---------------------------------------------------------------------------

SIGNS = st.text(alphabet=st.sampled_from(list("ab:-#[]{}'\"|>&*!%@`?,\n\t \\~<=0.…é\u2028\x00")))


@settings(max_examples=300, deadline=None)
@given(head=SIGNS, body=st.text(max_size=40))
@example(head="a: 'x\n", body="")
@example(head="a: |\n\t\n", body="")
@example(head="%YAML 9.9", body="")
def test_nothing_but_a_pack_error_comes_of_any_text(head: str, body: str) -> None:
    try:
        checking.load(f"---\n{head}\n---\n{body}", kind="walk")
    except PackError as refused:
        for problem in refused.problems:
            assert problem.line >= 1
            assert problem.column >= 1
            assert problem.message


TEXTS = st.text(
    alphabet=st.characters(exclude_categories=["C", "Zl", "Zp"], include_characters="\n\t"),
    max_size=60,
)
NAMES = st.from_regex(r"[a-z_]{1,8}", fullmatch=True)
VALUES = st.recursive(
    TEXTS | st.none(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=3),
    max_leaves=8,
)


@settings(max_examples=200, deadline=None)
@given(data=st.dictionaries(NAMES, VALUES, min_size=1, max_size=5))
def test_what_is_written_reads_as_it_was(data: dict[str, object]) -> None:
    if max(map(_depth, data.values())) < reading.DEEPEST:
        assert reading.read(writing.text_of(data, "Body")).data == data


def _depth(value: object) -> int:
    if isinstance(value, dict):
        return 1 + max(map(_depth, value.values()), default=0)
    return 1 + max(map(_depth, value), default=0) if isinstance(value, list) else 0


@pytest.mark.parametrize("loader", [yaml.SafeLoader, getattr(yaml, "CSafeLoader", yaml.SafeLoader)])
def test_both_yaml_readers_say_the_same(
    loader: type[yaml.SafeLoader], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "Loader", loader)
    assert checking.load(WALK, kind="walk").title == "Along the river"
    assert problems(changed("name: The bridge", "name: 'The bridge"))[0][:2] == (9, 11)
    assert "tab" in problems(changed("    minutes: 10", "\tminutes: 10"))[0][2]
    assert "second colon" in problems(changed("name: The bridge", "name: a: b"))[0][2]
