"""Finding a switch by name anywhere in a settings body, and reading nothing else."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from provider_bridge.providers.zoom.attention.names import WORDS
from provider_bridge.providers.zoom.attention.switch_search import (
    Hit,
    find_switches,
    has_twins,
    may_hold,
    speaking_name,
)


def found(tree: Any) -> list[Hit]:
    """Return everything that is found in a tree."""
    return list(find_switches(tree, WORDS))


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
    assert may_hold(json.dumps({name: True}).encode(), WORDS)


@pytest.mark.parametrize("name", ["attention_mode_focus_mode", "tracking_fields", "Attention-Mode Focus-Mode"])
def test_what_only_looks_similar_is_not_found(name: str) -> None:
    """Focus Mode is another thing."""
    assert [] == found({"in_meeting": {name: True, "list": [{name: True}]}})
    assert not may_hold(json.dumps({name: True}).encode(), WORDS)


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
        ({"enabled": "off", "hint": "true"}, None),
        ({"enable": True, "hint": "x"}, True),
        ({"enable": False, "value": True}, None),
        ({"enable": False, "webinar": {"enable": True}}, None),
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


@pytest.mark.parametrize("tree", [None, True, 3, "attention_mode_focus_mode", ["focus"], {}, []])
def test_a_tree_that_does_not_speak_of_it_holds_no_switch(tree: Any) -> None:
    """Nothing is found where nothing is."""
    assert [] == found(tree)


@pytest.mark.parametrize(
    ("tree", "path"),
    [
        ({"attention": {"tracking": True}}, "attention"),
        ({"in_meeting": {"tracking": {"attention": True}}}, "in_meeting.tracking.attention"),
        ({"a": {"name": "attention_tracking", "value": True}}, "a.name"),
        ({"features": ["chat", "Attention Tracking"]}, "features[1]"),
        ({"raw": '{"attention_tracking": true}'}, "raw"),
        ({"raw": '  [{"feature": "attention"}]'}, "raw"),
        ({"hint": "Tracking of participants' attention is on"}, "hint"),
        ({"attention": True}, "attention"),
        ({"attendee-attention": {"enable": False}}, "attendee_attention"),
        ({"attentive": 1}, "attentive"),
        ({"\uff41ttention": True}, "*"),
    ],
)
def test_what_speaks_of_it_in_another_shape_is_found_without_a_value(tree: Any, path: str) -> None:
    """The bug: a name over two levels, as a value, in a list or in a text counted as absence."""
    body = json.dumps(tree).encode()

    assert (path.replace("attendee_attention", "*"), None) in [tuple(hit) for hit in found(tree)]
    assert may_hold(body, WORDS)


@pytest.mark.parametrize(
    "text", ["Attention: this meeting is recorded", "Please pay attention to the chat", "attention_mode_focus_mode"]
)
def test_a_sentence_about_something_else_is_not_found(text: str) -> None:
    """People write notices into settings; one that only asks for attention is no switch."""
    assert [] == found({"in_meeting": {"notice": text}})


SEPARATORS = st.sampled_from(["", "_", "-", " ", ".", ":", "/"])


@st.composite
def spoken(draw: st.DrawFn) -> Any:
    """Return words of attention tracking in some nesting of names, values, lists and JSON in a text."""
    words = draw(st.permutations(["attention", draw(st.sampled_from(["tracking", "tracker", "score"]))]))
    kind = draw(st.sampled_from(["levels", "value", "list", "one name", "text"]))
    last: Any = draw(st.sampled_from([True, False, 0, 1, None, "on", {"enable": False}, [], {"value": True}]))
    joined = draw(SEPARATORS).join(words)
    tree: Any = {joined: last}
    if kind == "levels":
        tree = {words[0]: {words[1]: last}}
    if kind == "value":
        tree = {"name": joined, "value": last}
    if kind == "list":
        tree = {"features": ["chat", joined]}
    if kind == "text":
        tree = {"raw": json.dumps(tree)}
    for step in draw(st.lists(st.integers(0, 2) | st.text("abc_", min_size=1, max_size=5), max_size=5)):
        tree = {step: tree, "z": 1} if isinstance(step, str) else [*([None] * step), tree]
    return tree


@settings(max_examples=300, deadline=None)
@given(spoken())
def test_no_nesting_of_the_words_counts_as_absence(tree: Any) -> None:
    """However the words stand in a body, something is found, by the quick look as well."""
    assert may_hold(json.dumps(tree).encode(), WORDS)
    assert found(tree)


def test_a_number_of_too_many_digits_is_no_fault_of_the_search() -> None:
    """The bug: Python reads no number of more than 4,300 digits, and the error was one without a type."""
    body = b'{"attention_tracking": {"n": ' + b"1" * 5000 + b'}, "n": 1, "N": ' + b"9" * 5000 + b"}"

    assert has_twins(body)
    assert found({"attention_tracking": 10**5000}) == [Hit("attention_tracking", None)]


@pytest.mark.parametrize(
    ("body", "name", "names_only"),
    [
        ({"users": [{"id": "u", "attention_tracking": True}]}, "attention_tracking", True),
        ({"users": [{"features": ["attention_tracking"]}]}, "attention_tracking", False),
        ({"users": [{"features": ["attention_tracking"]}]}, "", True),
        ({"users": [{"dept": "Attention and Tracking of Parcels"}]}, "", False),
        ({"users": [{"attention of Ada": 5}]}, "*", True),
        ({"users": [{"attention_mode_focus_mode": True}]}, "", True),
    ],
)
def test_of_an_answer_about_people_only_names_are_looked_at(body: Any, name: str, *, names_only: bool) -> None:
    """A member's name that speaks of it is found; what people are called is not."""
    assert name == speaking_name(json.dumps(body).encode(), WORDS, names_only=names_only)


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

    assert may_hold(body, WORDS)
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

    assert may_hold(body, WORDS)
    assert may_hold(json.dumps(tree).encode(), WORDS) or not found(tree)
