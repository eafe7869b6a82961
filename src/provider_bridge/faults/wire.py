"""Faults of the wire that a vendor has no part in: an answer that has no end, comes twice, or is packed twice."""

from __future__ import annotations

import gzip
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Final, Literal

from provider_bridge.faults.exchange import Answered, Asked, Delivery, Playing

if TYPE_CHECKING:
    from provider_bridge.faults.acts import Moment

__all__ = ["Double", "Endless", "PackTwice"]

_DRIPS: Final = {
    "interim": (b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
    "head": (b"HTTP/1.1 200 OK\r\nX-Long: ", b"x"),
}


@dataclass(frozen=True, slots=True)
class Endless:
    """The answer goes on without an end, each bit of it in time: before its head, in it, or in its body."""

    place: Literal["interim", "head", "body"]

    def fits(self, asked: Asked) -> bool:  # noqa: ARG002 (any request can be met by it)
        return True

    def play(self, asked: Asked, moment: Moment, now: datetime) -> Playing:  # noqa: ARG002 (every act is played alike)
        answer = yield asked
        if self.place != "body" or not answer.body:
            return Delivery(breaks="endless", drip=_DRIPS["head" if self.place == "body" else self.place])
        half = replace(answer, body=answer.body[: len(answer.body) // 2])
        return Delivery(half, "endless", length=len(answer.body), late=answer)


@dataclass(frozen=True, slots=True)
class Double:
    """The answer comes twice, and the connection stays open: the second one waits for whatever is asked next."""

    def fits(self, asked: Asked) -> bool:  # noqa: ARG002
        return True

    def play(self, asked: Asked, moment: Moment, now: datetime) -> Playing:  # noqa: ARG002
        answer = yield asked
        return Delivery(answer, doubled=True)


@dataclass(frozen=True, slots=True)
class PackTwice:
    """The body is packed, and what comes of that is packed again; unpacked, it can be a million times as large."""

    def fits(self, asked: Asked) -> bool:  # noqa: ARG002
        return True

    def play(self, asked: Asked, moment: Moment, now: datetime) -> Playing:  # noqa: ARG002
        answer = yield asked
        packed = gzip.compress(gzip.compress(answer.body, mtime=0), mtime=0)
        headers = {**answer.headers, "content-encoding": "gzip, gzip", "content-length": str(len(packed))}
        return Delivery(Answered(answer.status, headers, packed))
