"""What an account's calls cost: a record of each for whoever asked to be told, sums for everybody, and a log record."""

from __future__ import annotations

import dataclasses
import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from types import SimpleNamespace
from typing import TYPE_CHECKING, Final, TypeAlias

from provider_bridge.runners.forks import begins_anew
from provider_bridge.runners.redaction import RedactingFilter

if TYPE_CHECKING:
    from provider_bridge.core.calls import Request
    from provider_bridge.errors import TransportFailed

__all__ = ["TOO_MANY", "UNCOUNTED", "CallRecord", "Metrics", "OnCall", "Sent", "Totals"]

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


OnCall = Callable[[CallRecord], None]

Sent: TypeAlias = tuple[str, int, float]
"""Under which label a request was sent, for the how many-th time, and after how many seconds of waiting."""

UNCOUNTED: Final[Sent] = ("", 1, 0.0)
"""What no budget counts, as a login or a download."""


class Metrics:
    """Measures one account's calls. Safe for threads."""

    def __init__(self, account: str = "", provider: str = "", on_call: OnCall | None = None) -> None:
        self.account = account
        self.provider = provider
        self._on_call = on_call
        self._lock = threading.Lock()
        begins_anew(self)
        self._sums = SimpleNamespace(**dataclasses.asdict(Totals()))

    def begin_anew(self) -> None:
        """Go on counting in a child, with a lock that no thread of the parent holds."""
        self._lock = threading.Lock()

    @property
    def totals(self) -> Totals:
        """What the calls add up to."""
        with self._lock:
            return Totals(**self._sums.__dict__)

    def failed(self, request: Request, sent: Sent, seconds: float, error: TransportFailed) -> None:
        """Take in that no whole answer came."""
        self.answered(request, sent, seconds, 0, 0, type(error).__name__)

    def answered(
        self, request: Request, sent: Sent, seconds: float, status: int, received: int, error: str = ""
    ) -> None:
        """Take in that a request was answered, with so many bytes."""
        label, attempt, waited = sent
        size = len(request.body)
        with self._lock:
            sums = self._sums
            sums.calls += 1
            sums.retries += attempt > 1
            sums.refusals += status == TOO_MANY
            sums.failures += not status
            sums.waited += waited
            sums.sent += size
            sums.received += received
        if self._on_call is None and not _log.isEnabledFor(logging.DEBUG):
            return
        record = CallRecord(
            self.account,
            self.provider,
            request.operation,
            label,
            attempt,
            status,
            error,
            waited,
            seconds,
            size,
            received,
        )
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
            try:
                self._on_call(record)
            except Exception as failure:  # noqa: BLE001 (what the vendor did counts, not what became of its record)
                event = {"event": "hook.failed", "account": self.account}
                _log.warning("hook.failed: on_call raised %s", type(failure).__name__, extra=event)
