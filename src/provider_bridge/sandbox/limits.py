"""Refusing calls as strictly as a vendor could: no window of the limit's length holds more than its calls."""

from __future__ import annotations

from collections import defaultdict, deque
from typing import Final

__all__ = ["GOTO_LIMIT", "ZOOM_LIMITS", "Limits"]

ZOOM_LIMITS: Final = {
    "Light": (80, 1.0),
    "Medium": (60, 1.0),
    "Heavy": (40, 1.0),
    "Resource-intensive": (20, 60.0),
}
"""Zoom's table for the business plan: calls and seconds by category."""

GOTO_LIMIT: Final = (10, 1.0)


class Limits:
    """Remembers when calls came, for each key."""

    def __init__(self) -> None:
        self._came: dict[str, deque[float]] = defaultdict(deque)

    def left(self, key: str, calls: int, seconds: float, now: float) -> int:
        """Count a call and return how many more would be allowed now; -1 when this one is refused."""
        came = self._came[key]
        while came and came[0] <= now - seconds:
            came.popleft()
        if len(came) >= calls:
            return -1
        came.append(now)
        return calls - len(came)
