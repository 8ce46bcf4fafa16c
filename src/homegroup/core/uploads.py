"""Files that people send: taken where a view asks for them, and no larger than it says.

    @private
    @only("GET", "POST")
    @takes_files(25_000_000)
    def record(request): ...
        was_too_large(request)      # it was sent, and not kept

Everywhere else what is sent is read past: nobody fills a disk, neither by a form that has no files
nor by one that has.
"""

from collections.abc import Callable
from typing import Any, TypeVar

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest

View = TypeVar("View", bound=Callable[..., Any])
_MARK = "house_takes_files"
_SENT = "house_sent_too_much"
_FRAME = 1_000_000  # what the rest of the form may add
_MOST_READ_PAST = 200_000_000


def takes_files(most: int) -> Callable[[View], View]:
    """Let a view be sent files of up to `most` bytes together."""

    def decorate(view: View) -> View:
        setattr(view, _MARK, most)
        return view

    return decorate


def was_too_large(request: HttpRequest) -> bool:
    """Tell whether a file was sent that the view does not take."""
    return bool(getattr(request, _SENT, False))


class Bounded(FileUploadHandler):
    """Stands before Django's own handlers: passes on what the view takes, else nothing."""

    def handle_raw_input(
        self,
        input_data: Any,
        meta: Any,
        content_length: int,
        boundary: Any,
        encoding: Any = None,
    ) -> None:
        """Look at the length that the request tells; without one Django reads nothing."""
        if content_length > _MOST_READ_PAST:
            raise RequestDataTooBig
        match = getattr(self.request, "resolver_match", None)
        most = int(getattr(match.func, _MARK, 0)) if match else 0
        self._passes = most > 0 and content_length <= most + _FRAME

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Skip a file that is not taken."""
        if not self._passes:
            setattr(self.request, _SENT, True)
            raise SkipFile

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """Pass a piece on."""
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """Leave the file to the handlers behind."""
