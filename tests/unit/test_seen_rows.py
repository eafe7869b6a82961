"""The table of hashes behind long listings."""

from __future__ import annotations

import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provider_bridge.core.listing.seen_rows import SeenRows


@given(keys=st.lists(st.one_of(st.text(max_size=4), st.integers(-5, 5), st.tuples(st.integers()))))
def test_it_tells_what_is_new_as_a_set_does(keys: list[object]) -> None:
    """A key is new the first time and never again, in any order and of any kind."""
    seen, known = SeenRows(), set[object]()

    for key in keys:
        assert seen.add(key) == (hash(key) not in known)
        known.add(hash(key))
    assert len(seen) == len(known)


def test_it_grows_without_forgetting() -> None:
    """Fifty thousand keys are all known afterwards, and one that was not added is not."""
    seen = SeenRows()

    assert all(seen.add(f"row {number}") for number in range(50_000))
    assert not any(seen.add(f"row {number}") for number in range(50_000))
    assert seen.add("another")


@pytest.mark.memory
def test_a_million_rows_stay_small() -> None:
    """A million rows are remembered in under thirty megabytes at the highest."""
    seen = SeenRows()
    tracemalloc.start()
    for number in range(1_000_000):
        seen.add(number)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert len(seen) == 1_000_000
    assert peak < 30 * 2**20
