"""The text of a plan of faults."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provider_bridge.faults.spec import Entry, Spec, parse
from provider_bridge.testing import FAULTS, BadSpec, FaultPlan

ENTRIES = st.builds(
    Entry,
    st.sampled_from(sorted(FAULTS)),
    st.integers(1, 99),
    st.none() | st.integers(1, 99),
    st.sampled_from([1.0, 0.5, 0.05]),
)


@given(st.lists(ENTRIES, min_size=1, max_size=4), st.integers(0, 10**6), st.none() | st.sampled_from([0.5, 2.0]))
def test_a_plan_is_made_again_from_its_text(entries: list[Entry], seed: int, slow: float | None) -> None:
    """What a plan prints is what it was made of."""
    spec = Spec(tuple(entries), seed, slow)
    assert parse(str(spec), FAULTS) == spec
    assert str(FaultPlan.parse(str(spec))) == str(spec)


@pytest.mark.parametrize(
    ("text", "entry"),
    [
        ("500", Entry("500", 1, 1)),
        ("500@3", Entry("500", 3, 1)),
        ("500@3*2", Entry("500", 3, 2)),
        ("500*", Entry("500", 1, None)),
        ("500:0.1", Entry("500", 1, None, 0.1)),
        ("500:0.1*3", Entry("500", 1, 3, 0.1)),
        (" 500:0.1@4 ", Entry("500", 4, None, 0.1)),
    ],
)
def test_each_form_means_what_the_documentation_says(text: str, entry: Entry) -> None:
    """A name strikes once, with a probability for ever, from the N-th on with ``@``, so often with ``*``."""
    assert parse(text, FAULTS).entries == (entry,)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "cannot be understood"),
        ("seed=3", "no fault is named; write"),
        ("reset-during-bodi", "do you mean reset-during-body"),
        ("zzz", "docs/faults.md lists them"),
        ("500:2", "no probability"),
        ("500:0", "no probability"),
        ("500:0.1.1", "no probability"),
        ("500@0", "never strike"),
        ("500*0", "never strike"),
        ("500,,401", "cannot be understood"),
        ("500 401", "cannot be understood"),
        ("500,seed=x", "no seed"),
        ("500,slow=-1", "no delay"),
        ("500,slow=nan", "no delay"),
        ("500,slow=soon", "no delay"),
    ],
)
def test_a_text_that_is_no_plan_is_refused_with_a_sentence(text: str, says: str) -> None:
    """The sentence says what to write instead."""
    with pytest.raises(BadSpec, match=says):
        FaultPlan.parse(text)
