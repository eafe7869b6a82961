"""A budget file and clocks that differ: of containers, after a restart, set to another day. Limits hold."""

from __future__ import annotations

import errno
import fcntl
import json
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from provider_bridge.core.rate_limit.limits import Window
from provider_bridge.core.rate_limit.window import DAY_S, RateGrant, RateRequest
from provider_bridge.errors import ConfigurationError, StateError
from provider_bridge.runners import rate_stores as budgets
from provider_bridge.runners import shared_time
from provider_bridge.runners.rate_stores import FileRateStore
from provider_bridge.runners.shared_time import Reading, passed, read_clocks

PACE = Window("light", 20, 1.0, 2, 0.1)
DAILY = Window("heavy", 1000, 1.0, 1000, 1.0, (("day", 3),))
NOON = 20_000 * DAY_S + DAY_S / 2
WINDOW_S = PACE.window


class Clocks:
    """The clocks of some processes: true seconds, and by how much each process' two clocks are off."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.true = 0.0
        self.steady = self.wall = 0.0
        monkeypatch.setattr(budgets, "read_clocks", self.read)

    def read(self) -> Reading:
        return Reading(1000 + self.true + self.steady, NOON + self.true + self.wall)


@pytest.fixture
def clocks(monkeypatch: pytest.MonkeyPatch) -> Clocks:
    return Clocks(monkeypatch)


def ask(path: Path, pace: Window = PACE) -> RateGrant:
    return FileRateStore(path, "k").ask((), RateRequest(pace))


def calls(path: Path, clocks: Clocks, offsets: list[tuple[float, float]], gaps: list[float]) -> list[float]:
    """Have processes with such clocks ask in turn, and return at what true second each call goes."""
    went = []
    for number, gap in enumerate(gaps):
        clocks.true += gap
        clocks.steady, clocks.wall = offsets[number % len(offsets)]
        told = ask(path)
        went.append(clocks.true + told.at - told.now)
    return went


def fullest(times: list[float]) -> int:
    times = sorted(times)
    return max(sum(start <= each < start + WINDOW_S - 1e-3 for each in times) for start in times)


OFFSETS = {
    "the same": [(0.0, 0.0)],
    "another container": [(0.0, 0.0), (5000.0, 0.0)],
    "started anew": [(0.0, 0.0), (-900.0, 0.0)],
    "another machine, a little apart": [(0.0, 0.0), (1e6, 0.4)],
    "the time of day set": [(0.0, 0.0), (0.0, 3 * DAY_S)],
    "everything differs": [(0.0, 0.0), (77.0, -5 * DAY_S), (-3.0, 9.0)],
}


@pytest.mark.parametrize("kind", OFFSETS)
def test_clocks_that_differ_let_no_more_calls_through(tmp_path: Path, clocks: Clocks, kind: str) -> None:
    """A bug once: with another monotonic clock everything that had been called was forgotten at each question."""
    went = calls(tmp_path / "budget.json", clocks, OFFSETS[kind], [0.013] * 90)

    assert fullest(went) <= PACE.count


@settings(max_examples=25, deadline=None)
@given(
    offsets=st.lists(st.tuples(st.floats(-1e4, 1e4), st.floats(-1e6, 1e6)), min_size=1, max_size=3),
    gaps=st.lists(st.floats(0, 0.5), min_size=25, max_size=45),
)
def test_whatever_clocks_say_the_limit_holds(
    tmp_path_factory: pytest.TempPathFactory, offsets: list[tuple[float, float]], gaps: list[float]
) -> None:
    """No clock that is off makes a call younger or older than it is to those who must wait for it."""
    with pytest.MonkeyPatch.context() as patch:
        went = calls(tmp_path_factory.mktemp("b") / "budget.json", Clocks(patch), offsets, gaps)

    assert fullest(went) <= PACE.count


def test_one_clock_for_all_wastes_nothing(tmp_path: Path, clocks: Clocks) -> None:
    """What left the window is free again."""
    calls(tmp_path / "budget.json", clocks, [(0.0, 0.0)], [0.0] * 20)
    clocks.true += 2 * WINDOW_S

    assert ask(tmp_path / "budget.json").at == pytest.approx(ask(tmp_path / "budget.json").now)


@pytest.mark.parametrize("steady", [-1e6, 1e6])
def test_turns_of_before_a_restart_hold_nobody_back_for_years(tmp_path: Path, clocks: Clocks, steady: float) -> None:
    """Whatever was called last counts as called just now, and no longer; the day's count is kept."""
    path = tmp_path / "budget.json"
    for _ in range(3):
        ask(path, DAILY)
    calls(path, clocks, [(0.0, 0.0)], [0.0] * 20)
    clocks.steady = steady
    clocks.true += 30
    told = ask(path)

    assert told.at - told.now < 2
    assert ask(path, DAILY).spent == pytest.approx(20_001 * DAY_S, abs=60)


@pytest.mark.parametrize("days", [-400, -3, -1, 1, 2, 30, 4000])
def test_a_clock_that_is_days_off_does_not_wipe_the_days_count(tmp_path: Path, clocks: Clocks, days: int) -> None:
    """A bug once: a wrong date gave everybody the day anew, and the right one gave it again."""
    path = tmp_path / "budget.json"
    for _ in range(3):
        assert not ask(path, DAILY).spent
    for _ in range(3):
        clocks.true += 1
        clocks.wall = days * DAY_S
        assert ask(path, DAILY).spent
        clocks.true += 1
        clocks.wall = 0.0
        assert ask(path, DAILY).spent


def test_a_day_that_the_vendor_says_is_spent_stays_so_under_a_wrong_date(tmp_path: Path, clocks: Clocks) -> None:
    path = tmp_path / "budget.json"
    FileRateStore(path, "k").ask([("spent", "light", NOON + 3600)], None)
    clocks.wall = 3 * DAY_S

    assert ask(path).spent == pytest.approx(NOON + 3 * DAY_S + 3600, abs=1)
    clocks.wall = 0.0
    assert ask(path).spent == pytest.approx(NOON + 3600, abs=1)
    clocks.true = 3601.0
    assert not ask(path).spent


def test_the_next_day_is_a_new_one(tmp_path: Path, clocks: Clocks) -> None:
    """Also after a night when nothing was called, or when the machine was off."""
    for number, steady in enumerate((0.0, -5000.0)):
        path = tmp_path / f"{number}.json"
        clocks.true = clocks.steady = 0.0
        for _ in range(3):
            ask(path, DAILY)
        assert ask(path, DAILY).spent == 20_001 * DAY_S
        clocks.true, clocks.steady = DAY_S, steady - (DAY_S if steady else 0)
        assert not ask(path, DAILY).spent


def test_a_file_of_an_earlier_version_is_gone_on_with(tmp_path: Path, clocks: Clocks) -> None:
    """Its times were those of a clock; its calls count as made just now, and its spent days stay spent."""
    path = tmp_path / "budget.json"
    FileRateStore(path, "k").ask([("spent", "heavy", NOON + 60)], RateRequest(PACE))
    kept = json.loads(path.read_text())
    old = {name: each for name, each in kept.items() if name not in {"clocks", "ends"}}
    path.write_text(json.dumps(old | {"spent": {"heavy": NOON + 60}}))

    assert ask(path, DAILY).spent == pytest.approx(NOON + 60)
    assert ask(path).number == 2


@pytest.mark.parametrize(
    "edit",
    [
        {"slots": None},
        {"slots": {"light": {"n": "1", "went": [], "due": []}}},
        {"held": "soon"},
        {"held": float("inf")},
        {"held": float("nan")},
        {"seen": None},
        {"ends": []},
        {"alone": 7, "slots": 3},
    ],
)
def test_a_budget_that_was_damaged_is_no_internal_fault(tmp_path: Path, edit: dict[str, Any]) -> None:
    """The sentence names the file, which is left as it is."""
    path = tmp_path / "budget.json"
    ask(path)
    path.write_text(text := json.dumps(json.loads(path.read_text()) | edit))

    with pytest.raises(StateError, match=r"budget\.json holds no rate budget"):
        ask(path)
    assert text == path.read_text()


@pytest.mark.parametrize("code", [errno.ENOLCK, errno.EOPNOTSUPP, errno.EIO])
def test_a_disk_that_cannot_lock_is_a_mistake_in_the_configuration(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    """Never without a lock: the sentence names the file and says what to do."""

    def refuse(*_: Any) -> None:
        raise OSError(code, "the system's words")

    monkeypatch.setattr(fcntl, "flock", refuse)
    for tried in (
        FileRateStore(tmp_path / "budget.json", "k").ask,
        FileRateStore(tmp_path / "budget.json", "k").try_ask,
    ):
        with pytest.raises(ConfigurationError, match=r"budget\.json cannot be locked: .*; budget_file must be on"):
            tried((), RateRequest(PACE))
    assert not (tmp_path / "budget.json").exists()


def test_a_container_reads_the_machines_clock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Linux says by what a time namespace's clocks are ahead."""
    offsets = tmp_path / "timens_offsets"
    monkeypatch.setattr(shared_time, "_OFFSETS", offsets)
    plain = read_clocks()
    offsets.write_text("monotonic  7000  0\nboottime  5000  500000000\n")
    contained = read_clocks()

    assert plain.steady - contained.steady == pytest.approx(5000.5 if shared_time._NAME == "boottime" else 7000, abs=1)
    assert contained.wall == pytest.approx(time.time(), abs=1)


def test_time_is_what_both_clocks_agree_on() -> None:
    assert passed(Reading(10, 100), Reading(12, 102)) == 2
    assert passed(Reading(10, 100), Reading(12, 102.001)) == 2
    assert passed(Reading(10, 100), Reading(12, 109)) == 0
    assert passed(Reading(10, 100), Reading(9, 102)) == 0
    assert passed(Reading(10, 100), Reading(3610, 3800)) == 0
    assert passed(Reading(0, 0), Reading(3600, 3601)) == 3600
