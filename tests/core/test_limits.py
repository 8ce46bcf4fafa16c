"""Limits count addresses without keeping them."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.http import HttpRequest
from django.test import RequestFactory

from homegroup.core.limits import within_limit


@pytest.fixture(autouse=True)
def _empty_cache() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def _from(address: str) -> HttpRequest:
    return RequestFactory().get("/", REMOTE_ADDR=address)


def _uses(address: str, times: int, name: str = "try") -> list[bool]:
    return [within_limit(_from(address), name, most=2, seconds=60) for _ in range(times)]


def test_the_third_of_two_is_refused() -> None:
    assert _uses("192.0.2.1", 3) == [True, True, False]


def test_addresses_and_names_are_counted_apart() -> None:
    _uses("192.0.2.1", 3)
    assert _uses("192.0.2.2", 1) == [True]
    assert _uses("192.0.2.1", 1, name="other") == [True]


def test_one_household_with_ipv6_is_one() -> None:
    assert _uses("2001:db8:1:1::1", 2) == [True, True]
    assert _uses("2001:db8:1:1:ffff::9", 1) == [False]
    assert _uses("2001:db8:1:2::1", 1) == [True]


def test_an_ipv4_address_within_ipv6_is_itself() -> None:
    assert _uses("192.0.2.1", 2) == [True, True]
    assert _uses("::ffff:192.0.2.1", 1) == [False]


def test_after_the_time_it_starts_anew() -> None:
    with time_machine.travel(datetime(2026, 3, 4, 12, tzinfo=UTC), tick=False) as clock:
        assert _uses("192.0.2.1", 3)[-1] is False
        clock.shift(timedelta(seconds=61))
        assert _uses("192.0.2.1", 1) == [True]


def test_the_next_day_has_another_key() -> None:
    with time_machine.travel(datetime(2026, 3, 4, 23, 59, 59, tzinfo=UTC), tick=False) as clock:
        assert _uses("192.0.2.1", 3)[-1] is False
        clock.shift(timedelta(seconds=2))
        assert _uses("192.0.2.1", 1) == [True]


def test_no_address_stands_in_the_cache() -> None:
    _uses("192.0.2.1", 1)
    assert not any("192.0.2.1" in key for key in cache._cache)  # type: ignore[attr-defined]


def test_a_request_without_an_address_is_counted_too() -> None:
    assert _uses("", 3) == [True, True, False]
