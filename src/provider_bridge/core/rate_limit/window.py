"""An account's rate budget as one plain value: what went, what is held back, what is used up, when the next may go.

The value is JSON, so that a process, a file and Redis can each keep it. All arithmetic is here, and once more in
``runners/rate_store.lua`` for Redis; a test holds the two against each other. Seconds are those of the store.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple, TypeAlias

from provider_bridge.core.rate_limit.limits import WAY_S, Window

__all__ = ["DAY_S", "LEASE_S", "RateGrant", "RateRequest", "State", "UsageEvent", "acquire", "apply_events", "fresh"]

DAY_S: Final = 86_400
LEASE_S: Final = 300.0
"""How long an object stays closed to others when whoever changes it is never heard of again."""

_SET_S: Final = 60.0
"""By how much a day may end sooner than was thought when it began: clocks are being adjusted."""

UNTOLD: Final = -1
"""How many calls the vendor says are left of a day, where it has not said."""

_GUARD_STEP, _GUARD_MOST, _GUARD_FADES_S = 0.02, 0.2, 600.0

State: TypeAlias = dict[str, Any]
UsageEvent: TypeAlias = tuple[str | int | float, ...]
"""What became of calls: a word, and what it is about.

``went`` label, number, when · ``due`` label, number, when it was counted at the latest · ``unused`` label, number, and
a ``few_window`` and a ``window`` before it was to go, which gives its turn to whoever comes next · ``back`` daily total
that a call does not count towards after all · ``count`` daily total, calls counted elsewhere, day · ``hold`` seconds ·
``left`` daily total, calls, day (days since 1970) · ``spent`` label, until (seconds since 1970) · ``open`` object,
owner
"""


@dataclass(frozen=True, slots=True)
class RateRequest:
    """A call that wants to go: its label's pace, its daily caps, and the object that nobody else may change."""

    pace: Window | None
    caps: tuple[tuple[str, int], ...] = ()
    alone: str = ""
    owner: str = ""

    @property
    def totals(self) -> tuple[str, ...]:
        """The daily totals and caps that it counts towards."""
        return (*(name for name, _ in (self.pace.days if self.pace else ())), *(name for name, _ in self.caps))

    def plain(self) -> list[Any]:
        """Return it as JSON holds it."""
        return [self.pace.plain() if self.pace else 0, list(map(list, self.caps)), self.alone, self.owner]


class RateGrant(NamedTuple):
    """The answer: the call may go at ``at``, it being ``now``, as number ``number`` of its label.

    Or else ``spent`` is the end (seconds since 1970) of a day whose calls are used up, or ``busy`` for how long at
    most the object stays closed; then nothing was taken. ``keeper`` tells who answered: numbers and seconds of one
    mean nothing to another.
    """

    now: float
    at: float = 0.0
    number: int = 0
    spent: float = 0.0
    busy: float = 0.0
    keeper: int = 0


def fresh() -> State:
    """Return the budget of an account of which nothing was called yet."""
    return {
        "slots": {},
        "held": 0.0,
        "guard": 0.0,
        "guard_at": 0.0,
        "day": 0,
        "ends": 0.0,
        "days": {},
        "spent": {},
        "alone": {},
    }


def apply_events(state: State, news: Iterable[Sequence[Any]], now: float, wall: float) -> None:
    """Take in what became of calls."""
    for word, *rest in news:
        if word in {"went", "due", "unused"}:
            _correct(state["slots"].get(rest[0]), word, *rest[1:])
        elif word == "hold":
            state["held"] = max(state["held"], now + rest[0])
            state["guard"], state["guard_at"] = min(_GUARD_MOST, _guard(state, now) + _GUARD_STEP), now
        elif word == "count":
            state["day"] = state["day"] or rest[2]
            if rest[2] == state["day"]:
                state["days"].setdefault(rest[0], [0, UNTOLD])[0] += rest[1]
        elif word == "back" and rest[0] in state["days"]:
            state["days"][rest[0]][0] -= state["days"][rest[0]][0] > 0
        elif word == "left" and rest[0] in state["days"] and rest[2] == state["day"]:
            state["days"][rest[0]][1] = rest[1]
        elif word == "spent":
            state["spent"][rest[0]] = now + rest[1] - wall
        elif word == "open" and state["alone"].get(rest[0], [""])[0] == rest[1]:
            del state["alone"][rest[0]]


def acquire(state: State, want: RateRequest, now: float, wall: float) -> RateGrant:
    """Give a call its turn. ``now`` never runs backwards, ``wall`` is the time of day in seconds since 1970."""
    _begin_day(state, now, wall)
    pace = want.pace
    if want.alone:
        owner, until = state["alone"].get(want.alone, ("", 0.0))
        if until > now and owner != want.owner:
            return RateGrant(now, busy=until - now)
    if pace and state["spent"].get(pace.label, now) > now:
        return RateGrant(now, spent=round(wall + state["spent"][pace.label] - now, 3))
    totals = (*pace.days, *want.caps) if pace else want.caps
    if totals and not _count(state["days"], totals):
        return RateGrant(now, spent=float(round(wall + state["ends"] - now)))
    at, number = _slot(state, pace, now) if pace else (max(now, state["held"]), 0)
    if want.alone:
        state["alone"] = {key: held for key, held in state["alone"].items() if held[1] > now}
        state["alone"][want.alone] = [want.owner, at + LEASE_S]
    return RateGrant(now, at, number)


def _begin_day(state: State, now: float, wall: float) -> None:
    """Forget what was counted on another day, once that is over by the budget's own time.

    The time of day alone, which can be set or wrong, begins no day anew: it only says when the present one ends.
    """
    today = int(wall // DAY_S)
    ends = now + (today + 1) * DAY_S - wall
    if not state.get("ends"):  # nothing was asked yet, or by an earlier version
        state |= {"ends": ends} if state["day"] == today else {"day": today, "days": {}, "ends": ends}
    elif now >= state["ends"] - _SET_S:
        if today == state["day"]:
            state["ends"] = ends
        else:
            state |= {"day": today, "days": {}, "ends": ends}


def _slot(state: State, pace: Window, now: float) -> tuple[float, int]:
    """Return when a call of this pace goes, and its number.

    It goes when the one that is a whole budget before it left the vendor's window: a window after it was counted,
    which is known when its answer has come and assumed until then.
    """
    slot = state["slots"].setdefault(pace.label, {"n": 0, "went": [], "due": []})
    went, due = slot["went"], slot["due"]
    stretch = 1 + _guard(state, now)
    at = max(now, state["held"], went[-1] if went else now)
    if len(due) >= pace.count:
        at = max(at, due[-pace.count] + pace.window * stretch)
    if len(went) >= pace.few:
        at = max(at, went[-pace.few] + pace.few_window * stretch)
    went.append(at)
    due.append(at + WAY_S)
    del went[: -pace.few], due[: -pace.count]
    slot["n"] += 1
    return at, slot["n"]


def _correct(slot: dict[str, Any] | None, word: str, number: int, when: float, counted: float = 0.0) -> None:
    back = slot["n"] - number + 1 if slot else 0  # counted from the end
    if slot is None or back < 1:
        return
    went, due = slot["went"], slot["due"]
    if back <= len(due):
        due[-back] = when if word == "due" else when + WAY_S if word == "went" else counted
    if word != "due" and back <= len(went):
        went[-back] = when


def _guard(state: State, now: float) -> float:
    """Return by which part windows are stretched: refusals raise it, and time takes it back."""
    raised: float = state["guard"]
    return max(0.0, raised * (1 - (now - state["guard_at"]) / _GUARD_FADES_S)) if raised else 0.0


def _count(days: dict[str, list[int]], totals: Iterable[tuple[str, int]]) -> bool:
    """Count a call in every daily total, or in none when one of them is used up."""
    counted = [(days.setdefault(name, [0, UNTOLD]), calls) for name, calls in totals]
    if any(used >= calls or left == 0 for (used, left), calls in counted):
        return False
    for day, _ in counted:
        day[0] += 1
        day[1] -= day[1] > 0
    return True
