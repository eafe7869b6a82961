"""Reading the body of an answer of httpx or httpx2: whole into memory, or chunk by chunk to whoever takes it in."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

import anyio

from provider_bridge.core.calls import RawReply, Request
from provider_bridge.errors import TransportFailed
from provider_bridge.runners.threads import cleaned_up, in_thread

if TYPE_CHECKING:
    from provider_bridge.runners.intake import Intake

__all__ = ["async_let_in", "async_read", "let_in", "read"]

_LARGEST: Final = 64 * 1024 * 1024


def _headers(response: Any) -> dict[str, str]:
    return {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in response.headers.raw}


def _is_plain(response: Any, headers: Mapping[str, str]) -> bool:
    """Whether the bytes are the body as they come: nothing has read them yet, and nothing is packed."""
    return not response.is_stream_consumed and "content-encoding" not in headers


def _too_large(request: Request) -> TransportFailed:
    return TransportFailed(request.operation, f"the answer is larger than {_LARGEST // 1024 // 1024} MiB")


def read(request: Request, response: Any) -> RawReply:
    """Return an answer whole, or raise ``TransportFailed`` where it is too large for that."""
    headers = _headers(response)
    chunks: list[bytes] = []
    size = 0
    for chunk in response.stream if _is_plain(response, headers) else response.iter_bytes():
        chunks.append(chunk)
        size += len(chunk)
        if size > _LARGEST:
            raise _too_large(request)
    return RawReply(response.status_code, headers, b"".join(chunks))


def let_in(response: Any, intake: Intake) -> RawReply:
    """Hand an answer's bytes to an intake, as they come."""
    intake.begin(RawReply(response.status_code, _headers(response), b""))
    try:
        for chunk in _raw(response):
            if intake.add(chunk) and not intake.settle():
                break
            intake.tell()
    finally:
        intake.end()
    return intake.finish()


def _raw(response: Any) -> Iterator[bytes]:
    """Return the bytes as they come; an answer that was made in this process has been read already."""
    chunks: Iterator[bytes] = response.iter_bytes() if response.is_stream_consumed else response.iter_raw()
    return chunks


def _async_raw(response: Any) -> AsyncIterator[bytes]:
    chunks: AsyncIterator[bytes] = response.aiter_bytes() if response.is_stream_consumed else response.aiter_raw()
    return chunks


async def _taken(intake: Intake, chunk: bytes) -> bool:
    """Take in a chunk, waiting in a thread where the disk is behind; return whether more is wanted."""
    if intake.add(chunk) and not intake.offer() and not await in_thread(intake.settle):
        return False
    intake.tell()
    return intake.wanted


async def async_read(request: Request, response: Any) -> RawReply:
    """Do as ``read`` does."""
    headers = _headers(response)
    chunks: list[bytes] = []
    size = 0
    async for chunk in response.stream if _is_plain(response, headers) else response.aiter_bytes():
        chunks.append(chunk)
        size += len(chunk)
        if size > _LARGEST:
            raise _too_large(request)
    return RawReply(response.status_code, headers, b"".join(chunks))


async def async_let_in(response: Any, intake: Intake) -> RawReply:
    """Do as ``let_in`` does, the disk being waited for in a thread."""
    intake.begin(RawReply(response.status_code, _headers(response), b""))
    try:
        with anyio.CancelScope() as enough:  # leaving the loop would leave httpx's generators to the collector
            async for chunk in _async_raw(response):
                if not enough.cancel_called and not await _taken(intake, chunk):
                    enough.cancel()
    finally:
        await cleaned_up(intake.end)
    return intake.finish()
