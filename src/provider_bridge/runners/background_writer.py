"""A thread that hashes and writes what it is handed, while the next bytes are already on their way.

Hashing and writing take about as long as receiving, and all three let other threads run meanwhile.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from queue import Full, Queue
from typing import Final

__all__ = ["BackgroundWriter", "Batch"]

Batch = Sequence[bytes]

_WAITING: Final = 4
"""Batches that may wait to be written; whoever hands in more waits as well, so memory stays flat."""


class BackgroundWriter:
    """Does one file's writing, in order. One thread hands batches in; after an error of ``put`` nothing is written."""

    def __init__(self, put: Callable[[Batch], None]) -> None:
        self._put = put
        self._batches: Queue[Batch | None] = Queue(_WAITING)
        self._error: Exception | None = None
        self._thread = threading.Thread(target=self._write, name="provider-bridge-file", daemon=True)
        self._thread.start()

    def hand(self, batch: Batch) -> None:
        """Hand in a batch, waiting while too many wait already; raises what went wrong with an earlier one."""
        self._batches.put(batch)
        if self._error is not None:
            raise self._error

    def offer(self, batch: Batch) -> bool:
        """Hand in a batch if that needs no waiting, and return whether it was taken."""
        if self._error is not None:
            raise self._error
        try:
            self._batches.put_nowait(batch)
        except Full:
            return False
        return True

    def finish(self) -> None:
        """Wait until everything is written; raises what went wrong."""
        if self._thread.is_alive():
            self._batches.put(None)
            self._thread.join()
        if self._error is not None:
            raise self._error

    def _write(self) -> None:
        while (batch := self._batches.get()) is not None:
            if self._error is None:
                try:
                    self._put(batch)
                except Exception as error:  # noqa: BLE001 (raised again in the thread that hands in)
                    self._error = error
