"""The fault matrix: every operation, every fault, at every place where it makes a difference, on both faces.

    python tests/faults/matrix.py [--seed N] [--mixed N] [--only TEXT] [--fault NAME]

It prints its counts, and each violation with the plan that shows it again. It ends with 1 where there is one.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Final

if __name__ == "__main__":
    tests = Path(__file__).parents[1]
    sys.path[:0] = [str(tests), str(tests / "helpers"), str(tests.parent / "src")]

from anyio.from_thread import BlockingPortal, start_blocking_portal
from faults.cases import by_name, cases
from faults.oracle import judge
from faults.runs import Run, changes, hurried, run
from support import FACES

from provider_bridge.faults.exchange import Asked
from provider_bridge.sandbox.lagging import LAGS
from provider_bridge.testing.faults import FAULTS, FaultPlan, Planned

__all__ = ["CLOCKS", "LAGGING", "Combination", "Result", "Runner", "combinations", "fault_of", "mixtures", "sample"]

CLOCKS: Final = {"client-clock-ahead": 10.0, "client-clock-behind": -10.0}
"""Faults of the client's own clock, in minutes."""

LAGGING: Final = {f"vendor-lags-{shows}": shows for shows in LAGS}
"""Copies of the vendor's that agree late after a deletion, by what they show meanwhile."""


@dataclass(frozen=True)
class Combination:
    """A case on a face with a plan, as texts: so that it travels between processes, and can be run again."""

    case: str
    face: str
    plan: str
    skew: str = ""

    def __str__(self) -> str:
        return f"{self.case} {self.face} {self.plan or self.skew}"


@dataclass(frozen=True)
class Result:
    """How a combination ended; ``sooner`` is one with fewer requests, as where threads stop each other on an error."""

    combination: Combination
    struck: tuple[str, ...]
    ended: str
    asked_again: bool
    wrong: str
    sooner: bool


class Runner:
    """Runs combinations, and remembers the undisturbed run of each case."""

    def __init__(self, portal: BlockingPortal) -> None:
        self._portal = portal
        self._calm: dict[tuple[str, str], Run] = {}

    def calm(self, case: str, face: str) -> Run:
        if (case, face) not in self._calm:
            calm = run(by_name(case), face, FaultPlan(), self._portal)
            if isinstance(calm.outcome, Exception):
                raise AssertionError(f"{case} does not end well even without faults: {calm.outcome!r}")
            self._calm[case, face] = calm
        return self._calm[case, face]

    def result(self, each: Combination) -> Result:
        """Run a combination and judge it."""
        case, calm = by_name(each.case), self.calm(each.case, each.face)
        plan = FaultPlan.parse(each.plan) if each.plan else FaultPlan()
        lag = LAGGING.get(each.skew, "")
        done = run(case, each.face, plan, self._portal, CLOCKS.get(each.skew, 0.0), lag)
        once = len(plan.planned) == 1 and plan.planned[0].times == 1 and plan.planned[0].fault.passes
        reads = not any(changes(asked.method, asked.path) for asked in calm.vendor.asked)
        must = (once and reads and not _is_excused(case.operation, each.plan)) or not plan.planned
        judged = judge(case, calm, done, must_cure=must and lag != "back", comes_back=lag == "back")
        again = done.transport.hosts.total() > calm.transport.hosts.total()
        struck = done.struck or ((each.skew,) if each.skew else ())
        sooner = len(done.vendor.asked) < len(calm.vendor.asked)
        return Result(each, struck, judged.ended, again, judged.wrong, sooner)


def _is_excused(operation: str, plan: str) -> bool:
    """Whether asking again does not help: a revocation is asked once, and a caller's object takes nothing back."""
    return operation == "revoke" or (operation == "recordings.download" and plan.startswith("length-too-long"))


def places(fault: str, asked: Sequence[Asked]) -> list[int]:
    """Return at which requests a fault strikes: the first two that it fits, the last, each change and the next."""
    fitting = [each for each in asked if FAULTS[fault].fits(each)]
    found = {1, 2, len(fitting)}
    for number, each in enumerate(fitting, 1):
        if changes(each.method, each.path):
            found |= {number, number + 1}
    return sorted(place for place in found if 1 <= place <= len(fitting))


def combinations(runner: Runner, names: Iterable[str], faults: Iterable[str]) -> Iterator[Combination]:
    """Yield what there is to try: each fault once at each place, thrice, and for ever from these places on."""
    faults = list(faults)
    for name in names:
        for face in FACES:
            asked = runner.calm(name, face).vendor.asked
            for fault in (each for each in faults if each in FAULTS):
                found = places(fault, asked)
                plans = [Planned(FAULTS[fault], first) for first in found]
                plans += [Planned(FAULTS[fault], first, None) for first in found[:1] + found[1:-1]]
                plans += [Planned(FAULTS[fault], found[0], 3)] if found else []
                for planned in plans:
                    yield Combination(name, face, str(planned))
            for clock in (each for each in faults if each in CLOCKS):
                yield Combination(name, face, "", clock)
            for lag in (each for each in faults if each in LAGGING and name.endswith(".delete")):
                yield Combination(name, face, "", lag)


def mixtures(names: Sequence[str], count: int, seed: int) -> Iterator[Combination]:
    """Yield so many mixtures of two or three faults, chosen by a seed."""
    chance = random.Random(seed)
    for number in range(count):
        chosen = chance.sample(list(FAULTS), chance.choice((2, 2, 3)))
        planned = [
            Planned(
                FAULTS[name],
                chance.choice((1, 1, 2, 3)),
                chance.choice((1, 1, 2, None)),
                chance.choice((1.0, 1.0, 0.4)),
            )
            for name in chosen
        ]
        plan = FaultPlan(*planned, seed=seed * 1_000_003 + number)
        yield Combination(chance.choice(list(names)), chance.choice(FACES), str(plan), chance.choice(("", "", *CLOCKS)))


def sample(every: Sequence[Combination], count: int, seed: int) -> list[Combination]:
    """Return about ``count`` combinations by a seed, every operation and every fault among them."""
    chance = random.Random(seed)
    shuffled = chance.sample(list(every), len(every))
    chosen: dict[Combination, None] = {}
    kinds: tuple[Callable[[Combination], str], ...] = (lambda each: each.case, fault_of)
    for kind in kinds:
        seen = {kind(each) for each in chosen}
        for each in shuffled:
            if kind(each) not in seen:
                seen.add(kind(each))
                chosen[each] = None
    for each in shuffled[:count]:
        if len(chosen) < count:
            chosen[each] = None
    return list(chosen)


def fault_of(each: Combination) -> str:
    return each.skew or FaultPlan.parse(each.plan).planned[0].fault.name


# --- the command -------------------------------------------------------------------------------------------


def _work(job: tuple[list[str], list[str], list[Combination], float, int]) -> list[Result]:
    names, faults, mixed, share, seed = job
    chance = random.Random(f"{seed} {names}")
    with start_blocking_portal() as portal, hurried():
        runner = Runner(portal)
        chosen = [each for each in combinations(runner, names, faults) if share >= 1 or chance.random() < share]
        return [runner.result(each) for each in (*chosen, *mixed)]


def main() -> int:
    """Run the matrix and print what came of it."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--seed", type=int, default=1, help="for the mixtures")
    options.add_argument("--mixed", type=int, default=2000, help="how many mixtures of two and three faults")
    options.add_argument("--only", default="", help="only operations whose name has this in it")
    options.add_argument("--fault", default="", help="only faults whose name has this in it")
    options.add_argument(
        "--share", type=float, default=1.0, help="try this part of the combinations, chosen by the seed"
    )
    options.add_argument("--processes", type=int, default=2)
    options.add_argument("--show", type=int, default=40, help="how many violations to print")
    given = options.parse_args()
    started = time.monotonic()
    names = [case.name for case in cases() if given.only in case.name]
    faults = [name for name in (*FAULTS, *CLOCKS, *LAGGING) if given.fault in name]
    mixed = list(mixtures(names, given.mixed, given.seed))
    jobs = [([name], faults, [each for each in mixed if each.case == name], given.share, given.seed) for name in names]
    results: list[Result] = []
    with ProcessPoolExecutor(given.processes) as pool:
        for done in pool.map(_work, jobs, chunksize=4):
            results += done
    _print(results, given.show, time.monotonic() - started)
    return 1 if any(each.wrong for each in results) else 0


def _print(results: list[Result], show: int, seconds: float) -> None:
    rows: dict[str, Counter[str]] = defaultdict(Counter)
    for each in results:
        met = bool(each.struck)
        fault = "(mixed)" if "," in each.combination.plan else each.struck[0] if met else "(met nothing)"
        rows[fault]["run"] += 1
        rows[fault]["right"] += each.ended == "right"
        rows[fault]["told"] += each.ended == "told"
        rows[fault]["error"] += each.ended not in {"right", "told", "other"}
        rows[fault]["cured"] += met and each.ended == "right" and each.asked_again
        rows[fault]["violations"] += bool(each.wrong)
    head = ("run", "right", "cured", "told", "error", "violations")
    print(f"{'fault':28}" + "".join(f"{name:>11}" for name in head))
    for fault in sorted(rows):
        print(f"{fault:28}" + "".join(f"{rows[fault][name]:11}" for name in head))
    total: Counter[str] = sum(rows.values(), Counter())
    print(f"{'all':28}" + "".join(f"{total[name]:11}" for name in head))
    errors = Counter(each.ended for each in results if each.ended not in {"right", "told", "other"})
    print("\nerrors: " + ", ".join(f"{name} {count}" for name, count in errors.most_common()))
    operations = {each.combination.case for each in results}
    print(
        f"{len(operations)} operations, {len(FAULTS) + len(CLOCKS) + len(LAGGING)} faults, "
        f"{len(results)} combinations, {seconds:.0f} s"
    )
    for each in [each for each in results if each.wrong][:show]:
        print(f"VIOLATION {each.combination}: {each.wrong}")


if __name__ == "__main__":
    sys.exit(main())
