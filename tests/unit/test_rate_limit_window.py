"""What a budget counts by the day, and whom it keeps apart. The rates are in ``test_rate_limits.py``."""

from __future__ import annotations

import json

import pytest

from provider_bridge.core.rate_limit.limits import DailyLimit, Rate, Window, paces
from provider_bridge.core.rate_limit.window import (
    DAY_S,
    LEASE_S,
    RateGrant,
    RateRequest,
    State,
    acquire,
    apply_events,
    fresh,
)

NOON = 20_000 * DAY_S + DAY_S / 2
MIDNIGHT = 20_001 * DAY_S
HEAVY, INTENSIVE, LIGHT = (
    paces(
        {"heavy": Rate(1000), "intensive": Rate(1000), "light": Rate(1000)},
        [DailyLimit("heavy", 3, frozenset({"heavy", "intensive"}))],
    )[label]
    for label in ("heavy", "intensive", "light")
)


def ask(state: State, want: RateRequest, wall: float = NOON, now: float = 0.0) -> RateGrant:
    """Ask as a store does that keeps its budget as text."""
    kept = json.loads(json.dumps(state))
    told = acquire(kept, want, now, wall)
    state.clear()
    state.update(kept)
    return told


def spent(state: State, pace: Window, wall: float = NOON) -> float:
    return ask(state, RateRequest(pace), wall, wall - NOON).spent


def test_labels_share_a_daily_total() -> None:
    """Heavy and Resource-intensive calls are counted together, Light ones are not."""
    state = fresh()

    assert [0, 0, 0] == [spent(state, pace) for pace in (HEAVY, INTENSIVE, HEAVY)]
    assert [MIDNIGHT, MIDNIGHT, 0] == [spent(state, pace) for pace in (HEAVY, INTENSIVE, LIGHT)]


def test_the_day_begins_at_midnight_utc() -> None:
    """What was used up is there again."""
    state = fresh()
    for _ in range(3):
        spent(state, HEAVY)

    assert spent(state, HEAVY, MIDNIGHT - 1) == MIDNIGHT
    assert spent(state, HEAVY, MIDNIGHT) == 0


def test_the_vendor_knows_better_how_many_are_left() -> None:
    """Other programs use the day up, too: what an answer says counts until the next."""
    state = fresh()
    spent(state, HEAVY)
    apply_events(state, [("left", "heavy", 1, 20_000)], 0.0, NOON)

    assert [0, MIDNIGHT] == [spent(state, HEAVY), spent(state, HEAVY)]
    apply_events(state, [("left", "heavy", 5, 20_000)], 0.0, NOON)
    assert spent(state, HEAVY) == 0


def test_what_was_left_of_yesterday_is_no_news_today() -> None:
    """A bug once: an answer of 23:59:59 that came after midnight closed the whole new day."""
    state = fresh()
    spent(state, HEAVY)
    apply_events(state, [("left", "heavy", 0, 19_999)], 0.0, NOON)

    assert spent(state, HEAVY) == 0


def test_a_clock_that_is_set_back_over_midnight_begins_no_day_anew() -> None:
    """A bug once: each time it was set, the day was there again."""
    state = fresh()
    walls = (MIDNIGHT + 1, MIDNIGHT - 1, MIDNIGHT + 1, MIDNIGHT - 1)

    assert [0, 0, 0] == [spent(state, HEAVY, wall) for wall in walls[:3]]
    assert spent(state, HEAVY, walls[3]) > 0


def test_what_was_counted_elsewhere_counts() -> None:
    """While Redis was away, say."""
    state = fresh()
    spent(state, LIGHT)
    apply_events(state, [("count", "heavy", 3, 20_000), ("count", "heavy", 9, 19_999)], 0.0, NOON)

    assert spent(state, HEAVY) == MIDNIGHT


def test_what_the_vendor_did_not_take_does_not_count() -> None:
    """A host that could not be reached took no call off the day; nothing is given back twice."""
    state = fresh()
    for _ in range(3):
        spent(state, HEAVY)
    apply_events(state, [("back", "heavy")] * 9, 0.0, NOON)

    assert [0, 0, 0, MIDNIGHT] == [spent(state, HEAVY) for _ in range(4)]


def test_a_day_that_the_vendor_says_is_spent_stays_so() -> None:
    """Nobody asks again before the vendor's own time has come."""
    state = fresh()
    apply_events(state, [("spent", "light", NOON + 60)], 0.0, NOON)

    assert spent(state, LIGHT) == NOON + 60
    assert spent(state, LIGHT, NOON + 60) == 0
    assert spent(state, HEAVY) == 0


def test_a_cap_holds_for_each_by_itself() -> None:
    """Three calls a day for one registrant leave the next one his three; a refused call counts for neither."""
    state = fresh()
    ada, bob = (RateRequest(LIGHT, caps=((f"added {who}", 3),)) for who in ("ada", "bob"))
    both = RateRequest(LIGHT, caps=(("added ada", 3), ("added bob", 3)))

    assert [0, 0, 0, MIDNIGHT] == [ask(state, ada).spent for _ in range(4)]
    assert ask(state, both).spent == MIDNIGHT
    assert [0, 0, 0, MIDNIGHT] == [ask(state, bob).spent for _ in range(4)]


def test_one_at_a_time_changes_an_object() -> None:
    """Others are told to come again, until the object is opened by its owner or the lease is over."""
    state = fresh()
    first, second, other = (
        RateRequest(LIGHT, alone=key, owner=owner) for key, owner in (("a", "1"), ("a", "2"), ("b", "2"))
    )
    at = ask(state, first).at

    assert ask(state, second).busy == pytest.approx(at + LEASE_S)
    assert not ask(state, other).busy
    apply_events(state, [("open", "a", "2")], 0.0, NOON)
    assert ask(state, second).busy
    apply_events(state, [("open", "a", "1")], 0.0, NOON)
    assert not ask(state, second).busy
    assert ask(state, first, now=LEASE_S - 1).busy
    assert not ask(state, first, now=LEASE_S + 1).busy


def test_who_is_told_to_come_again_takes_nothing() -> None:
    """Neither of the day nor of the rate."""
    state = fresh()
    ask(state, RateRequest(HEAVY, alone="a", owner="1"))
    before = json.dumps(state)

    assert ask(state, RateRequest(HEAVY, alone="a", owner="2")).busy
    assert json.dumps(state) == before


def test_what_is_over_is_forgotten() -> None:
    """A budget that is kept for years does not grow."""
    state = fresh()
    for number in range(100):
        ask(
            state,
            RateRequest(LIGHT, caps=((f"added {number}", 3),), alone=str(number), owner="1"),
            now=number * LEASE_S * 2,
        )
    ask(state, RateRequest(LIGHT), MIDNIGHT, 2 * DAY_S)

    assert len(state["alone"]) == 1
    assert not state["days"]


@pytest.mark.parametrize("word", ["went", "due", "unused", "back", "left", "open"])
def test_news_of_what_nobody_knows_is_harmless(word: str) -> None:
    """UsageEvent can come late, after a restart or to another store."""
    state = fresh()
    apply_events(state, [(word, "light", 7, 1.0, 1.0)], 0.0, NOON)

    assert state == fresh()
