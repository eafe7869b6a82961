"""What every listing of GoTo's withstands, on both faces: refusals, small pages, odd values, rows that move meanwhile.

Listings are found by themselves: every paged operation, and every one that is called ``list``. A new one is tested
like the others, and has to be given arguments in ``tours`` with which it finds something.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Generator
from contextlib import contextmanager
from typing import Any, Final
from urllib.parse import urlsplit

import pytest
from found import operations
from moving import Moving
from support import sandbox_opened, unlimited
from tours import ACCOUNTS, ARGUMENTS

from provider_bridge.errors import (
    ApiError,
    DecodeError,
    Forbidden,
    ListingIncomplete,
    NotFound,
    ProviderBridgeError,
    ProviderBroken,
    UnsupportedCapability,
)
from provider_bridge.sandbox import Sandbox
from provider_bridge.sandbox import goto as simulated
from provider_bridge.sandbox.routing import Router

pytestmark = pytest.mark.sweep

ROUTES: Final = Router(simulated.ROUTES)
Answer = tuple[int, dict[str, str], bytes]
JSON: Final = {"content-type": "application/json"}

_SAID: Final = b'{"errorCode": "Told", "description": "Told of ada@example.test", "incident": 815}'
REFUSALS: Final[dict[str, tuple[Answer, tuple[type[ProviderBridgeError], ...]]]] = {
    "no right": ((403, JSON, _SAID), (Forbidden,)),
    "no such object": ((404, JSON, _SAID), (NotFound,)),
    "no reason": ((404, {}, b""), (NotFound,)),
    "an error in disguise": ((200, JSON, _SAID), (ApiError,)),
    "a web page": ((200, {"content-type": "text/html"}, b"<html>ada@example.test</html>"), (ProviderBroken,)),
    "an empty object": ((200, JSON, b"{}"), (DecodeError, ListingIncomplete)),
    "null": ((200, JSON, b"null"), (DecodeError, ListingIncomplete)),
    "nothing": ((200, {}, b""), (DecodeError,)),
}
"""Answers that are no listing, and what they may end in."""


EMPTY: Final = frozenset({"webhooks.list", "webhooks.subscriptions.list"})
"""Listings without pages, whose answer is an empty object where there is nothing: GoTo leaves ``_embedded`` out."""


class Wire:
    """A simulator with small pages, some of whose answers are changed on their way."""

    def __init__(self) -> None:
        self.sandbox = unlimited(users=6)
        now = self.sandbox.world.clock()
        self.sandbox.world.clock = lambda: now  # type: ignore[method-assign]  # links to files change with the time
        self.size = 200
        self.asked: list[str] = []
        self.refused: tuple[str, Answer] | None = None
        self.change: Callable[[bytes], bytes] | None = None
        self.answer: Moving | None = None

    def __call__(self, method: str, url: str, headers: dict[str, str], body: bytes) -> Answer:
        if self.answer is not None:
            return self.answer(method, url, headers, body)
        path = urlsplit(url).path
        if not path.startswith(("/G2W/", "/G2M/")):
            return self.sandbox.handle(method, url, headers, body)
        found = ROUTES.find(method, path)
        assert found is not None, path
        self.asked.append(found[0].name)
        if self.refused is not None and self.refused[0] == found[0].name:
            return self.refused[1]
        url = re.sub(r"\b(size|limit)=\d+", rf"\1={self.size}", url)
        status, answer_headers, answer = self.sandbox.handle(method, url, headers, body)
        if self.change is not None and status == 200 and answer:
            answer_headers.pop("content-length", None)
            answer = self.change(answer)
        return status, answer_headers, answer


class Listing:
    """One listing of an account over a changed simulator."""

    def __init__(self, wire: Wire, run: Callable[..., Any], arguments: dict[str, Any]) -> None:
        self.wire = wire
        self._run = run
        self._arguments = arguments

    def items(self) -> list[Any]:
        return list(self._run(**self._arguments))

    def error(self) -> ProviderBridgeError:
        """Return what the listing raises; it must not come to its end."""
        try:
            found = self.items()
        except ProviderBridgeError as error:
            return error
        raise AssertionError(f"no error came, but {len(found)} items")

    def endpoints(self) -> list[str]:
        """Return what the listing asks, each once."""
        self.wire.asked.clear()
        self.items()
        return sorted(set(self.wire.asked))


def _offered(account: Any, sandbox: Sandbox, name: str, run: Callable[..., Any]) -> bool:
    """Whether the provider offers a listing at all."""
    arguments = ARGUMENTS[account.provider]
    try:
        list(run(**(arguments[name](sandbox) if name in arguments else {})))
    except UnsupportedCapability:
        return False
    return True


def _names() -> list[tuple[str, str]]:
    """Return the provider and the name of each listing."""
    found: list[tuple[str, str]] = []
    sandbox = unlimited(users=1)
    with sandbox_opened("sync", sandbox) as accounts:
        for provider in ("gotowebinar", "gotomeeting"):
            account = accounts[ACCOUNTS[provider]]
            listings = dict(operations(account, many=True))
            listings |= {name: run for name, run in operations(account) if name.endswith(".list")}
            found += [(provider, name) for name, run in listings.items() if _offered(account, sandbox, name, run)]
    return sorted(each for each in found if each[1] not in FILES)


FILES: Final = frozenset({"recordings.stream"})
"""What comes in parts and is no list: a file."""

NAMES: Final = _names()
LISTED: Final = pytest.mark.parametrize(("provider", "name"), NAMES)


@contextmanager
def opened(face: str, provider: str, name: str) -> Generator[Listing]:
    """Open a listing on one face, with something in it."""
    wire = Wire()
    with sandbox_opened(face, wire.sandbox, wire) as accounts:
        account = accounts[ACCOUNTS[provider]]
        arguments = ARGUMENTS[provider]
        made = arguments[name](wire.sandbox) if name in arguments else {}
        yield Listing(wire, dict(operations(account))[name], made)


@LISTED
def test_a_refusal_is_a_typed_error_and_never_an_empty_listing(face: str, provider: str, name: str) -> None:
    """Each answer that is no listing, at each place that the listing asks; nobody is quoted."""
    with opened(face, provider, name) as listing:
        for endpoint in listing.endpoints():
            for what, (answer, kinds) in REFUSALS.items():
                if what == "an empty object" and name in EMPTY:
                    continue
                listing.wire.refused = endpoint, answer
                error = listing.error()
                listing.wire.refused = None
                assert isinstance(error, (*kinds, ListingIncomplete)), f"{endpoint}, {answer}: {error!r}"
                assert "ada" not in f"{error}{error!r}"


@LISTED
@pytest.mark.parametrize("size", [1, 3])
def test_small_pages_make_no_difference(face: str, provider: str, name: str, size: int) -> None:
    """A vendor that answers shorter pages than were asked for is read to the end all the same."""
    with opened(face, provider, name) as listing:
        whole = listing.items()
        listing.wire.size = size
        small = listing.items()

    assert whole
    assert whole == small


# --- odd values ----------------------------------------------------------------------------------------------

UNKNOWN: Final = "never_seen_before"


def keys_of_the_other_kind(member: str, value: Any) -> Any:
    """Make text of numbers that name something, and numbers of text."""
    if not re.search(r"(key|id)$", member, re.IGNORECASE) or isinstance(value, bool):
        return value
    if isinstance(value, int):
        return str(value)
    return int(value) if isinstance(value, str) and re.fullmatch(r"[1-9]\d*", value) else value


def times_spelled_oddly(_: str, value: Any) -> Any:
    """Write every time in the spelling that GoToMeeting uses, and GoToMeeting's in the usual one."""
    if not isinstance(value, str) or not re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|\.\+0000)", value):
        return value
    return value[:-1] + ".+0000" if value.endswith("Z") else value.removesuffix(".+0000") + "Z"


def more_members(_: str, value: Any) -> Any:
    """Add members that no document has to every object."""
    return value | {"neverSeenBefore": {"email": "ada@example.test"}} if isinstance(value, dict) else value


SAME: Final[dict[str, Callable[[str, Any], Any]]] = {
    "keys of the other kind": keys_of_the_other_kind,
    "times spelled oddly": times_spelled_oddly,
    "more members": more_members,
}
"""Changes of every value that make no difference to what is listed."""


def changed(value: Any, change: Callable[[str, Any], Any], member: str = "") -> Any:
    """Return a JSON value with everything in it changed."""
    if isinstance(value, list):
        return [changed(each, change, member) for each in value]
    if isinstance(value, dict):
        return change(member, {name: changed(each, change, name) for name, each in value.items()})
    return change(member, value)


@LISTED
@pytest.mark.parametrize("oddity", SAME)
def test_trap_04_odd_spellings_make_no_difference(face: str, provider: str, name: str, oddity: str) -> None:
    """Keys as text or as numbers of any length, times in both spellings, members that came later: the same items."""
    with opened(face, provider, name) as listing:
        whole = listing.items()
        listing.wire.change = lambda body: json.dumps(changed(json.loads(body), SAME[oddity])).encode()
        odd = listing.items()

    assert whole == odd


def empty_times(_: str, value: Any) -> Any:
    """Leave every time empty."""
    return "" if isinstance(value, str) and re.match(r"\d{4}-\d\d-\d\dT", value) else value


UNTIMED: Final[dict[tuple[str, str], type[ProviderBridgeError]]] = {
    # without a beginning nothing says which rows are of one session
    ("gotomeeting", "participants.list_between"): ListingIncomplete,
    # one that no time leads to could not be found again, or deleted
    ("gotomeeting", "recordings.list"): DecodeError,
}
"""Listings whose rows mean nothing without a time, and the error that says so."""


@LISTED
def test_rows_without_times_are_listed_or_refused(face: str, provider: str, name: str) -> None:
    """A time that is left empty hides no row: it is ``None``, or the listing says that it cannot be read."""
    with opened(face, provider, name) as listing:
        whole = listing.items()
        listing.wire.change = lambda body: json.dumps(changed(json.loads(body), empty_times)).encode()
        if (provider, name) in UNTIMED:
            assert isinstance(listing.error(), UNTIMED[provider, name])
            return
        odd = listing.items()

    assert len(whole) == len(odd)


# --- rows that move --------------------------------------------------------------------------------------------

MOVING: Final = (
    ("gotowebinar", "events.list"),
    ("gotowebinar", "recordings.list"),
    ("gotowebinar", "registrants.list"),
)
"""Listings by page whose rows can be deleted while they are read.

The others are records of what has happened. GoToMeeting's lists have no pages.
"""


@pytest.mark.parametrize(("provider", "name"), MOVING)
def test_no_row_is_missed_when_rows_move_between_pages(face: str, provider: str, name: str) -> None:
    """One row leaves and one joins after the first page, and the total stays: the others all come, or it is told."""
    with opened(face, provider, name) as listing:
        whole = listing.items()
        listing.wire.answer = moving = Moving(listing.wire.sandbox.handle)
        try:
            found = listing.items()
        except ListingIncomplete:
            found = whole
        after = listing.items()

    assert moving.moved, "a list of two rows or more"
    assert [] == [each for each in whole if each in after and each not in found]
