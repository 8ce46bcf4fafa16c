"""Streams on the wire: raw ASGI beside Django's middleware (ADR 11).

A request that accepts events goes through the pages as any other, in a thread. When its view
opened a stream, the connection is taken over here, with the headers that the middleware gave;
any other answer (a refusal, the sign-in page, an error) goes out as it is.
"""

import asyncio
import random
import time
from functools import partial
from typing import Any

from homegroup.core import streams
from homegroup.core.streams import Opening, Slot
from homegroup.core.streams_hub import Client, hub_here

RETRY = 3_000  # milliseconds after which a page comes again, and as much again at most by chance
# A stream is no touch of the visit; its length is not known; it is never compressed.
_DROPPED = {b"set-cookie", b"content-length", b"content-encoding", b"vary", b"etag"}


def wants_stream(scope: Any) -> bool:
    """Tell whether a request accepts a stream."""
    return (
        scope["type"] == "http"
        and scope["method"] == "GET"
        and any(
            name == b"accept" and streams.MEDIA_TYPE.encode() in value
            for name, value in scope.get("headers", ())
        )
    )


class Streaming:
    """An ASGI application: the pages, whose views may open streams."""

    def __init__(self, pages: Any) -> None:
        self._pages = pages

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        slot, since = Slot(), time.monotonic()
        start: dict[str, Any] = {}

        async def answer(message: Any) -> None:
            if message["type"] == "http.response.start" and message["status"] == 200:
                start.update(message if slot.opening else {})
            if not start:
                await send(message)

        await self._pages({**scope, streams.SLOT: slot}, receive, answer)
        if slot.opening and start:
            await _stream(slot.opening, start, since, receive, send)


async def _stream(
    opening: Opening, start: dict[str, Any], since: float, receive: Any, send: Any
) -> None:
    hub = hub_here()
    if not hub.has_room(opening.household):
        await _refuse(start, send)
        return
    headers = [pair for pair in start["headers"] if pair[0] not in _DROPPED]
    client = hub.join(opening, since)
    client.drop = partial(_hang_up, send)
    listening = asyncio.ensure_future(_until_gone(client, receive))
    try:
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await _send_body(f"retry:{RETRY + random.randrange(RETRY)}\n\n".encode(), send, more=True)
        await _pour(client, send)
    finally:
        listening.cancel()
        hub.leave(client)


async def _refuse(start: dict[str, Any], send: Any) -> None:
    headers = [pair for pair in start["headers"] if pair[0] not in _DROPPED]
    headers += [(b"retry-after", b"60"), (b"content-length", b"0")]
    await send({"type": "http.response.start", "status": 503, "headers": headers})
    await _send_body(b"", send, more=False)


async def _pour(client: Client, send: Any) -> None:
    """Send what waits, until the stream is over."""
    while True:
        await client.ready.wait()
        client.ready.clear()
        body, is_over = client.take(), client.is_over
        if body:
            await _send_body(body, send, more=True)
        if is_over:
            await _send_body(b"", send, more=False)
            return


async def _send_body(body: bytes, send: Any, *, more: bool) -> None:
    await send({"type": "http.response.body", "body": body, "more_body": more})


async def _until_gone(client: Client, receive: Any) -> None:
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            client.end()
            return


def _hang_up(send: Any) -> None:
    """Give up on a client that does not read: uvicorn itself would wait for it for ever."""
    transport = getattr(getattr(send, "__self__", None), "transport", None)
    if transport is not None:
        transport.abort()
