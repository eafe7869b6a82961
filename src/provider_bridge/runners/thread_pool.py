"""Threads that take flows from one source and hand their outcomes on in order.

Each thread takes the next flow itself and delivers what is due itself, so that no thread has to be woken for
another's outcome: with Python's one running thread at a time, every hand-over costs.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Generator
from concurrent.futures import ThreadPoolExecutor, wait
from contextvars import copy_context
from typing import Any

from provider_bridge.core.steps import Flow

__all__ = ["ThreadPool"]


class _Place:
    """A flow's place in the order, and its outcome once it is there."""

    __slots__ = ("done", "flow", "outcome")

    def __init__(self, flow: Flow[Any]) -> None:
        self.flow = flow
        self.done = False
        self.outcome: Any = None


class ThreadPool:
    """Runs the flows of ``source`` on ``parallel`` threads, at most twice as many being open at a time.

    ``run`` runs one flow, giving up early when the event is set. ``into`` takes the outcomes, in the order of the
    flows and one at a time; when it raises, or the source does, the rest is stopped and the error comes out.
    ``enter`` is called in each thread with the event that tells it to stop.
    """

    def __init__(
        self,
        source: Generator[Flow[Any]],
        run: Callable[[Flow[Any], threading.Event], Any],
        into: Callable[[Any], None],
        parallel: int,
        enter: Callable[[threading.Event], None] = lambda _: None,
    ) -> None:
        self._source = source
        self._run = run
        self._into = into
        self._parallel = parallel
        self._enter = enter
        self._open: deque[_Place] = deque()
        self._taking = threading.Lock()
        self._settled = threading.Condition()
        self._stop = threading.Event()
        self._failure: BaseException | None = None

    def work(self) -> None:
        """Run everything, and return when all threads are done."""
        with ThreadPoolExecutor(self._parallel, thread_name_prefix="provider-bridge") as pool:
            jobs = [pool.submit(copy_context().run, self._work) for _ in range(self._parallel)]
            try:
                wait(jobs)
            except BaseException as error:  # noqa: BLE001 (raised again below; the user's interrupt arrives here)
                self._fail(error)
        self._source.close()
        if self._failure is not None:
            raise self._failure

    def _work(self) -> None:
        self._enter(self._stop)
        try:
            while (place := self._take()) is not None:
                place.outcome = self._run(place.flow, self._stop)
                self._settle(place)
        except BaseException as error:  # noqa: BLE001 (raised again in the thread that waits)
            self._fail(error)

    def _take(self) -> _Place | None:
        """Return the next flow, waiting while too many are open; ``None`` when there is no more to do."""
        with self._taking:
            with self._settled:
                self._settled.wait_for(lambda: len(self._open) < 2 * self._parallel or self._stop.is_set())
            flow = None if self._stop.is_set() else next(self._source, None)
            if flow is None:
                return None
            place = _Place(flow)
            with self._settled:
                self._open.append(place)
            return place

    def _settle(self, place: _Place) -> None:
        """Deliver every outcome whose turn has come."""
        with self._settled:
            place.done = True
            while self._open and self._open[0].done and not self._stop.is_set():
                self._into(self._open.popleft().outcome)
            self._settled.notify_all()

    def _fail(self, error: BaseException) -> None:
        with self._settled:
            self._failure = self._failure or error
            self._stop.set()
            self._settled.notify_all()
