"""Where budgets are kept: one arithmetic everywhere, shared by whoever names the same place, and never unlimited."""

from __future__ import annotations

import json
import logging
import multiprocessing
import os
import stat
import time
from collections.abc import Callable, Generator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from redis_server import RedisServer, redis_server

from provider_bridge.core.provider import RateLimitScope
from provider_bridge.core.rate_limit.limits import Window
from provider_bridge.core.rate_limit.window import RateRequest, UsageEvent, acquire, apply_events, fresh
from provider_bridge.errors import ConfigurationError, StateError
from provider_bridge.runners.configured_rate_store import rate_store_for
from provider_bridge.runners.rate_stores import FileRateStore, MemoryRateStore, RateStore
from provider_bridge.runners.redis_rate_store import RedisRateStore

PACE = Window("light", 20, 1.0, 2, 0.1)
KINDS = ("memory", "file", "redis")


@pytest.fixture(scope="module")
def server() -> Generator[RedisServer]:
    with redis_server() as running:
        yield running


@pytest.fixture(params=KINDS)
def make(request: pytest.FixtureRequest, tmp_path: Path, server: RedisServer) -> Callable[[], RateStore]:
    """Return what opens one and the same budget, again and again."""
    key = request.node.name
    places = {
        "memory": RateLimitScope(key),
        "file": RateLimitScope(key, file=str(tmp_path / "budget.json")),
        "redis": RateLimitScope(key, url=server.url),
    }
    return lambda: rate_store_for(places[request.param])


def waits(store: RateStore, calls: int, pace: Window = PACE) -> list[float]:
    """Return how long each of some calls that come at once waits."""
    told = [store.ask((), RateRequest(pace)) for _ in range(calls)]
    return [each.at - each.now for each in told]


def test_who_names_the_same_place_shares_it(make: Callable[[], RateStore]) -> None:
    """Whoever comes later waits for those before, whichever of them opened it."""
    times = [make().ask((), RateRequest(PACE)).at for _ in range(20)]

    assert times == sorted(times)
    assert times[-1] - times[0] >= 0.9


def test_what_is_told_to_one_is_known_to_all(make: Callable[[], RateStore]) -> None:
    """A refusal holds everybody back, a spent day ends everybody's, and an object stays closed to others."""
    make().ask([("hold", 5.0)], None)
    until = time.time() + 1000
    make().ask([("spent", "light", until)], None)
    make().ask((), RateRequest(None, alone="a", owner="1"))

    assert make().ask((), RateRequest(PACE)).spent == pytest.approx(until, abs=0.01)
    assert waits(make(), 1, Window("heavy", 20, 1.0, 2, 0.1))[0] > 4
    assert make().ask((), RateRequest(None, alone="a", owner="2")).busy > 100
    make().ask([("open", "a", "1")], None)
    assert not make().ask((), RateRequest(None, alone="a", owner="2")).busy


def test_the_day_survives_a_restart(make: Callable[[], RateStore]) -> None:
    """What was counted is counted, after the program has ended and was started again."""
    daily = Window("heavy", 1000, 1.0, 100, 0.1, (("heavy", 3),))
    for _ in range(3):
        assert not make().ask((), RateRequest(daily)).spent

    assert make().ask((), RateRequest(daily)).spent > time.time()


asked = st.one_of(
    st.tuples(st.just("went"), st.just("light"), st.integers(0, 12), st.floats(0, 50)),
    st.tuples(st.just("due"), st.sampled_from(["light", "none"]), st.integers(0, 12), st.floats(0, 50)),
    st.tuples(st.just("unused"), st.just("light"), st.integers(0, 12), st.floats(0, 50)),
    st.tuples(st.just("hold"), st.floats(0, 3)),
    st.tuples(st.just("back"), st.sampled_from(["day", "cap 1"])),
    st.tuples(st.just("left"), st.just("day"), st.integers(0, 5), st.integers(0, 1)),
    st.tuples(st.just("count"), st.sampled_from(["day", "cap 1"]), st.integers(0, 2), st.integers(0, 2)),
    st.tuples(st.just("spent"), st.sampled_from(["light", "heavy"]), st.floats(-100, 100)),
    st.tuples(st.just("open"), st.sampled_from(["a", "b"]), st.sampled_from(["1", "2"])),
)
wanted = st.builds(
    RateRequest,
    st.none()
    | st.builds(
        Window,
        st.sampled_from(["light", "heavy"]),
        st.integers(1, 6),
        st.floats(0.5, 2),
        st.integers(1, 3),
        st.floats(0.1, 0.4),
        st.sampled_from([(), (("day", 4),)]),
    ),
    st.sampled_from([(), (("cap 1", 2),), (("cap 1", 2), ("cap 2", 1))]),
    st.sampled_from(["", "", "a", "b"]),
    st.sampled_from(["1", "2"]),
)


@settings(max_examples=150, deadline=None)
@given(questions=st.lists(st.tuples(st.lists(asked, max_size=3), wanted), max_size=25))
def test_redis_reckons_as_we_do(server: RedisServer, questions: list[tuple[list[UsageEvent], RateRequest]]) -> None:
    """The same questions in the same order have the same answers, by Redis' own clock."""
    store = RedisRateStore(server.url, os.urandom(8).hex(), 1)
    state = fresh()
    began, since_1970 = store.ask((), None).now, time.time()
    for news, want in questions:
        timed = [_later(each, began, since_1970) for each in news]
        told = store.ask(timed, want)
        wall = told.now - began + since_1970
        apply_events(state, timed, told.now, wall)
        assert told == pytest.approx(acquire(state, want, told.now, wall), abs=2e-5)


def _later(news: UsageEvent, began: float, since_1970: float) -> UsageEvent:
    """Return news whose seconds are the store's, or those since 1970."""
    if news[0] in {"left", "count"}:
        return (*news[:-1], int(since_1970 // 86400) - int(news[-1]))
    if news[0] == "spent":
        return (*news[:-1], round(float(news[-1]) + since_1970))
    if news[0] in {"went", "due", "unused"}:
        when = round(float(news[-1]) + began, 6)
        return (*news[:-1], when, when - 1) if news[0] == "unused" else (*news[:-1], when)
    return news


def _ask_many(make: Callable[[], RateStore], calls: int, out: Any) -> None:
    store = make()
    out.put([store.ask((), RateRequest(PACE)) for _ in range(calls)])


def test_processes_take_turns_in_a_file(tmp_path: Path) -> None:
    """Four processes that ask at the same time get the turns that one would have got."""
    path = str(tmp_path / "budget.json")
    context = multiprocessing.get_context("fork")
    out = context.Queue()
    many = [context.Process(target=_ask_many, args=(lambda: FileRateStore(Path(path), "k"), 25, out)) for _ in range(4)]
    for each in many:
        each.start()
    told = [one for _ in many for one in out.get(timeout=30)]
    for each in many:
        each.join()

    assert sorted(each.number for each in told) == list(range(1, 101))
    times = sorted(each.at for each in told)
    assert all(later - earlier >= PACE.window for earlier, later in zip(times, times[PACE.count :], strict=False))


def test_a_budget_file_is_private_and_names_nobody(tmp_path: Path) -> None:
    """Only its owner reads it, and what is in it are labels, numbers and hashes."""
    path = tmp_path / "budget.json"
    FileRateStore(path, "k").ask((), RateRequest(PACE, caps=(("added 00ff", 3),)))

    assert {path.name, ".budget.json.lock"} == {each.name for each in tmp_path.iterdir()}
    assert all(stat.S_IMODE(each.stat().st_mode) == 0o600 for each in tmp_path.iterdir())
    assert "provider-bridge/budget/1" == json.loads(path.read_text())["schema"]


def test_a_file_that_a_power_cut_emptied_is_begun_anew(tmp_path: Path) -> None:
    """Nobody has to move it away; what was counted of the day is lost with it."""
    path = tmp_path / "budget.json"
    path.touch()

    assert FileRateStore(path, "k").ask((), RateRequest(PACE)).number == 1


@pytest.mark.parametrize("text", ["{", "[]", "null", '{"schema": "other"}'])
def test_a_file_that_is_no_budget_is_left_alone(tmp_path: Path, text: str) -> None:
    """It may be somebody's; nothing is sent, and nothing is lost."""
    path = tmp_path / "budget.json"
    path.write_text(text)

    with pytest.raises(StateError, match="holds no rate budget"):
        FileRateStore(path, "k").ask((), RateRequest(PACE))
    assert text == path.read_text()


def test_another_accounts_budget_is_not_used(tmp_path: Path) -> None:
    """Two accounts in one file would take each other's turns."""
    path = tmp_path / "budget.json"
    FileRateStore(path, "mine").ask((), RateRequest(PACE))

    with pytest.raises(ConfigurationError, match="of another account"):
        FileRateStore(path, "yours").ask((), RateRequest(PACE))


def test_a_folder_that_is_not_there_is_a_mistake_in_the_configuration(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="cannot be locked: No such file"):
        FileRateStore(tmp_path / "nowhere" / "budget.json", "k").ask((), RateRequest(PACE))


def test_without_redis_each_worker_takes_its_part(server: RedisServer, caplog: pytest.LogCaptureFixture) -> None:
    """Never all of the rate, and never none of it; said once, and said again when Redis is back."""
    with redis_server() as away, caplog.at_level(logging.WARNING, "provider_bridge"):
        store = RedisRateStore(away.url, "k", workers=4)
        waits(store, 5)
        away.stop()
        alone = [store.ask((), RateRequest(PACE)).at for _ in range(21)]
        assert 4 <= alone[-1] - alone[0] <= 4.2
        store._away_until = 0.001  # five seconds later
        away.start()
        assert waits(store, 1)[0] < 0.2

    said = [record.event for record in caplog.records if hasattr(record, "event")]
    assert ["budget.alone", "budget.shared"] == said
    assert "127.0.0.1" not in caplog.text


def test_turns_of_redis_mean_nothing_to_its_stand_in(server: RedisServer) -> None:
    """A bug once: seconds of one clock were told to the other, and the next call waited for years."""
    with redis_server() as away:
        store = RedisRateStore(away.url, "k", workers=1)
        given = store.ask((), RateRequest(PACE))
        away.stop()
        alone = [store.ask([("due", "light", given.number, given.at)], RateRequest(PACE)) for _ in range(3)]
        store._away_until = 0.0
        away.start()
        back = store.ask([("due", "light", each.number, each.at) for each in alone], RateRequest(PACE))
        late = [store.ask((), RateRequest(PACE)) for _ in range(25)]

    assert all(told.at - told.now < 5 for told in (*alone, back, *late))
    assert len({given.keeper, alone[0].keeper, back.keeper}) == 3


def test_a_day_goes_on_while_redis_is_away() -> None:
    """What Redis said is spent stays so, and what was called meanwhile counts when it is back."""
    daily = Window("heavy", 1000, 1.0, 100, 0.1, (("heavy", 4),))
    with redis_server() as away:
        store = RedisRateStore(away.url, "k", workers=2)
        away.stop()
        assert [0, 0] == [store.ask((), RateRequest(daily)).spent for _ in range(2)]
        assert store.ask((), RateRequest(daily)).spent
        away.start()
        store._away_until = 0.0
        assert [False, False, True] == [store.ask((), RateRequest(daily)).spent > 0 for _ in range(3)]
        away.stop()
        assert store.ask((), RateRequest(daily)).spent


def test_no_budget_is_a_budget_of_ones_own() -> None:
    """A plug-in that says nothing of sharing shares with nobody."""
    assert isinstance(rate_store_for(None), MemoryRateStore)
    assert rate_store_for(None) is not rate_store_for(None)


def test_an_answer_takes_no_longer_for_what_is_long_over(tmp_path: Path) -> None:
    """Ten thousand registrants of a day do not make each call slow in memory."""
    store = MemoryRateStore()
    for number in range(10_000):
        store.ask((), RateRequest(None, caps=((f"added {number}", 3),)))
    assert _seconds(store) < 10 * _seconds(MemoryRateStore())


def _seconds(store: RateStore) -> float:
    """Return the processor's seconds for some questions: the least of a few tries."""

    def once() -> float:
        began = time.process_time()
        for _ in range(100):
            store.ask((), RateRequest(PACE))
        return time.process_time() - began

    return min(once() for _ in range(5))


def test_a_url_of_something_else_is_refused() -> None:
    for url in ("http://127.0.0.1/secret", "redis://127.0.0.1/0?foo=bar", "redis://:se/cret@127.0.0.1"):
        with pytest.raises(ConfigurationError, match="no URL of a Redis server") as caught:
            RedisRateStore(url, "k", 1)
        assert caught.value.__context__ is None
