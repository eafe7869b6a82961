"""What the fault matrix found, each by itself."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import pytest
from anyio.from_thread import BlockingPortal, start_blocking_portal
from faults.cases import by_name
from faults.runs import Run, hurried, run
from support import FACES, drive

from provider_bridge import Level, SwitchedOn
from provider_bridge.core.calls import Call, Endpoint
from provider_bridge.core.facet import Facet
from provider_bridge.core.flow import operation
from provider_bridge.core.listing.paging import Page, by_token, read_whole
from provider_bridge.core.retry import with_retries
from provider_bridge.core.steps import Flow
from provider_bridge.domain.settings import SettingReading
from provider_bridge.errors import BadRequest, ListingIncomplete, NotFound, RateLimited, TransportFailed
from provider_bridge.providers.zoom.attention.verdict import Place, Sweep
from provider_bridge.testing import FaultPlan

READ = Endpoint("GET", "/things", "", (), "")
WRITE = Endpoint("POST", "/things", "", (), "")


@pytest.fixture
def portal() -> Iterator[BlockingPortal]:
    with start_blocking_portal() as found, hurried():
        yield found


def disturbed(name: str, face: str, plan: str, portal: BlockingPortal, skew: float = 0) -> Run:
    """Run an operation with a plan of faults."""
    return run(by_name(name), face, FaultPlan.parse(plan) if plan else FaultPlan(), portal, skew)


@pytest.mark.parametrize("face", FACES)
@pytest.mark.parametrize(
    "name",
    [
        "zoom.settings.update",
        "zoom.registrants.approve",
        "zoom.recordings.restore",
        "gotowebinar.events.update",
        "gotomeeting.events.update",
    ],
)
def test_a_look_that_fails_after_a_change_says_that_the_change_may_have_been_made(
    name: str, face: str, portal: BlockingPortal
) -> None:
    """Otherwise "too many calls" or "forbidden" of the look reads as if nothing had been changed."""
    quiet = disturbed(name, face, "", portal)
    change = next(number for number, each in enumerate(quiet.vendor.asked) if each.method != "GET" and number)

    ended = disturbed(name, face, f"429-bare@{change + 1}*", portal)

    assert ended.vendor.applied == quiet.vendor.applied
    assert isinstance(ended.outcome, RateLimited)
    assert ended.outcome.sent == "maybe"
    assert "may have been carried out" in str(ended.outcome)


def test_an_error_before_any_change_says_that_nothing_was_sent(portal: BlockingPortal) -> None:
    """A refusal of the change itself changed nothing."""
    ended = disturbed("zoom.settings.update", "sync", "error-with-200", portal)
    assert not ended.vendor.applied
    assert ended.outcome.sent == "no"


class _Thing(Facet):
    @operation
    def change(self) -> Flow[None]:
        """Change it, and look."""
        yield Call(WRITE)
        yield Call(READ)


class _Driven:
    """A runner that answers a flow's calls with what is given, in their order."""

    def __init__(self, *answers: Any) -> None:
        self._answers = iter(answers)

    def run(self, flow: Any) -> Any:
        return drive(flow, lambda _: next(self._answers))[0]

    def stream(self, flow: Any) -> Any:
        raise NotImplementedError


@pytest.mark.parametrize(
    ("answers", "sent"),
    [
        (("done", NotFound("GET /things", 404, "no")), "maybe"),
        ((TransportFailed("POST /things", "broke"),), "maybe"),
        ((BadRequest("POST /things", 400, "no"),), "no"),
    ],
)
def test_an_operation_tells_whether_it_may_have_changed_something(answers: tuple[Any, ...], sent: str) -> None:
    """Whatever facet it is of: the descriptor sees to it."""
    account: Any = SimpleNamespace(_runner=_Driven(*answers), _account=None)
    with pytest.raises((NotFound, TransportFailed, BadRequest)) as caught:
        _Thing(account).change()
    assert caught.value.sent == sent


def test_a_refusal_after_a_lost_answer_says_that_the_change_may_have_been_made() -> None:
    """The first try was carried out and its answer lost; the second is refused because of that."""
    errors = iter([TransportFailed("DELETE /x", "broke"), BadRequest("DELETE /x", 400, "no such message")])

    def attempt() -> Flow[None]:
        yield from ()
        raise next(errors)

    with pytest.raises(BadRequest) as caught:
        drive(with_retries(attempt), lambda _: None)
    assert caught.value.sent == "maybe"


@pytest.mark.parametrize("face", FACES)
def test_a_message_whose_deletion_was_answered_too_late_is_not_said_to_be_there(
    face: str, portal: BlockingPortal
) -> None:
    """Zoom refuses to delete a live message twice; that is no proof that nothing was deleted."""
    ended = disturbed("zoom.chats.delete", face, "reset-before-body@2", portal)
    assert sum(ended.vendor.applied.values()) == 1
    assert isinstance(ended.outcome, BadRequest)
    assert ended.outcome.sent == "maybe"


@pytest.mark.parametrize("face", FACES)
@pytest.mark.parametrize("plan", ["page-doubled", "page-doubled*"])
def test_a_doubled_page_of_users_hides_no_switch(face: str, plan: str, portal: BlockingPortal) -> None:
    """The first page in the place of the second has rows enough, and not those of whom the switch is on."""
    quiet = disturbed("zoom.attention.read (violating)", face, "", portal).outcome
    found = disturbed("zoom.attention.read (violating)", face, plan, portal).outcome
    assert isinstance(found, SwitchedOn)
    assert len(found.where) == len(quiet.where) or found.unread


def test_a_place_that_is_read_twice_side_by_side_counts_once() -> None:
    """A doubled page hands out users whose first reading is still under way."""
    now = datetime(2026, 11, 25, tzinfo=UTC)
    sweep = Sweep()
    for _ in range(2):
        place = Place(Level.USER, "somebody")
        place.readings.append(SettingReading(Level.USER, "somebody", "GET /x", "attention", True, True, None, now, ""))
        sweep.add(place)

    found = sweep.conclude()

    assert isinstance(found, SwitchedOn)
    assert (len(found.where), dict(found.looked_at)) == (1, {Level.USER: 1})


def _pages(*pages: tuple[int, ...]) -> Any:
    """Return what fetches these pages, one after another, for each walk anew."""

    def fetch(token: str) -> Flow[Page[int]]:
        yield from ()
        number = int(token or 0)
        return Page(pages[number], next_token=str(number + 1) if number + 1 < len(pages) else "")

    return fetch


def test_a_page_that_came_twice_is_no_complete_listing() -> None:
    """Also where the vendor announces no number of rows: in its place another page should have stood."""
    with pytest.raises(ListingIncomplete, match="came twice"):
        drive(by_token("GET /x", _pages((1, 2), (1, 2), (5, 6)), key=lambda each: each), lambda _: None)
    with pytest.raises(ListingIncomplete, match="came twice"):
        drive(read_whole("GET /x", _pages((1, 2), (3, 4), (1, 2))), lambda _: None)


def test_a_page_that_came_twice_once_is_made_good_by_another_walk() -> None:
    """Each row comes once, whatever came before."""
    walks = iter([((1, 2), (1, 2)), ((1, 2), (3, 4))])
    now: list[Any] = []

    def fetch(token: str) -> Flow[Page[int]]:
        if not token:
            now[:] = [_pages(*next(walks))]
        page: Page[int] = yield from now[0](token)
        return page

    _, steps = drive(by_token("GET /x", fetch, key=lambda each: each), lambda _: None)
    assert [item for step in steps for item in step.items] == [1, 2, 3, 4]


def test_rows_that_are_alike_are_no_doubled_page() -> None:
    """Single rows without an id may well be equal, and rows that moved make up a part of a page only."""
    assert drive(read_whole("GET /x", _pages((1,), (1,))), lambda _: None)[0] == [1, 1]
    steps = drive(by_token("GET /x", _pages((1, 2), (2, 3)), key=lambda each: each), lambda _: None)[1]
    assert [item for step in steps for item in step.items] == [1, 2, 3]


@pytest.mark.parametrize("face", FACES)
def test_a_clock_that_is_slow_hides_no_views(face: str, portal: BlockingPortal) -> None:
    """Who viewed a recording in the last ten minutes did so, whatever this machine's clock says."""
    quiet = disturbed("zoom.recordings.views.list", face, "", portal).outcome
    assert len(disturbed("zoom.recordings.views.list", face, "", portal, skew=-10).outcome) == len(quiet) > 2
