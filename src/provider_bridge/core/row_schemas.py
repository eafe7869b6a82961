"""Long listings read straight from the bytes into domain dataclasses: one object a row, made by the parser.

A wire model and a conversion would make two objects a row, field by field in Python. Here the parser's own schema
says which member of the vendor's object goes to which field. As with wire models, only what is named is read.
"""

from __future__ import annotations

import dataclasses
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from pydantic import TypeAdapter
from pydantic_core import CoreSchema, core_schema

from provider_bridge.core.decode import UtcTime, as_span, as_utc

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pydantic import GetCoreSchemaHandler

__all__ = ["FLAG", "KEY", "MAYBE_KEY", "SPAN", "TEXT", "TIME", "DirectSchema", "many", "record", "word"]


def _or_null(schema: CoreSchema, default: Any, kind: Any) -> CoreSchema:
    """Read ``null`` and absent as ``default``, and anything else by ``schema``.

    A value that is neither is one mismatch of the given kind, not one for each way of reading it.
    """
    nothing = core_schema.with_default_schema(core_schema.str_schema(), default=default, on_error="default")
    null = core_schema.chain_schema([core_schema.none_schema(), nothing])
    either = core_schema.union_schema([schema, null], mode="left_to_right", custom_error_type=kind)
    return core_schema.with_default_schema(either, default=default)


_WHOLE: Final = core_schema.chain_schema(
    [core_schema.int_schema(strict=True), core_schema.str_schema(coerce_numbers_to_str=True)]
)
KEY: Final[CoreSchema] = core_schema.union_schema(
    [core_schema.str_schema(strict=True, min_length=1), _WHOLE],
    mode="left_to_right",
    custom_error_type="string_type",
)
"""An identifier, which has to be there; a whole number becomes text, and any other has lost digits."""

TEXT: Final[CoreSchema] = _or_null(core_schema.str_schema(coerce_numbers_to_str=True), "", "string_type")
"""Text; ``null`` and absent are ``""``, a number becomes text, and unseen values survive."""

MAYBE_KEY: Final[CoreSchema] = _or_null(
    core_schema.union_schema([core_schema.str_schema(strict=True), _WHOLE], mode="left_to_right"), "", "string_type"
)
"""An identifier that need not be there; ``null`` and absent are ``""``."""

_NOTHING: Final = core_schema.with_default_schema(core_schema.int_schema(), default=None, on_error="default")
FLAG: Final[CoreSchema] = core_schema.with_default_schema(
    core_schema.union_schema(
        [core_schema.bool_schema(), core_schema.chain_schema([core_schema.literal_schema(["", None]), _NOTHING])],
        mode="left_to_right",
        custom_error_type="bool_type",
    ),
    default=None,
)
"""Whether or not; ``""``, ``null`` and absent are ``None``."""


def word(meanings: Mapping[str, str]) -> CoreSchema:
    """Return the schema of a word of which some have a meaning of ours, whatever their case; others survive."""

    def meant(text: str) -> str:
        return meanings.get(text) or meanings.get(text.casefold(), text)

    return core_schema.with_default_schema(core_schema.no_info_after_validator_function(meant, TEXT), default="")


_SLOWLY: Final[TypeAdapter[Any]] = TypeAdapter(UtcTime)


def _time(value: object) -> object:
    """Read the usual spelling of a time at once, and leave any other to ``UtcTime``."""
    if isinstance(value, str) and not value.isdecimal():
        try:
            return as_utc(datetime.fromisoformat(value))
        except (ValueError, OverflowError):
            pass
    return _SLOWLY.validate_python(value)


TIME: Final[CoreSchema] = core_schema.with_default_schema(
    core_schema.no_info_plain_validator_function(_time), default=None
)
"""A time as ``UtcTime`` reads it; ``""``, ``null`` and absent are ``None``."""


def _span(value: object) -> timedelta | None:
    span = as_span(value)
    if span is None or isinstance(span, timedelta):
        return span
    raise ValueError("no number of seconds")


SPAN: Final[CoreSchema] = core_schema.with_default_schema(
    core_schema.no_info_plain_validator_function(_span), default=None
)
"""A number of seconds, also as digits; ``""``, ``null`` and absent are ``None``."""


def many(row: CoreSchema) -> CoreSchema:
    """Return the schema of a tuple of rows; ``null`` and absent are the empty one."""
    return _or_null(core_schema.tuple_schema([row], variadic_item_index=0), (), "tuple_type")


def _field(field: dataclasses.Field[Any], source: tuple[str, CoreSchema] | None) -> core_schema.DataclassField:
    """Return how one field is filled: from a member of the vendor's, or by its own default."""
    if source is not None:
        member, schema = source
        return core_schema.dataclass_field(field.name, schema, validation_alias=member)
    if field.default is dataclasses.MISSING:
        raise TypeError(f"{field.name} has no default, so a member has to be named for it")
    always = core_schema.with_default_schema(core_schema.any_schema(), default=field.default)
    return core_schema.dataclass_field(field.name, always, init=False)


def record(kind: type[Any], members: Mapping[str, tuple[str, CoreSchema] | None]) -> CoreSchema:
    """Return the schema of a frozen, slotted dataclass: for each field, the vendor's member and how it is read.

    ``None`` in place of both says that the vendor has no such thing: the field keeps its default.
    """
    fields = [_field(each, members[each.name]) for each in dataclasses.fields(kind)]
    arguments = core_schema.dataclass_args_schema(kind.__name__, fields)
    return core_schema.dataclass_schema(
        kind,
        arguments,
        [each["name"] for each in fields],
        frozen=True,
        slots=True,
        config={"extra_fields_behavior": "ignore"},
    )


@dataclasses.dataclass(frozen=True, slots=True)
class DirectSchema:
    """Marks a domain type in a wire model (``Annotated[Registrant, DirectSchema(schema)]``) as read by this schema."""

    schema: CoreSchema

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        return self.schema
