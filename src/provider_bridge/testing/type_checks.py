"""Whether values are what the interface declares, and whom they would show. No sentence here holds a value."""

from __future__ import annotations

import dataclasses
import types
import typing
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from provider_bridge.facets.operations import hints_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["blank", "differences", "hidden", "is_id", "mismatches"]

_FLEETING: Final = ("url", "pin", "passcode")
"""Parts of names of what opens something: vendors make it anew each time they are asked."""
_SHORTEST: Final = 6
"""A shorter text, such as a country's code, can be a part of anything."""


def is_id(hint: Any) -> bool:
    """Whether a type is that of an identifier."""
    return isinstance(hint, typing.NewType)


def blank(value: Any) -> bool:
    """Whether a value says nothing."""
    return value is None or value in ("", b"", [], ())


def mismatches(value: Any, hint: Any, path: str = "") -> Iterator[str]:
    """Yield what of a value is not as its type declares, everything that it holds included."""
    if is_id(hint):
        if type(value) is not str or not value.strip():
            yield f"{path or 'it'} is {_kind(value)} and no identifier"
    elif isinstance(hint, types.UnionType) or typing.get_origin(hint) is typing.Union:
        yield from _of_a_union(value, typing.get_args(hint), path)
    elif typing.get_origin(hint) in {tuple, list}:
        yield from _of_many(value, hint, path)
    elif typing.get_origin(hint) is typing.Literal:
        if value not in typing.get_args(hint):
            yield f"{path or 'it'} is none of the words it can be"
    elif hint is not Any:
        yield from _of_one(value, hint, path)


def _of_a_union(value: Any, hints: tuple[Any, ...], path: str) -> Iterator[str]:
    found = [list(mismatches(value, each, path)) for each in hints]
    if [] in found:
        return
    near = [problems for each, problems in zip(hints, found, strict=True) if type(value) is each]
    yield from near[0] if near else [f"{path or 'it'} is {_kind(value)} and not {' or '.join(map(_name, hints))}"]


def _of_many(value: Any, hint: Any, path: str) -> Iterator[str]:
    if type(value) is not typing.get_origin(hint):
        yield f"{path or 'it'} is {_kind(value)} and no {typing.get_origin(hint).__name__}"
        return
    items = tuple[Any, ...](value)
    inner = [each for each in typing.get_args(hint) if each is not ...]
    hints = inner * len(items) if ... in typing.get_args(hint) or typing.get_origin(hint) is list else inner
    if len(hints) != len(items):
        yield f"{path or 'it'} has {len(items)} parts and not {len(hints)}"
    for number, (item, each) in enumerate(zip(items, hints, strict=False)):
        yield from mismatches(item, each, f"{path}[{number}]")


def _of_one(value: Any, hint: Any, path: str) -> Iterator[str]:
    parts: Any = dataclasses.fields(hint) if dataclasses.is_dataclass(hint) else None
    exact = parts is not None or hint in {bool, int, str, bytes, datetime, timedelta}
    fits = type(value) is hint or (hint is float and type(value) is int)
    if not fits and (exact or not isinstance(value, typing.cast("Any", hint))):
        yield f"{path or 'it'} is {_kind(value)} and not {_name(hint)}"
    elif isinstance(value, datetime) and (value.tzinfo is None or value.utcoffset() != UTC.utcoffset(None)):
        yield f"{path or 'it'} is a moment that is not in UTC"
    elif parts is not None:
        hints = hints_of(hint)
        for each in parts:
            yield from mismatches(getattr(value, each.name), hints[each.name], f"{path}.{each.name}")


def _kind(value: Any) -> str:
    return "empty text" if type(value) is str and not value.strip() else f"of type {type(value).__name__}"


def _name(hint: Any) -> str:
    return getattr(hint, "__name__", None) or str(hint)


def hidden(value: Any, *, private: bool = False) -> Iterator[str]:
    """Yield the texts in a value that must not show: those of fields that the domain keeps out of every ``repr``."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        for each in dataclasses.fields(value):
            yield from hidden(getattr(value, each.name), private=private or not each.repr)
    elif isinstance(value, list | tuple):
        for item in typing.cast("Iterable[Any]", value):
            yield from hidden(item, private=private)
    elif private and isinstance(value, str) and len(value) >= _SHORTEST:
        yield value


def differences(listed: Any, got: Any, path: str = "", *, leave: frozenset[str] = frozenset()) -> Iterator[str]:
    """Yield where two values of one thing disagree; where one of them says nothing there is no disagreement.

    ``leave`` names fields that are not compared.
    """
    if blank(listed) or blank(got):
        return
    if dataclasses.is_dataclass(listed) and type(listed) is type(got):
        for each in dataclasses.fields(listed):
            if each.name not in leave and not any(part in each.name for part in _FLEETING):
                mine, other = getattr(listed, each.name), getattr(got, each.name)
                yield from differences(mine, other, f"{path}.{each.name}")
    elif isinstance(listed, tuple) and isinstance(got, tuple):
        yield from _within(typing.cast("Any", listed), typing.cast("Any", got), path)
    elif listed != got:
        yield f"{path or 'it'} is one thing in the listing and another afterwards"


def _within(listed: tuple[Any, ...], got: tuple[Any, ...], path: str) -> Iterator[str]:
    """Compare parts that have an id by it: a listing may leave some of them out. Others are compared in order."""
    by_id = {each.id: each for each in got if getattr(each, "id", None)}
    if not by_id:
        if len(listed) != len(got):
            yield f"{path} has {len(listed)} parts in the listing and {len(got)} afterwards"
        for number, (mine, other) in enumerate(zip(listed, got, strict=False)):
            yield from differences(mine, other, f"{path}[{number}]")
        return
    for number, mine in enumerate(listed):
        if getattr(mine, "id", None):
            other = by_id.get(mine.id)
            yield from differences(mine, other, f"{path}[{number}]") if other else [f"{path}[{number}] is not there"]
