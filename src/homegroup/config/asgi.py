"""What uvicorn serves: pages through WSGI in a pool of threads (ADR 3).

POSTs that stretch a passphrase have a lane of their own, so that a crowd that signs in keeps
nobody else waiting (ADR 8). So have the POSTs of rooms: each waits for the disk, and a lively
meeting must not keep the pages waiting; and those of their voice, which wait for the media server
(ADR 14). What accepts a stream is kept in the event loop once its
view has opened it (ADR 11).
"""

from typing import Any

from a2wsgi import WSGIMiddleware
from django.urls import get_resolver

from homegroup.accounts import lane, stretching
from homegroup.config.wsgi import application as pages
from homegroup.core.streams_asgi import Streaming, wants_stream

ROOMS, VOICE = "/rooms/", "/voice/"
ROOM_THREADS = 3  # one writes, the others are about to; more would only wait for the same lock
VOICE_THREADS = 2
THREADS = 8  # SQLite answers in well under a millisecond: more threads only wait for each other


def _crowded(environ: dict[str, Any], start_response: Any) -> Any:
    """Answer a request beyond the lane's queue: its view says so and keeps what was typed."""
    return pages({**environ, lane.CROWDED: True}, start_response)


class Lanes:
    """Sends each request to the threads that it belongs to."""

    def __init__(self) -> None:
        self._pages: Any = WSGIMiddleware(pages, workers=THREADS)  # type: ignore[arg-type]
        self._slow: Any = WSGIMiddleware(pages, workers=stretching.WORKERS)  # type: ignore[arg-type]
        self._rooms: Any = WSGIMiddleware(pages, workers=ROOM_THREADS)  # type: ignore[arg-type]
        self._voice: Any = WSGIMiddleware(pages, workers=VOICE_THREADS)  # type: ignore[arg-type]
        self._streams = Streaming(self._pages)
        self._crowded: Any = WSGIMiddleware(_crowded, workers=1)  # type: ignore[arg-type]
        _ = get_resolver().url_patterns  # loads the views, which name the lane's addresses
        self._paths = lane.paths()
        self._within = 0

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if wants_stream(scope):
            await self._streams(scope, receive, send)
        elif _is_for_room(scope):
            lane = self._voice if str(scope["path"]).endswith(VOICE) else self._rooms
            await lane(scope, receive, send)
        elif not self._stretches(scope):
            await self._pages(scope, receive, send)
        elif self._within >= stretching.WORKERS + stretching.MOST_WAITING:
            await self._crowded(scope, receive, send)
        else:
            self._within += 1
            try:
                await self._slow(scope, receive, send)
            finally:
                self._within -= 1

    def _stretches(self, scope: Any) -> bool:
        return (
            scope["type"] == "http" and scope["method"] == "POST" and scope["path"] in self._paths
        )


def _is_for_room(scope: Any) -> bool:
    is_post = scope["type"] == "http" and scope["method"] == "POST"
    return is_post and str(scope["path"]).startswith(ROOMS)


application = Lanes()
