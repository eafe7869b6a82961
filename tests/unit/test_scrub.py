"""The drop at the wire: what is forbidden leaves no byte behind, and nothing else is touched."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from unhurried import growth

from provider_bridge.core.scrub import normal, scrub

NAMES = ("attentiveness_score", "average_attentiveness", "attention_score")
FORBIDDEN = frozenset(map(normal, NAMES))
WORD = "S3NT1NEL"
NUMBER = 7430297
LEAKS = (WORD.encode(), str(NUMBER).encode())
EMPTY: tuple[Any, ...] = ("", None, [], {})

# Neither sentinel can be made of these characters, so that one found in a result comes from a forbidden value.
texts = st.text('ab"\\/{}[]:, \n\té\U0001f600', max_size=8) | st.sampled_from(NAMES)
leaves: st.SearchStrategy[Any] = st.none() | st.booleans() | st.integers(-999, 999) | texts
trees = st.recursive(
    leaves,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts.map(lambda text: text + "x"), inner, max_size=3),
    max_leaves=8,
)
secrets_ = st.recursive(
    st.sampled_from([NUMBER, NUMBER + 0.5, -NUMBER, True, *EMPTY]) | texts.map(lambda text: f"{text}{WORD}{text}"),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from((WORD, *NAMES)), inner, max_size=3),
    max_leaves=5,
)


@st.composite
def spellings(draw: st.DrawFn) -> str:
    """Return a forbidden name in some case, with some separators."""
    words = draw(st.sampled_from(NAMES)).split("_")
    name = draw(st.sampled_from(["", "_", "-", " ", ".", "__"])).join(words)
    upper = draw(st.lists(st.booleans(), min_size=len(name), max_size=len(name)))
    return "".join(letter.upper() if up else letter for letter, up in zip(name, upper, strict=True))


@st.composite
def planted(draw: st.DrawFn) -> Any:
    """Return a tree with forbidden members anywhere, in any order."""
    objects = st.recursive(
        trees,
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.tuples(
                st.dictionaries(texts.map(lambda text: text + "y"), inner, max_size=3),
                st.dictionaries(spellings(), secrets_, max_size=2),
            )
            .map(lambda parts: list({**parts[0], **parts[1]}.items()))
            .flatmap(lambda members: st.permutations(members).map(dict))
        ),
        max_leaves=8,
    )
    return {draw(spellings()): draw(secrets_), "rest": draw(objects)}


@st.composite
def written(draw: st.DrawFn, tree: Any) -> bytes:
    """Return a tree as JSON text in one of its many layouts, some letters of the names as escapes."""
    indent, separators = draw(st.sampled_from([(None, None), (2, None), (None, (",", ":"))]))
    text = json.dumps(tree, ensure_ascii=draw(st.booleans()), indent=indent, separators=separators)
    which = draw(st.integers(0, 30))
    return re.sub(
        r'"[A-Za-z_. -]{12,30}"(?=:)',
        lambda name: name[0][: which + 1] + re.sub("[a-zA-Z]", lambda c: f"\\u{ord(c[0]):04x}", name[0][which + 1 :]),
        text,
    ).encode()


def without(tree: Any) -> tuple[Any, int]:
    """Return a tree without its forbidden and its nameless members, and how many held something."""
    if isinstance(tree, list):
        parts = [without(value) for value in tree]
        return [value for value, _ in parts], sum(count for _, count in parts)
    if not isinstance(tree, dict):
        return tree, 0
    kept, held = {}, 0
    for name, value in tree.items():
        if re.sub("[_. -]", "", name).lower() in FORBIDDEN:
            held += not any(value == nothing and type(value) is type(nothing) for nothing in EMPTY)
        elif name:
            kept[name], count = without(value)
            held += count
    return kept, held


@settings(max_examples=120, deadline=None)
@given(st.data())
def test_forbidden_members_vanish_at_any_depth(data: st.DataObject) -> None:
    """Whatever the layout, the rest of the tree stays, no byte of a forbidden value does, and the count is right."""
    tree = data.draw(planted())
    body = data.draw(written(tree))

    result = scrub(body, FORBIDDEN)

    expected, held = without(tree)
    assert expected == without(json.loads(result.body))[0]
    assert held == result.dropped
    assert not any(leak in result.body for leak in LEAKS)


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_a_cut_body_shows_nothing_either(data: st.DataObject) -> None:
    """Wherever a body was cut off, inside a forbidden value too, no sentinel survives."""
    body = data.draw(written(data.draw(planted())))
    cut = body[: data.draw(st.integers(0, len(body)))]

    assert not any(leak in scrub(cut, FORBIDDEN).body for leak in LEAKS)


@settings(max_examples=200, deadline=None)
@given(before=st.binary(max_size=30) | texts.map(str.encode), after=st.binary(max_size=30), data=st.data())
def test_a_complete_member_vanishes_from_what_is_no_json(before: bytes, after: bytes, data: st.DataObject) -> None:
    """Rubbish around a member, unbalanced quotes too, neither raises nor saves the value."""
    value = json.dumps(data.draw(secrets_)).encode()

    result = scrub(before + b'{"attention_score": ' + value + b"}" + after, FORBIDDEN)

    assert not any(leak in result.body for leak in LEAKS)


@settings(max_examples=200, deadline=None)
@given(tree=trees, ascii_only=st.booleans())
def test_a_body_without_forbidden_names_comes_back_itself(tree: Any, *, ascii_only: bool) -> None:
    """What holds nothing forbidden is the same object, escapes or not."""
    body = json.dumps({"rest": tree}, ensure_ascii=ascii_only).encode()

    result = scrub(body, FORBIDDEN)

    assert body is result.body
    assert 0 == result.dropped


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=200))
def test_nothing_raises(body: bytes) -> None:
    """Bytes of any kind are scrubbed without an error, with nothing forbidden as well."""
    scrub(body, FORBIDDEN)
    scrub(body + b"\\u attention_score", FORBIDDEN)
    assert body is scrub(body, frozenset()).body


@pytest.mark.parametrize(
    ("body", "expected", "dropped"),
    [
        (b'{"a": "attention_score", "b": 1}', b'{"a": "attention_score", "b": 1}', 0),
        (b'["attention_score", {"b": 1}]', b'["attention_score", {"b": 1}]', 0),
        (b'{"a": "\\"attention_score\\": 1"}', b'{"a": "\\"attention_score\\": 1"}', 0),
        (b'{"a\\\\": 1, "attention_score": "}\\"]\\\\", "b": 2}', b'{"a\\\\": 1, "":null, "b": 2}', 1),
        (b'{"attention_score": {"attention_score": 1}, "b": 2}', b'{"":null, "b": 2}', 1),
        (b'{"attention_score" \n:\t[ ] }', b'{"":null }', 0),
        (b'{"attention_score": -1.5e+3,"b":NaN}', b'{"":null,"b":NaN}', 1),
        (b'{"attention_score": "", "attentionScore": 0}', b'{"":null, "":null}', 1),
        (b'{"attention_score_2": 1, "x_attention_score": 2}', b'{"attention_score_2": 1, "x_attention_score": 2}', 0),
        (b'{"ATTENTION-SCORE": 1}', b'{"":null}', 1),
        (b'{"attention_score": }, "b": 2', b'{"":null, "b": 2', 1),
        (b'{"attention_sc', b'{"attention_sc', 0),
        (b'{"attention_score"', b'{"attention_score"', 0),
        (b'{"attention_score": "S3NT 1, NEL} x', b'{"":null', 1),
        (b'{"attention_score": {"a": "x } S3NT', b'{"":null', 1),
        (b'{"attention_score": ["a\\', b'{"":null', 1),
        (b'{"it"s": 1, "attention_score": 7}', b'{"it"s": 1, "":null}', 1),
    ],
)
def test_nasty_cases(body: bytes, expected: bytes, dropped: int) -> None:
    """Names as values, quotes and braces in strings, numbers of all kinds, bodies cut in the worst places."""
    assert (expected, dropped) == scrub(body, FORBIDDEN)


@settings(max_examples=200, deadline=None)
@given(
    names=st.frozensets(st.text("abcxyz", min_size=1, max_size=12), min_size=1, max_size=4),
    data=st.data(),
)
def test_any_list_of_names_is_found(names: frozenset[str], data: st.DataObject) -> None:
    """Names that share much, little or nothing, of any length: the quick look misses none of them."""
    name = data.draw(st.sampled_from(sorted(names)))
    cut = data.draw(st.integers(0, len(name)))
    key = data.draw(st.sampled_from([name, name.upper(), f"{name[:cut]}_-{name[cut:]}"]))
    body = json.dumps({"kept": data.draw(texts), key: NUMBER}).encode()

    assert 1 == scrub(body, names).dropped
    assert str(NUMBER).encode() not in scrub(body, names).body


@pytest.mark.parametrize("before", ["", "\\u0061", "\\n\\u0061\\\\", "\\u0061\\/"])
def test_a_name_spelled_with_several_escapes_is_found(before: str) -> None:
    """Whichever of its letters is an escape, and whatever escapes stand in front of the name."""
    name = "".join(f"\\u{ord(letter):04x}" if place % 3 else letter for place, letter in enumerate(NAMES[0]))
    body = f'{{"x": "{before}", "{before}y": 1, "{name}": "{WORD}"}}'.encode()

    assert scrub(body, FORBIDDEN) == (body.replace(f'"{name}": "{WORD}"'.encode(), b'"":null'), 1)


def test_a_long_text_in_escapes_takes_no_time() -> None:
    """A bug once: each escape in a text was followed to the text's end, so that 2 MB of them took minutes."""

    def scrubbed(escapes: int) -> None:
        body = b'{"summary_content": "' + b"\\u0439" * escapes + b'"}'
        assert scrub(body, FORBIDDEN) == (body, 0)

    assert growth(scrubbed, 50_000, times=8) < 24  # which would be 64
