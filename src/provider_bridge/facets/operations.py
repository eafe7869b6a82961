"""The operations of the common interface as data, read off its classes: none can be forgotten."""

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
from typing import TYPE_CHECKING, Any, Final, Generic, TypeVar

from provider_bridge import domain, errors
from provider_bridge.core.files import Writer
from provider_bridge.core.flow import Operation as DeclaredOperation
from provider_bridge.core.offers import operations_of
from provider_bridge.facets import FACETS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from provider_bridge.core.facet import Facet

__all__ = ["Argument", "Operation", "hints_of", "operations"]

_READING: Final = frozenset(
    {"list", "get", "read", "counts", "defaults", "effective", "effective_all"}
    | {"download", "download_all", "stream", "file_url"}
)
"""Verbs that change nothing at the vendor. A verb that is not here counts as one that may."""

T = TypeVar("T")


class _Result(Generic[T]):
    """Stands for ``Flow`` and ``Paged`` where only what an operation gives is asked for."""


_NAMES: Final[Mapping[str, Any]] = {
    name: found for module in (typing, collections.abc, dt, errors, domain) for name, found in vars(module).items()
} | {"Writer": Writer, "Path": Path, "os": os, "Flow": _Result, "Paged": _Result}
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

    ``returns`` is the type of the value, or of each item where ``many`` is true. ``text`` is its docstring.
    """

    name: str
    arguments: tuple[Argument, ...]
    returns: Any
    many: bool
    text: str = ""

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
    return tuple(
        _operation(found, path) for facet in FACETS for path, found in operations_of(_interface(facet), f"{facet}.")
    )


@functools.cache
def hints_of(thing: Any) -> dict[str, Any]:
    """Return what a function's or a domain type's annotations mean."""
    return typing.get_type_hints(thing, {**vars(import_module(thing.__module__)), **_NAMES})


def _interface(facet: str) -> type[Facet[Any]]:
    """Return the class of a facet of the common interface: that of its own name in its module."""
    found: type[Facet[Any]] = vars(import_module(f"{__package__}.{facet}"))[facet.title().replace("_", "") + "Api"]
    return found


def _operation(found: DeclaredOperation[Any, Any], name: str) -> Operation:
    hints = hints_of(found.flow)
    given = list(inspect.signature(found.flow).parameters.values())[1:]
    arguments = tuple(
        Argument(each.name, hints[each.name], each.default is each.empty, each.kind is each.KEYWORD_ONLY)
        for each in given
    )
    return Operation(name, arguments, typing.get_args(hints["return"])[0], found.many, found.__doc__)
