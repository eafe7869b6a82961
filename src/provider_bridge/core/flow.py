"""Operations written once, callable on both faces with exact types.

A method decorated with ``operation`` is a generator that yields steps and returns a value. On a facet of a blocking
account it is a plain method returning that value, on one of an awaited account it returns an awaitable of it. ``paged``
does the same for generators that emit items: an iterator, or an asynchronous iterator.

Bare, a decorator declares an operation of the common interface, whose body refuses. With the endpoints that are
called, ``level`` and ``note`` it offers the operation: capabilities, scopes and documents are read off it.
"""

from __future__ import annotations

import dataclasses
import functools
import inspect
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from typing import TYPE_CHECKING, Any, Concatenate, Final, Generic, ParamSpec, Protocol, Self, TypeVar, overload

from provider_bridge.core.calls import Call
from provider_bridge.core.capability import Level, Offer
from provider_bridge.core.steps import Emit, Fork
from provider_bridge.errors import ProviderBridgeError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from provider_bridge.core.calls import Endpoint
    from provider_bridge.core.facet import Async, OnFace, Sync
    from provider_bridge.core.steps import Flow, Paged

__all__ = ["Operation", "fork", "operation", "page_of", "paged"]

P = ParamSpec("P")
T = TypeVar("T")
S_co = TypeVar("S_co", covariant=True)
A_co = TypeVar("A_co", covariant=True)

_LOOKS: Final = ("__module__", "__name__", "__qualname__")


class Operation(Generic[S_co, A_co]):
    """An operation as its class has it; on a facet it is a method: ``S_co`` on the one face, ``A_co`` on the other.

    Attributes:
        flow: The generator function.
        many: Whether it yields items, page by page.
        offer: What it was declared with, ``None`` for the declaration of the common interface.

    """

    def __init__(self, flow: Callable[..., Any], *, many: bool, offer: Offer | None = None) -> None:
        self.flow = flow
        self.many = many
        self.offer = offer
        self._owner: type = object
        self._doc: str | None = None
        functools.update_wrapper(self, flow, assigned=_LOOKS)  # type: ignore[arg-type] # typeshed wants a callable
        self.__signature__ = inspect.signature(flow)
        self._called = self.__signature__.replace(parameters=list(self.__signature__.parameters.values())[1:])

    def __set_name__(self, owner: type, name: str) -> None:
        self._owner = owner

    @property
    def __doc__(self) -> str:  # type: ignore[override] # made when it is read
        """What the operation does, with its scopes, rate labels and the vendor's page."""
        if self._doc is None:
            text = inspect.cleandoc(self.flow.__doc__ or self._inherited())
            self._doc = "\n\n".join(filter(None, (text, _footer(self.offer))))
        return self._doc

    def calling(self, *endpoints: Endpoint, reference: str = "", either: tuple[Endpoint, ...] = ()) -> Self:
        """Return the same operation with other endpoints: for a mixin that several providers share."""
        offer = dataclasses.replace(self.offer or Offer(), endpoints=endpoints, reference=reference, either=either)
        return type(self)(self.flow, many=self.many, offer=offer)

    def _inherited(self) -> str:
        above: list[Any] = [vars(base).get(self.flow.__name__) for base in self._owner.__mro__[1:]]
        texts = (each.flow.__doc__ for each in above if isinstance(each, Operation))
        return next(filter(None, texts), "")

    @overload
    def __get__(self, obj: None, owner: type) -> Self: ...
    @overload
    def __get__(self, obj: OnFace[Sync], owner: type) -> S_co: ...
    @overload
    def __get__(self, obj: OnFace[Async], owner: type) -> A_co: ...

    def __get__(self, obj: Any, owner: type) -> Any:
        if obj is None:
            return self
        made: dict[object, Callable[..., Any]] = obj._made  # noqa: SLF001 (a facet keeps the methods that this makes)
        if self not in made:  # making it look like the one it wraps takes a while, so it is kept
            method: Any = functools.wraps(self.flow)(self._bound(obj))
            method.__doc__ = self.__doc__
            method.__signature__ = self._called
            made[self] = method
        return made[self]

    def _bound(self, obj: Any) -> Callable[..., Any]:
        flow, runner = self.flow, obj._runner  # noqa: SLF001 (methods are what a facet has its runner for)
        if self.many:
            return lambda *args, **kwargs: runner.stream(flow(obj, *args, **kwargs))
        return lambda *args, **kwargs: runner.run(_telling(flow(obj, *args, **kwargs)))


def _footer(offer: Offer | None) -> str:
    """Return the scopes, rate labels and page of an operation that is offered, ``""`` for one that is declared."""
    if offer is None:
        return ""
    endpoints = offer.endpoints or ()
    needed, either = _scopes(endpoints), _scopes(offer.either)
    told = filter(None, (", ".join(needed), f"one of {', '.join(either)}" if either else ""))
    scopes = ", and ".join(told)
    labels = ", ".join(dict.fromkeys(each.label for each in (*endpoints, *offer.either)))
    lines = (f"Scopes: {scopes}" if scopes else "", f"Rate label: {labels}" if labels else "", page_of(offer))
    return "\n".join(filter(None, lines))


def _scopes(endpoints: Iterable[Endpoint]) -> list[str]:
    """Return of each endpoint's scopes, of which any one opens it, the one to tick."""
    return list(dict.fromkeys(f"``{each.scopes[0]}``" for each in endpoints if each.scopes))


def page_of(offer: Offer) -> str:
    """Return the vendor's page that an operation rests on."""
    endpoints = (*(offer.endpoints or ()), *offer.either)
    return offer.reference or next((each.reference for each in endpoints), "")


class _Offering(Protocol):
    def __call__(
        self, flow: Callable[Concatenate[Any, P], Flow[T]], /
    ) -> Operation[Callable[P, T], Callable[P, Awaitable[T]]]: ...


class _OfferingMany(Protocol):
    def __call__(
        self, flow: Callable[Concatenate[Any, P], Paged[T]], /
    ) -> Operation[Callable[P, Iterator[T]], Callable[P, AsyncIterator[T]]]: ...


@overload
def operation(
    flow: Callable[Concatenate[Any, P], Flow[T]], /
) -> Operation[Callable[P, T], Callable[P, Awaitable[T]]]: ...
@overload
def operation(
    *endpoints: Endpoint,
    note: str,
    level: Level = "full",
    reference: str = "",
    either: tuple[Endpoint, ...] = (),
) -> _Offering: ...
def operation(*given: Any, **offer: Any) -> Any:
    """Make a method of one value: declared as ``@operation``, offered as ``@operation(ENDPOINT, note="…")``."""
    return _declared(given, offer, many=False)


@overload
def paged(
    flow: Callable[Concatenate[Any, P], Paged[T]], /
) -> Operation[Callable[P, Iterator[T]], Callable[P, AsyncIterator[T]]]: ...
@overload
def paged(
    *endpoints: Endpoint,
    note: str,
    level: Level = "full",
    reference: str = "",
    either: tuple[Endpoint, ...] = (),
) -> _OfferingMany: ...
def paged(*given: Any, **offer: Any) -> Any:
    """Make a method of many values, fetched page by page as they are asked for; otherwise as ``operation``."""
    return _declared(given, offer, many=True)


def _declared(given: tuple[Any, ...], offer: dict[str, Any], *, many: bool) -> Any:
    if not offer:  # bare: what is given is the method
        bare: Operation[Any, Any] = Operation(given[0], many=many)
        return bare
    make: Any = Operation
    return functools.partial(make, many=many, offer=Offer(given, **offer))


def _telling(flow: Flow[T]) -> Flow[T]:
    """Run a flow; an error that ends it after a change was accepted, or may have been, says so.

    Otherwise a look at what was changed that fails would read as if the change had failed, and be made again.
    """
    changed = ""
    try:
        step = next(flow)
        while True:
            try:
                answer = yield step
            except Exception as error:  # noqa: BLE001 (the flow decides what an error means)
                if type(step) is Call and step.endpoint.changes and getattr(error, "sent", "") == "maybe":
                    changed = step.endpoint.name
                step = flow.throw(error)
            else:
                if type(step) is Call and step.endpoint.changes:
                    changed = step.endpoint.name
                step = flow.send(answer)
    except StopIteration as end:
        value: T = end.value
        return value
    except ProviderBridgeError as error:
        if changed:
            error.follows(changed)
        raise
    finally:
        flow.close()


def fork(what: str, flows: Iterable[Flow[T]], *, at_once: int | None = None) -> Flow[list[Any]]:
    """Run a few flows side by side and return their outcomes in order: results, or the errors they ended with."""
    outcomes: list[Any] = []

    def source() -> Paged[Flow[T]]:
        yield Emit(tuple(flows))

    yield Fork(what, source(), outcomes.append, at_once)
    return outcomes
