"""A listing that is awaited, item by item."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from typing import Any, Generic, TypeVar

from provider_bridge.core.steps import Emit, Paged
from provider_bridge.errors import InvalidInput

__all__ = ["Listing"]

T = TypeVar("T")


class Listing(Generic[T]):
    """Drives a paged flow and hands out what it emits, as it is asked for.

    It is no asynchronous generator: those need the event loop when they are left midway. Between two items nothing
    is open here, so a listing that is left can be forgotten; ``aclose`` ends it at once.
    """

    def __init__(self, flow: Paged[T], perform: Callable[[object], Awaitable[Any]], check: Callable[[], None]) -> None:
        self._flow = flow
        self._perform = perform
        self._check = check
        self._items: Iterator[T] = iter(())
        self._begun = self._over = self._busy = False

    def __aiter__(self) -> Listing[T]:
        return self

    async def __anext__(self) -> T:
        if self._busy:
            raise InvalidInput("a listing is read by one task at a time")
        self._busy = True
        try:
            while True:
                for item in self._items:
                    return item
                await self._fill()
        finally:
            self._busy = False

    async def _fill(self) -> None:
        """Drive the flow to the next items it emits; whatever ends it otherwise ends the listing."""
        whole = False
        try:
            if self._over:
                raise StopAsyncIteration
            self._check()
            step = self._flow.send(None) if self._begun else next(self._flow)
            self._begun = True
            while not isinstance(step, Emit):
                try:
                    answer = await self._perform(step)
                except Exception as error:  # noqa: BLE001 (the flow decides what an error means)
                    step = self._flow.throw(error)
                else:
                    step = self._flow.send(answer)
            self._items = iter(step.items)
            whole = True
        except StopIteration:
            raise StopAsyncIteration from None
        finally:
            if not whole:
                self._end()

    async def aclose(self) -> None:
        """End it: nothing more is asked, and nothing more comes. That may be said twice."""
        self._end()

    def _end(self) -> None:
        self._over = True
        self._items = iter(())
        self._flow.close()
