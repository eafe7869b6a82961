"""Finding a switch by name anywhere in a settings body, and reading nothing else."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from provider_bridge.core.search import Hit, find_switches, may_hold

FRAGMENTS = ("attentiontracking", "attentiveness")


def found(tree: Any) -> list[Hit]:
    """Return everything that is found in a tree."""
    return list(find_switches(tree, FRAGMENTS))


@pytest.mark.parametrize(
    "name",
    [
        "attention_tracking",
        "ATTENTION-TRACKING",
        "attentionTracking",
        "Attention Tracking",
        "enable_attention_tracking",
        "attention_tracking_v2",
        "attentiveness",
        "averageAttentiveness",
    ],
)
def test_a_name_is_found_in_every_spelling(name: str) -> None:
    """Case, separators, and words before or after make no difference."""
    assert [True] == [hit.value for hit in found({"in_meeting": {name: True}})]
    assert may_hold(json.dumps({name: True}).encode(), FRAGMENTS)


@pytest.mark.parametrize("name", ["attention_mode_focus_mode", "tracking_fields", "attention", "attentionXtracking"])
def test_what_only_looks_similar_is_not_found(name: str) -> None:
    """Focus Mode is another thing."""
    assert [] == found({"in_meeting": {name: True, "list": [{name: True}]}})
    assert not may_hold(json.dumps({name: True}).encode(), FRAGMENTS)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (True, True),
        (False, False),
        (1, True),
        (0, False),
        ("true", True),
        (" TRUE ", True),
        ("on", True),
        ("yes", True),
        ("enabled", True),
        ("off", False),
        ("No", False),
        ("disabled", False),
        ({"enable": True}, True),
        ({"enabled": "off", "hint": "true"}, False),
        ({"enable": {"enabled": 1}}, True),
        ({"enable": True, "enabled": False}, None),
        ({"other": True}, None),
        ({}, None),
        ([True], None),
        ([], None),
        (None, None),
        ("", None),
        ("maybe", None),
        (2, None),
        (-1, None),
        (1.0, None),
    ],
)
def test_only_a_plain_yes_or_no_is_read(value: Any, expected: bool | None) -> None:
    """Whatever is no plain switch is found, and stays unread."""
    assert [Hit("attention_tracking", expected)] == found({"attention_tracking": value})


def test_the_path_says_where() -> None:
    """Members are joined by dots, places in arrays are numbers, and every hit is reported."""
    tree = {"a": [{}, {"b": {"attention_tracking": False}}], "c": {"attentiveness": True}}

    assert [Hit("a[1].b.attention_tracking", False), Hit("c.attentiveness", True)] == found(tree)
    assert [Hit("[0].attentiveness", None)] == found([{"attentiveness": 0.5}])


def test_a_name_that_could_be_a_persons_is_a_star() -> None:
    """Keys that are addresses or numbers do not show in a path, wherever they stand."""
    tree = {"ada@example.test": {"+49 30 1": {"attention_tracking": True}}, "attentiveness of Ada": True}

    assert ["*.*.attention_tracking", "*"] == [hit.path for hit in found(tree)]


@pytest.mark.parametrize("tree", [None, True, 3, "attention_tracking", ["attention_tracking"], {}, []])
def test_a_tree_without_members_holds_no_switch(tree: Any) -> None:
    """A value is never taken for a name."""
    assert [] == found(tree)


@settings(max_examples=150, deadline=None)
@given(
    steps=st.lists(st.integers(0, 3) | st.text("abc_", min_size=1, max_size=5), max_size=8),
    value=st.booleans(),
    escaped=st.integers(0, 18),
)
def test_a_switch_is_found_at_any_depth(steps: list[int | str], *, value: bool, escaped: int) -> None:
    """Wherever it hides in objects and arrays, and with whatever escapes it came, it is found once."""
    tree: Any = {"attention_tracking": value}
    for step in steps:
        tree = {step: tree, "z": 1} if isinstance(step, str) else [*([None] * step), tree]
    name = "attention_tracking"
    spelled = name[:escaped] + "".join(f"\\u{ord(letter):04x}" for letter in name[escaped:])
    body = json.dumps(tree).replace(name, spelled).encode()

    assert may_hold(body, FRAGMENTS)
    assert [value] == [hit.value for hit in found(json.loads(body))]


@settings(max_examples=150, deadline=None)
@given(
    st.recursive(
        st.none() | st.booleans() | st.text(max_size=5),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
        max_leaves=10,
    )
)
def test_a_body_that_cannot_hold_a_switch_holds_none(tree: Any) -> None:
    """The quick look never says no where the search would find something."""
    body = json.dumps({"attention": tree, "trackingAttentiveness": tree}).encode()

    assert may_hold(body, FRAGMENTS)
    assert may_hold(json.dumps(tree).encode(), FRAGMENTS) or not found(tree)
