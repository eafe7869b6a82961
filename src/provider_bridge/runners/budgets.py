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
from provider_bridge.core.decode import as_object
from provider_bridge.errors import ConfigurationError, StateError
from provider_bridge.runners.clock import Clock

if TYPE_CHECKING:
    from provider_bridge.core.provider import Sharing

__all__ = ["BudgetStore", "FileBudget", "MemoryBudget", "budget_for"]

_SCHEMA: Final = "provider-bridge/budget/1"


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
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield

    def _beside(self, kind: str) -> Path:
        return self.path.with_name(f".{self.path.name}.{kind}")

    def _load(self, now: float) -> State:
        try:
            text = self.path.read_bytes()
            if not text:  # as a power cut leaves a file that was just written
                return fresh()
            found = as_object(json.loads(text)) or {}
        except FileNotFoundError:
            return fresh()
        except (OSError, ValueError):
            found = State()
        if found.pop("schema", "") != _SCHEMA:
            raise StateError(f"{self.path} holds no rate budget of this program; move it away and run again")
        if found.pop("account", "") != self._key:
            raise ConfigurationError(f"{self.path} holds the rate budget of another account")
        if found.pop("seen", 0.0) > now:  # the machine was started anew, and its clock with it
            found |= {name: fresh()[name] for name in ("slots", "held", "guard", "guard_at", "alone")}
        return found

    def _save(self, state: dict[str, Any]) -> None:
        new = self._beside("new")
        try:
            with open(new, "w", encoding="ascii", opener=_privately) as file:
                json.dump(state, file)
            new.replace(self.path)
        except OSError as error:
            raise self._unusable("written", error) from None

    def _unusable(self, what: str, error: OSError) -> ConfigurationError:
        return ConfigurationError(f"{self.path} cannot be {what}: {error.strerror or type(error).__name__}")


def _privately(path: str, flags: int) -> int:
    return os.open(path, flags | os.O_CLOEXEC, 0o600)


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
