"""How each parameter of an operation is written on a command line, and read from it."""

from __future__ import annotations

import collections.abc
import dataclasses
import re
import types
import typing
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from enum import Enum
from typing import TYPE_CHECKING, Annotated, Any, Final, TypeAlias

import typer

from provider_bridge.cli.moments import moment_of
from provider_bridge.cli.operations.values import (
    from_json,
    many_from_json,
    secret_text,
    setting_value,
    switch,
)
from provider_bridge.domain.outcomes import Strength
from provider_bridge.facets.operations import hints_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from provider_bridge.cli.operations.catalogue import Parameter

__all__ = ["Input", "inputs_of", "is_id", "item_of", "known_kind", "present"]

_MANY: Final = frozenset({collections.abc.Sequence, collections.abc.Iterable, tuple})
_SINGULAR: Final = {"statuses": "status", "emails": "email", "paths": "path"}
_SECRETS: Final = frozenset({"passcode", "password"})
RESERVED: Final = frozenset(
    {"account", "columns", "config", "dry_run", "format", "from", "output", "sandbox", "settle", "verbose", "wide"}
    | {"help", "older_than", "show_links", "yes"}
)
"""Names of options that commands have themselves."""


Reader: TypeAlias = "Callable[[Any, tzinfo], Any]"


@dataclass(frozen=True, slots=True)
class Input:
    """One argument or option of a command.

    Attributes:
        name: What the command's function calls it.
        parameter: The parameter of the operation that it is for.
        member: The part of that parameter's value that it is for; ``""`` where it is the whole value.
        annotation: How typer takes it.
        argument: Whether it is an argument, and not an option.
        required: Whether it must be given.
        read: Makes the value of what was given, with the time zone that days are in; raises ``InvalidInput``.

    """

    name: str
    parameter: str
    member: str
    annotation: Any
    argument: bool
    required: bool
    read: Reader


def present(hint: Any) -> Any:
    """Return a type without ``None``."""
    if typing.get_origin(hint) in {typing.Union, types.UnionType}:
        left = [each for each in typing.get_args(hint) if each is not type(None)]
        return left[0] if len(left) == 1 else typing.Union[tuple(left)]  # noqa: UP007 (made from values)
    return hint


def item_of(hint: Any) -> Any:
    """Return the type of each thing that a sequence holds, ``None`` for what is no sequence."""
    hint = present(hint)
    return typing.get_args(hint)[0] if typing.get_origin(hint) in _MANY else None


def is_id(hint: Any) -> bool:
    """Return whether a type is that of an identifier, or of one that may be absent."""
    return isinstance(present(hint), typing.NewType)


def known_kind(hint: Any) -> Any:
    """Return the domain type of a parameter whose values a listing has, each with its id; else ``None``."""
    kind = item_of(hint) or present(hint)
    if not (isinstance(kind, type) and dataclasses.is_dataclass(kind)):
        return None
    return kind if is_id(hints_of(kind).get("id")) else None


def inputs_of(parameter: Parameter, facet: str, helps: dict[str, str]) -> list[Input]:
    """Return what a command takes for a parameter: one input, or one for each part of a value that is to be made.

    Args:
        parameter: The parameter.
        facet: What the operation is of, in the singular: it begins options whose name would be taken.
        helps: What the docstring says of parameters.

    """
    hint = present(parameter.hint)
    if hint is Strength:
        return [
            Input(
                each.value,
                parameter.name,
                each.value,
                Annotated[bool, typer.Option(f"--{each.value}", help=text, show_default=False)],
                argument=False,
                required=False,
                read=_same,
            )
            for each, text in _STRENGTHS.items()
        ]
    if isinstance(hint, type) and dataclasses.is_dataclass(hint) and parameter.positional and known_kind(hint) is None:
        return [
            _input(
                _free(each.name, facet),
                parameter.name,
                each.name,
                hints_of(hint)[each.name],
                "",
                required=_needed(each),
            )
            for each in dataclasses.fields(hint)
        ]
    name = parameter.name if parameter.positional else _free(_SINGULAR.get(parameter.name, parameter.name), facet)
    argument = parameter.positional and (parameter.required or not is_id(hint))
    return [
        _input(
            name,
            parameter.name,
            "",
            parameter.hint,
            helps.get(parameter.name, ""),
            required=parameter.required,
            argument=argument,
        )
    ]


_STRENGTHS: Final = {
    Strength.TRASH: "Into the vendor's trash: still stored for a while.",
    Strength.ERASE: "For good.",
}


def _free(name: str, facet: str) -> str:
    return f"{facet}_{name}" if name in RESERVED else name


def _needed(field: dataclasses.Field[Any]) -> bool:
    return field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING


def _input(
    name: str, parameter: str, member: str, hint: Any, text: str, *, required: bool, argument: bool = False
) -> Input:
    kind, read = _taken(hint, member or parameter, argument=argument)
    helped = text or _help_of(hint, name)
    annotation = (
        Annotated[kind, typer.Argument(help=helped)] if argument else _option(name, kind, helped, required=required)
    )
    return Input(name, parameter, member, annotation, argument, required, read)


def _option(name: str, kind: Any, text: str, *, required: bool = False) -> Any:
    flag = f"--{name.replace('_', '-')}"
    if kind is bool and not required:
        return Annotated[bool | None, typer.Option(f"{flag}/--no-{flag[2:]}", help=text, show_default=False)]
    if kind is bool:
        return Annotated[bool, typer.Option(f"{flag}/--no-{flag[2:]}", help=text)]
    return Annotated[kind if required else kind | None, typer.Option(flag, help=text)]


def _taken(hint: Any, name: str, *, argument: bool) -> tuple[Any, Reader]:
    """Return what typer takes for a type, and what makes a value of it."""
    item = item_of(hint)
    hint = present(hint)
    if item is not None:
        return list[str], _reader_of_many(item)
    if hint is bool:
        return (str, _read_by(switch)) if argument else (bool, _same)
    if hint in {int, float} or (isinstance(hint, type) and issubclass(hint, Enum)):
        return hint, _same
    if name in _SECRETS:
        return str, _read_by(secret_text)
    if hint in {date, datetime}:
        days = hint is date
        return str, lambda text, zone: moment_of(text, zone, end=name == "until", days=days)
    if isinstance(hint, type) and dataclasses.is_dataclass(hint) and known_kind(hint) is None:
        return str, _read_by(lambda text: from_json(text, hint))
    if typing.get_origin(hint) in {typing.Union, types.UnionType}:
        return str, _read_by(setting_value)
    return str, _same


def _reader_of_many(item: Any) -> Reader:
    if isinstance(item, type) and dataclasses.is_dataclass(item) and known_kind(item) is None:
        return _read_by(lambda texts: tuple(each for text in texts for each in many_from_json(text, item)))
    return _read_by(tuple)


def _same(given: Any, _: tzinfo) -> Any:
    return given


def _read_by(read: Callable[[Any], Any]) -> Reader:
    return lambda given, _: read(given)


def _help_of(hint: Any, name: str) -> str:
    """Return a sentence that is true of every parameter of a type."""
    kind = item_of(hint) or present(hint)
    if is_id(kind):
        what = re.sub(r"id$", "", kind.__name__, flags=re.IGNORECASE).lower()
        return f"The id of {'an' if what[0] in 'aeiou' else 'a'} {what}, as a listing shows it."
    if known_kind(kind) is not None:
        return f"The ids, as a listing of a {kind.__name__.lower()} shows them."
    if isinstance(kind, type) and dataclasses.is_dataclass(kind):
        return f"JSON with the members of {kind.__name__}, or @FILE, or - for standard input."
    if kind in {date, datetime}:
        return "A day, a moment, or a span before now: 2026-11-01, 2026-11-01T08:00Z, 30d."
    return "Given as @FILE, or as - for standard input." if name in _SECRETS else ""
