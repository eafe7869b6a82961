"""Lists are walked to their end, and a listing that does not prove its end is an error."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support import drive

from provider_bridge.core.listing.paging import Page, by_number, by_token, consume, flat_map_batches, map_batches
from provider_bridge.core.steps import Emit, Flow, Now, Paged, Progress, Sleep
from provider_bridge.errors import BadRequest, ListingIncomplete

GET = "GET /users"

cuts = st.lists(st.lists(st.integers(), max_size=4), min_size=1, max_size=8)


def walk(pages: Paged[Any]) -> tuple[list[Any], list[Any]]:
    """Return the items of a listing, and the other steps it yielded."""
    _, steps = drive(pages, lambda _: None)
    items = [item for step in steps if isinstance(step, Emit) for item in step.items]
    return items, [step for step in steps if not isinstance(step, Emit)]


def tokens(pages: Sequence[Page[Any]]) -> Callable[[str], Flow[Page[Any]]]:
    """Return a vendor that hands out pages in order, checking the tokens it gave."""
    rest = list(pages)
    asked = [""]

    def fetch(token: str) -> Flow[Page[Any]]:
        yield Now()
        assert asked[-1] == token
        page = rest.pop(0)
        asked.append(page.next_token)
        return page

    return fetch


def numbers(pages: Sequence[Page[Any]]) -> Callable[[int], Flow[Page[Any]]]:
    """Return a vendor that hands out pages by their number."""

    def fetch(number: int) -> Flow[Page[Any]]:
        yield Now()
        return pages[number]

    return fetch


@settings(max_examples=100, deadline=None)
@given(cut=cuts, announces=st.booleans())
def test_by_token_yields_every_item_once_however_the_list_is_cut(cut: list[list[int]], *, announces: bool) -> None:
    """All items come in order, empty pages in between included, one request for each page."""
    items = [item for part in cut for item in part]
    last = len(cut) - 1
    total = len(items) if announces else None
    pages = [Page(part, total, "" if n == last else f"t{n}") for n, part in enumerate(cut)]

    found, steps = walk(by_token(GET, tokens(pages)))

    assert items == found
    assert [Now()] * len(cut) == steps


@settings(max_examples=100, deadline=None)
@given(cut=st.lists(st.lists(st.integers(), min_size=1, max_size=4), min_size=1, max_size=8), announces=st.booleans())
def test_by_number_yields_every_item_once_however_the_list_is_cut(cut: list[list[int]], *, announces: bool) -> None:
    """All items come in order, one request for each page."""
    items = [item for part in cut for item in part]
    pages = [Page(part, len(items) if announces else None, pages=len(cut)) for part in cut]

    found, steps = walk(by_number(GET, numbers(pages)))

    assert items == found
    assert [Now()] * len(cut) == steps


@settings(max_examples=100, deadline=None)
@given(cut=cuts, missing=st.integers(1, 5))
def test_fewer_items_than_announced_is_incomplete(cut: list[list[int]], missing: int) -> None:
    """A total that is not reached is told with both numbers, on either way of walking."""
    count = sum(map(len, cut))
    last = len(cut) - 1
    by_tokens = [Page(part, count + missing, "" if n == last else f"t{n}") for n, part in enumerate(cut)]

    with pytest.raises(ListingIncomplete, match=f"{count + missing} announced, {count} came"):
        walk(by_token(GET, tokens(by_tokens)))
    with pytest.raises(ListingIncomplete):
        walk(by_number(GET, numbers([Page(part, count + missing, pages=len(cut)) for part in cut])))


@pytest.mark.parametrize("ring", [1, 2, 5])
def test_a_token_that_comes_twice_is_incomplete(ring: int) -> None:
    """A loop of any length ends as soon as a token comes again."""
    asked: list[str] = []

    def fetch(token: str) -> Flow[Page[int]]:
        asked.append(token)
        yield Now()
        return Page([1], next_token=f"t{len(asked) % ring}")

    with pytest.raises(ListingIncomplete, match="twice"):
        walk(by_token(GET, fetch))
    assert ring + 1 == len(asked)


def test_nothing_at_all_is_a_complete_listing() -> None:
    """A list without items is empty, with and without a total."""
    for total in (0, None):
        assert [] == walk(by_token(GET, tokens([Page((), total)])))[0]
        assert [] == walk(by_number(GET, numbers([Page((), total, pages=0)])))[0]


def test_more_items_than_announced_are_all_handed_on() -> None:
    """What was added while the list was walked is no error."""
    assert [1, 2, 3] == walk(by_token(GET, tokens([Page([1, 2], 2, "t"), Page([3], 2)])))[0]


def test_progress_is_told_only_where_it_has_a_name() -> None:
    """Whoever watches learns the total; an unnamed listing says nothing."""
    pages = [Page([1], 2, "t"), Page([2], 2)]

    _, steps = walk(by_token(GET, tokens(pages), what="users"))

    assert [Progress("users", total=2)] * 2 == [step for step in steps if isinstance(step, Progress)]
    assert [] == [step for step in walk(by_token(GET, tokens(pages)))[1] if isinstance(step, Progress)]


def test_an_empty_page_before_the_last_is_incomplete() -> None:
    """A page with nothing on it, though more are announced, is missing."""
    pages = [Page([1], pages=3), Page((), pages=3), Page([3], pages=3)]

    with pytest.raises(ListingIncomplete, match="page 2 of 3 is empty"):
        walk(by_number(GET, numbers(pages)))


def test_a_page_that_forgets_the_pages_announced_before_does_not_end_the_listing() -> None:
    """A bug once: a page in the middle that says there are none ended the listing as if it were whole."""
    pages = [Page([1], 3, pages=3), Page((), 0, pages=0), Page([3], 3, pages=3)]

    with pytest.raises(ListingIncomplete):
        walk(by_number(GET, numbers(pages)))


def test_a_last_page_without_a_total_does_not_take_back_the_one_before() -> None:
    """A bug once: only the last page's total counted, so that one without any proved nothing and passed."""
    with pytest.raises(ListingIncomplete, match="5 announced, 2 came"):
        walk(by_token(GET, tokens([Page([1], 5, "t"), Page([2], None)])))
    with pytest.raises(ListingIncomplete, match="5 announced, 2 came"):
        walk(by_number(GET, numbers([Page([1], 5, pages=2), Page([2], None, pages=2)])))


def test_the_error_names_the_operation_and_no_item() -> None:
    """What is said is the endpoint and two numbers."""
    with pytest.raises(ListingIncomplete) as caught:
        walk(by_token(GET, tokens([Page(["ada@example.test"], 2)])))

    assert "GET /users: the listing is incomplete: 2 announced, 1 came" == str(caught.value)


def test_feeding_stops_when_there_is_enough() -> None:
    """What takes the items may say that it has enough: then no further page is asked for."""
    taken: list[str] = []
    asked: list[str] = []

    def fetch(token: str) -> Any:
        asked.append(token)
        yield Now()
        return Page([f"row {token}"], next_token=f"{token}x")

    def take(some: Any) -> bool:
        taken.extend(some)
        return len(taken) == 3

    drive(consume(by_token("GET /rows", fetch), take), lambda _: None)

    assert ["row ", "row x", "row xx"] == taken
    assert ["", "x", "xx"] == asked


def test_what_a_listing_emits_can_be_made_into_something_else() -> None:
    """Batch by batch; one of which nothing is left is not emitted, and the other steps are passed on."""
    pages = by_number(GET, numbers([Page([1, 2], 4, pages=3), Page([3], 4, pages=3), Page([4], 4, pages=3)]), what="x")

    _, steps = drive(map_batches(pages, lambda items: [str(each) for each in items if each != 3]), lambda _: None)

    assert [["1", "2"], ["4"]] == [step.items for step in steps if isinstance(step, Emit)]
    assert 3 == sum(isinstance(step, Progress) for step in steps)
    with pytest.raises(ListingIncomplete):
        walk(map_batches(by_number(GET, numbers([Page([1], 2, pages=1)])), lambda _: []))


def test_a_listing_can_be_changed_batch_by_batch() -> None:
    """Each batch is changed by a flow of its own; steps and errors pass through both ways, and it is closed."""
    closed = []

    def listing() -> Paged[int]:
        try:
            yield Emit((1, 2))
            with pytest.raises(BadRequest):
                yield Now()
            yield Emit((3,))
        finally:
            closed.append(True)

    def change(some: Sequence[int]) -> Flow[Sequence[str]]:
        yield Sleep(1)
        return [str(each) for each in some]

    answers: list[Any] = [None, BadRequest("GET /x", 400, "no"), None]
    _, steps = drive(flat_map_batches(listing(), change), lambda _: answers.pop(0))

    assert [["1", "2"], ["3"]] == [step.items for step in steps if isinstance(step, Emit)]
    assert [Sleep(1), Now(), Sleep(1)] == [step for step in steps if not isinstance(step, Emit)]
    assert [True] == closed


@pytest.mark.parametrize("total", [-1, -(10**9)])
def test_a_total_below_zero_is_incomplete(total: int) -> None:
    """The bug: fewer than nothing was reached by any number of rows."""
    with pytest.raises(ListingIncomplete, match="below zero"):
        walk(by_token(GET, tokens([Page([1], total)])))
    with pytest.raises(ListingIncomplete, match="below zero"):
        walk(by_number(GET, numbers([Page([1], total, pages=1)])))


@pytest.mark.parametrize(("total", "words"), [(None, "no number of rows"), (1, "1 announced, 2 came")])
def test_a_counted_list_is_whole_only_by_its_total(total: int | None, words: str) -> None:
    """Where everything depends on nothing being left out, a total that is missing or too low proves nothing."""
    with pytest.raises(ListingIncomplete, match=words):
        walk(by_token(GET, tokens([Page([1, 2], total)]), key=lambda row: row, counted=True))
    assert [1, 2] == walk(by_token(GET, tokens([Page([1, 2], 2)]), key=lambda row: row, counted=True))[0]
