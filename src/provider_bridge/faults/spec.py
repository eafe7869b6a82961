"""The text of a plan: ``reset-during-body:0.05,429-per-second:0.1,401@2,500@3*2,503-retry-after*,seed=7,slow=2``.

Entries are separated by commas.

``NAME`` strikes once, at the first request that it fits. ``NAME@N`` at the N-th. ``NAME:P`` at each with the
probability P. ``*N`` after any of them says how often at most, ``*`` alone for ever; with a probability that is what
holds anyway. ``seed=N`` makes other choices, ``slow=SECONDS`` is how long a server on a port waits.
"""

from __future__ import annotations

import difflib
import math
import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

__all__ = ["BadSpec", "Entry", "Spec", "parse"]

_ENTRY: Final = re.compile(
    r"(?P<name>[a-z0-9-]+)(?::(?P<chance>[0-9.]+))?(?:@(?P<first>\d+))?(?P<star>\*(?P<times>\d*))?"
)
_LONGEST_S: Final = 3600.0


class BadSpec(ValueError):
    """The text describes no plan; the sentence says what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One fault of a plan."""

    name: str
    first: int = 1
    times: int | None = 1
    chance: float = 1.0

    def __str__(self) -> str:
        chance = f":{self.chance:g}" if self.chance < 1 else ""
        first = f"@{self.first}" if self.first > 1 else ""
        usual = None if chance else 1
        times = "" if self.times == usual else "*" if self.times is None else f"*{self.times}"
        return f"{self.name}{chance}{first}{times}"


@dataclass(frozen=True, slots=True)
class Spec:
    """A plan as it is written."""

    entries: tuple[Entry, ...]
    seed: int = 1
    slow: float | None = None

    def __str__(self) -> str:
        slow = "" if self.slow is None else f",slow={self.slow:g}"
        return ",".join([*map(str, self.entries), f"seed={self.seed}"]) + slow


def parse(text: str, known: Collection[str]) -> Spec:
    """Return what a text describes, with faults of these names, or raise ``BadSpec``."""
    entries: list[Entry] = []
    seed, slow = 1, None
    for part in (each.strip() for each in text.split(",")):
        word, sign, value = part.partition("=")
        if sign and word == "seed":
            seed = _seed(value)
        elif sign and word == "slow":
            slow = _seconds(value)
        else:
            entries.append(_entry(part, known))
    if not entries:
        raise BadSpec("no fault is named; write for example reset-during-body:0.05,seed=7")
    return Spec(tuple(entries), seed, slow)


def _entry(part: str, known: Collection[str]) -> Entry:
    found = _ENTRY.fullmatch(part)
    if found is None:
        raise BadSpec(f"{part!r} cannot be understood; write NAME, NAME:PROBABILITY or NAME@N, with *TIMES if you like")
    name = found["name"]
    if name not in known:
        near = difflib.get_close_matches(name, known, n=1, cutoff=0.5)
        hint = f"; do you mean {near[0]}?" if near else "; docs/faults.md lists them"
        raise BadSpec(f"no fault is named {name!r}{hint}")
    chance = _chance(found["chance"]) if found["chance"] else 1.0
    first, times = int(found["first"] or 1), found["times"]
    if first < 1 or times == "0":
        raise BadSpec(f"{part!r} would never strike: counting begins with 1")
    if found["star"] is None:
        return Entry(name, first, None if found["chance"] else 1, chance)
    return Entry(name, first, int(times) if times else None, chance)


def _chance(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = 0.0
    if not 0 < value <= 1:
        raise BadSpec(f"{text!r} is no probability; it is a number above 0 and up to 1")
    return value


def _seed(text: str) -> int:
    try:
        return int(text)
    except ValueError:
        raise BadSpec(f"{text!r} is no seed; it is a whole number") from None


def _seconds(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not 0 <= value <= _LONGEST_S:
        raise BadSpec(f"{text!r} is no delay; it is a number of seconds up to {_LONGEST_S:g}")
    return value
