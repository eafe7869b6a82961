"""Identifiers that look right and are nobody's, and identifiers that are none: put in the place of good ones."""

from __future__ import annotations

import dataclasses
import typing
from typing import TYPE_CHECKING, Any, cast

from provider_bridge.facets.operations import hints_of
from provider_bridge.testing.type_checks import is_id

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from provider_bridge.facets.operations import Argument, Operation
    from provider_bridge.testing.arguments import Given

__all__ = ["named", "strange", "swapped"]


def strange(identifier: str) -> str:
    """Return an identifier of the same form that is another: its last letters and digits are moved on by one."""
    letters = list(identifier)
    places = [place for place, letter in enumerate(letters) if letter.isascii() and letter.isalnum()]
    for place in places[-5:]:
        letters[place] = _next(letters[place])
    return "".join(letters)


def _next(letter: str) -> str:
    if letter.isdigit():
        return str((int(letter) + 1) % 10)
    first = "a" if letter.islower() else "A"
    return chr((ord(letter) - ord(first) + 1) % 26 + ord(first))


def named(operation: Operation, *, optional: bool) -> tuple[Argument, ...]:
    """Return the arguments of an operation that name something."""
    found = [each for each in operation.arguments if each.required or optional]
    return tuple(each for each in found if _holds_an_id(each.hint))


def _holds_an_id(hint: Any) -> bool:
    return is_id(hint) or _is_named(hint) or any(map(_holds_an_id, typing.get_args(hint)))


def _is_named(kind: Any) -> bool:
    """Whether a type is that of a thing which is handed back as it was listed, and known by its id."""
    return dataclasses.is_dataclass(kind) and is_id(hints_of(cast("Any", kind)).get("id"))


def swapped(operation: Operation, given: Given, change: Callable[[str], str], *, optional: bool) -> Iterator[Given]:
    """Yield the arguments of a call with one of the names in it changed, each in turn."""
    for argument in named(operation, optional=optional):
        if argument.name in given:
            yield {**given, argument.name: _changed(given[argument.name], change)}
        elif is_id(next(iter(typing.get_args(argument.hint)), None)):
            yield {**given, argument.name: change("")}


def _changed(value: Any, change: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return change(value)
    if _is_named(type(value)):
        return dataclasses.replace(value, id=change(value.id))
    return [_changed(each, change) for each in value]
