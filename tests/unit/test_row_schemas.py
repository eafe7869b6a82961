"""Rows read straight into domain dataclasses are what a wire model and a conversion would make of them."""

from __future__ import annotations

import json
from dataclasses import FrozenInstanceError, dataclass, field
from datetime import UTC, datetime
from typing import Annotated, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from provider_bridge.core.calls import Reply
from provider_bridge.core.decode import Key, OpenText, UtcTime, WireModel, decode
from provider_bridge.core.row_schemas import FLAG, KEY, TEXT, TIME, DirectSchema, many, record, word
from provider_bridge.errors import DecodeError

SECRET = "S3NT1NEL"


@dataclass(frozen=True, slots=True)
class Part:
    word: str = ""


@dataclass(frozen=True, slots=True)
class Thing:
    id: str
    at: datetime | None
    note: str = field(default="", repr=False)
    parts: tuple[Part, ...] = ()


PART = record(Part, {"word": ("title", TEXT)})
THING = record(Thing, {"id": ("key", KEY), "at": ("when", TIME), "note": ("note", TEXT), "parts": ("rows", many(PART))})


class Page(WireModel):
    things: tuple[Annotated[Thing, DirectSchema(THING)], ...]


PAGE = TypeAdapter(Page)


class ThingRow(WireModel):
    """The same by way of a wire model."""

    key: Key
    when: UtcTime = None
    note: OpenText = None


ROW = TypeAdapter(ThingRow)
values: st.SearchStrategy[Any] = st.sampled_from(
    ["", None, "x", 7, 2**70, 1.5, "2021-07-13T21:44:51Z", "2012-06-25T22:10:46.+0000", True, [], {}, [1], SECRET]
)
rows = st.dictionaries(st.sampled_from(["key", "when", "note", "stranger"]), values)


def read(*things: Any) -> tuple[Thing, ...]:
    body = json.dumps({"things": things}).encode()
    return decode(PAGE, Reply("GET /things", body, 0, datetime(2026, 11, 23, tzinfo=UTC), "r")).things


@settings(max_examples=400, deadline=None)
@given(row=rows)
def test_a_row_is_read_as_a_wire_model_reads_it(row: dict[str, Any]) -> None:
    """The same rows are refused, and the others give the same values; an empty key alone is refused here only."""
    try:
        expected = ROW.validate_json(json.dumps(row))
    except ValidationError:
        expected = None
    if expected is None or not expected.key:
        with pytest.raises(DecodeError) as caught:
            read(row)
        assert SECRET not in f"{caught.value}{caught.value!r}{vars(caught.value)}"
        return

    (thing,) = read(row)

    assert (expected.key, expected.when, expected.note or "") == (thing.id, thing.at, thing.note)


def test_rows_within_rows() -> None:
    """Inner rows become a tuple, whose absence is the empty one."""
    found = read({"key": 1, "rows": [{"title": "a"}, {"title": 2, "new": 3}, {}]}, {"key": 2, "rows": None}, {"key": 3})

    assert [(Part("a"), Part("2"), Part()), (), ()] == [each.parts for each in found]


def test_what_comes_out_is_the_dataclass_itself() -> None:
    """It equals one made by hand, hashes, cannot be changed, and hides what it hides."""
    (thing,) = read({"key": "1", "when": "2021-07-13T21:44:51Z", "note": SECRET})
    by_hand = Thing("1", datetime(2021, 7, 13, 21, 44, 51, tzinfo=UTC), SECRET)

    assert by_hand == thing
    assert hash(by_hand) == hash(thing)
    assert repr(by_hand) == repr(thing)
    assert SECRET not in repr(thing)
    with pytest.raises(FrozenInstanceError):
        thing.note = "x"  # type: ignore[misc]


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ({}, "things.0.key: missing"),
        ({"key": None}, "things.0.key: string_type"),
        ({"key": 1, "note": [SECRET]}, "things.0.note: string_type"),
        ({"key": 1, "rows": SECRET}, "things.0.rows: tuple_type"),
        (SECRET, "things.0: dataclass_type"),
    ],
)
def test_a_mismatch_is_told_once(row: Any, problem: str) -> None:
    """Its place and its kind, and nothing of the value."""
    with pytest.raises(DecodeError) as caught:
        read(row)

    assert (problem,) == caught.value.problems


def test_every_field_has_to_be_given() -> None:
    """A field without a member would stay unset, so the schema cannot be made."""
    with pytest.raises(KeyError):
        record(Thing, {"id": ("key", KEY)})


@dataclass(frozen=True, slots=True)
class Told:
    word: str
    flag: bool | None
    own: str = "mine"


TOLD = TypeAdapter(
    Annotated[
        Told,
        DirectSchema(record(Told, {"word": ("word", word({"yes": "agreed"})), "flag": ("flag", FLAG), "own": None})),
    ]
)


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ({"word": "YES", "flag": True}, Told("agreed", True)),
        ({"word": "yes", "flag": "false", "own": "theirs"}, Told("agreed", False)),
        ({"word": "Perhaps", "flag": ""}, Told("Perhaps", None)),
        ({"word": None, "flag": None}, Told("", None)),
        ({}, Told("", None)),
    ],
)
def test_words_flags_and_what_the_vendor_has_nothing_for(row: dict[str, Any], told: Told) -> None:
    """Known words have our meaning and others survive; what is not said is not a no; other fields are left alone."""
    found = TOLD.validate_python(row)

    assert told == found
    assert hash(told) == hash(found)


def test_a_flag_that_is_none_of_these_is_an_error() -> None:
    """A no must not be read out of something else."""
    with pytest.raises(ValidationError, match="bool_type"):
        TOLD.validate_python({"word": "", "flag": "certainly"})


def test_a_field_without_a_default_needs_a_member() -> None:
    """It would stay unset."""
    with pytest.raises(TypeError, match="flag"):
        record(Told, {"word": ("word", TEXT), "flag": None, "own": None})
