"""When to try again, and how long to wait. Tenacity keeps the count; waiting is a step."""

from __future__ import annotations

import sys
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any, Final, TypeVar

import tenacity

from provider_bridge.core.decode import as_utc
from provider_bridge.core.steps import Learn, Sleep
from provider_bridge.errors import ConnectFailed, ProviderBridgeError, ProviderBroken, RateLimited, TransportFailed

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from provider_bridge.core.steps import Flow

__all__ = ["LONGEST_HINT", "date_of", "next_utc_midnight", "parse_retry_after", "vendors_time", "with_retries"]

T = TypeVar("T")

LONGEST_HINT: Final = timedelta(minutes=2)
"""A vendor's hint beyond this is not slept through but reported as an exhausted quota."""

_LIKELY: Final = timedelta(days=1)
"""A ``Date`` further off than this is no clock's."""

_BURST: Final = timedelta(seconds=1)
"""What cures a burst where the vendor does not say."""

_SERVER_ERROR: Final = 500
_ATTEMPTS: Final = 5


def parse_retry_after(text: str, now: datetime) -> datetime | None:
    """Return the moment (UTC) a ``Retry-After`` header means: seconds, an HTTP date, an ISO 8601 time; or ``None``."""
    text = text.strip()
    try:
        if text.replace(".", "", 1).isdigit():
            return now + timedelta(seconds=float(text))
        return as_utc(datetime.fromisoformat(text) if text[:4].isdigit() else parsedate_to_datetime(text))
    except (ValueError, OverflowError):
        return None


def date_of(headers: Mapping[str, str]) -> datetime | None:
    """Return when an answer was given (UTC), as its ``Date`` says."""
    try:
        return as_utc(parsedate_to_datetime(headers.get("date", "")))
    except (ValueError, OverflowError):
        return None


def vendors_time(headers: Mapping[str, str], now: datetime) -> datetime:
    """Return what time it is for whoever answered, as the answer's ``Date`` says; ``now`` where it does not.

    A moment that the vendor names means its clock. Ours can be minutes wrong.
    """
    told = date_of(headers)
    return told if told is not None and abs(told - now) < _LIKELY else now


def next_utc_midnight(now: datetime) -> datetime:
    """Return when the vendors' daily counters start again."""
    return (now + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)


def _transient(error: BaseException, *, replayable: bool) -> bool:
    """Whether the same request may be sent again after this error without doing anything twice."""
    if isinstance(error, ProviderBridgeError) and error.final:
        return False
    if isinstance(error, ConnectFailed | RateLimited):
        return True  # nothing was sent, or the vendor refused before acting
    if isinstance(error, ProviderBroken):
        return replayable and error.status >= _SERVER_ERROR
    return replayable and isinstance(error, TransportFailed)


class _Wait(tenacity.wait.wait_base):
    """The vendor's hint where it gave one, else a growing random wait."""

    _otherwise = tenacity.wait_random_exponential(multiplier=0.5, max=20)

    def __call__(self, retry_state: tenacity.RetryCallState) -> float:
        error = retry_state.outcome.exception() if retry_state.outcome else None
        if isinstance(error, RateLimited) and error.retry_after is not None:
            return error.retry_after.total_seconds()
        return self._otherwise(retry_state)


def _remembering(attempt: Callable[[], Flow[T]]) -> Callable[[], Flow[T]]:
    """Return attempts whose errors say that something may have been done when an earlier one's answer got lost.

    A change that was carried out, and whose answer got lost, may well be refused when it is asked for again.
    """
    lost = False

    def again() -> Flow[T]:
        nonlocal lost
        try:
            return (yield from attempt())
        except ProviderBridgeError as error:
            if lost:
                error.sent = "maybe"
            lost = error.sent == "maybe"
            raise

    return again


def _hold(label: str, error: BaseException, seconds: float) -> Flow[None]:
    """Hold everybody back after a refusal of the account, and nobody after anything else."""
    if label and isinstance(error, RateLimited) and error.whole:
        yield Learn(label, "hold", seconds)


def with_retries(
    attempt: Callable[[], Flow[T]], *, replayable: bool = True, label: str = "", attempts: int = _ATTEMPTS
) -> Flow[T]:
    """Run ``attempt`` until it succeeds, fails for good, or has failed too often; then its last error stands.

    A vendor's refusal for too many calls under ``label`` holds back every other call of the account as well.
    """
    attempt = _remembering(attempt)
    try:
        return (yield from attempt())
    except (TransportFailed, ProviderBroken, RateLimited) as error:
        if not _transient(error, replayable=replayable):
            raise
        failure: Any = sys.exc_info()
    policy = tenacity.Retrying(
        retry=tenacity.retry_if_exception(lambda error: _transient(error, replayable=replayable)),
        stop=tenacity.stop_after_attempt(attempts),
        wait=_Wait(),
        reraise=True,
    )
    policy.begin()
    state = tenacity.RetryCallState(policy, fn=None, args=(), kwargs={})
    state.set_exception(failure)
    while True:
        try:
            todo = policy.iter(state)
        except RateLimited as last:
            yield from _hold(label, last, (last.retry_after or _BURST).total_seconds())
            raise
        if isinstance(todo, tenacity.DoSleep):
            yield from _hold(label, failure[1], float(todo))
            yield Sleep(float(todo))
            state.prepare_for_next_attempt()
        elif isinstance(todo, tenacity.DoAttempt):
            try:
                state.set_result((yield from attempt()))
            except (TransportFailed, ProviderBroken, RateLimited) as error:
                failure = (type(error), error, error.__traceback__)
                state.set_exception(failure)
        else:
            result: T = todo
            return result
