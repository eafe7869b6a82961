"""Work that blocks, done in a thread for a task that may be cancelled meanwhile.

asyncio cancels a task wherever it waits, and anyio's shields do not hold that off. Without care a thread would take a
lock for somebody who is gone, or go on writing a file that is being closed.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any, TypeVar

import anyio
import anyio.to_thread

__all__ = ["cleaned_up", "in_thread", "when_free"]

T = TypeVar("T")


class _Job:
    """Work that either never begins or comes to its end, and is undone when nobody waits for it then."""

    def __init__(self, work: Callable[[], Any], undo: Callable[[Any], object]) -> None:
        self._work = work
        self._undo = undo
        self._lock = threading.Lock()
        self._begun = self._done = self._left = False
        self._result: Any = None
        self.over = threading.Event()

    def run(self) -> Any:
        with self._lock:
            if self._left:
                return None
            self._begun = True
        try:
            self._result = self._work()
            with self._lock:
                self._done, left = True, self._left
            if left:
                self._undo(self._result)
            return self._result
        finally:
            self.over.set()

    def leave(self) -> bool:
        """Nobody waits for it any more; return whether it never begins."""
        with self._lock:
            self._left, done = True, self._done
            if not self._begun:
                self.over.set()
        if done:
            self._undo(self._result)
        return not self._begun


async def cleaned_up(work: Callable[[], object]) -> None:
    """Do ``work`` in a thread, even if the task was cancelled already; if need be here and now."""
    job = _Job(work, lambda _: None)
    with anyio.CancelScope(shield=True):
        try:
            await anyio.to_thread.run_sync(job.run, abandon_on_cancel=True)
        except anyio.get_cancelled_exc_class():
            if job.leave():
                work()
            await _over(job)
            raise


async def in_thread(work: Callable[[], T], undo: Callable[[T], object] = lambda _: None, *, wait: bool = True) -> T:
    """Return what ``work`` returns, done in a thread.

    When the task is cancelled meanwhile, work that has not begun never begins, and work that has is ended and then
    undone. The task waits for that, unless ``wait`` is false.
    """
    job = _Job(work, undo)
    try:
        found: T = await anyio.to_thread.run_sync(job.run, abandon_on_cancel=True)
    except anyio.get_cancelled_exc_class():
        job.leave()
        if wait:
            with anyio.CancelScope(shield=True):
                await _over(job)
        raise
    return found


async def when_free(
    work: Callable[[], T | None], undo: Callable[[T | None], object] = lambda _: None, *, every: float = 0.01
) -> T:
    """Return what ``work`` returns, tried in a thread until that is something: no thread waits for another process.

    When the task is cancelled meanwhile, it waits for a try that is under way, which is undone, and for nothing else.
    """
    while (found := await in_thread(work, undo)) is None:  # noqa: ASYNC110 (another process ends it)
        await anyio.sleep(every)
    return found


async def _over(job: _Job) -> None:
    """Wait until work that has begun is over, however often the task is cancelled meanwhile."""
    while not job.over.is_set():
        try:
            await anyio.to_thread.run_sync(job.over.wait, abandon_on_cancel=True)
        except anyio.get_cancelled_exc_class():
            continue  # it is being cancelled already
