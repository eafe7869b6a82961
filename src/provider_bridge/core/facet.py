"""Facets: the parts of an account, each used on one of two faces, blocking or awaited.

A facet's class is generic in its face, so that it is written once. Its own parts are methods marked with ``part``, and
what the provider cannot do stands in ``unsupported``.
"""

from __future__ import annotations

import functools
import inspect
import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar, Final, Generic, Never, Protocol

from typing_extensions import TypeIs, TypeVar

from provider_bridge.core.capability import UNSAID, Unsupported, nearest
from provider_bridge.errors import UnsupportedCapability

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from provider_bridge.core.steps import Flow, Paged

__all__ = [
    "Async",
    "F",
    "Face",
    "Facet",
    "OnFace",
    "Runner",
    "Sync",
    "part",
    "parts_of",
    "unsupported_of",
]


class Face:
    """How an account is used: ``Sync`` or ``Async``."""


class Sync(Face):
    """Operations block until they are done; listings are iterators."""


class Async(Face):
    """Operations are awaited; listings are asynchronous iterators."""


F = TypeVar("F", bound=Face, covariant=True, default=Sync)  # noqa: PLC0105 (it stands in every signature)


class OnFace(Protocol[F]):
    """What is used on one face."""

    @property
    def face(self) -> type[F]:
        """``Sync`` or ``Async``."""
        ...


class Runner(OnFace[F], Protocol[F]):
    """What performs the flows of an account: ``run`` gives a value or an awaitable of it, ``stream`` an iterator."""

    def run(self, flow: Flow[Any], /) -> Any: ...
    def stream(self, flow: Paged[Any], /) -> Any: ...


_STAYS: Final = "an account and what it has cannot be copied or sent to another process; open a bridge there"


class Facet(Generic[F]):
    """A part of an account: operations, and parts of its own. ``parent`` is the account, or the facet it is part of."""

    unsupported: ClassVar[Mapping[str, Unsupported]] = {}
    """What of this facet the provider does not offer, by operation or part: ``restore``, ``views``, ``views.list``."""

    def __init__(self, parent: Facet[F]) -> None:
        self._runner: Runner[F] = parent._runner
        self._account: Any = parent._account
        self._path = ""
        self._made: dict[object, Callable[..., Any]] = {}

    @property
    def face(self) -> type[F]:
        """``Sync`` or ``Async``."""
        return self._runner.face

    def refuse(self, operation: str) -> Flow[Never]:
        """Raise ``UnsupportedCapability`` with the reason: the default body of every operation of an interface."""
        yield from ()
        path = f"{self._path}.{operation}"
        raise _refusal(self._account, path, nearest(_lacking(self._account), path) or UNSAID)

    if not TYPE_CHECKING:  # a type checker must see that the attribute is not there

        def __getattr__(self, name: str) -> Any:
            if not name.startswith("_"):
                path = f"{self._path}.{name}" if self._path else name
                why = _lacking(self._account).get(path)
                if why is not None:
                    raise _refusal(self._account, path, why)
            raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}", name=name, obj=self)

    def __reduce__(self) -> Never:
        raise TypeError(_STAYS)


class _Part:
    """A part of a facet: made when it is first asked for, and kept."""

    def __init__(self, make: Callable[[Any], Facet[Any]]) -> None:
        self._make = make
        self._name = ""
        self.__doc__ = make.__doc__

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = name

    def __get__(self, obj: Any, owner: type) -> Any:
        if obj is None:
            return self
        made: Any = self._make(obj)
        made._path = f"{obj._path}.{self._name}" if obj._path else self._name  # noqa: SLF001 (a part is where its facet has it)
        kept: dict[str, Any] = obj.__dict__
        return kept.setdefault(self._name, made)

    @property
    def kind(self) -> type[Facet[Any]]:
        """The class of the part, which the method is annotated to return."""
        name = str(self._make.__annotations__["return"]).partition("[")[0]
        found: type[Facet[Any]] = vars(sys.modules[self._make.__module__])[name]
        return found


if TYPE_CHECKING:
    part = property
else:
    part = _Part


def _lacking(account: object) -> Mapping[str, Unsupported]:
    kind: Any = type(account)
    return unsupported_of(kind)


def _refusal(account: Any, path: str, why: Unsupported) -> UnsupportedCapability:
    return UnsupportedCapability(account.provider, path, why.reason, why.instead)


@functools.cache
def parts_of(facet: Any) -> tuple[tuple[str, type[Facet[Any]]], ...]:
    """Return the parts that a facet's class has, its bases' included: their names and classes, in order."""
    bases: tuple[type[object], ...] = facet.__mro__
    names = dict.fromkeys(name for base in reversed(bases) for name, each in vars(base).items() if _is_part(each))
    parts = ((name, inspect.getattr_static(facet, name)) for name in names)
    return tuple((name, each.kind) for name, each in parts if _is_part(each))


def _is_part(thing: Any) -> TypeIs[_Part]:
    return isinstance(thing, _Part)


@functools.cache
def unsupported_of(facet: Any) -> Mapping[str, Unsupported]:
    """Return what a facet and its parts do not offer, by path; what a class says itself goes before its parts' word."""
    return dict(_unsupported(facet))


def _unsupported(facet: Any) -> Iterator[tuple[str, Unsupported]]:
    for name, part in parts_of(facet):
        for path, why in _unsupported(part):
            yield f"{name}.{path}", why
    yield from facet.unsupported.items()
