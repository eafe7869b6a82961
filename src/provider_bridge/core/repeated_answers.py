"""Remembering which request each of the last answers was given to, by the vendor's mark of an answer.

A proxy may send one answer twice. Where the second one comes when the next request is already on its way, nothing in
HTTP/1.1 tells it from that request's own answer; but it has the mark of the one before, and its bytes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from provider_bridge.core.calls import Call, RawReply

__all__ = ["RecentAnswers"]

_MOST: Final = 64
"""How many are remembered, at least; twice as many at most."""


class RecentAnswers:
    """The last answers of an account. Safe for threads."""

    def __init__(self) -> None:
        self._now: dict[str, tuple[Call, int]] = {}
        self._before: dict[str, tuple[Call, int]] = {}

    def was_anothers(self, mark: str, call: Call, raw: RawReply) -> bool:
        """Whether the very same answer was given to another request before; remembers it otherwise."""
        known = self._now.get(mark) or self._before.get(mark)
        content = hash(raw.body)
        if known is not None:
            return known[1] == content and _address(known[0]) != _address(call)
        self._now[mark] = call, content
        if len(self._now) >= _MOST:
            self._before, self._now = self._now, {}
        return False


def _address(call: Call) -> tuple[str, str]:
    return call.endpoint.method, call.target(call.endpoint.base)
