"""When faults strike: at which requests, how often, and by which chance. A plan is reproducible from its text."""

from __future__ import annotations

import random
import threading
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from provider_bridge.faults.fault import Fault
from provider_bridge.faults.spec import Entry, Spec, parse

if TYPE_CHECKING:
    from provider_bridge.faults.exchange import Asked

__all__ = ["FaultPlan", "Planned", "Strike"]


@dataclass(frozen=True, slots=True)
class Planned:
    """A fault, and when it strikes.

    Attributes
    ----------
    fault : what strikes
    first : from the how many-th of the requests that it fits
    times : how often at most, ``None`` for ever
    chance : how likely at each of these requests

    """

    fault: Fault
    first: int = 1
    times: int | None = 1
    chance: float = 1.0

    def __str__(self) -> str:
        return str(Entry(self.fault.name, self.first, self.times, self.chance))


@dataclass(frozen=True, slots=True)
class Strike:
    """A fault that struck: its name, which request of all it was, and that request's method."""

    fault: str
    request: int
    method: str


@dataclass(slots=True)
class _State:
    met: int = 0
    struck: int = 0


class FaultPlan:
    """Chooses the fault that strikes a request. Safe for threads.

    Where several are due at one request, the first in the plan strikes, and the others come at the next that they
    fit. Chances follow from the seed and from what is asked, and not from the order in which threads or tasks ask.

    ``str(plan)`` is what ``FaultPlan.parse`` makes the same plan of.
    """

    def __init__(self, *planned: Planned, seed: int = 1, slow: float | None = None) -> None:
        self.planned = planned
        self.seed = seed
        self.slow = slow
        """Seconds that a server on a port really waits where an answer is slow, ``None`` for longer than clients do."""
        self.struck: list[Strike] = []
        self._states = [_State() for _ in planned]
        self._asked: Counter[tuple[str, str, str]] = Counter()
        self._requests = 0
        self._lock = threading.Lock()

    @classmethod
    def parse(cls, text: str) -> FaultPlan:
        """Return the plan that a text such as ``reset-during-body:0.05,401@2`` describes, or raise ``BadSpec``."""
        from provider_bridge.faults.catalogue import FAULTS

        spec = parse(text, FAULTS)
        planned = [Planned(FAULTS[each.name], each.first, each.times, each.chance) for each in spec.entries]
        return cls(*planned, seed=spec.seed, slow=spec.slow)

    def __str__(self) -> str:
        entries = [Entry(each.fault.name, each.first, each.times, each.chance) for each in self.planned]
        return str(Spec(tuple(entries), self.seed, self.slow))

    def __repr__(self) -> str:
        return f"FaultPlan.parse({str(self)!r})"

    def choose(self, asked: Asked) -> Fault | None:
        """Return the fault that strikes a request, ``None`` when it is left in peace."""
        with self._lock:
            self._requests += 1
            place = (asked.method, asked.host, asked.path)
            self._asked[place] += 1
            chosen: Fault | None = None
            for planned, state in zip(self.planned, self._states, strict=True):
                if planned.fault.fits(asked):
                    state.met += 1
                    if chosen is None and self._is_due(planned, state, place):
                        state.struck += 1
                        chosen = planned.fault
            if chosen is not None:
                self.struck.append(Strike(chosen.name, self._requests, asked.method))
            return chosen

    def _is_due(self, planned: Planned, state: _State, place: tuple[str, str, str]) -> bool:
        if state.met < planned.first or (planned.times is not None and state.struck >= planned.times):
            return False
        text = ":".join(map(str, (self.seed, planned.fault.name, *place, self._asked[place])))
        return planned.chance >= 1 or random.Random(text).random() < planned.chance
