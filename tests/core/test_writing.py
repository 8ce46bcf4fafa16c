"""What people write is taken as it is, unless it hides or turns around."""

import unicodedata

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from homegroup.core.errors import HouseError
from homegroup.core.forms import HouseForm
from homegroup.core.markdown import safe_html
from homegroup.core.writing import MOST, WrittenField, clean_text


class Form(HouseForm):
    needs_once = False
    text = WrittenField(label="Text")


@pytest.mark.parametrize(
    "typed",
    [
        "Hello.\n\nTwo lines,\tand a tab.",
        "👩‍👩‍👧 and 👍🏽 and ❤️ and 🏳️‍🌈",
        "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",  # a flag made of tags
        "می‌خواهم",  # a script that needs the joiner
        "שלום, اليوم كان جيدا",
        "\u05d1\u05b0\u05bc\u05e8\u05b5\u05d0\u05e9\u05c1\u05b4\u0596\u05d9\u05ea",
        "नमस्ते क्‍ष",
        "ไม่เป็นไร ที่นี่",
    ],
)
def test_every_script_stays_as_it_is(typed: str) -> None:
    assert clean_text(typed) == unicodedata.normalize("NFC", typed)


def test_what_copying_brings_along_is_put_right() -> None:
    assert clean_text("\ufeffone\r\ntwo\rthree\u2028four\u00adfive\u200bsix ") == (
        "one\ntwo\nthree\nfourfivesix"
    )
    assert clean_text("e\u0301") == "é"


@pytest.mark.parametrize(
    "sign",
    ["\x00", "\x1b", "\x9f", "\u202e", "\u3164", "\u2062", "\U000e0041", "\ud800",
     "\u200d" * 3, "\ufe0f\ufe0f", "\U000e0100", "\uffff", "\u0301" * 9],
)  # fmt: skip
def test_what_hides_or_turns_around_is_refused_and_told_where(sign: str) -> None:
    with pytest.raises(HouseError) as refusal:
        clean_text(f"I wrote this {sign}here")
    assert "I wrote this" in str(refusal.value)
    assert refusal.value.field == "text"
    with pytest.raises(HouseError, match="begins"):
        clean_text("\u202e" + "a")


@pytest.mark.parametrize("typed", ["", "  \n ", "\u200d", "\u200b\u200b", " \u200f\ufe0f "])
def test_what_shows_nothing_is_nothing(typed: str) -> None:
    assert clean_text(typed) == ""
    form = Form({"text": typed})
    assert form.errors["text"] == ["Write at least one word."]


def test_length_is_counted_in_letters_and_lines_once() -> None:
    assert len(clean_text("é" * MOST)) == MOST
    assert len(clean_text("a\r\n" * (MOST // 2 - 1) + "ab")) == MOST
    with pytest.raises(HouseError, match="12 too many"):
        clean_text("a" * (MOST + 12))


def test_a_field_keeps_what_was_refused_and_counts_for_the_script() -> None:
    form = Form({"text": "so \u202e far"})
    assert not form.is_valid()
    page = str(form)
    assert "so \u202e far" in page
    assert 'data-most="20000"' in page
    assert "%n of 20,000 letters" in page
    assert "maxlength" not in page
    with translation.override("de"):
        assert "20.000" in str(Form())


@given(st.text(max_size=300))
def test_whatever_is_taken_is_stable_and_can_be_shown(typed: str) -> None:
    try:
        text = clean_text(typed)
    except HouseError:
        return
    assert clean_text(text) == text
    assert "\r" not in text
    assert not set(text) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\x00")
    text.encode()
    safe_html(text)


def test_a_field_of_another_length() -> None:
    short = WrittenField(label="Short", most=10, rows=2)
    assert short.clean(" ten signs ") == "ten signs"
    assert short.widget.attrs["rows"] == 2
    with pytest.raises(Exception, match="at most 10"):
        short.clean("more than ten")
