"""Phone numbers as people type them."""

import pytest

from homegroup.core.phones import dialled, is_number


@pytest.mark.parametrize(
    "typed", ["+49 (30) 555-0101", "5550101", "030/555 0102", "٠٣٠ ٥٥٥", "112"]
)
def test_numbers_are_taken_as_people_write_them(typed: str) -> None:
    assert is_number(typed)


@pytest.mark.parametrize("typed", ["", "12", "+++ ---", "call me", "javascript:123456", "1" * 41])
def test_what_is_none_is_told_from_them(typed: str) -> None:
    assert not is_number(typed)


def test_a_phone_dials_digits_only() -> None:
    assert dialled("+49 (30) 555-0101") == "+49305550101"
    assert dialled("030 / 555 0102") == "0305550102"
    assert dialled("٠٣٠ ٥٥٥") == "030555"
