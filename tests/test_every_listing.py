"""What every listing of Zoom's withstands, on both faces: refusals, dying page tokens, and odd values.

Listings are found by themselves: every paged operation, and every one that is called ``list``; ``ALSO`` names what
lists under another name. A new one is tested like the others, and has to be given arguments in ``tours`` with which
it finds something.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from dataclasses import fields, is_dataclass
from datetime import timedelta
from typing import Any, Final
from urllib.parse import urlsplit

import pytest
from contract.openapi import needs_documents
from contract.openapi import zoom as documents
from contract.schemas import Json
from found import operations
from moving import Moving
from support import sandbox_opened, unlimited
from tours import ARGUMENTS
from tours.zoom.participants import newest
from tours.zoom.recordings import period, run_of

from provider_bridge import Strength
from provider_bridge.errors import (
    Conflict,
    DecodeError,
    Forbidden,
    InvalidInput,
    ListingIncomplete,
    NotFound,
    ProviderBridgeError,
)
from provider_bridge.sandbox import Sandbox
from provider_bridge.sandbox import zoom as simulated
from provider_bridge.sandbox.routing import Router

pytestmark = pytest.mark.sweep

ROUTES: Final = Router(simulated.ROUTES)
Answer = tuple[int, dict[str, str], bytes]

NO_LISTS: Final = frozenset(
    {
        "settings.list",  # readings of a fixed catalogue: what could not be read is told in each of them
        "transcripts.copies.list",  # the state of each place: one that could not be read is unknown, which has tests
    }
)

ALSO: Final = frozenset({"dial_ins.get", "recordings.views.counts"})

UNPAGED: Final = frozenset(
    {
        # Zoom documents no pages for the reports of questions and answers, of a run's instances, of questions asked
        "questions.list", "questions.list: past", "responses.list", "sessions.list: of an event",
        "registrants.questions.list", "recordings.registrants.questions.list",
        # nor for the counts of each day
        "recordings.views.counts",
        # files: what comes in parts is the file, and not a list
        "recordings.stream", "transcripts.read", "transcripts.speakers.list",
    }
)  # fmt: skip
"""Listings that have no page tokens, and why."""

ACROSS: Final = frozenset({f"GET /users/{{userId}}/{what}" for what in ("meetings", "webinars", "recordings")})
"""Asked of every host: one host's refusal makes a listing of the whole account incomplete, or is told."""

REFUSALS: Final[dict[str, tuple[int, int, str, type[ProviderBridgeError], str]]] = {
    "no permission, with 200": (200, 200, "No permission.", Forbidden, ""),
    "no plan, with 200": (200, 200, "Only available for Paid account.", Forbidden, ""),
    "no such user": (404, 1001, "User does not exist: ada@example.test.", NotFound, "user"),
    "no such event": (404, 3001, "Meeting is not found or has expired.", NotFound, "event"),
    "no recording": (404, 3301, "There is no recording for this meeting.", NotFound, "recording"),
    "no reason": (404, 0, "", NotFound, ""),
}
EXPIRED: Final = (400, 300, "The next page token is either invalid or has expired.")


def of_event(sandbox: Sandbox) -> dict[str, Any]:
    """Return the arguments for the runs of one event."""
    return {"event": f"meeting:{sandbox.world.sessions[0].number}"}


def of_host(sandbox: Sandbox) -> dict[str, Any]:
    return {"host": sandbox.world.people["active"][0].id}


TRASH: Final = "recordings.list: in the trash"
VARIANTS: Final[dict[str, Callable[[Sandbox], dict[str, Any]]]] = {
    "events.list: of a host": of_host,
    "recordings.list: of a host": lambda box: period() | of_host(box),
    TRASH: lambda box: period() | {"host": run_of(box).host.id, "trashed": True},
    "sessions.list: of an event": of_event,
    "participants.list: webinar": lambda box: newest(box, "Webinar"),
    "participants.list: past": lambda box: newest(box) | {"source": "past"},
    # a run to which somebody dialled in
    "dial_ins.get": lambda box: {"session_id": f"meeting:{box.world.sessions[1].uuid}"},
    "questions.list: past": lambda box: newest(box) | {"source": "past"},
}
"""Listings that ask something else when they are called in another way."""


class Wire:
    """A simulator with pages of one row, some of whose answers are changed on their way."""

    def __init__(self) -> None:
        self.sandbox = unlimited(users=6)
        self.small = True
        self.asked: list[str] = []
        self.refused: tuple[str, Answer] | None = None
        self.deaths: frozenset[int] = frozenset()
        """Which uses of a list's page tokens fail: after the second of one, the list starts anew with the first."""
        self.used: Counter[str] = Counter()
        self.change: Callable[[str, bytes], bytes] | None = None
        self.answer: Moving | None = None

    def __call__(self, method: str, url: str, headers: dict[str, str], body: bytes) -> Answer:
        if self.answer is not None:
            return self.answer(method, url, headers, body)
        path = urlsplit(url).path
        if not path.startswith("/v2/"):
            return self.sandbox.handle(method, url, headers, body)
        found = ROUTES.find(method, path.removeprefix("/v2"))
        name = found[0].name if found else path
        self.asked.append(name + (" …" if "next_page_token=" in url else ""))
        if self.refused is not None and self.refused[0] == name:
            return self.refused[1]
        if self._dies(url):
            return refusal(*EXPIRED)
        if self.small:
            url = re.sub(r"page_size=\d+", "page_size=1", url)
        status, answer_headers, answer = self.sandbox.handle(method, url, headers, body)
        if self.change is not None and status == 200:
            answer_headers.pop("content-length", None)
            answer = self.change(path, answer)
        return status, answer_headers, answer

    def _dies(self, url: str) -> bool:
        if not self.deaths or "next_page_token=" not in url:
            return False
        of_list = re.sub(r"next_page_token=[^&]*", "", url)
        self.used[of_list] += 1
        return self.used[of_list] in self.deaths


def refusal(status: int, code: int, message: str) -> Answer:
    body = json.dumps({"code": code, "message": message} if code else {}).encode()
    return status, {"content-type": "application/json"}, body


class Listing:
    """One listing of an account over a changed simulator."""

    def __init__(self, wire: Wire, run: Callable[..., Any], make: Callable[[Sandbox], dict[str, Any]] | None) -> None:
        self.wire = wire
        self._run = run
        self._arguments = make(wire.sandbox) if make is not None else {}

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
        return sorted({each.removesuffix(" …") for each in self.wire.asked})


def _names() -> list[str]:
    """Return the names of all listings, and of their variants."""
    sandbox = unlimited(users=1)
    with sandbox_opened("sync", sandbox) as accounts:
        account = accounts["sandbox-zoom"]
        found = {name for name, _ in operations(account, many=True)}
        found |= {name for name, _ in operations(account) if name.endswith(".list")}
    return sorted((found - NO_LISTS) | ALSO | VARIANTS.keys())


NAMES: Final = _names()
LISTED: Final = pytest.mark.parametrize("name", NAMES)


@contextmanager
def opened(face: str, name: str) -> Generator[Listing]:
    """Open a listing on one face, with something in it."""
    wire = Wire()
    with sandbox_opened(face, wire.sandbox, wire) as accounts:
        account = accounts["sandbox-zoom"]
        _prepare(name, account, wire.sandbox)
        operation = name.partition(":")[0]
        make = VARIANTS.get(name) or ARGUMENTS["zoom"].get(name)
        yield Listing(wire, dict(operations(account))[operation], make)


def _prepare(name: str, account: Any, sandbox: Sandbox) -> None:
    """Put something there where the simulator begins with nothing."""
    if name == "data_requests.list":
        now = sandbox.world.now()
        emails = [person.email for person in sandbox.world.people["active"]]
        account.data_requests.add_export(emails[:3], since=now - timedelta(days=30), until=now)
    if name == TRASH:
        for recording in list(account.recordings.list(**period(), host=run_of(sandbox).host.id)):
            if recording.state == "stored":
                account.recordings.delete(recording.session, Strength.TRASH, known=recording)


def test_every_exception_is_one_of_a_listing() -> None:
    """What is excused here is there."""
    assert {name.partition(":")[0] for name in (*UNPAGED, *ONCE, *VARIANTS, *(each for each, _ in ODD))} <= set(NAMES)
    assert NAMES
    with sandbox_opened("sync", unlimited(users=1)) as accounts:
        assert set(NO_LISTS) <= {name for name, _ in operations(accounts["sandbox-zoom"])}


@LISTED
def test_a_refusal_is_a_typed_error_and_never_an_empty_listing(face: str, name: str) -> None:
    """HTTP 200 with an error body, and 404 in each of its meanings, at each place that the listing asks."""
    with opened(face, name) as listing:
        for endpoint in listing.endpoints():
            for status, code, message, kind, missing in REFUSALS.values():
                listing.wire.refused = endpoint, refusal(status, code, message)
                error = listing.error()
                listing.wire.refused = None
                where = f"{endpoint}, {status} with {code}: {error!r}"
                if endpoint in ACROSS and ":" not in name:
                    assert isinstance(error, ListingIncomplete), where
                    continue
                assert isinstance(error, kind), where
                assert "ada" not in f"{error}{error!r}"
                assert not isinstance(error, NotFound) or error.missing == missing, where


@LISTED
def test_a_page_token_that_dies_midway_loses_and_doubles_nothing(face: str, name: str) -> None:
    """The first token of each list dies, then the second of the new start: the same items come, in the same order.

    They are those that come in one page as well; where a page has several lists, their order is that of the pages.
    """
    with opened(face, name) as listing:
        listing.wire.small = False
        whole = listing.items()
        listing.wire.small = True
        small = listing.items()
        tokens = any(each.endswith(" …") for each in listing.wire.asked)

        listing.wire.deaths = frozenset({1, 3})
        again = listing.items()

    assert whole
    assert tokens is (name not in UNPAGED), name
    assert small == again
    assert sorted(map(str, map(list, map(leaves, whole)))) == sorted(map(str, map(list, map(leaves, small))))
    assert not tokens or listing.wire.used


@LISTED
def test_a_page_token_that_always_dies_is_no_end(face: str, name: str) -> None:
    """A listing that never comes to its second page is incomplete."""
    if name in UNPAGED:
        return
    with opened(face, name) as listing:
        listing.wire.deaths = frozenset(range(1, 10_000))

        assert isinstance(listing.error(), ListingIncomplete)


# --- odd values ----------------------------------------------------------------------------------------------

UNSEEN: Final = "never_seen_before"
Change = Callable[[str, Any, list[Json]], Any]


def unseen_words(_: str, value: Any, schemas: list[Json]) -> Any:
    """Put a word nobody has seen where the documents know all words."""
    known = [word for each in schemas for word in each.get("enum", ()) if isinstance(word, str)]
    return UNSEEN if any(known) and isinstance(value, str) and value else value


def ids_of_the_other_kind(member: str, value: Any, _: list[Json]) -> Any:
    """Make text of numbers that name something, and numbers of text."""
    if not re.search(r"(^|_)(id|number)$", member) or isinstance(value, bool):
        return value
    if isinstance(value, int):
        return str(value)
    return int(value) if isinstance(value, str) and re.fullmatch(r"[1-9]\d{0,14}", value) else value


def empty_dates(member: str, value: Any, _: list[Json]) -> Any:
    """Leave every time and day of a row empty; those of a page say which days it is of."""
    is_date = isinstance(value, str) and re.match(r"\d{4}-\d\d-\d\d", value)
    return "" if is_date and member not in {"from", "to"} else value


ODDITIES: Final[dict[str, Change]] = {
    "unseen words": unseen_words,
    "ids of the other kind": ids_of_the_other_kind,
    "empty dates": empty_dates,
}

ODD: Final[dict[tuple[str, str], type[ProviderBridgeError] | None]] = {
    # a file whose status is none that is known is not known to be complete
    ("recordings.stream", "unseen words"): Conflict,
    # a transcript is told by its type, and is none under another
    ("transcripts.read", "unseen words"): None,
    ("transcripts.speakers.list", "unseen words"): None,
    # without a beginning nothing says from when on to ask
    ("recordings.views.list", "empty dates"): InvalidInput,
    # a count that belongs to no day cannot be told
    ("recordings.views.counts", "empty dates"): DecodeError,
}
"""Where an odd value changes how much comes: the error that says so, or ``None`` where nothing comes."""

WORDLESS: Final = frozenset(
    {
        # the words that the documents list are not read: an asker's kind of answer, a page's or a meeting's type
        "events.list", "events.list: of a host", "sessions.list", "participants.list", "participants.list: webinar",
        "recordings.views.list", "recordings.views.counts", "participants.list: past", "questions.list: past",
        # no words are listed in the documents, or there is no document
        "consents.list", "directory.groups.list", "responses.list", "transcripts.summaries.list",
        "chats.conversations.messages.list", "sessions.list: of an event",
    }
)  # fmt: skip
"""Listings in whose items no unseen word can be."""


def changed(value: Any, schemas: list[Json], change: Change, member: str = "") -> Any:
    """Return a JSON value with each of its leaves changed, beside what the documents say of it."""
    document = documents()
    parts = [part for each in schemas for part in document.parts(each)]
    if isinstance(value, list):
        items = [part["items"] for part in parts if "items" in part]
        return [changed(each, items, change, member) for each in value]
    if isinstance(value, dict):
        known = document.members(*schemas)
        return {name: changed(each, known.get(name, []), change, name) for name, each in value.items()}
    return change(member, value, parts)


def changing(change: Change) -> Callable[[str, bytes], bytes]:
    """Return what changes the answers to a path."""

    def changer(path: str, answer: bytes) -> bytes:
        try:
            schemas = [documents().find("GET", path.removeprefix("/v2")).answer(200)]
        except LookupError:  # an address that no document tells of
            schemas = []
        return json.dumps(changed(json.loads(answer), schemas, change)).encode()

    return changer


def leaves(value: Any) -> Iterator[Any]:
    """Yield everything that a value of the domain is made of."""
    if is_dataclass(value):
        for each in fields(value):
            yield from leaves(getattr(value, each.name))
    elif isinstance(value, list | tuple):
        for each in value:
            yield from leaves(each)
    else:
        yield value


@needs_documents
@pytest.mark.parametrize("oddity", ODDITIES)
@LISTED
def test_odd_values_lose_nothing(face: str, name: str, oddity: str) -> None:
    """Unseen words survive, ids are the same as number and as text, and what has no date is listed all the same."""
    with opened(face, name) as listing:
        whole = listing.items()
        listing.wire.change = changing(ODDITIES[oddity])
        if (name, oddity) in ODD:
            kind = ODD[name, oddity]
            assert isinstance(listing.error(), kind) if kind is not None else listing.items() == []
            return

        found = listing.items()

    assert len(found) == len(whole) > 0
    if oddity == "ids of the other kind":
        assert found == whole
    if oddity == "unseen words":
        assert (UNSEEN in map(str, leaves(found))) is (name not in WORDLESS)


# --- rows that move --------------------------------------------------------------------------------------------

ONCE: Final = frozenset(
    {
        # records of what has happened: no operation of Zoom's takes a row out of them
        "sessions.list", "participants.list", "participants.list: webinar", "participants.list: past", "consents.list",
        "dial_ins.get", "dial_ins.list", "recordings.views.list",
        # messages that people send and take back while they are listed
        "chats.team.list", "chats.conversations.list", "chats.conversations.messages.list",
    }
)  # fmt: skip
"""Listings that are looked at once: where a row leaves and another joins, the total stays, and a third is missing."""


@pytest.mark.parametrize("name", sorted(set(NAMES) - ONCE - UNPAGED))
def test_no_row_is_missed_when_rows_move_between_pages(face: str, name: str) -> None:
    """One row leaves and one joins after the first page, and the total stays: the others all come, or it is told."""
    with opened(face, name) as listing:
        whole = listing.items()
        still = (
            "/v2/users" if name in {"events.list", "recordings.list"} else ""
        )  # a new host would be asked for theirs
        listing.wire.answer = moving = Moving(listing.wire.sandbox.handle, still=still)
        try:
            found = listing.items()
        except ListingIncomplete:
            found = whole
        after = listing.items()

    assert moving.moved, "a list of two rows or more"
    assert [] == [each for each in whole if each in after and each not in found]
