"""Wire models read what they declare, in every spelling the vendors have, and say nothing of the rest."""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import Field, TypeAdapter, ValidationError

from provider_bridge.core.calls import Reply
from provider_bridge.core.decode import (
    Key,
    MaybeKey,
    MaybeNumber,
    OpenText,
    Seconds,
    UtcTime,
    WireModel,
    decode,
    decode_object,
)
from provider_bridge.core.row_schemas import KEY, SPAN, TIME, DirectSchema
from provider_bridge.errors import DecodeError

SECRET = "S3NT1NEL"


class Row(WireModel):
    """A row like those of both vendors."""

    key: Key = Field(alias="webinarKey")
    owner: MaybeKey = None
    note: OpenText = None
    at: UtcTime = None


class Rows(WireModel):
    """A list of rows, and a table by name."""

    rows: tuple[Row, ...] = ()
    table: dict[str, Row] = Field(default={})


ROW = TypeAdapter(Row)
ROWS = TypeAdapter(Rows)
SPANS: list[TypeAdapter[timedelta | None]] = [
    TypeAdapter(Seconds),
    TypeAdapter(Annotated[timedelta | None, DirectSchema(SPAN)]),
]


def answer(body: bytes | str) -> Reply:
    """Return a good answer with this body."""
    raw = body if isinstance(body, bytes) else body.encode()
    return Reply("GET /rows", raw, 0, datetime(2026, 11, 23, tzinfo=UTC), "r")


def row(**fields: Any) -> Row:
    """Decode one row."""
    return decode(ROW, answer(json.dumps({"webinarKey": "1", **fields})))


@settings(max_examples=100, deadline=None)
@given(key=st.integers(0, 2**64) | st.just(2**53 + 1) | st.just(10**30), text=st.booleans())
def test_an_identifier_keeps_every_digit(key: int, *, text: bool) -> None:
    """Numbers beyond 2^53 and the same as text give the same identifier."""
    body = json.dumps({"webinarKey": str(key) if text else key})

    assert str(key) == decode(ROW, answer(body)).key


@pytest.mark.parametrize("value", ["true", "[]", "{}", "1.5", "3.05225610224e18", "1e3", "NaN"])
def test_what_is_no_identifier_is_none_where_one_may_be_missing_either(value: str) -> None:
    """An identifier that may be missing is read as strictly: with lost digits it would be somebody else's."""
    with pytest.raises(DecodeError):
        decode(ROW, answer(f'{{"webinarKey": 1, "owner": {value}}}'))


def test_an_identifier_that_may_be_missing_keeps_every_digit() -> None:
    """``""``, ``null`` and absent are none; nought is a number like others."""
    assert (None, None, None) == (row().owner, row(owner="").owner, row(owner=None).owner)
    assert ("0", "3052256102244673541") == (row(owner=0).owner, row(owner=3052256102244673541).owner)


FAST_KEY: TypeAdapter[str] = TypeAdapter(Annotated[str, DirectSchema(KEY)])


@pytest.mark.parametrize("value", ["null", "true", "[]", "{}", "1.5", "3.05225610224e18", "1e3", "NaN", "Infinity"])
def test_what_is_no_identifier_is_refused(value: str) -> None:
    """Nothing else becomes an identifier, nor does a number that went through a float and lost digits there."""
    with pytest.raises(DecodeError):
        decode(ROW, answer(f'{{"webinarKey": {value}}}'))
    with pytest.raises(DecodeError):
        decode(FAST_KEY, answer(value))


@pytest.mark.parametrize("value", ['"1"', "3052256102244673541", "24576065432313123456789"])
def test_an_identifier_of_a_long_listing_keeps_every_digit(value: str) -> None:
    """Rows that are read fast have the same identifiers."""
    assert value.strip('"') == decode(FAST_KEY, answer(value))


TIMES: list[TypeAdapter[datetime | None]] = [
    TypeAdapter(UtcTime),
    TypeAdapter(Annotated[datetime | None, DirectSchema(TIME)]),
]


@pytest.mark.parametrize("adapter", TIMES)
@pytest.mark.parametrize("digits", ["1761112200000", "1761112200", "1612051200000", "1911102359000"])
def test_milliseconds_as_text_are_not_a_day_of_another_century(
    adapter: TypeAdapter[datetime | None], digits: str
) -> None:
    """Digits that could be read as a day and an hour (1761-11-12T20:00) are a time since 1970, as the number is."""
    assert decode(adapter, answer(digits)) == decode(adapter, answer(f'"{digits}"'))
    assert decode(adapter, answer('"20261101"')) == datetime(2026, 11, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2021-07-13T21:44:51Z", datetime(2021, 7, 13, 21, 44, 51, tzinfo=UTC)),
        ("2019-02-01T12:34:12.66Z", datetime(2019, 2, 1, 12, 34, 12, 660000, tzinfo=UTC)),
        ("2012-06-25T22:10:46.+0000", datetime(2012, 6, 25, 22, 10, 46, tzinfo=UTC)),
        ("2012-06-25T22:10:46.Z", datetime(2012, 6, 25, 22, 10, 46, tzinfo=UTC)),
        ("2012-06-25T22:10:46", datetime(2012, 6, 25, 22, 10, 46, tzinfo=UTC)),
        ("2012-06-25 22:10:46", datetime(2012, 6, 25, 22, 10, 46, tzinfo=UTC)),
        ("2012-06-25", datetime(2012, 6, 25, tzinfo=UTC)),
        ("", None),
        (None, None),
    ],
)
def test_times_in_every_spelling(text: str | None, expected: datetime | None) -> None:
    """Fractions, offsets without a colon, dates alone; ``""`` and ``null`` are no time."""
    assert expected == row(at=text).at


def test_a_time_with_another_offset_becomes_utc() -> None:
    """A bug once: an offset other than zero was kept, though every time is promised in UTC."""
    at = row(at="2012-06-25T22:10:46.+0200").at

    assert at is not None
    assert datetime(2012, 6, 25, 20, 10, 46, tzinfo=UTC) == at
    assert "2012-06-25T20:10:46+00:00" == at.isoformat()


def test_absent_times_and_texts_are_none() -> None:
    """What was not sent is ``None``, as are ``null`` and the empty text."""
    assert (None, None) == (row().at, row().note)
    assert row(note=None) == row(note="") == row()
    assert "an unseen value" == row(note="an unseen value").note


@pytest.mark.parametrize("text", ["yesterday", "12/22/2021 16:20", "2021-13-01", "0001-01-01T00:00:00+14:00x", "é"])
def test_what_is_no_time_is_refused(text: str) -> None:
    """A time in no known spelling is an error, not a wrong time."""
    with pytest.raises(DecodeError, match="at: datetime"):
        row(at=text)


@pytest.mark.parametrize("text", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"])
def test_a_time_at_the_edge_of_the_calendar_raises_nothing_untyped(text: str) -> None:
    """Times that UTC cannot express do not end in an error of the calendar's own."""
    with suppress(DecodeError):
        assert row(at=text).at is not None


@settings(max_examples=100, deadline=None)
@given(st.dictionaries(st.text(min_size=1, max_size=8), st.just(SECRET) | st.just({"a": [SECRET]}), max_size=4))
def test_undeclared_fields_never_become_values(extra: dict[str, Any]) -> None:
    """Whatever a vendor adds is skipped: it is in no attribute, no dump and no text."""
    found = decode(ROW, answer(json.dumps({**extra, "webinarKey": "1", "owner": None, "note": None, "at": None})))

    assert found.model_extra is None
    assert {"key": "1", "owner": None, "note": None, "at": None} == found.model_dump()
    assert SECRET not in f"{vars(found)}{found}{found!r}"


def test_a_model_shows_nothing_of_what_it_holds() -> None:
    """Neither text nor repr of a model, nor of one that holds it, tells a value."""
    found = decode(ROWS, answer(json.dumps({"rows": [{"webinarKey": SECRET}]})))

    assert "<Rows> <Rows> (<Row>,)" == f"{found} {found!r} {found.rows!r}"


def test_the_parsers_own_error_quotes_nothing_either() -> None:
    """Wherever a validation error might be printed, it holds no input.

    A bug once: models that were built on first use forgot to hide it.
    """
    with pytest.raises(ValidationError) as caught:
        ROWS.validate_json(json.dumps({"rows": [{"note": SECRET, "at": SECRET}]}))

    assert SECRET not in f"{caught.value}{caught.value!r}"


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        ('{"rows": [{"webinarKey": "1"}, {"note": "S3NT1NEL"}]}', "rows.1.webinarKey: missing"),
        ('{"rows": [{"webinarKey": {"S3NT1NEL": "S3NT1NEL"}}]}', "rows.0.webinarKey: string_type"),
        ('{"table": {"S3NT1NEL@example.test": {}}}', "table.*.webinarKey: missing"),
        ('{"table": {"S3NT1NEL Lovelace": 7}}', "table.*: model_type"),
        ('{"table": {"+49 S3NT1NEL": 7}}', "table.*: model_type"),
        ('{"rows": "S3NT1NEL"}', "rows: tuple_type"),
        ('["S3NT1NEL"]', "(whole answer): model_type"),
        ('{"S3NT1NEL": "S3NT', "(whole answer): json_invalid"),
        ("", "(whole answer): json_invalid"),
        ("<html>S3NT1NEL", "(whole answer): json_invalid"),
    ],
)
def test_an_error_says_where_and_of_what_kind_and_nothing_else(body: str, problem: str) -> None:
    """Paths and kinds of mismatch, and no value; a key that could be a person's is a star."""
    with pytest.raises(DecodeError) as caught:
        decode(ROWS, answer(body))

    error = caught.value
    assert (problem,) == error.problems
    assert f"GET /rows: the answer has an unexpected shape ({problem})" == str(error)
    assert (None, None) == (error.__cause__, error.__context__)
    assert SECRET not in f"{error!r}{error.args}{vars(error)}"


def test_a_thousand_problems_are_told_in_ten() -> None:
    """An answer that is wrong all over does not become an endless error."""
    with pytest.raises(DecodeError) as caught:
        decode(ROWS, answer(json.dumps({"rows": [{}] * 1000})))

    assert 10 == len(caught.value.problems)
    assert 3 == str(caught.value).count("missing")


def test_an_object_is_read_as_it_is() -> None:
    """Settings are read whole; what is no object is an error that quotes nothing."""
    assert {"a": {"b": [1]}} == decode_object(answer('{"a": {"b": [1]}}'))
    for body in ('["S3NT1NEL"]', '"S3NT1NEL"', '{"S3NT1NEL', "", "null", "[" * 5000):
        with pytest.raises(DecodeError) as caught:
            decode_object(answer(body))
        assert SECRET not in f"{caught.value}{caught.value!r}"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (90, timedelta(seconds=90)),
        ("90", timedelta(seconds=90)),
        (1.5, timedelta(seconds=1.5)),
        ("-1.5", timedelta(seconds=-1.5)),
        (0, timedelta(0)),
        ("", None),
        (None, None),
    ],
)
@pytest.mark.parametrize("reader", SPANS)
def test_seconds_in_every_spelling(reader: TypeAdapter[timedelta | None], value: Any, expected: timedelta) -> None:
    """Both ways of reading agree: in wire models, and straight into records."""
    assert expected == reader.validate_json(json.dumps(value))


@pytest.mark.parametrize("value", ["soon", "PT5M", "1e300", 1e300, 10**30, True, [], {}, "nan", "inf"])
@pytest.mark.parametrize("reader", SPANS)
def test_what_is_no_number_of_seconds_is_refused(reader: TypeAdapter[timedelta | None], value: Any) -> None:
    """Nothing but the parser's own error comes out, and it quotes nothing."""
    with pytest.raises(ValidationError) as caught:
        reader.validate_json(json.dumps(value))

    assert "soon" not in str(caught.value.errors(include_input=False))


@pytest.mark.parametrize(("value", "expected"), [(1, 1.0), ("1.5", 1.5), (0, 0.0), ("", None), (None, None)])
def test_numbers_with_a_fraction(value: Any, expected: float | None) -> None:
    """Also as text; what is endless or no number is refused."""
    reader: TypeAdapter[float | None] = TypeAdapter(MaybeNumber)

    assert expected == reader.validate_python(value)
    for bad in ("nan", "inf", float("inf"), "x"):
        with pytest.raises(ValidationError):
            reader.validate_python(bad)
