"""How a file travels: hop by hop to where it is stored, in parts where a connection breaks, and whole or not at all.

``fetch`` is one journey: the token, the redirects, and a judgement of what came. ``save``, ``read`` and ``stream``
make as many journeys as it takes, each from a fresh link, because a vendor's links change and die.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final, TypeAlias

from pydantic import SecretStr

from provider_bridge.core.calls import RawReply, Request
from provider_bridge.core.download.redirects import HostPolicy, RedirectChain, Unsafe
from provider_bridge.core.download.response import FileExpectation, PartRefused, announced_size, is_error
from provider_bridge.core.files import UNKNOWN, Link, Part, Place, Sink, Stored, Version
from provider_bridge.core.retry import with_retries
from provider_bridge.core.scrub import scrub
from provider_bridge.core.steps import Download, Emit, Empty, Fetch, Flow, Now, Paged, SaveFile
from provider_bridge.errors import InvalidInput, ProviderBridgeError, ProviderBroken, RateLimited, TransportFailed

if TYPE_CHECKING:
    from datetime import datetime

    from provider_bridge.core.auth.token_manager import TokenManager
    from provider_bridge.core.dialect import Dialect
    from provider_bridge.core.tokens import Token

__all__ = ["Find", "fetch", "read", "save", "stream"]

Find: TypeAlias = Callable[[], "Flow[Link]"]
"""Asks the vendor for a file's link as it is now."""

_REDIRECT: Final = frozenset({301, 302, 303, 307, 308})
_OK: Final = range(200, 300)
_OF_PARTS: Final = frozenset({206, 416})
_SERVER_ERROR: Final = 500
_REFUSAL: Final = 64 * 1024
_ROUNDS: Final = 10
"""How often a download whose retries are used up is taken up again, as long as each time more has come."""


# --- one journey -------------------------------------------------------------------------------------------


def fetch(step: Download, dialect: Dialect, token_manager: TokenManager) -> Flow[RawReply]:
    """Return the answer that a link leads to, or raise the typed error that it means.

    The account's token is shown to the vendor's own hosts only. Where they refuse it, the link's own token is tried,
    or else a new one of the account's, once.
    """
    token: Token = yield from token_manager.token()
    hosts = HostPolicy(dialect.own_hosts, dialect.bases(token)["api"])
    want = FileExpectation.of(step)
    raw, trusted = yield from _walk(step, want, hosts, SecretStr(token.access_token))
    if trusted and dialect.rejects_token(raw):
        other = SecretStr(step.link.token or (yield from token_manager.replace(token)).access_token)
        raw, trusted = yield from _walk(step, want, hosts, other)
    verdict = want.look(raw)
    if verdict.offset is not None:
        return raw
    now: datetime = yield Now()
    raise _refusal(step, raw, verdict.problem, dialect, now, trusted=trusted)


def _walk(step: Download, want: FileExpectation, hosts: HostPolicy, bearer: SecretStr) -> Flow[tuple[RawReply, bool]]:
    """Follow the redirects; return the answer at their end, and whether it is the vendor's own."""
    operation = step.link.operation
    try:
        trail = RedirectChain(step.link.url, hosts)
    except Unsafe as hop:
        raise ProviderBroken(operation, 200, f"the vendor names {hop}, which is not fetched from") from None
    while True:
        raw: RawReply = yield Fetch(
            _request(operation, trail, want, bearer),
            judge=lambda raw: want.look(raw).offset,
            into=step.into,
            limit=_REFUSAL if step.into is not None else step.limit,
            what="" if step.into is None else step.link.what,
            total=want.size,
        )
        if raw.status not in _REDIRECT:
            return raw, trail.trusted
        try:
            trail.follow(raw.headers.get("location", ""))
        except Unsafe as hop:
            what = f"answered with a redirect to {hop}, which is not followed"
            raise ProviderBroken(operation, raw.status, what) from None


def _request(operation: str, trail: RedirectChain, want: FileExpectation, bearer: SecretStr) -> Request:
    """Return what asks for a file where the trail is now; the vendor alone is shown the token."""
    headers = {"Accept": "*/*", "Accept-Encoding": "identity", **want.headers()}
    if not trail.trusted:
        return Request(operation, "GET", trail.url, headers)
    return Request(operation, "GET", trail.url, {**headers, "Authorization": f"Bearer {bearer.get_secret_value()}"})


def _refusal(
    step: Download, raw: RawReply, problem: str, dialect: Dialect, now: datetime, *, trusted: bool
) -> ProviderBridgeError:
    """Return the error that an answer means which is not the file. A stranger's body is not listened to."""
    operation = step.link.operation
    if problem:
        kind = PartRefused if step.into is not None and raw.status in _OF_PARTS else ProviderBroken
        return kind(operation, raw.status, problem)
    if raw.status in range(300, 400):
        return ProviderBroken(operation, raw.status, "answered with a redirect that leads nowhere")
    body = scrub(raw.body, dialect.forbidden).body if trusted else b""
    headers = {name: value for name, value in raw.headers.items() if trusted or name == "retry-after"}
    if raw.status in _OK and not is_error(body):
        return ProviderBroken(operation, raw.status, "answered with something that is not the file")
    return dialect.refuse(operation, RawReply(raw.status, headers, body), now)


# --- as many journeys as it takes --------------------------------------------------------------------------


def save(place: Place, link: Link, find: Find) -> Flow[Stored]:
    """Put the file that ``link`` leads to into a place, whole or not at all, and return what became of it."""
    stored: Stored = yield SaveFile(place, lambda sink: _fill(sink, link, find))
    return stored


def _fill(sink: Sink, first: Link, find: Find) -> Flow[None]:
    if first.size is not None and sink.size > first.size:
        yield Empty(sink)
    if first.size is not None and sink.size == first.size:
        return  # everything was there, and only its name was missing
    source = _Source(first, find)
    for left in reversed(range(_ROUNDS)):
        before = sink.size
        try:
            yield from with_retries(lambda: _once(sink, source))
        except (TransportFailed, ProviderBroken, RateLimited) as error:
            if error.final or not left or sink.size <= before or getattr(error, "status", 500) < _SERVER_ERROR:
                raise
        else:
            return


def _once(sink: Sink, source: _Source) -> Flow[None]:
    link = yield from source.link()
    try:
        raw: RawReply = yield Download(link, sink)
    except PartRefused:
        yield Empty(sink)  # it is of another version, or the server does not know parts
        raw = yield Download(link, sink)
    size = announced_size(raw) if link.size is None else link.size
    if size is None:
        raise ProviderBroken(link.operation, raw.status, "does not say how large the file is")
    yield from _hold_against(sink, link, size)


def _hold_against(sink: Sink, link: Link, size: int) -> Flow[None]:
    if sink.size > size:
        came = sink.size
        yield Empty(sink)
        raise ProviderBroken(link.operation, 200, f"sent {came} bytes or more where the file has {size}")
    if sink.size < size:
        raise TransportFailed(link.operation, f"it ended after {sink.size} of {size} bytes")


def read(link: Link, find: Find, limit: int) -> Flow[bytes]:
    """Return a small file's bytes. Raises ``InvalidInput`` when it is larger than ``limit`` bytes."""
    source = _Source(link, find)
    if link.size is not None and link.size > limit:
        raise InvalidInput(f"the file has {link.size} bytes, and no more than {limit} were asked for")

    def once() -> Flow[bytes]:
        link = yield from source.link()
        raw: RawReply = yield Download(link, limit=limit)
        size = announced_size(raw) if link.size is None else link.size
        if len(raw.body) > limit:
            raise InvalidInput(f"the file is larger than the {limit} bytes that were asked for")
        return _whole(link, raw, size)

    return (yield from with_retries(once))


def stream(link: Link, find: Find, chunk: int) -> Paged[bytes]:
    """Emit a file's bytes, ``chunk`` of them at a time, each part fetched when it is asked for."""
    source = _Source(link, find)
    done, size, version = 0, link.size, UNKNOWN

    def once() -> Flow[RawReply]:
        link = yield from source.link()
        last = done + chunk - 1 if size is None else min(done + chunk, size) - 1
        raw: RawReply = yield Download(link, limit=chunk, part=Part(done, last, version))
        total = announced_size(raw) if size is None else size
        _whole(link, raw, None if total is None else min(chunk, total - done))
        return raw

    while size is None or done < size:
        raw = yield from with_retries(once)
        source.keep()
        size = announced_size(raw) if size is None else size
        version = version if done else Version.of(raw.headers)
        done += len(raw.body)
        yield Emit((raw.body,))


def _whole(link: Link, raw: RawReply, size: int | None) -> bytes:
    """Return a body that has the size it must have."""
    came = len(raw.body)
    if size is None:
        raise ProviderBroken(link.operation, raw.status, "does not say how large the file is")
    if came < size:
        raise TransportFailed(link.operation, f"it ended after {came} of {size} bytes")
    if came > size:
        raise ProviderBroken(link.operation, raw.status, f"sent more than {size} bytes")
    return raw.body


class _Source:
    """Hands out the link in hand once, and a fresh one for every further try."""

    def __init__(self, first: Link, find: Find) -> None:
        self._first = first
        self._ready: Link | None = first
        self._last = first
        self._find = find

    def keep(self) -> None:
        """The last link was good: use it again."""
        self._ready = self._last

    def link(self) -> Flow[Link]:
        if self._ready is not None:
            self._last, self._ready = self._ready, None
            return self._last
        try:
            self._last = yield from self._find()
        except ProviderBridgeError as error:
            error.final = True  # asking was tried often enough by itself
            raise
        if self._last.size != self._first.size:
            raise ProviderBroken(self._last.operation, 200, "the file changed while it was downloaded")
        return self._last
