"""From bytes to wire models. A wire model declares what is wanted; nothing else ever becomes a value."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Annotated, Any, TypeVar, cast

import pydantic_core
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer, ValidationError

from provider_bridge.errors import DecodeError

if TYPE_CHECKING:
    from pydantic import TypeAdapter

    from provider_bridge.core.calls import Reply

__all__ = [
    "Key",
    "MaybeDay",
    "MaybeFlag",
    "MaybeInt",
    "MaybeKey",
    "MaybeNumber",
    "Minutes",
    "OpenText",
    "Seconds",
    "UtcTime",
    "WireModel",
    "as_list",
    "as_minutes",
    "as_object",
    "as_span",
    "as_utc",
    "decode",
    "decode_object",
    "empty_to_none",
    "problems_of",
]

T = TypeVar("T")


class WireModel(BaseModel):
    """The base of every wire model: undeclared fields are skipped by the parser, values stay out of errors."""

    # No defer_build: a type adapter of a model that is built later forgets to hide the input.
    model_config = ConfigDict(extra="ignore", frozen=True, hide_input_in_errors=True, coerce_numbers_to_str=True)

    def __repr__(self) -> str:
        return f"<{type(self).__name__}>"

    __str__ = __repr__


def empty_to_none(value: object) -> object:
    """Read ``""`` as none, as the vendors write it; what is anything else is returned as it is."""
    return None if value == "" else value


def as_utc(moment: datetime) -> datetime:
    """Return a moment in UTC; one that names no offset is in UTC already."""
    if moment.tzinfo is UTC:
        return moment
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)


def as_minutes(value: object) -> object:
    """Read a number of minutes, also as digits; ``""`` is none. What is no number is returned as it is."""
    span = as_span(value)
    try:
        return span * 60 if isinstance(span, timedelta) else span
    except OverflowError:
        raise ValueError("no number of minutes") from None


def as_span(value: object) -> object:
    """Read a number of seconds, also as digits; ``""`` is none. What is no number is returned as it is."""
    if value == "":
        return None
    if isinstance(value, bool):
        raise ValueError("no number of seconds")  # noqa: TRY004 (pydantic takes no other error)
    if not isinstance(value, int | float | str):
        return value
    try:
        return timedelta(seconds=float(value) if isinstance(value, str) else value)
    except (ValueError, OverflowError):
        raise ValueError("no number of seconds") from None


_DIGITS_OF_A_DAY = 8
_NO_FRACTION = re.compile(r"\.(?=[+\-Z])")


def _time(value: object) -> object:
    """Read the vendors' spellings of a time: ``…Z``, ``….66Z``, ``….+0000``; ``""`` is no time."""
    if not isinstance(value, str):
        return value
    if not value:
        return None
    if value.isdecimal() and len(value) > _DIGITS_OF_A_DAY:
        return value  # since 1970: 1761112200000 would be read as an hour of the 22nd of November 1761
    try:
        return as_utc(datetime.fromisoformat(_NO_FRACTION.sub("", value) if "." in value else value))
    except (ValueError, OverflowError):
        return value


def _whole(value: object) -> object:
    """Refuse a number with a fraction or an exponent: of a long identifier such a number has lost digits."""
    if isinstance(value, float):
        raise ValueError("no identifier")  # noqa: TRY004 (pydantic takes no other error)
    return value


Key = Annotated[str, BeforeValidator(_whole), PlainSerializer(str)]
"""An identifier of any length, whether it came as text or as a whole number."""

MaybeKey = Annotated[Key | None, BeforeValidator(empty_to_none)]
"""An identifier as ``Key`` is one; ``""``, ``null`` and absent all mean that there is none."""

OpenText = Annotated[str | None, BeforeValidator(empty_to_none)]
"""Text of which ``""``, ``null`` and absent all mean that there is none; unseen values survive as text."""

MaybeInt = Annotated[int | None, BeforeValidator(empty_to_none)]
"""A number, also as digits; ``""``, ``null`` and absent all mean that there is none."""

MaybeNumber = Annotated[float | None, Field(allow_inf_nan=False), BeforeValidator(empty_to_none)]
"""A number with or without a fraction, also as text; ``""``, ``null`` and absent all mean that there is none."""

Seconds = Annotated[timedelta | None, BeforeValidator(as_span)]
"""A span that comes as seconds, also as digits; ``""``, ``null`` and absent all mean that there is none."""

Minutes = Annotated[timedelta | None, BeforeValidator(as_minutes)]
"""A span that comes as minutes, also as digits; ``""``, ``null`` and absent all mean that there is none."""

MaybeFlag = Annotated[bool | None, BeforeValidator(empty_to_none)]
"""Whether or not; ``""``, ``null`` and absent all mean that it is not said."""

MaybeDay = Annotated[
    date | None, BeforeValidator(lambda value: value[:10] or None if isinstance(value, str) else value)
]
"""A day, also where it comes as a moment; ``""``, ``null`` and absent all mean that there is none."""

UtcTime = Annotated[datetime | None, BeforeValidator(_time)]
"""A time; ``""``, ``null`` and absent all mean that there is none."""

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,40}")


def _place(loc: tuple[int | str, ...]) -> str:
    """Return where it went wrong; a key that could be somebody's data is shown as a star."""
    return ".".join(str(p) if isinstance(p, int) or _NAME.fullmatch(p) else "*" for p in loc) or "(whole answer)"


def decode(adapter: TypeAdapter[T], reply: Reply) -> T:
    """Parse an answer, or raise ``DecodeError`` with paths and kinds of mismatch only."""
    try:
        return adapter.validate_json(reply.body)
    except ValidationError as error:
        problems = problems_of(error)
    raise DecodeError(reply.operation, problems)


def problems_of(error: ValidationError) -> tuple[str, ...]:
    """Return paths and kinds of the first mismatches, never values."""
    found = error.errors(include_input=False, include_url=False, include_context=False)
    return tuple(f"{_place(each['loc'])}: {each['type']}" for each in found[:10])


def as_object(value: object) -> dict[str, Any] | None:
    """Return a JSON object, ``None`` when the value is anything else."""
    return cast("dict[str, Any]", value) if isinstance(value, dict) else None


def as_list(value: object) -> list[Any] | None:
    """Return a JSON array, ``None`` when the value is anything else."""
    return cast("Any", value) if isinstance(value, list) else None


def decode_object(reply: Reply) -> dict[str, Any]:
    """Return an answer's JSON object as it is: only for settings, which hold nobody's data."""
    try:
        tree = as_object(pydantic_core.from_json(reply.body))
    except ValueError:
        raise DecodeError(reply.operation, ("(whole answer): json_invalid",)) from None
    if tree is None:
        raise DecodeError(reply.operation, ("(whole answer): object_expected",))
    return tree
