"""Files are taken where a view asks for them, and nowhere else."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory
from django.urls import ResolverMatch

from homegroup.core.uploads import takes_files, was_too_large


def _taking(view: Callable[..., Any], size: int, **more: Any) -> Any:
    request = RequestFactory().post(
        "/", {"words": "kept", "sound": SimpleUploadedFile("a.mp3", b"x" * size)}, **more
    )
    request.resolver_match = ResolverMatch(view, (), {})
    return request


def view(request: object) -> None:
    """Take nothing."""


@takes_files(3_000_000)
def taking(request: object) -> None:
    """Take a little."""


@pytest.mark.parametrize("size", [10, 2_900_000])
def test_a_view_gets_the_file_that_it_asks_for(size: int) -> None:
    request = _taking(taking, size)
    assert request.POST["words"] == "kept"
    assert request.FILES["sound"].size == size
    assert not was_too_large(request)
    request.close()


@pytest.mark.parametrize(("asked", "size"), [(view, 10), (taking, 4_100_000)])
def test_what_is_not_taken_is_read_past_and_the_words_stay(
    asked: Callable[..., Any], size: int
) -> None:
    request = _taking(asked, size)
    assert request.POST["words"] == "kept"
    assert not request.FILES
    assert was_too_large(request)


def test_what_is_far_too_much_is_not_read() -> None:
    request = _taking(taking, 10, CONTENT_LENGTH="300000000")
    with pytest.raises(RequestDataTooBig):
        request.POST  # noqa: B018
