"""Where a rate budget is kept: in this process, in a file that processes of one machine share, or in Redis.

Each answers ``ask`` in one go: it takes in what became of earlier calls, and says when the next one goes.
"""

from __future__ import annotations

import contextlib
import errno
import json
import math
import threading
from collections.abc import Generator, Sequence
from pathlib import Path
from typing import Any, Final, Protocol

from provider_bridge.core.decode import as_object
from provider_bridge.core.rate_limit.validation import whole_budget
from provider_bridge.core.rate_limit.window import (
    RateGrant,
    RateRequest,
    State,
    UsageEvent,
    acquire,
    apply_events,
    fresh,
)
from provider_bridge.errors import ConfigurationError, StateError
from provider_bridge.runners.clock import Clock
from provider_bridge.runners.forks import begins_anew
from provider_bridge.runners.locks import FileLock
from provider_bridge.runners.private_files import replacing
from provider_bridge.runners.shared_time import Reading, passed, passed_at_most, read_clocks
from provider_bridge.runners.text_files import os_reason, read_small, shown_path

__all__ = ["FileRateStore", "MemoryRateStore", "RateStore"]

_SCHEMA: Final = "provider-bridge/budget/1"
_NO_LOCKS: Final = frozenset({errno.ENOLCK, errno.EOPNOTSUPP, errno.ENOTSUP, errno.ENOSYS, errno.EIO})
_LARGEST: Final = 64 * 1024 * 1024


class RateStore(Protocol):
    """What runners need of a store. Safe for threads; ``waits`` says whether asking can take a while."""

    waits: bool

    def ask(self, news: Sequence[UsageEvent], want: RateRequest | None) -> RateGrant:
        """Take in news, and give ``want`` its turn where there is one."""
        ...

    def try_ask(self, news: Sequence[UsageEvent], want: RateRequest | None) -> RateGrant | None:
        """Do as ``ask`` does, unless another process is just asking: then nothing is done, and ``None`` comes back."""
        ...


class MemoryRateStore:
    """Keeps a budget as long as the process lives."""

    waits = False

    def __init__(self, clock: Clock | None = None) -> None:
        self._clock = clock or Clock()
        self._state = fresh()
        self._lock = threading.Lock()
        begins_anew(self)

    def begin_anew(self) -> None:
        """Go on counting in a child, with a lock that no thread of the parent holds."""
        self._lock = threading.Lock()

    def try_ask(self, news: Sequence[UsageEvent], want: RateRequest | None) -> RateGrant:
        return self.ask(news, want)

    def ask(self, news: Sequence[UsageEvent], want: RateRequest | None) -> RateGrant:
        with self._lock:
            return _answer(self._state, news, want, self._clock.monotonic(), self._clock.wall())


def _answer(state: State, news: Sequence[UsageEvent], want: RateRequest | None, now: float, wall: float) -> RateGrant:
    apply_events(state, news, now, wall)
    return RateGrant(now) if want is None else acquire(state, want, now, wall)


class FileRateStore:
    """Keeps a budget in a private file, for every process of this machine that names it.

    The file is replaced whole, so a process that is killed leaves a good one. Its time is its own (``shared_time``), so
    that limits hold between containers whose clocks differ, and after the machine was started anew.
    """

    waits = True

    def __init__(self, path: Path, key: str) -> None:
        self.path = path
        self._key = key
        self._lock = threading.Lock()
        self._between = FileLock(self._beside("lock"))
        begins_anew(self)

    def begin_anew(self) -> None:
        """Have a lock in a child that no thread of the parent holds."""
        self._lock = threading.Lock()

    def ask(self, news: Sequence[UsageEvent], want: RateRequest | None) -> RateGrant:
        with self._lock, self._alone():
            return self._asked(news, want)

    def try_ask(self, news: Sequence[UsageEvent], want: RateRequest | None) -> RateGrant | None:
        lock = self._lock
        if not lock.acquire(blocking=False):
            return None
        try:
            with self._alone(wait=False) as alone:
                return self._asked(news, want) if alone else None
        finally:
            lock.release()

    def _asked(self, news: Sequence[UsageEvent], want: RateRequest | None) -> RateGrant:
        found, then = self._load()
        clocks = read_clocks()
        try:
            now = _turned(found, then, clocks)
        except (TypeError, ValueError, AttributeError, OverflowError):
            now = math.nan
        state = whole_budget(found, now)
        if state is None:
            raise self._no_budget("its contents are damaged")
        told = _answer(state, news, want, now, clocks.wall)
        self._save({"schema": _SCHEMA, "account": self._key, "seen": now, "clocks": clocks, **state})
        return told

    @contextlib.contextmanager
    def _alone(self, *, wait: bool = True) -> Generator[bool]:
        """Hold the lock between processes, and yield whether it is held; it goes with whoever holds it."""
        try:
            taken = self._between.acquire(wait=wait)
        except OSError as error:
            raise self._unusable("locked", error) from None
        try:
            yield taken
        finally:
            self._between.release()

    def _beside(self, kind: str) -> Path:
        return self.path.with_name(f".{self.path.name}.{kind}")

    def _load(self) -> tuple[State, Reading | None]:
        """Return the budget, and what the clocks said when it was last used, ``None`` where that is not known."""
        text, problem, there = read_small(self.path, _LARGEST)
        if problem:
            raise self._no_budget(problem)
        if there is None or not text:  # empty, as a power cut leaves a file that was just written
            return fresh(), None
        try:
            found = as_object(json.loads(text, parse_constant=_no_number)) or {}
        except (ValueError, RecursionError):
            found = State()
        if found.pop("schema", "") != _SCHEMA:
            raise self._no_budget("it holds something else")
        if found.pop("account", "") != self._key:
            raise ConfigurationError(f"{shown_path(self.path)} holds the rate budget of another account")
        try:
            then = Reading(*map(float, found.pop("clocks")))
        except (KeyError, TypeError, ValueError):  # an earlier version told another time
            then = None
        return found, then

    def _no_budget(self, why: str) -> StateError:
        what = f"{shown_path(self.path)} holds no rate budget of this program ({why})"
        return StateError(f"{what}; move it away and run again, or name another budget_file")

    def _save(self, state: dict[str, Any]) -> None:
        try:
            with replacing(self.path, self._beside("new"), durable=False) as file:  # a lost one is safe: see _load
                json.dump(state, file)
        except OSError as error:
            raise self._unusable("written", error) from None

    def _unusable(self, what: str, error: OSError) -> ConfigurationError:
        remedy = ""
        if what == "locked" and error.errno in _NO_LOCKS:
            remedy = "; budget_file must be on a disk of this machine, which can lock files"
        return ConfigurationError(f"{shown_path(self.path)} cannot be {what}: {os_reason(error)}{remedy}")


def _no_number(_: str) -> float:
    raise ValueError("a budget holds no NaN")


def _turned(state: State, then: Reading | None, clocks: Reading) -> float:
    """Return the file's time now, having seen to it that its day ends when it should."""
    seen = float(state.pop("seen", 0.0))
    if then is not None and "ends" in state:
        gone = passed(then, clocks)
        state["ends"] -= passed_at_most(then, clocks) - gone
        return seen + gone
    if "ends" not in state:  # of an earlier version, which told this one by the time of day
        state["spent"] = {label: seen + until - clocks.wall for label, until in state["spent"].items()}
    return seen
