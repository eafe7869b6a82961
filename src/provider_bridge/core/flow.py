"""Operations written once, callable on both faces with exact types.

A method decorated with ``operation`` is a generator that yields steps and returns a value. On an object of a
synchronous face it is a plain method returning that value, on one of an asynchronous face it returns an
awaitable of it. ``paged`` does the same for generators that emit items: an iterator, or an async iterator.
"""

from __future__ import annotations

import functools
import inspect
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from typing import TYPE_CHECKING, Any, Concatenate, Final, Generic, Never, ParamSpec, Protocol, Self, TypeVar, overload

from provider_bridge.core.calls import Call
from provider_bridge.core.steps import Emit, Fork
from provider_bridge.errors import ProviderBridgeError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from provider_bridge.core.steps import Flow, Paged

__all__ = ["AsyncFace", "RunsAsync", "RunsSync", "SyncFace", "fork", "operation", "paged"]

P = ParamSpec("P")
S = TypeVar("S")
T = TypeVar("T")


class RunsSync(Protocol):
    """What a synchronous face needs of its runner."""

    def run(self, flow: Flow[T]) -> T: ...
    def stream(self, flow: Paged[T]) -> Iterator[T]: ...


class RunsAsync(Protocol):
    """What an asynchronous face needs of its runner."""

    async def run(self, flow: Flow[T]) -> T: ...
    def stream(self, flow: Paged[T]) -> AsyncIterator[T]: ...


_STAYS: Final = "an account and what it has cannot be copied or sent to another process; open a bridge there"


class SyncFace:
    """The base of every object whose operations block until they are done."""

    def __init__(self, runner: RunsSync) -> None:
        self._runner = runner
        self._made: dict[object, Callable[..., Any]] = {}

    def __reduce__(self) -> Never:
        raise TypeError(_STAYS)


class AsyncFace:
    """The base of every object whose operations are awaited."""

    def __init__(self, runner: RunsAsync) -> None:
        self._runner = runner
        self._made: dict[object, Callable[..., Any]] = {}

    def __reduce__(self) -> Never:
        raise TypeError(_STAYS)


class _Described(Generic[S, P, T]):
    """The part both descriptors share: they look like the method they wrap, to people and to tools."""

    def __init__(self, function: Callable[Concatenate[S, P], T]) -> None:
        self.flow = function
        functools.update_wrapper(self, function)  # type: ignore[arg-type]
        self.__signature__ = inspect.signature(function)

    def _kept(self, obj: Any, method: Callable[..., Any]) -> Callable[..., Any]:
        """Return the method that an object has; making it look like the one it wraps takes a while, so it is kept."""
        made: dict[object, Callable[..., Any]] = obj._made  # noqa: SLF001
        if self not in made:
            made[self] = functools.wraps(self.flow)(method)
        return made[self]


class operation(_Described[S, P, "Flow[T]"], Generic[S, P, T]):  # noqa: N801 (used as a decorator)
    """One value."""

    if TYPE_CHECKING:

        def __init__(self, function: Callable[Concatenate[S, P], Flow[T]]) -> None: ...

    @overload
    def __get__(self, obj: None, owner: type) -> Self: ...
    @overload
    def __get__(self, obj: SyncFace, owner: type) -> Callable[P, T]: ...
    @overload
    def __get__(self, obj: AsyncFace, owner: type) -> Callable[P, Awaitable[T]]: ...

    def __get__(self, obj: Any, owner: type) -> Any:
        if obj is None:
            return self
        return self._kept(
            obj,
            lambda *args, **kwargs: obj._runner.run(_telling(self.flow(obj, *args, **kwargs))),  # noqa: SLF001
        )


class paged(_Described[S, P, "Paged[T]"], Generic[S, P, T]):  # noqa: N801 (used as a decorator)
    """Many values, fetched page by page as they are asked for."""

    if TYPE_CHECKING:

        def __init__(self, function: Callable[Concatenate[S, P], Paged[T]]) -> None: ...

    @overload
    def __get__(self, obj: None, owner: type) -> Self: ...
    @overload
    def __get__(self, obj: SyncFace, owner: type) -> Callable[P, Iterator[T]]: ...
    @overload
    def __get__(self, obj: AsyncFace, owner: type) -> Callable[P, AsyncIterator[T]]: ...

    def __get__(self, obj: Any, owner: type) -> Any:
        if obj is None:
            return self
        return self._kept(obj, lambda *args, **kwargs: obj._runner.stream(self.flow(obj, *args, **kwargs)))  # noqa: SLF001


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
