"""Taking turns on both faces: first come first served, one change of an object at a time, and nothing left held."""

from __future__ import annotations

import contextlib
import json
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import anyio
import pytest

from provider_bridge.core.calls import PerKeyDailyLimit, RawReply, Request
from provider_bridge.core.provider import Wiring
from provider_bridge.core.rate_limit.limits import DailyLimit, Rate, RateClaim
from provider_bridge.core.steps import Flow, Learn, Send
from provider_bridge.errors import ConfigurationError, ConnectFailed, QuotaExhausted, TimedOut
from provider_bridge.providers.zoom.account import wire_up
from provider_bridge.providers.zoom.configuration import ZoomSettings
from provider_bridge.runners.aio import AsyncRunner
from provider_bridge.runners.clock import Clock
from provider_bridge.runners.metrics import CallRecord, Metrics
from provider_bridge.runners.rate_stores import FileRateStore, MemoryRateStore, RateStore
from provider_bridge.runners.sync import SyncRunner
from provider_bridge.runners.token_stores import MemoryStore

EXCHANGE = wire_up(
    "z",
    ZoomSettings.model_validate({"provider": "zoom", "client_id": "i", "client_secret": "s", "account_id": "a"}),
    {},
).exchange
REQUEST = Request("GET /x", "GET", "https://api.zoom.us/v2/x", {})
OK = RawReply(200, {}, b"{}")
DAYS = (DailyLimit("day", 3, frozenset({"heavy", "intensive"})),)
RATES = {"brisk": Rate(9, 0.5), "light": Rate(20), "heavy": Rate(1000), "intensive": Rate(1000), "slow": Rate(1, 3600)}
ADDED = PerKeyDailyLimit("added", 3, lambda _: ())


class Wire:
    """Stands for the HTTP client of either face: answers after a moment, and notes when it was asked."""

    def __init__(self, seconds: float = 0.0, answer: Callable[[int], Any] = lambda _: OK) -> None:
        self.seconds = seconds
        self.answer = answer
        self.times: list[float] = []
        self.operations: list[str] = []
        self.at_once = self.most_at_once = 0

    def check(self) -> None:
        """It is always open."""

    def _begin(self, request: Request, ready: Callable[[], None] | None) -> None:
        if ready is not None:
            ready()
        self.times.append(time.monotonic())
        self.operations.append(request.operation)
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)

    def _end(self, number: int) -> RawReply:
        self.at_once -= 1
        found = self.answer(number)
        if isinstance(found, Exception):
            raise found
        assert isinstance(found, RawReply)
        return found


class SyncWire(Wire):
    def send(self, request: Request, ready: Callable[[], None] | None = None) -> RawReply:
        self._begin(request, ready)
        number = len(self.times)
        time.sleep(self.seconds)
        return self._end(number)


class AsyncWire(Wire):
    async def send(self, request: Request, ready: Callable[[], None] | None = None) -> RawReply:
        self._begin(request, ready)
        number = len(self.times)
        await anyio.sleep(self.seconds)
        return self._end(number)


def step(label: str = "light", alone: str = "", caps: tuple[tuple[PerKeyDailyLimit, str], ...] = ()) -> Send:
    return Send(replace(REQUEST, operation=f"GET /{label}"), RateClaim("GET /x", label, caps, alone))


def flow(*steps: Any) -> Flow[Any]:
    answer = None
    for each in steps:
        answer = yield each
    return answer


class Both:
    """A runner of one face that runs flows one after the other, or all at once."""

    def __init__(self, face: str, budget: RateStore | None = None, **wire: Any) -> None:
        self.face = face
        self.wiring = Wiring(EXCHANGE, RATES, days=DAYS)
        self.budget = budget or MemoryRateStore()
        self.meter = Metrics()
        self.wire: Any = SyncWire(**wire) if face == "sync" else AsyncWire(**wire)
        self.runner: Any = None

    def _runner(self) -> Any:
        make: Any = SyncRunner if self.face == "sync" else AsyncRunner
        options = {"store": MemoryStore(), "budget": self.budget, "meter": self.meter, "clock": Clock()}
        return make(self.wiring, self.wire, **options)

    def one(self, *steps: Any) -> Any:
        """Run a flow of some steps, each time with a new runner of the same budget."""
        if self.face == "sync":
            return self._runner().run(flow(*steps))

        async def run() -> Any:
            return await self._runner().run(flow(*steps))

        return anyio.run(run)

    def many(self, *flows: Any) -> None:
        """Run flows at the same time, with one runner."""
        if self.face == "sync":
            runner = self._runner()
            threads = [threading.Thread(target=runner.run, args=(each,)) for each in flows]
            for each in threads:
                each.start()
                time.sleep(0.001)
            for each in threads:
                each.join()
            return

        async def run() -> None:
            runner = self._runner()
            async with anyio.create_task_group() as tasks:
                for each in flows:
                    tasks.start_soon(runner.run, each)

        anyio.run(run)


@pytest.fixture(params=["sync", "async"])
def face(request: pytest.FixtureRequest) -> str:
    found: str = request.param
    return found


def test_calls_go_at_the_pace_of_their_label(face: str) -> None:
    """Twenty a second: the thirtieth goes in the second second, and a tenth of them at most in a tenth of it."""
    both = Both(face)
    both.many(*[flow(step()) for _ in range(30)])

    times = both.wire.times
    assert 1.35 <= times[-1] - times[0] < 5
    assert all(later - earlier >= 1.0 for earlier, later in zip(times, times[20:], strict=False))


def test_first_come_first_served(face: str) -> None:
    """However many wait, nobody overtakes."""
    order: list[int] = []
    both = Both(face)

    def asking(number: int) -> Flow[None]:
        yield step("brisk")
        order.append(number)

    both.many(*[asking(number) for number in range(15)])

    assert sorted(order) == order


def test_labels_do_not_wait_for_each_other(face: str) -> None:
    both = Both(face)
    both.many(*[flow(step()) for _ in range(30)], flow(step("heavy")), flow(step("heavy")))

    assert "GET /heavy" not in both.wire.operations[20:]


def test_one_change_of_an_object_at_a_time(face: str) -> None:
    """Changes of one object go one after the other, those of another beside them."""
    both = Both(face, seconds=0.05)
    both.many(*[flow(step("heavy", "meetings/5")) for _ in range(3)])
    assert 1 == both.wire.most_at_once

    both = Both(face, seconds=0.05)
    both.many(flow(step("heavy", "meetings/5")), flow(step("heavy", "meetings/6")), flow(step("heavy")))
    assert 3 == both.wire.most_at_once


@pytest.mark.parametrize("kept", ["memory", "file"])
def test_an_object_that_others_change_is_waited_for(face: str, kept: str, tmp_path: Any) -> None:
    """Two programs with one budget change an object one after the other, and each lets go of it."""
    budget: RateStore = MemoryRateStore() if kept == "memory" else FileRateStore(tmp_path / "budget.json", "k")
    slow, quick = Both(face, budget, seconds=0.3), Both(face, budget)
    thread = threading.Thread(target=slow.one, args=(step("heavy", "meetings/5"),))
    thread.start()
    while not slow.wire.times:
        time.sleep(0.001)
    quick.one(step("heavy", "meetings/5"))
    thread.join()

    assert quick.wire.times[0] - slow.wire.times[0] >= 0.3
    assert quick.wire.times[0] - slow.wire.times[0] < 5


@pytest.mark.parametrize("error", [TimedOut("GET /x", "late"), ConnectFailed("GET /x", "away"), ValueError("ours")])
def test_an_object_is_let_go_however_a_call_ends(face: str, error: Exception) -> None:
    both = Both(face, answer=lambda number: error if number == 1 else OK)
    with pytest.raises(type(error)):
        both.one(step("heavy", "meetings/5"))

    began = time.monotonic()
    assert OK == both.one(step("heavy", "meetings/5"))
    assert time.monotonic() - began < 5


def test_a_used_up_day_is_known_before_anything_is_sent(face: str) -> None:
    """Our own count says so, with the moment from which it goes on; other labels go on now."""
    both = Both(face)
    for label in ("heavy", "intensive", "heavy"):
        both.one(step(label))
    with pytest.raises(QuotaExhausted) as caught:
        both.one(step("intensive"))
    both.one(step("light"))

    resume_at = caught.value.resume_at
    assert resume_at is not None
    assert (0, 0, 0) == (resume_at.hour, resume_at.minute, resume_at.second)
    assert "GET /x: our count of the day's calls is used up until " in str(caught.value)
    assert str(caught.value).endswith("(nothing was sent)")
    assert 4 == len(both.wire.times)


@pytest.mark.parametrize("answer", [ConnectFailed("GET /x", "away"), RawReply(429, {}, b"")])
def test_what_the_vendor_did_not_take_is_not_counted(face: str, answer: Any) -> None:
    """Three additions a day would be used up by three tries while the network is away."""
    both = Both(face, answer=lambda number: answer if number <= 5 else OK)
    added = step("heavy", caps=((ADDED, "5 ada@example.test"),))
    for _ in range(5):
        with contextlib.suppress(ConnectFailed):
            both.one(added)
    for _ in range(3):
        assert OK == both.one(added)

    with pytest.raises(QuotaExhausted):
        both.one(added)
    assert 8 == len(both.wire.times)


def test_a_person_in_a_budget_is_a_hash(face: str, tmp_path: Any) -> None:
    """Neither the address nor the object can be read from the file, and another account's hash is another."""
    budget = FileRateStore(tmp_path / "budget.json", "k")
    Both(face, budget).one(step("heavy", "meetings/5", ((ADDED, "5 ada@example.test"),)))
    text = (tmp_path / "budget.json").read_text()

    assert "added " in text
    assert "ada" not in text.replace("added", "")
    assert "meetings" not in text


def test_what_an_answer_says_reaches_the_others(face: str) -> None:
    """A refusal holds back every label of the account, also for a program that was waiting already."""
    both = Both(face)
    began = time.monotonic()
    both.one(Learn("light", "hold", 0.4))
    both.one(step("heavy"))
    assert time.monotonic() - began >= 0.39

    both.one(step("heavy"), Learn("heavy", "left", 1))
    both.one(step("intensive"))
    with pytest.raises(QuotaExhausted):
        both.one(step("heavy"))


def test_a_spent_day_is_spent_for_the_labels_that_share_it(face: str) -> None:
    both = Both(face)
    until = time.time() + 100
    both.one(Learn("heavy", "spent", until))
    with pytest.raises(QuotaExhausted) as caught:
        both.one(step("intensive"))

    assert caught.value.resume_at is not None
    assert caught.value.resume_at.timestamp() == pytest.approx(until)
    assert OK == both.one(step("light"))


class Failing(MemoryRateStore):
    """A budget whose place cannot be written any more, once a call has gone."""

    def ask(self, news: Any, want: Any) -> Any:
        if want is None:
            raise ConfigurationError("the disk is full")
        return super().ask(news, want)


def test_what_the_vendor_answered_counts_whatever_becomes_of_the_budget(
    face: str, caplog: pytest.LogCaptureFixture
) -> None:
    """A bug once: a change that was carried out ended in an error which said that nothing was sent."""
    assert OK == Both(face, Failing()).one(step("heavy", "meetings/5"))
    assert ["budget.untold"] == [record.event for record in caplog.records if hasattr(record, "event")]

    lost = TimedOut("GET /x", "late")
    with pytest.raises(TimedOut) as caught:
        Both(face, Failing(), answer=lambda _: lost).one(step("heavy", "meetings/5"))
    assert "maybe" == caught.value.sent


def test_a_hook_that_fails_changes_nothing(face: str, caplog: pytest.LogCaptureFixture) -> None:
    """What the vendor did counts, and not what became of its record."""

    def fail(_: CallRecord) -> None:
        raise ValueError("ada@example.test")

    both = Both(face)
    both.meter = Metrics("a", "zoom", fail)

    assert OK == both.one(step())
    assert ["hook.failed"] == [record.event for record in caplog.records if hasattr(record, "event")]
    assert "ada" not in caplog.text


def test_an_objects_hash_outlives_its_token(face: str, tmp_path: Any) -> None:
    """A bug once: after a refresh token was replaced, the day of each registrant began anew."""
    hashes = []
    for seed in ("first", "second"):
        path = tmp_path / seed
        settings = {
            "provider": "zoom",
            "client_id": "i",
            "client_secret": "s",
            "refresh_token": seed,
            "token_file": "t",
        }
        both = Both(face, FileRateStore(path, "k"))
        both.wiring = replace(both.wiring, exchange=wire_up("z", ZoomSettings.model_validate(settings), {}).exchange)
        both.one(step("heavy", caps=((ADDED, "5 ada@example.test"),)))
        hashes.append([name for name in json.loads(path.read_text())["days"] if name.startswith("added")])

    assert hashes[0] == hashes[1]


def test_who_is_broken_off_while_waiting_leaves_nothing_behind() -> None:
    """The turn goes to whoever comes next, the object is free, and nobody queues behind somebody who left."""
    budget = MemoryRateStore()

    async def run() -> None:
        wire = AsyncWire()
        runner = AsyncRunner(
            Wiring(EXCHANGE, {"slow": Rate(1, 1.0)}),
            wire,  # type: ignore[arg-type]
            store=MemoryStore(),
            budget=budget,
        )
        await runner.run(flow(step("slow", "meetings/5")))
        for _ in range(5):
            with anyio.move_on_after(0.01):
                await runner.run(flow(step("slow", "meetings/5")))
        began = time.monotonic()
        await runner.run(flow(step("slow", "meetings/5")))
        assert time.monotonic() - began < 4  # and above 5 if each had left its turn behind
        assert 2 == len(wire.times)
        assert not runner._turns._objects._things

    anyio.run(run)
    assert not budget._state["alone"]
