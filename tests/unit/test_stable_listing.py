"""Lists are looked at until two looks agree; a single page, and a very long list, once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support import drive

from provider_bridge.core.listing.paging import Page, by_token, read_whole
from provider_bridge.core.listing.stable import until_stable
from provider_bridge.core.steps import Emit, Flow, Now, Paged
from provider_bridge.errors import ListingIncomplete

GET = "GET /users"


class Vendor:
    """Lists rows two a page; ``change`` is called before each page is made, with how many were made."""

    def __init__(self, rows: list[int]) -> None:
        self.rows = rows
        self.asked = 0
        self.change: Callable[[int], None] = lambda _: None

    def fetch(self, token: str) -> Flow[Page[int]]:
        yield Now()
        self.change(self.asked)
        self.asked += 1
        start = int(token or 0)
        more = str(start + 2) if start + 2 < len(self.rows) else ""
        return Page(self.rows[start : start + 2], len(self.rows), more)

    def look(self) -> Paged[int]:
        return by_token(GET, self.fetch, key=lambda row: row)

    def items(self, **options: Any) -> list[int]:
        steps = drive(until_stable(GET, self.look, lambda row: row, **options), lambda _: None)[1]
        return [item for step in steps if isinstance(step, Emit) for item in step.items]


def swap_at(vendor: Vendor, *when: int) -> Callable[[int], None]:
    """Return what has the first row leave and a new one join before these pages."""

    def change(asked: int) -> None:
        if asked in when:
            vendor.rows.pop(0)
            vendor.rows.append(100 + asked)

    return change


@settings(max_examples=60, deadline=None)
@given(count=st.integers(3, 12), when=st.integers(1, 7))
def test_a_row_that_was_there_all_the_time_is_never_missed(count: int, when: int) -> None:
    """Wherever one leaves and another joins, every other row comes, once."""
    vendor = Vendor(list(range(count)))
    vendor.change = swap_at(vendor, when)

    found = vendor.items()

    assert set(range(1, count)) <= set(found)
    assert len(found) == len(set(found))


def test_two_looks_that_agree_are_enough() -> None:
    """A list that rests is looked at twice, and one of a single page once where that is told."""
    vendor, short = Vendor([1, 2, 3]), Vendor([1, 2])

    assert ([1, 2, 3], [1, 2]) == (vendor.items(), short.items(one_page=True))
    assert (4, 1) == (vendor.asked, short.asked)


def test_a_list_that_shows_others_each_time_is_incomplete() -> None:
    """After four looks that all differ, nothing shows that it was seen whole."""
    vendor = Vendor([1, 2, 3])
    vendor.change = swap_at(vendor, *range(0, 100, 2))

    with pytest.raises(ListingIncomplete, match="each of 4 looks"):
        vendor.items()


def test_a_list_that_is_too_long_for_it_is_looked_at_once() -> None:
    """What looking again would cost is bounded where the list may be of any length; nothing is lost of it."""
    vendor = Vendor(list(range(11)))

    assert list(range(11)) == vendor.items(pages=3, one_page=True)
    assert 6 == vendor.asked


def test_a_list_that_is_read_as_a_whole_is_read_until_it_comes_twice() -> None:
    """The same for lists whose rows nothing tells apart."""
    vendor = Vendor([1, 2, 3])
    vendor.change = swap_at(vendor, 1)

    assert [2, 3, 101] == drive(read_whole(GET, vendor.fetch, settles=True), lambda _: None)[0]
    assert 6 == vendor.asked
    vendor.change = swap_at(vendor, *range(100))
    with pytest.raises(ListingIncomplete, match="another one each time"):
        drive(read_whole(GET, vendor.fetch, settles=True), lambda _: None)
