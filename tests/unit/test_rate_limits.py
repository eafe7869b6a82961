"""The rate budget: never more than allowed in any window, and nearly all of it used."""

from __future__ import annotations

import math
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from provider_bridge.core.rate_limit.limits import DRIFT, WAY_S, Rate, Window
from provider_bridge.core.rate_limit.window import RateRequest, acquire, apply_events, fresh

SLACK = 1e-9

rates = st.builds(
    Rate,
    st.integers(1, 100) | st.floats(0.1, 100),
    st.sampled_from([1.0, 60.0, 0.25]),
)
shared = st.builds(
    lambda calls, share, seconds: (calls, Rate(calls, seconds).shared(share)),
    st.sampled_from([1, 2, 4, 10, 17, 20, 30, 40, 60, 80]),
    st.floats(0.01, 1),
    st.sampled_from([1.0, 60.0]),
)


class Slots:
    """One label's budget, asked and told as a runner does it."""

    def __init__(self, rate: Rate) -> None:
        self.state = fresh()
        self.want = RateRequest(Window.of("light", rate))

    def acquire(self, now: float) -> tuple[float, int]:
        """Return when a call goes that wants to go now, and its number."""
        told = acquire(self.state, self.want, now, 0.0)
        return told.at, told.number

    def give_back(self, number: int, at: float) -> None:
        """Say that a call did not use its turn."""
        pace = self.want.pace
        assert pace is not None
        self.tell("unused", "light", number, at - pace.few_window, at - pace.window)

    def tell(self, *news: str | float, now: float = 0.0) -> None:
        apply_events(self.state, [news], now, 0.0)


def goes(slots: Slots, calls: int, late: list[float] | None = None, now: float = 0.0) -> list[float]:
    """Return when calls go that go exactly when they may, or so much later."""
    times = []
    for number in range(calls):
        now, taken = slots.acquire(now)
        if late:
            now += late[number % len(late)]
            slots.tell("went", "light", taken, now)
        times.append(now)
    return times


def fullest(times: list[float], seconds: float) -> int:
    """Return how many calls the fullest window of that length held, wherever it is laid."""
    most = start = 0
    for end, time in enumerate(times):
        while time - times[start] >= seconds - SLACK:
            start += 1
        most = max(most, end - start + 1)
    return most


@settings(max_examples=150, deadline=None)
@given(rate=rates)
def test_no_window_holds_more_than_its_calls(rate: Rate) -> None:
    """Slide a window of the rate's length over a long row of calls: it never holds more (half a call is rounded up)."""
    times = goes(Slots(rate), 5 * math.ceil(rate.calls) + 5)

    assert fullest(times, rate.seconds) <= math.ceil(rate.calls)


@settings(max_examples=150, deadline=None)
@given(pair=shared)
def test_a_share_never_exceeds_the_whole(pair: tuple[int, Rate]) -> None:
    """Whatever part of a vendor's budget is ours, the vendor's own limit holds.

    A bug once: shares close to 1 of 20 calls a second let a pair of calls too many into a second.
    """
    calls, rate = pair
    times = goes(Slots(rate), 5 * calls + 5)

    assert fullest(times, rate.seconds) <= calls


def test_nearly_all_of_twenty_calls_does_not_become_twenty_one() -> None:
    """The case of the bug, by name."""
    assert fullest(goes(Slots(Rate(20).shared(0.999)), 200), 1.0) <= 20


@settings(max_examples=150, deadline=None)
@given(rate=rates, late=st.lists(st.floats(0, 0.5), min_size=1, max_size=7))
def test_nothing_bunches_up_after_a_stall(rate: Rate, late: list[float]) -> None:
    """Calls that go later than they might do not make those behind them go earlier."""
    times = goes(Slots(rate), 5 * math.ceil(rate.calls) + 5, [delay * rate.seconds for delay in late])

    assert fullest(times, rate.seconds) <= math.ceil(rate.calls)


@settings(max_examples=100, deadline=None)
@given(rate=st.builds(Rate, st.integers(10, 100) | st.floats(10, 100), st.sampled_from([1.0, 60.0])))
def test_nine_tenths_of_the_budget_are_used(rate: Rate) -> None:
    """Over twenty windows at least 90 % of what is allowed really goes."""
    times = goes(Slots(rate), math.ceil(rate.calls * 21))

    used = sum(time < 20 * rate.seconds for time in times)
    assert used >= 0.9 * 20 * rate.calls


@pytest.mark.parametrize("calls", [10, 20, 60, 80])
def test_a_burst_does_not_queue_up_at_the_vendor(calls: int) -> None:
    """The calls of a full window are spread: never a fifth of them in a tenth of it."""
    times = goes(Slots(Rate(calls)), calls * 3)

    assert fullest(times, 0.1) <= calls / 5


def arrivals(rate: Rate, calls: int, ways: list[float], ahead: int = 1) -> list[float]:
    """Return when calls are counted that take so long on their way, each answered as soon as it is counted.

    So many calls ask for their turn before it comes: as soon as the call that asked so many before them went.
    """
    slots = Slots(rate)
    under_way: list[tuple[float, int]] = []
    counted: list[float] = []
    asks = [0.0] * ahead
    for number in range(calls):
        now = asks[number]
        for at, taken in [each for each in under_way if each[0] <= now]:
            slots.tell("due", "light", taken, at)
            under_way.remove((at, taken))
        at, taken = slots.acquire(now)
        asks.append(at)
        counted.append(at + ways[number % len(ways)])
        under_way.append((counted[-1], taken))
    return sorted(counted)


@settings(max_examples=100, deadline=None)
@given(
    rate=st.builds(Rate, st.integers(5, 80), st.just(1.0)),
    ways=st.lists(st.floats(0, WAY_S), min_size=1, max_size=9),
    ahead=st.integers(1, 8),
)
def test_calls_that_are_late_on_their_way_are_not_too_many_at_the_vendor(
    rate: Rate, ways: list[float], ahead: int
) -> None:
    """A call counted late and the next in time: the bug was that the vendor then saw too many in one second."""
    assert fullest(arrivals(rate, int(rate.calls * 6), ways, ahead), 1.0) <= rate.calls


def test_quick_answers_let_nearly_everything_be_used() -> None:
    """When answers come at once it is known when calls were counted, and hardly anything is left unused."""
    times = arrivals(Rate(60), 60 * 21, [0.002])

    assert sum(time < 20 for time in times) >= 0.97 * 60 * 20


def test_a_slow_rate_is_kept_by_the_minute() -> None:
    """Ten calls a minute are ten in each, the first of them at once."""
    times = goes(Slots(Rate(10, 60)), 30)

    assert 0 == times[0]
    assert times[10] >= 60
    assert times[10] <= 60 * (1 + DRIFT) + WAY_S + SLACK
    assert all(earlier < later for earlier, later in pairwise(times))


def test_less_than_one_call_a_second_is_one_in_so_many_seconds() -> None:
    """A quarter of a call a second is a call in four seconds."""
    times = goes(Slots(Rate(1).shared(0.25)), 4)

    assert all(later - earlier >= 4 for earlier, later in pairwise(times))


@settings(max_examples=100, deadline=None)
@given(rate=rates, until=st.floats(0, 100), before=st.integers(0, 20))
def test_a_hold_is_honoured(rate: Rate, until: float, before: int) -> None:
    """After a hold nothing goes before its end; a shorter hold does not take it back."""
    slots = Slots(rate)
    now = goes(slots, before)[-1] if before else 0.0
    slots.tell("hold", until, now=now)
    slots.tell("hold", until / 2, now=now)

    assert slots.acquire(now)[0] >= now + until - SLACK


def test_a_refusal_slows_every_label_down_and_time_takes_it_back() -> None:
    """Two hundredths for each refusal, a fifth at the most; after ten minutes the pace is the old one."""

    def took(refusals: int, later: float = 0.0) -> float:
        slots = Slots(Rate(10))
        for _ in range(refusals):
            slots.tell("hold", 0.0)
        times = goes(slots, 101, now=later)
        return times[-1] - times[0]

    steady = took(0)
    assert took(1) == pytest.approx(steady * 1.02, rel=0.003)
    assert took(50) == pytest.approx(steady * 1.2, rel=0.02)
    assert took(1, later=600.0) == pytest.approx(steady)


@settings(max_examples=150, deadline=None)
@given(rate=rates, unused=st.lists(st.booleans(), min_size=1, max_size=9), ahead=st.integers(1, 9))
def test_turns_that_were_not_used_take_nothing_and_give_nothing_away(
    rate: Rate, unused: list[bool], ahead: int
) -> None:
    """Calls that are broken off while they wait make no room for more than the rate.

    A bug once: after some that were broken off, the next went at once.
    """
    slots = Slots(rate)
    went: list[float] = []
    waiting: list[tuple[float, int, bool]] = []
    for number in range(5 * slots.want.pace.count + 20 if slots.want.pace else 0):
        waiting.append((*slots.acquire(went[-1] if went else 0.0), unused[number % len(unused)]))
        if len(waiting) >= ahead:
            at, taken, broken_off = waiting.pop(0)
            if broken_off:
                slots.give_back(taken, at)
            else:
                went.append(at)

    assert fullest(went, rate.seconds) <= math.ceil(rate.calls)


def test_a_turn_that_was_not_used_is_the_next_ones() -> None:
    """A call that was broken off while it waited takes nothing of the window."""
    slots = Slots(Rate(1))
    slots.acquire(0.0)
    at, second = slots.acquire(0.0)
    slots.give_back(second, at)

    assert slots.acquire(0.0)[0] == pytest.approx(at)


@pytest.mark.parametrize(("calls", "seconds"), [(0, 1), (-1, 1), (1, 0), (1, -1)])
def test_a_rate_is_positive(calls: float, seconds: float) -> None:
    """A rate that allows nothing, or in no time, is a mistake."""
    with pytest.raises(ValueError, match="positive"):
        Rate(calls, seconds)
