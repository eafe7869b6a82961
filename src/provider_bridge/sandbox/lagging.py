"""A vendor whose copies agree late: for some seconds after a deletion, answers come from a copy that lags."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from typing import Final

from provider_bridge.sandbox.world import World

__all__ = ["LAGS", "Lagging"]

LAGS: Final = ("late", "trash", "back")
"""``late``: all that is read shows what was there before. ``trash``: only the trash does, and so does not show yet
what was put there. ``back``: the object is denied meanwhile, and then it is there again, for it was never deleted."""

_GOOD: Final = range(200, 300)


class Lagging:
    """Says which state answers a request; the vendor's clock decides when the copies agree.

    Args:
        world: the state that deletions change.
        seconds: how long the copies lag behind; 0 for a vendor whose copies always agree.
        shows: one of ``LAGS``.

    """

    def __init__(self, world: World, seconds: float, shows: str) -> None:
        if shows not in LAGS:
            raise ValueError(f"a lag shows one of: {', '.join(LAGS)}")
        self._world = world
        self._seconds = seconds
        self._shows = shows
        self._before: World | None = None
        self._until = 0.0

    def state_for(self, method: str, query: Mapping[str, str]) -> World:
        """Return the state that a request is answered from; before a deletion, a copy of what is there is kept."""
        lags = self._world.clock() < self._until
        if not lags and self._before is not None:
            if self._shows == "back":
                self._world.become(self._before)
            self._before = None
        if method == "DELETE" and self._seconds and self._before is None:
            self._before = copy.deepcopy(self._world, {id(self._world.time): self._world.time})
        late = self._shows == "late" or (self._shows == "trash" and query.get("trash", "").lower() == "true")
        return self._before if method == "GET" and lags and late and self._before is not None else self._world

    def note(self, method: str, status: int) -> None:
        """Note how a request was answered: what was deleted is shown late from now on."""
        if method != "DELETE" or self._before is None:
            return
        if status in _GOOD:
            self._until = self._world.clock() + self._seconds
        elif self._world.clock() >= self._until:
            self._before = None
