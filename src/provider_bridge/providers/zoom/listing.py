"""How Zoom's lists are fetched: 300 rows a page, walked by token, the other parameters the same on every page."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Final, Protocol, TypeVar

from provider_bridge.core.calls import Call, Endpoint, Reply
from provider_bridge.core.decode import decode
from provider_bridge.core.listing.paging import Page, by_token, read_whole
from provider_bridge.core.listing.stable import until_stable

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Mapping, Sequence

    from pydantic import TypeAdapter

    from provider_bridge.core.steps import Flow, Paged

__all__ = ["PAGE_SIZE", "all_rows", "page_of", "rows"]

P = TypeVar("P", bound="HasToken")
R = TypeVar("R")
T = TypeVar("T")

PAGE_SIZE: Final = "300"


class HasToken(Protocol):
    """What a page's wire model has beside its rows; see ``TokenPage``."""

    @property
    def next_page_token(self) -> str | None: ...
    @property
    def total_records(self) -> int | None: ...


def page_of(found: Sequence[R], convert: Callable[[R], T | None], page: HasToken) -> Page[T]:
    """Return a page of rows, converted, where that gives something."""
    items = [item for item in map(convert, found) if item is not None]
    return Page(items, page.total_records, page.next_page_token or "", listed=len(found))


def rows(
    endpoint: Endpoint,
    path: Mapping[str, str],
    query: Mapping[str, str],
    parse: Callable[[Reply], Page[T]],
    *,
    key: Callable[[T], Hashable] | None = None,
    what: str = "",
    page_size: str = PAGE_SIZE,
    counted: bool = False,
    settles: int = 0,
) -> Paged[T]:
    """Emit the items of every page; ``key`` tells them apart, see ``by_token``, and so for ``counted``.

    One whose rows can be deleted while it is read is looked at again where it takes more than one page, and
    up to as many as ``settles`` says, see ``until_stable``.
    """
    fetch = _fetch(endpoint, path, query, parse, page_size)
    look = partial(by_token, endpoint.name, fetch, key=key, what=what, counted=counted)
    if not settles or key is None:
        return look()
    return until_stable(endpoint.name, look, key, pages=settles, one_page=True)


def all_rows(
    endpoint: Endpoint,
    path: Mapping[str, str],
    query: Mapping[str, str],
    adapter: TypeAdapter[P],
    convert: Callable[[P], Sequence[T]],
    *,
    page_size: str = PAGE_SIZE,
    settles: bool = False,
) -> Flow[list[T]]:
    """Return the items of every page at once, for lists that make sense only as a whole; ``settles`` as in ``rows``."""

    def parse(reply: Reply) -> Page[T]:
        page = decode(adapter, reply)
        return Page(convert(page), page.total_records, page.next_page_token or "")

    return read_whole(endpoint.name, _fetch(endpoint, path, query, parse, page_size), settles=settles)


def _fetch(
    endpoint: Endpoint,
    path: Mapping[str, str],
    query: Mapping[str, str],
    parse: Callable[[Reply], Page[Any]],
    page_size: str,
) -> Callable[[str], Flow[Page[Any]]]:
    def fetch(token: str) -> Flow[Page[Any]]:
        more = {"next_page_token": token} if token else {}
        reply: Reply = yield Call(endpoint, path, {**query, "page_size": page_size, **more})
        return parse(reply)

    return fetch
