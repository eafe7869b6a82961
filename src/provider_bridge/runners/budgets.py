"""Where a rate budget is kept: in this process, in a file that processes of one machine share, or in Redis.

Each answers ``ask`` in one go: it takes in what became of earlier calls, and says when the next one goes.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import threading
import time
from collections.abc import Generator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Protocol

from provider_bridge.core.budget import News, State, Told, Want, fresh, hear, take
from provider_bridge.core.budget_shape import whole_budget
from provider_bridge.core.decode import as_object
from provider_bridge.errors import ConfigurationError, StateError
from provider_bridge.runners.clock import Clock
from provider_bridge.runners.text_files import os_reason, read_small, shown_path

if TYPE_CHECKING:
    from provider_bridge.core.provider import Sharing

__all__ = ["BudgetStore", "FileBudget", "MemoryBudget", "budget_for"]

_SCHEMA: Final = "provider-bridge/budget/1"
_LARGEST: Final = 64 * 1024 * 1024


class BudgetStore(Protocol):
    """What runners need of a store. Safe for threads; ``waits`` says whether asking can take a while."""

    waits: bool

    def ask(self, news: Sequence[News], want: Want | None) -> Told:
        """Take in news, and give ``want`` its turn where there is one."""
        ...


class MemoryBudget:
    """Keeps a budget as long as the process lives."""

    waits = False

    def __init__(self, clock: Clock | None = None) -> None:
        self._clock = clock or Clock()
        self._state = fresh()
        self._lock = threading.Lock()

    def ask(self, news: Sequence[News], want: Want | None) -> Told:
        with self._lock:
            return _answer(self._state, news, want, self._clock.monotonic(), self._clock.wall())


def _answer(state: State, news: Sequence[News], want: Want | None, now: float, wall: float) -> Told:
    hear(state, news, now)
    return Told(now) if want is None else take(state, want, now, wall)


class FileBudget:
    """Keeps a budget in a private file, for every process of this machine that names it.

    The file is replaced whole, so a process that is killed leaves a good one. Day counts outlive a restart of the
    machine; what was called in the last seconds does not, because the clock it is told by begins anew.
    """

    waits = True

    def __init__(self, path: Path, key: str) -> None:
        self.path = path
        self._key = key
        self._lock = threading.Lock()

    def ask(self, news: Sequence[News], want: Want | None) -> Told:
        with self._lock, self._alone():
            now = time.monotonic()
            state = self._load(now)
            told = _answer(state, news, want, now, time.time())
            self._save({"schema": _SCHEMA, "account": self._key, "seen": now, **state})
            return told

    @contextlib.contextmanager
    def _alone(self) -> Generator[None]:
        """Hold the lock between processes; it goes with whoever holds it."""
        try:
            handle = open(self._beside("lock"), "ab", opener=_privately)  # noqa: SIM115 (closed below, or with it)
        except OSError as error:
            raise self._unusable("locked", error) from None
        with handle:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX)
            except OSError as error:
                raise self._unusable("locked", error) from None
            yield

    def _beside(self, kind: str) -> Path:
        return self.path.with_name(f".{self.path.name}.{kind}")

    def _load(self, now: float) -> State:
        text, problem, there = read_small(self.path, _LARGEST)
        if problem:
            raise self._no_budget(problem)
        if there is None or not text:  # empty, as a power cut leaves a file that was just written
            return fresh()
        try:
            found = as_object(json.loads(text)) or {}
        except (ValueError, RecursionError):
            found = State()
        if found.pop("schema", "") != _SCHEMA:
            raise self._no_budget("it holds something else")
        if found.pop("account", "") != self._key:
            raise ConfigurationError(f"{shown_path(self.path)} holds the rate budget of another account")
        seen = found.pop("seen", 0.0)
        if isinstance(seen, int | float) and seen > now:  # the machine was started anew, and its clock with it
            found |= {name: fresh()[name] for name in ("slots", "held", "guard", "guard_at", "alone")}
        state = whole_budget(found, now)
        if state is None:
            raise self._no_budget("its contents are damaged")
        return state

    def _no_budget(self, why: str) -> StateError:
        what = f"{shown_path(self.path)} holds no rate budget of this program ({why})"
        return StateError(f"{what}; move it away and run again, or name another budget_file")

    def _save(self, state: dict[str, Any]) -> None:
        new = self._beside("new")
        try:
            with open(new, "w", encoding="ascii", opener=_privately) as file:
                json.dump(state, file)
            new.replace(self.path)
        except OSError as error:
            raise self._unusable("written", error) from None

    def _unusable(self, what: str, error: OSError) -> ConfigurationError:
        return ConfigurationError(f"{shown_path(self.path)} cannot be {what}: {os_reason(error)}")


def _privately(path: str, flags: int) -> int:
    return os.open(path, flags | os.O_CLOEXEC | os.O_NONBLOCK, 0o600)


_here: Final[dict[str, MemoryBudget]] = {}


def budget_for(sharing: Sharing | None) -> BudgetStore:
    """Return the store that an account's configuration asks for; one in memory is shared by the whole process."""
    if sharing is None:
        return MemoryBudget()
    if sharing.file:
        return FileBudget(Path(sharing.file), sharing.key)
    if sharing.url:
        from provider_bridge.runners.redis_budget import RedisBudget

        return RedisBudget(sharing.url, sharing.key, sharing.workers)
    return _here.setdefault(sharing.key, MemoryBudget())
