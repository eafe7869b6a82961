"""What an account's calls cost: a record of each for whoever asked to be told, sums for everybody, and a log record."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Final, Self

from provider_bridge.errors import TransportFailed
from provider_bridge.runners.redacting import RedactingFilter

if TYPE_CHECKING:
    from provider_bridge.core.calls import Request
    from provider_bridge.core.steps import Send
    from provider_bridge.runners.clock import Clock

__all__ = ["TOO_MANY", "CallRecord", "Meter", "OnCall", "Totals"]

_log = logging.getLogger("provider_bridge")
_log.addFilter(RedactingFilter())

TOO_MANY: Final = 429


@dataclass(frozen=True, slots=True)
class CallRecord:
    """One request that was sent, and what it took. It names no person and holds no address.

    Attributes
    ----------
    account : the account's name in the configuration
    provider : such as ``zoom``
    operation : the endpoint as the vendor documents it, such as ``GET /users/{userId}``
    label : the vendor's rate label, ``""`` where there is none, as at a login or a download
    attempt : how often the same was sent, from 1; a call with a renewed token counts as another
    status : the answer's HTTP status, 0 when no whole answer came
    error : the class of the error when no whole answer came, else ``""``
    waited : seconds spent waiting for the rate budget before it was sent
    seconds : seconds from sending it to having its answer
    sent, received : bytes of the two bodies, unpacked

    """

    account: str
    provider: str
    operation: str
    label: str
    attempt: int
    status: int
    error: str
    waited: float
    seconds: float
    sent: int
    received: int


@dataclass(frozen=True, slots=True)
class Totals:
    """What an account's calls add up to since it was opened.

    ``calls`` is every request sent, ``retries`` those among them that were sent again, ``refusals`` those that the
    vendor answered with 429, and ``failures`` those without a whole answer. ``waited`` is in seconds, the sum over all
    that waited at a time; ``sent`` and ``received`` are bytes of bodies.
    """

    calls: int = 0
    retries: int = 0
    refusals: int = 0
    failures: int = 0
    waited: float = 0.0
    sent: int = 0
    received: int = 0

    def __add__(self, other: Totals) -> Totals:
        return Totals(*(getattr(self, each.name) + getattr(other, each.name) for each in fields(Totals)))


OnCall = Callable[[CallRecord], None]


class Meter:
    """Measures one account's calls. Safe for threads."""

    def __init__(self, account: str = "", provider: str = "", on_call: OnCall | None = None) -> None:
        self.account = account
        self.provider = provider
        self._on_call = on_call
        self._lock = threading.Lock()
        self._calls = self._retries = self._refusals = self._failures = self._sent = self._received = 0
        self._waited = 0.0

    @property
    def totals(self) -> Totals:
        """What the calls add up to."""
        with self._lock:
            return Totals(
                self._calls,
                self._retries,
                self._refusals,
                self._failures,
                self._waited,
                self._sent,
                self._received,
            )

    def measure(self, request: Request, step: Send | None, waited: float, clock: Clock) -> Measurement:
        """Begin to measure a request."""
        return Measurement(self, request, step, waited, clock)

    def take(self, record: CallRecord) -> None:
        with self._lock:
            self._calls += 1
            self._retries += record.attempt > 1
            self._refusals += record.status == TOO_MANY
            self._failures += not record.status
            self._waited += record.waited
            self._sent += record.sent
            self._received += record.received
        if _log.isEnabledFor(logging.DEBUG):
            _log.debug(
                "call.sent: %s %s: HTTP %d %s, attempt %d, waited %.3f s, took %.3f s",
                record.provider,
                record.operation,
                record.status,
                record.error,
                record.attempt,
                record.waited,
                record.seconds,
                extra={"event": "call.sent", "account": record.account},
            )
        if self._on_call is not None:
            self._on_call(record)


class Measurement:
    """One request under way; used as a context, told of its answer by ``answered``."""

    __slots__ = ("_began", "_clock", "_meter", "_received", "_request", "_status", "_step", "_waited")

    def __init__(self, meter: Meter, request: Request, step: Send | None, waited: float, clock: Clock) -> None:
        self._meter = meter
        self._request = request
        self._step = step
        self._waited = waited
        self._clock = clock
        self._status = self._received = 0

    def __enter__(self) -> Self:
        self._began = self._clock.monotonic()
        return self

    def answered(self, status: int, received: int) -> None:
        self._status = status
        self._received = received

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is not None and not issubclass(kind, TransportFailed):
            return  # it was broken off from our side, or our own code failed
        claim = self._step.claim if self._step else None
        self._meter.take(
            CallRecord(
                self._meter.account,
                self._meter.provider,
                self._request.operation,
                claim.label if claim else "",
                self._step.attempt if self._step else 1,
                self._status if kind is None else 0,
                kind.__name__ if kind else "",
                self._waited,
                self._clock.monotonic() - self._began,
                len(self._request.body),
                self._received,
            )
        )
