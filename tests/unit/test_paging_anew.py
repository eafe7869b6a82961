"""Listings that have to be started anew: a page token that died, a list that changes while it is read."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import drive

from provider_bridge.core.listing.paging import Page, by_token, read_whole, to_list
from provider_bridge.core.steps import Emit, Flow, Now
from provider_bridge.errors import ListingIncomplete, PageExpired

GET = "GET /users"


class Vendor:
    """Lists ``rows`` two a page; the n-th page asked for over all is refused as expired when n is in ``dead``."""

    def __init__(self, rows: list[int], *, dead: frozenset[int] = frozenset()) -> None:
        self.rows = rows
        self.dead = dead
        self.asked = 0
        self.change: Callable[[int], None] = lambda _: None

    def fetch(self, token: str) -> Flow[Page[int]]:
        yield Now()
        self.asked += 1
        if token and self.asked in self.dead:
            raise PageExpired(GET, 400, "expired", code="300")
        self.change(self.asked)
        start = int(token or 0)
        more = start + 2 < len(self.rows)
        return Page(self.rows[start : start + 2], len(self.rows), str(start + 2) if more else "")


def items(vendor: Vendor, **options: Any) -> list[int]:
    steps = drive(by_token(GET, vendor.fetch, **options), lambda _: None)[1]
    return [item for step in steps if isinstance(step, Emit) for item in step.items]


@given(count=st.integers(3, 20), dead=st.frozensets(st.integers(3, 12), max_size=2))
def test_a_listing_whose_token_died_is_started_anew_without_duplicates(count: int, dead: frozenset[int]) -> None:
    """Every row comes exactly once, in order, wherever the tokens died."""
    rows = list(range(count))
    vendor = Vendor(rows, dead=dead)
    try:
        assert items(vendor, key=lambda row: row) == rows
    except ListingIncomplete:
        assert len(dead & set(range(vendor.asked + 1))) > 1  # it died again before anything new had come


def test_a_listing_without_a_key_is_incomplete_when_its_token_died() -> None:
    """Rows that nothing tells apart cannot be matched with those that were handed out before."""
    with pytest.raises(ListingIncomplete, match="expired"):
        items(Vendor([1, 2, 3, 4], dead=frozenset({2})))


def test_a_first_page_that_is_refused_as_expired_is_no_listing() -> None:
    """A vendor that refuses the very first page so is not asked for ever."""

    def fetch(_: str) -> Flow[Page[int]]:
        yield Now()
        raise PageExpired(GET, 400, "expired")

    for flow in (by_token(GET, fetch, key=str), read_whole(GET, fetch)):
        with pytest.raises(ListingIncomplete):
            drive(flow, lambda _: None)


def test_a_listing_that_changed_is_walked_again() -> None:
    """A row that moved to a page that was read already is found on the second walk."""
    vendor = Vendor([1, 2, 3, 4, 5])

    def change(asked: int) -> None:
        if asked == 2:
            vendor.rows.remove(1)  # 3 moves to the first page, which was read before

    vendor.change = change

    assert sorted(items(vendor, key=lambda row: row)) == [1, 2, 3, 4, 5]
    assert vendor.asked == 4


def test_a_listing_that_never_rests_is_incomplete() -> None:
    """After three walks that all changed, it is said that the listing cannot be trusted."""
    vendor = Vendor([1, 2, 3, 4, 5])
    vendor.change = lambda asked: vendor.rows.append(asked + 100)

    with pytest.raises(ListingIncomplete, match="changed while it was read"):
        items(vendor, key=lambda row: row)


def test_a_page_that_comes_twice_hides_nobody() -> None:
    """A page repeated under a new token does not make up for one that is missing: the count is of different rows."""
    pages = {"": Page([1, 2], 6, "a"), "a": Page([1, 2], 6, "b"), "b": Page([5, 6], 6, "")}

    def fetch(token: str) -> Flow[Page[int]]:
        yield Now()
        return pages[token]

    with pytest.raises(ListingIncomplete, match="6 announced, 4 came"):
        drive(by_token(GET, fetch, key=str), lambda _: None)


def test_a_whole_list_is_read_again_when_its_token_died() -> None:
    """Rows that nothing tells apart come once when the list is asked for as a whole, equal ones included."""
    vendor = Vendor([7, 7, 7, 8], dead=frozenset({2}))

    assert drive(read_whole(GET, vendor.fetch), lambda _: None)[0] == [7, 7, 7, 8]
    assert drive(to_list(by_token(GET, Vendor([7, 7, 8]).fetch)), lambda _: None)[0] == [7, 7, 8]


def test_a_whole_list_whose_token_always_dies_is_incomplete() -> None:
    """Three deaths are enough."""
    with pytest.raises(ListingIncomplete, match="expired"):
        drive(read_whole(GET, Vendor([1, 2, 3], dead=frozenset(range(2, 20))).fetch), lambda _: None)


def test_rows_of_an_earlier_walk_hide_nobody() -> None:
    """A bug once: a row that was deleted between two walks made up for one that the second did not show."""
    first: dict[str, Page[int] | None] = {"": Page([1, 2], 4, "a"), "a": None}
    second: dict[str, Page[int] | None] = {"": Page([1, 3], 4, "b"), "b": Page([4], 4, "")}
    walks = [first, second]

    def fetch(token: str) -> Flow[Page[int]]:
        yield Now()
        page = walks[0][token]
        if page is None:
            walks.pop(0)
            raise PageExpired(GET, 400, "expired")
        return page

    with pytest.raises(ListingIncomplete, match="4 announced, 3 came"):
        drive(by_token(GET, fetch, key=str), lambda _: None)


def test_what_is_shown_beside_the_counted_rows_hides_none_of_them() -> None:
    """A bug once: edited and deleted messages, which are not counted, made up for a message that was missing."""
    pages = {"": Page(["a"], 2, "1", beside=["A"]), "1": Page([], 2, "", beside=["A", "B"])}

    def fetch(token: str) -> Flow[Page[str]]:
        yield Now()
        return pages[token]

    with pytest.raises(ListingIncomplete, match="2 announced, 1 came"):
        drive(by_token(GET, fetch, key=str), lambda _: None)
    pages["1"] = Page(["b"], 2, "", beside=["A", "B"])
    steps = drive(by_token(GET, fetch, key=str), lambda _: None)[1]
    assert [item for step in steps if isinstance(step, Emit) for item in step.items] == ["a", "A", "b", "B"]


def test_rows_that_are_left_out_count_where_rows_are_told_apart() -> None:
    """A bug once: rows that a listing leaves out on purpose were missing in a count of different rows."""

    def fetch(_: str) -> Flow[Page[str]]:
        yield Now()
        return Page(["a"], 2, "", listed=2)

    steps = drive(by_token(GET, fetch, key=str), lambda _: None)[1]
    assert [item for step in steps if isinstance(step, Emit) for item in step.items] == ["a"]
