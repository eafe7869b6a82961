"""Taking in one answer chunk by chunk: its first bytes are judged, the rest follows them.

No more than a batch is held at a time, so memory stays flat however long the answer is.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final, cast

from provider_bridge.core.calls import RawReply
from provider_bridge.core.steps import Fetch, Progress
from provider_bridge.runners.sinks import OpenSink

if TYPE_CHECKING:
    from provider_bridge.runners.clock import Clock

__all__ = ["ResponseStream"]

_FIRST: Final = 1024
"""Bytes that are enough to tell a file from a web page."""

_BATCH: Final = 1024 * 1024
_EVERY_S: Final = 0.2


class ResponseStream:
    """What becomes of one answer. ``settle`` may block on the disk; the rest never does."""

    def __init__(
        self,
        step: Fetch,
        clock: Clock,
        report: Callable[[Progress], None],
        check: Callable[[], None] = lambda: None,
    ) -> None:
        self._step = step
        self._clock = clock
        self._report = report
        self._check = check
        self._told = clock.monotonic()
        self._head = RawReply(0, {}, b"")
        self._waiting: list[bytes] = []
        self._held = 0
        self._enough = _FIRST
        self._judged = False
        self._sink: OpenSink | None = None
        self._body = bytearray()
        self.came = 0

    def begin(self, head: RawReply) -> None:
        """Take in an answer's head."""
        self._head = head

    def add(self, chunk: bytes) -> bool:
        """Take in a chunk, and return whether it is time to settle."""
        self._waiting.append(chunk)
        self._held += len(chunk)
        self.came += len(chunk)
        return self._held >= self._enough

    def offer(self) -> bool:
        """Put what is held where it belongs if that blocks nobody, and return whether it is done."""
        taken = self._sink is not None and self._sink.offer(self._waiting)
        if taken:
            self._waiting, self._held = [], 0
        return taken

    def settle(self) -> bool:
        """Put what is held where it belongs, and return whether more is wanted."""
        batch, self._waiting, self._held = self._waiting, [], 0
        if not self._judged:
            batch = [b"".join(batch)]
            self._judge(batch[0])
        if self._sink is None:
            for chunk in batch:
                self._body += chunk
            return len(self._body) <= self._step.limit
        self._sink.write(batch)
        return self.wanted

    @property
    def wanted(self) -> bool:
        """Whether the sink may take more."""
        return self._sink is None or self._step.total is None or self._sink.size <= self._step.total

    def end(self) -> None:
        """Put what is held where it belongs, and wait until all of it is there."""
        self.settle()
        if self._sink is not None:
            self._sink.settle()

    def _judge(self, first: bytes) -> None:
        self._judged = True
        self._enough = _BATCH
        offset = self._step.judge(RawReply(self._head.status, self._head.headers, first))
        if offset is not None and self._step.into is not None:
            self._sink = cast("OpenSink", self._step.into)  # what a runner opened comes back to it
            self._sink.begin(offset, self._head)

    def tell(self) -> None:
        """Tell whoever watches how far it is, now and then; ``check`` may end it all."""
        self._check()
        if self._sink is not None and self._step.what and self._clock.monotonic() - self._told >= _EVERY_S:
            self._told = self._clock.monotonic()
            self._report(Progress(self._step.what, self._sink.size, self._step.total))

    def finish(self) -> RawReply:
        """Return the answer, after everything that was held has been settled."""
        if self._sink is not None and self._step.what:
            self._report(Progress(self._step.what, self._sink.size, self._step.total))
        return RawReply(self._head.status, self._head.headers, bytes(self._body[: self._step.limit + 1]))
