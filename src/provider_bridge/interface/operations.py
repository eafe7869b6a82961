"""The operations of the common interface as data, read off the Protocols themselves: none can be forgotten."""

from __future__ import annotations

import collections.abc
import datetime as dt
import functools
import inspect
import os
import typing
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from types import FunctionType
from typing import TYPE_CHECKING, Any, Final

from provider_bridge import domain, errors
from provider_bridge.core.files import Writer
from provider_bridge.interface import FACETS
from provider_bridge.interface.account import Account

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = ["Argument", "Operation", "hints_of", "operations"]

_READING: Final = frozenset(
    {"list", "get", "read", "counts", "defaults", "effective", "effective_all"}
    | {"download", "download_all", "stream", "file_url"}
)
"""Verbs that change nothing at the vendor. A verb that is not here counts as one that may."""

_NAMES: Final[Mapping[str, Any]] = {
    name: found for module in (typing, collections.abc, dt, errors, domain) for name, found in vars(module).items()
} | {"Writer": Writer, "Path": Path, "os": os}
"""What annotations of the interface and of the domain speak of; most of it is imported for type checkers only."""


@dataclass(frozen=True, slots=True)
class Argument:
    """One argument of an operation; ``keyword`` is true where it is given by name only."""

    name: str
    hint: Any
    required: bool
    keyword: bool


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation, such as ``registrants.list``.

    ``returns`` is the type of the value, or of each item where ``many`` is true.
    """

    name: str
    arguments: tuple[Argument, ...]
    returns: Any
    many: bool

    @property
    def facet(self) -> str:
        """The facet that it is of."""
        return self.name.partition(".")[0]

    @property
    def item(self) -> Any:
        """The type of each thing that it yields, or returns several of; of a single value that value's type."""
        several = typing.get_origin(self.returns) is tuple
        return typing.get_args(self.returns)[0] if several else self.returns

    @property
    def changes(self) -> bool:
        """Whether it may change something at the vendor."""
        return self.name.rpartition(".")[2] not in _READING

    def beside(self, verb: str) -> str:
        """Return the name of another operation of the same part."""
        return f"{self.name.rpartition('.')[0]}.{verb}"


@functools.cache
def operations() -> tuple[Operation, ...]:
    """Return every operation of the common interface, by facet."""
    return tuple(each for facet in FACETS for each in _within(_protocol(facet), facet))


@functools.cache
def hints_of(thing: Any) -> dict[str, Any]:
    """Return what a function's or a domain type's annotations mean."""
    return typing.get_type_hints(thing, {**vars(import_module(thing.__module__)), **_NAMES})


def _protocol(facet: str) -> Any:
    """Return the Protocol of a facet: that of the account's attribute of its name."""
    module = import_module(f"provider_bridge.interface.{facet}")
    holder: Any = getattr(module, "Has" + facet.title().replace("_", ""), Account)
    found = inspect.getattr_static(holder, facet)
    return typing.get_type_hints(found.fget, vars(import_module(holder.__module__)) | vars(module))["return"]


def _within(protocol: Any, path: str) -> Iterator[Operation]:
    for name in dir(protocol):
        found = inspect.getattr_static(protocol, name)
        if name.startswith("_"):
            continue
        if isinstance(found, property) and found.fget is not None:
            part = typing.get_type_hints(found.fget, vars(import_module(found.fget.__module__)))["return"]
            yield from _within(part, f"{path}.{name}")
        elif isinstance(found, FunctionType):
            yield _operation(found, f"{path}.{name}")


def _operation(function: FunctionType, name: str) -> Operation:
    hints = hints_of(function)
    given = list(inspect.signature(function).parameters.values())[1:]
    arguments = tuple(
        Argument(each.name, hints[each.name], each.default is each.empty, each.kind is each.KEYWORD_ONLY)
        for each in given
    )
    returns = hints["return"]
    many = typing.get_origin(returns) is collections.abc.Iterator
    return Operation(name, arguments, typing.get_args(returns)[0] if many else returns, many)
