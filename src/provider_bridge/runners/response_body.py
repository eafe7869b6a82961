"""Reading the body of an answer of httpx or httpx2: whole into memory, or chunk by chunk to whoever takes it in."""

from __future__ import annotations

import math
import time
from collections.abc import AsyncIterator, Iterator
from typing import TYPE_CHECKING, Any, Final

import anyio

from provider_bridge.core.calls import RawReply, Request
from provider_bridge.errors import TimedOut, TransportFailed
from provider_bridge.runners.cancellable import cleaned_up, in_thread
from provider_bridge.runners.decompression import Body, NotAskedFor, TooLarge, Unreadable
from provider_bridge.runners.http_logging import sending

if TYPE_CHECKING:
    from provider_bridge.runners.response_stream import ResponseStream

__all__ = ["Pace", "async_let_in", "async_read", "let_in", "read"]

_LARGEST: Final = 64 * 1024 * 1024
_WINDOW_S: Final = 30.0


class _Late(Exception):
    """The call must be over, and is not."""


def _headers(response: Any) -> dict[str, str]:
    return {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in response.headers.raw}


def _failed(request: Request, error: Exception) -> TransportFailed:
    """Return the error for a body that is not read on; asking again for too much would bring the same."""
    if isinstance(error, _Late):
        failure: TransportFailed = TimedOut(request.operation, "the answer was not complete within the call's deadline")
    elif isinstance(error, TooLarge):
        failure = TransportFailed(request.operation, f"the answer is larger than {_LARGEST // 1024 // 1024} MiB")
    else:
        failure = TransportFailed(request.operation, f"the answer {error}")
    failure.final = isinstance(error, NotAskedFor) or not isinstance(error, Unreadable)
    return failure


def _in_time(chunk: bytes) -> bytes:
    if time.monotonic() > sending.get():
        raise _Late
    return chunk


def _ready(request: Request, response: Any, headers: dict[str, str]) -> RawReply:
    """Return an answer that has been read and unpacked already, as one that was made in this process."""
    body: bytes = response.content
    if len(body) > _LARGEST:
        raise _failed(request, TooLarge())
    return RawReply(response.status_code, headers, body)


def _body(response: Any, headers: dict[str, str]) -> Body:
    packed = "content-encoding" in headers
    return Body(response.headers["content-encoding"] if packed else "", _LARGEST)  # all lines of that name


def read(request: Request, response: Any) -> RawReply:
    """Return an answer whole and unpacked.

    Raises ``TransportFailed`` where it is too large for that, or packed as nobody asked for, and ``TimedOut`` where
    it comes too slowly.
    """
    headers = _headers(response)
    if response.is_stream_consumed:
        return _ready(request, response, headers)
    try:
        body = _body(response, headers)
        for chunk in response.stream:
            body.add(_in_time(chunk))
        return RawReply(response.status_code, headers, body.whole())
    except (TooLarge, Unreadable, _Late) as error:
        failure = _failed(request, error)
    raise failure


async def async_read(request: Request, response: Any) -> RawReply:
    """Do as ``read`` does."""
    headers = _headers(response)
    if response.is_stream_consumed:
        return _ready(request, response, headers)
    stream: AsyncIterator[bytes] | None = None
    try:
        body = _body(response, headers)
        stream = aiter(response.stream)
        async for chunk in stream:
            body.add(_in_time(chunk))
        return RawReply(response.status_code, headers, body.whole())
    except (TooLarge, Unreadable, _Late) as error:
        failure = _failed(request, error)
    if stream is not None:
        await _left(stream)
    raise failure


async def _left(stream: AsyncIterator[bytes]) -> None:
    """Leave a body in its middle: httpx's generators are ended, and not left to the collector."""
    with anyio.CancelScope() as scope:
        scope.cancel()
        async for _ in stream:
            pass


# --- chunk by chunk ----------------------------------------------------------------------------------------


class Pace:
    """Holds a download against the lowest pace that it may have, in bytes a second.

    Only the time that is spent waiting for the server counts, not what becomes of the bytes.
    """

    def __init__(self, request: Request, lowest: float) -> None:
        self._request = request
        self._lowest = lowest
        self._bytes = 0
        self._seconds = 0.0
        self._since = time.monotonic()

    def came(self, chunk: bytes) -> bytes:
        """Take note of a chunk. Raises ``TimedOut`` where too little came in half a minute."""
        self._seconds += time.monotonic() - self._since
        self._bytes += len(chunk)
        if self._seconds >= _WINDOW_S:
            if self._bytes < self._lowest * self._seconds:
                raise self._too_slow()
            self._bytes, self._seconds = 0, 0.0
        return chunk

    def wait(self) -> None:
        """Begin to wait for the next chunk."""
        self._since = time.monotonic()

    def _too_slow(self) -> TimedOut:
        failure = TimedOut(self._request.operation, f"less than {self._lowest:g} bytes a second came")
        failure.final = True
        return failure


def let_in(response: Any, intake: ResponseStream, pace: Pace) -> RawReply:
    """Hand an answer's bytes to an intake, as they come; from its head on, the pace takes the deadline's place."""
    sending.set(math.inf)
    intake.begin(RawReply(response.status_code, _headers(response), b""))
    try:
        for chunk in _raw(response):
            if intake.add(pace.came(chunk)) and not intake.settle():
                break
            intake.tell()
            pace.wait()
    finally:
        intake.end()
    return intake.finish()


def _raw(response: Any) -> Iterator[bytes]:
    """Return the bytes as they come; an answer that was made in this process has been read already."""
    chunks: Iterator[bytes] = response.iter_bytes() if response.is_stream_consumed else iter(response.stream)
    return chunks


def _async_raw(response: Any) -> AsyncIterator[bytes]:
    chunks: AsyncIterator[bytes] = response.aiter_bytes() if response.is_stream_consumed else aiter(response.stream)
    return chunks


async def _taken(intake: ResponseStream, chunk: bytes) -> bool:
    """Take in a chunk, waiting in a thread where the disk is behind; return whether more is wanted."""
    if intake.add(chunk) and not intake.offer() and not await in_thread(intake.settle):
        return False
    intake.tell()
    return intake.wanted


async def async_let_in(response: Any, intake: ResponseStream, pace: Pace) -> RawReply:
    """Do as ``let_in`` does, the disk being waited for in a thread."""
    sending.set(math.inf)
    intake.begin(RawReply(response.status_code, _headers(response), b""))
    failure: TimedOut | None = None
    try:
        with anyio.CancelScope() as enough:  # leaving the loop would leave httpx's generators to the collector
            async for chunk in _async_raw(response):
                if enough.cancel_called:
                    continue
                try:
                    if not await _taken(intake, pace.came(chunk)):
                        enough.cancel()
                except TimedOut as error:
                    failure = error
                    enough.cancel()
                pace.wait()
    finally:
        await cleaned_up(intake.end)
    if failure is not None:
        raise failure
    return intake.finish()
