"""GoTo's lists: pages by ``size`` inside ``_embedded``, pages by ``limit`` inside ``data``, and bare arrays.

No stable order is documented for any of them, so paged lists need a key that tells their rows apart.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Final, TypeVar

from pydantic import Field

from provider_bridge.core.calls import Call, Reply
from provider_bridge.core.decode import WireModel
from provider_bridge.core.listing.paging import Page, by_number
from provider_bridge.core.listing.stable import until_stable

if TYPE_CHECKING:
    from provider_bridge.core.steps import Flow, Paged

__all__ = ["SIZE", "Limited", "PageInfo", "by_limit", "by_size"]

T = TypeVar("T")

SIZE: Final = 200
"""The most rows that a page may have, in either style."""


class PageInfo(WireModel):
    """What a page of the ``size`` style says of the whole list."""

    total: int = Field(alias="totalElements")
    pages: int = Field(alias="totalPages")

    def of(self, rows: Sequence[T]) -> Page[T]:
        """Return the page that these rows are."""
        return Page(rows, self.total, pages=self.pages)


class Limited(WireModel):
    """What a page of the ``limit`` style says of the whole list."""

    total: int
    limit: int = Field(default=SIZE, gt=0)

    def of(self, rows: Sequence[T]) -> Page[T]:
        """Return the page that these rows are; the vendor's own limit counts, which may be lower than was asked."""
        return Page(rows, self.total, pages=-(-self.total // self.limit))


def by_size(
    call: Call,
    read: Callable[[Reply], Page[T]],
    *,
    key: Callable[[T], Hashable] | None = None,
    what: str = "",
    settles: int = 0,
) -> Paged[T]:
    """Emit the rows of a list with ``page`` and ``size``; ``read`` parses one page of it.

    One whose rows can be deleted while it is read is looked at again where it takes more than one page, and
    up to as many as ``settles`` says, see ``until_stable``.
    """
    return _numbered(call, "size", read, key, what, settles=settles)


def by_limit(
    call: Call,
    read: Callable[[Reply], Page[T]],
    *,
    key: Callable[[T], Hashable] | None = None,
    what: str = "",
    settles: int = 0,
) -> Paged[T]:
    """Emit the rows of a list with ``page`` and ``limit``; ``read`` parses one page of it.

    Where a bare array comes in place of a page, it is the whole list: ``Page(rows)``. ``settles`` as in ``by_size``.
    """
    return _numbered(call, "limit", read, key, what, settles=settles)


def _numbered(
    call: Call,
    word: str,
    read: Callable[[Reply], Page[T]],
    key: Callable[[T], Hashable] | None,
    what: str,
    *,
    settles: int,
) -> Paged[T]:
    def fetch(number: int) -> Flow[Page[T]]:
        reply: Reply = yield replace(call, query={**call.query, "page": str(number), word: str(SIZE)})
        return read(reply)

    look = partial(by_number, call.endpoint.name, fetch, key=key, what=what)
    if not settles or key is None:
        return look()
    return until_stable(call.endpoint.name, look, key, pages=settles, one_page=True)
