"""A seeded part of the fault matrix. All of it: ``python tests/faults/matrix.py``.

``FAULT_SEED`` makes another choice; the seed stands in the name of each test.
"""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from anyio.from_thread import start_blocking_portal
from faults.cases import cases
from faults.matrix import CLOCKS, LAGGING, Combination, Runner, combinations, fault_of, mixtures, sample
from faults.runs import hurried

from provider_bridge.testing import FAULTS

pytestmark = pytest.mark.sweep

SEED = int(os.environ.get("FAULT_SEED", "20261125"))
PARTS = 8
SINGLE, MIXED = 350, 60
"""How many combinations of one fault, and of two or three, each part tries."""


@pytest.fixture
def runner() -> Iterator[Runner]:
    with start_blocking_portal() as portal, hurried():
        yield Runner(portal)


@pytest.mark.parametrize("part", range(PARTS), ids=lambda part: f"part-{part}-seed-{SEED}")
def test_no_fault_makes_an_operation_lie(part: int, runner: Runner) -> None:
    """Reads end right or in a typed error, writes are made at most once or told to be unknown; nothing stays open."""
    names = [case.name for case in cases()][part::PARTS]
    every = list(combinations(runner, names, [*FAULTS, *CLOCKS, *LAGGING]))
    chosen = [*sample(every, SINGLE, SEED), *mixtures(names, MIXED, SEED + part)]
    assert {each.case for each in chosen} == set(names)
    assert {fault_of(each) for each in chosen} >= {fault_of(each) for each in every}

    results = [runner.result(each) for each in chosen]

    assert [] == [f"{each.combination}: {each.wrong}" for each in results if each.wrong]
    idle = [each for each in results if not (each.struck or each.sooner or "," in each.combination.plan)]
    assert [] == [str(each.combination) for each in idle], "each was planned for a request that is sent"


def test_every_fault_meets_some_operation(runner: Runner) -> None:
    """A fault that fits no request at all would be tested by nothing."""
    some = ("zoom.directory.hosts.list", "gotowebinar.registrants.list", "gotomeeting.identify")
    assert {fault_of(each) for each in combinations(runner, some, FAULTS)} == set(FAULTS)


def test_the_oracle_sees_a_change_that_was_made_twice(runner: Runner) -> None:
    """A vendor that counts twice what it did once is found out, so that the matrix is not blind."""
    calm = runner.calm("zoom.registrants.add", "sync")
    for place in calm.vendor.applied:
        calm.vendor.applied[place] = 0

    assert "was applied 1 times" in runner.result(Combination("zoom.registrants.add", "sync", "")).wrong


def test_the_oracle_sees_a_row_that_is_missing(runner: Runner) -> None:
    """A listing with one row less than without faults is a violation."""
    calm = runner.calm("zoom.directory.groups.list", "sync")
    calm.outcome = [*calm.outcome, calm.outcome[0]]

    assert "another result" in runner.result(Combination("zoom.directory.groups.list", "sync", "500")).wrong


def test_the_oracle_sees_success_without_effect(runner: Runner) -> None:
    """A change that is reported and was not applied is a violation."""
    calm = runner.calm("zoom.settings.update", "sync")
    calm.vendor.applied["PATCH", "/v2/elsewhere"] = 1

    assert "nothing was applied" in runner.result(Combination("zoom.settings.update", "sync", "")).wrong
