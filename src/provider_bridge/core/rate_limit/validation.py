"""Whether a rate budget that comes from a file is one: a damaged value must be an error, not an endless wait."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, Final, TypeAlias, cast

from provider_bridge.core.rate_limit.window import DAY_S, State, fresh

__all__ = ["whole_budget"]

_END_OF_TIME: Final = 253_402_300_799.0
"""The last second of the year 9999, the latest moment that Python can name."""

Check: TypeAlias = Callable[[Any], bool]


def whole_budget(found: dict[str, Any], now: float) -> State | None:
    """Return a budget with every part it needs, ``None`` where a part is not what it must be.

    Seconds are the budget's own time. They must be finite, and none may lie more than a day after ``now``, the end of
    the day excepted: no call is held back for so long.
    """
    if not math.isfinite(now):
        return None
    state = {**fresh(), **found}

    def moment(value: Any) -> bool:
        return _is_number(value) and value <= now + DAY_S

    checks: dict[str, Check] = {
        "slots": lambda value: _is_table(value, lambda slot: _is_slot(slot, moment)),
        "held": moment,
        "guard": lambda value: _is_number(value) and 0 <= value <= 1,
        "guard_at": moment,
        "day": _is_count,
        "ends": lambda value: _is_number(value) and value <= now + 2 * DAY_S,
        "days": lambda value: _is_table(value, _is_day),
        "spent": lambda value: _is_table(value, moment),
        "alone": lambda value: _is_table(value, lambda held: _is_owner(held, moment)),
    }
    return state if all(check(state[name]) for name, check in checks.items()) else None


def _is_number(value: Any) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    try:
        return math.isfinite(value)
    except OverflowError:  # an integer of hundreds of digits
        return False


def _is_count(value: Any) -> bool:
    return isinstance(value, int) and _is_number(value) and 0 <= value <= _END_OF_TIME


def _is_table(value: Any, check: Check) -> bool:
    return isinstance(value, dict) and all(map(check, cast("dict[str, Any]", value).values()))


def _is_slot(value: Any, moment: Check) -> bool:
    if not isinstance(value, dict):
        return False
    slot = cast("dict[str, Any]", value)
    lists = (_items(slot.get("went")), _items(slot.get("due")))
    return _is_count(slot.get("n")) and all(each is not None and all(map(moment, each)) for each in lists)


def _items(value: object) -> tuple[Any, ...] | None:
    return tuple(cast("Any", value)) if isinstance(value, list) else None


def _pair(value: object) -> tuple[Any, Any] | None:
    items = _items(value)
    return (items[0], items[1]) if items is not None and len(items) == len(("first", "second")) else None


def _is_day(value: Any) -> bool:
    """Whether a value is how many calls were made on a day, and how many are left, -1 where that is not known."""
    pair = _pair(value)
    if pair is None:
        return False
    used, left = pair
    return _is_count(used) and (left == -1 or _is_count(left))


def _is_owner(value: Any, moment: Check) -> bool:
    pair = _pair(value)
    if pair is None:
        return False
    owner, until = pair
    return isinstance(owner, str) and moment(until)
