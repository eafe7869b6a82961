"""How figures are measured: two loops side by side in one run, again and again, and the middle of their ratios.

Absolute times say more about the machine than about the library. What disturbs a round disturbs both loops in it, and
which of them goes first changes from round to round.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from typing import Any

Loop = Callable[[], "Spent"]


@dataclass(slots=True)
class Spent:
    """Seconds that one loop took: by the clock, and of this process's processor time."""

    wall: float = 0.0
    cpu: float = 0.0


@contextmanager
def stopwatch() -> Generator[Spent]:
    """Measure what is done meanwhile."""
    spent = Spent()
    wall, cpu = time.perf_counter(), time.process_time()
    yield spent
    spent.wall, spent.cpu = time.perf_counter() - wall, time.process_time() - cpu


def side_by_side(loops: Mapping[str, Loop], rounds: int) -> dict[str, list[Spent]]:
    """Run every loop once a round, each round in the other direction; return what each took."""
    found: dict[str, list[Spent]] = {name: [] for name in loops}
    for number in range(rounds):
        order = list(loops) if number % 2 == 0 else list(loops)[::-1]
        for name in order:
            found[name].append(loops[name]())
    return found


def rates(mine: list[Spent], others: list[Spent]) -> list[float]:
    """Return in each round our rate as a share of the other loop's."""
    return [other.wall / own.wall for own, other in zip(mine, others, strict=True)]


def cpu_rates(mine: list[Spent], others: list[Spent]) -> list[float]:
    """Return the same, by the processor time that each took: what others do on the machine hardly shows in it."""
    return [other.cpu / own.cpu for own, other in zip(mine, others, strict=True)]


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the table. ``most`` tells a figure that must not be exceeded from one that must be reached."""

    row: str
    work: str
    beside: str
    reached: float
    wanted: float
    most: bool = False
    unit: str = ""
    notes: dict[str, Any] = field(default_factory=dict[str, Any])

    @property
    def met(self) -> bool:
        return self.reached <= self.wanted if self.most else self.reached >= self.wanted

    def cells(self) -> tuple[str, ...]:
        """Return the line's cells as they are printed."""
        sign = "<=" if self.most else ">="
        reached, wanted = (f"{value:.4g}{self.unit}" for value in (self.reached, self.wanted))
        return self.row, self.work, self.beside, reached, f"{sign} {wanted}", "yes" if self.met else "NO"

    def as_json(self) -> dict[str, Any]:
        return {**asdict(self), "met": self.met}


def compared(row: str, work: str, beside: str, mine: list[Spent], others: list[Spent], wanted: float) -> Figure:
    """Return the figure of two loops: the middle of the rounds' ratios, by the clock."""
    ratios, cpu = rates(mine, others), cpu_rates(mine, others)
    notes = {
        "rounds": [round(each, 3) for each in ratios],
        "by processor time": round(statistics.median(cpu), 3),
        "least disturbed": round(min(each.wall for each in others) / min(each.wall for each in mine), 3),
    }
    return Figure(row, work, beside, statistics.median(ratios), wanted, notes=notes)
