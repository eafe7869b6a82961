"""How a file travels, driven by hand: no network, no disk, every answer and every effect a value."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from canned import ZOOM, Script, raised, reply, token
from support import drive

from provider_bridge.core.calls import RawReply
from provider_bridge.core.download.flow import fetch, read, save, stream
from provider_bridge.core.download.response import PartRefused
from provider_bridge.core.files import Link, Part, Place, Stored, Version, file_mark, safe_name
from provider_bridge.core.steps import Download, Emit, Empty, Fetch, Flow, SaveFile, Sleep, Step
from provider_bridge.errors import (
    Conflict,
    Forbidden,
    InvalidInput,
    NotFound,
    ProviderBridgeError,
    ProviderBroken,
    RateLimited,
    TransportFailed,
    Unauthorized,
)

URL = "https://us06web.zoom.us/rec/download/opaque-secret"
STORAGE = "https://store.example/file?signature=secret"
VIDEO = b"\0\0\0\x18ftypmp42"


def link(size: int | None = len(VIDEO), *, url: str = URL, token: str = "spare-key", kind: str = "binary") -> Link:
    return Link("download of a recording's file", url, size, kind, token, "download of file 1")


class Held:
    """A sink in memory."""

    def __init__(self, held: bytes = b"", validator: str = "") -> None:
        self.held = held
        self.version = Version(validator)

    @property
    def size(self) -> int:
        return len(self.held)


class Fetching(Script):
    """Answers each fetch with the next reply: what is judged to be the file goes into the sink."""

    def __init__(self, *replies: RawReply | ProviderBridgeError) -> None:
        super().__init__(*replies, stored=token(credential=ZOOM.token_manager.grant.credential))
        self.fetched: list[Fetch] = []

    def __call__(self, step: Any) -> Any:
        if not isinstance(step, Fetch):
            return super().__call__(step)
        self.fetched.append(step)
        answer = self.replies.pop(0)
        if isinstance(answer, ProviderBridgeError):
            return answer
        offset = step.judge(answer)
        if offset is None or step.into is None:
            return answer
        assert isinstance(step.into, Held)
        step.into.held = step.into.held[:offset] + answer.body
        return RawReply(answer.status, answer.headers, b"")

    @property
    def tokens(self) -> list[str | None]:
        """The bearer of each request, in order."""
        return [step.request.headers.get("Authorization") for step in self.fetched]


def journey(script: Script, step: Download) -> Any:
    return script.run(fetch(step, ZOOM.dialect, ZOOM.token_manager))


def refused(script: Script, step: Download) -> ProviderBridgeError:
    error = raised(script, fetch(step, ZOOM.dialect, ZOOM.token_manager))
    assert not any(
        secret in f"{error}{error!r}{vars(error)}" for secret in ("opaque", "signature", "first", "spare-key")
    )
    return error


def moved(location: str = STORAGE, status: int = 302) -> RawReply:
    return reply(status, b"", location=location)


# --- one journey -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_quirk_18_the_storage_is_shown_no_token(status: int) -> None:
    """Zoom's hosts see the token, the storage does not, and the bytes are in the sink."""
    script, sink = Fetching(moved("https://zoom.us/rec/b", status), moved(status=status), reply(200, VIDEO)), Held()

    raw = journey(script, Download(link(), sink))

    assert ["Bearer first", "Bearer first", None] == script.tokens
    assert [URL, "https://zoom.us/rec/b", STORAGE] == [step.request.url for step in script.fetched]
    assert (VIDEO, b"") == (sink.held, raw.body)
    assert {"identity"} == {step.request.headers["Accept-Encoding"] for step in script.fetched}


def test_a_url_outside_of_zoom_is_shown_no_token() -> None:
    """A listing that leads elsewhere at once is followed without the token."""
    script = Fetching(reply(200, VIDEO))
    journey(script, Download(link(url=STORAGE), Held()))

    assert [None] == script.tokens


def test_a_sporadic_401_is_answered_with_the_files_own_token() -> None:
    """The account's token first; where Zoom refuses it for no reason, the one made for downloading."""
    script = Fetching(reply(401, {"code": 124, "message": "x"}), moved(), reply(200, VIDEO))
    journey(script, Download(link(), Held()))

    assert ["Bearer first", "Bearer spare-key", None] == script.tokens


def test_without_a_token_of_its_own_the_accounts_is_replaced_once() -> None:
    """There may be none for a role that must not see contents."""
    script = Fetching(reply(401), moved(), reply(200, VIDEO))
    script.replies.insert(1, reply(200, {"access_token": "renewed", "expires_in": 3600}))
    journey(script, Download(link(token=""), Held()))

    assert ["Bearer first", "Bearer renewed", None] == script.tokens


def test_a_401_of_both_tokens_is_an_error() -> None:
    """Nobody tries for ever."""
    script = Fetching(reply(401), reply(401))

    assert isinstance(refused(script, Download(link(), Held())), Unauthorized)
    assert [] == script.replies


def test_a_401_of_the_storage_is_not_about_our_token() -> None:
    """A stranger's 401 sends no other token anywhere."""
    script = Fetching(moved(), reply(401, {"code": 124}))

    assert isinstance(refused(script, Download(link(), Held())), Unauthorized)
    assert ["Bearer first", None] == script.tokens


@pytest.mark.parametrize(
    ("answers", "kind", "words"),
    [
        ([moved("https://10.0.0.7/secret")], ProviderBroken, "inside a network, which is not followed"),
        ([moved("http://store.example/opaque")], ProviderBroken, "store.example, which is not asked by https"),
        ([moved(URL)], ProviderBroken, "where it came from"),
        ([moved("")], ProviderBroken, "nowhere"),
        ([moved(f"/{n}") for n in range(6)], ProviderBroken, "after 5 redirects"),
        ([reply(300, b"")], ProviderBroken, "leads nowhere"),
        ([reply(304, b"")], ProviderBroken, "leads nowhere"),
        ([reply(200, b"<!doctype html>sign in")], ProviderBroken, "web page instead of the file"),
        ([reply(200, {"code": 200, "message": "No permission."})], Forbidden, "no permission"),
        ([reply(200, {"code": "3301", "message": "x"})], NotFound, "no recording"),
        ([reply(200, {"hello": "x"}, content_type="application/json")], ProviderBroken, "not the file"),
        ([reply(204, b"")], ProviderBroken, "not the file"),
        ([moved(), reply(403, b"<Error>")], Forbidden, "not allowed"),
        ([moved(), reply(404, {"code": 3301})], NotFound, "no such object"),
        ([moved(), reply(410, b"")], ProviderBridgeError, "not accepted"),
        ([moved(), reply(200, {"code": 3301, "message": "x"})], ProviderBridgeError, ""),
        ([moved(), reply(429, b"")], RateLimited, "too many"),
        ([moved(), reply(503, b"<html>")], ProviderBroken, "failed"),
        ([reply(200, VIDEO, content_length="99")], ProviderBroken, "announces 99 bytes"),
        ([reply(206, VIDEO, content_range="bytes 0-1/2")], PartRefused, "a part of something"),
        ([TransportFailed("x", "broke")], TransportFailed, "broke"),
    ],
)
def test_whatever_is_not_the_file_is_an_error(answers: list[Any], kind: type[Exception], words: str) -> None:
    """Each answer that is not the file has its typed error, and the sink stays as it was."""
    sink = Held()
    error = refused(Fetching(*answers), Download(link(), sink))

    assert isinstance(error, kind)
    assert words in str(error)
    assert b"" == sink.held


def test_a_strangers_body_never_proves_that_a_recording_is_gone() -> None:
    """Only Zoom itself may say that there is no recording."""
    body = {"code": 3301, "message": "x"}
    strangers = refused(Fetching(moved(), reply(404, body)), Download(link(), Held()))
    own = refused(Fetching(reply(404, body)), Download(link(), Held()))

    assert isinstance(strangers, NotFound)
    assert isinstance(own, NotFound)
    assert ("", "recording") == (strangers.missing, own.missing)


def test_an_address_that_is_none_is_an_error_before_anything_is_sent() -> None:
    """A listing with a broken address sends nobody anything."""
    script = Fetching()

    assert "not fetched from" in str(refused(script, Download(link(url="http://zoom.us/x"), Held())))
    assert [] == script.fetched


def test_going_on_asks_for_the_rest_on_condition() -> None:
    """A sink that holds the beginning of a known version gets the rest; of an unknown one, everything anew."""
    rest = reply(206, VIDEO[4:], content_range=f"bytes 4-{len(VIDEO) - 1}/{len(VIDEO)}", etag='"v"')
    script, sink = Fetching(moved(), rest), Held(VIDEO[:4], '"v"')
    journey(script, Download(link(), sink))
    anew, old = Fetching(reply(200, VIDEO)), Held(b"old")
    journey(anew, Download(link(), old))

    assert [("bytes=4-", '"v"')] * 2 == [
        (step.request.headers["Range"], step.request.headers["If-Range"]) for step in script.fetched
    ]
    assert (VIDEO, VIDEO) == (sink.held, old.held)
    assert "Range" not in anew.fetched[0].request.headers


def test_nothing_secret_shows_in_a_repr() -> None:
    """Addresses and tokens are in no ``repr`` of a step, a link or a place."""
    place = Place("/home/ada/x", "name", "mark", (), 1)
    shown = repr((link(), Download(link(), Held()), place, SaveFile(place, lambda _: iter(()))))  # type: ignore[arg-type, return-value]

    assert not any(secret in shown for secret in ("opaque", "spare-key", "ada"))


# --- as many journeys as it takes --------------------------------------------------------------------------

PLACE = Place("x", "x", "m", (), None)


class World:
    """Performs the steps of ``save``, ``read`` and ``stream``: each download takes the next outcome."""

    def __init__(self, sink: Held, *outcomes: Callable[[Download], Any] | ProviderBridgeError | bytes) -> None:
        self.sink = sink
        self.outcomes = list(outcomes)
        self.found = 0
        self.emptied = 0
        self.slept = 0
        self.downloads: list[Download] = []
        self.next_link = link(10)

    def find(self) -> Flow[Link]:
        self.found += 1
        yield from ()
        return self.next_link

    def __call__(self, step: Step) -> Any:
        match step:
            case SaveFile(_, fill):
                try:
                    drive(fill(self.sink), self)
                except ProviderBridgeError as error:
                    return error
                return Stored("x", self.sink.size, "hash")
            case Download():
                self.downloads.append(step)
                return self._download(step)
            case Empty():
                self.emptied += 1
                self.sink.held = b""
            case Sleep():
                self.slept += 1
            case _:
                raise AssertionError(step)
        return None

    def _download(self, step: Download) -> Any:
        outcome = self.outcomes.pop(0)
        if isinstance(outcome, ProviderBridgeError):
            return outcome
        if callable(outcome):
            return outcome(step)
        if step.into is None:
            return reply(200, outcome, content_length=str(len(outcome)))
        self.sink.held += outcome
        return reply(200, b"", content_length=str(self.sink.size))

    def save(self, first: Link) -> Stored:
        return drive(save(PLACE, first, self.find), self)[0]


def cut(world_sink: Held, body: bytes) -> Callable[[Download], ProviderBridgeError]:
    """Return an outcome that brings a part and then breaks off."""

    def outcome(_: Download) -> ProviderBridgeError:
        world_sink.held += body
        world_sink.version = Version('"v"')
        return TransportFailed("x", "broke")

    return outcome


def test_a_whole_file_takes_one_journey() -> None:
    """The link in hand is used, and not asked for again."""
    world = World(Held(), b"0123456789")

    assert 10 == world.save(link(10)).size
    assert 0 == world.found


def test_what_breaks_is_gone_on_with_from_a_fresh_link() -> None:
    """Each further try asks Zoom for the link anew, and begins where the last one ended."""
    sink = Held()
    world = World(sink, cut(sink, b"0123"), cut(sink, b"45"), b"6789")
    world.save(link(10))

    assert b"0123456789" == sink.held
    assert (2, 2) == (world.found, world.slept)


def test_an_answer_that_ends_early_without_saying_so_is_gone_on_with() -> None:
    """A connection that closes in good order before all is there is a cut as well."""
    world = World(Held(), b"0123", b"456789")
    world.save(link(10))

    assert b"0123456789" == world.sink.held


def test_it_goes_on_as_long_as_more_comes_and_then_gives_up() -> None:
    """Ten rounds of five tries are the most; without progress the first five are."""
    sink = Held()
    many = World(sink, *(cut(sink, b"x") for _ in range(9)), b"x" * 991)
    many.next_link = link(1000)
    many.save(link(1000))
    stuck = World(Held(), *(TransportFailed("x", "broke") for _ in range(5)))
    with pytest.raises(TransportFailed):
        stuck.save(link(10))
    endless = Held()
    forever = World(endless, *(cut(endless, b"x") for _ in range(100)))
    forever.next_link = link(1000)
    with pytest.raises(TransportFailed):
        forever.save(link(1000))

    assert 1000 == sink.size
    assert [] == stuck.outcomes
    assert 50 == len(forever.downloads)


@pytest.mark.parametrize(
    "error", [ProviderBroken("x", 200, "page"), Forbidden("x", 403, "no"), Conflict("x", 200, "no")]
)
def test_what_does_not_get_better_is_not_tried_again(error: ProviderBridgeError) -> None:
    """A web page or a refusal ends it at once."""
    world = World(Held(), error, b"0123456789")
    with pytest.raises(type(error)):
        world.save(link(10))

    assert 1 == len(world.downloads)


@pytest.mark.parametrize("error", [ProviderBroken("x", 503, "away"), RateLimited("x", 429, "slowly")])
def test_a_storage_that_is_busy_is_tried_again(error: ProviderBridgeError) -> None:
    """5xx and 429 are waited for, as everywhere."""
    world = World(Held(), error, b"0123456789")
    world.save(link(10))

    assert 1 == world.slept


def test_too_many_bytes_are_thrown_away() -> None:
    """A longer file is another one: nothing of it stays."""
    world = World(Held(), b"0123456789+")
    with pytest.raises(ProviderBroken, match="sent 11 bytes or more where the file has 10"):
        world.save(link(10))

    assert b"" == world.sink.held


def test_a_part_of_another_version_is_thrown_away_and_begun_anew() -> None:
    """What is held of an older version is no beginning of this one."""
    world = World(Held(b"old", '"old"'), PartRefused("x", 206, "other"), b"0123456789")
    world.save(link(10))

    assert (1, b"0123456789") == (world.emptied, world.sink.held)


def test_what_is_there_already_needs_no_journey() -> None:
    """A part that is whole lacks only its name; one that is too long is none."""
    whole = World(Held(b"0123456789", '"v"'))
    whole.save(link(10))
    long = World(Held(b"0123456789+", '"v"'), b"0123456789")
    long.save(link(10))

    assert ([], 0) == (whole.downloads, whole.emptied)
    assert (1, 1) == (len(long.downloads), long.emptied)


def test_without_a_listed_size_the_answers_own_counts() -> None:
    """Closed captions are listed without a size: what the storage announces is what must come."""
    world = World(Held(), lambda _: reply(200, b"", content_length="4"), b"more", b"abcd")
    world.next_link = link(None)
    with pytest.raises(ProviderBroken):
        World(Held(), lambda _: reply(200, b"")).save(link(None))
    world.sink.held = b""
    assert 4 == world.save(link(None)).size


def test_a_file_that_changes_meanwhile_is_not_patched_together() -> None:
    """A fresh listing with another size ends it."""
    sink = Held()
    world = World(sink, cut(sink, b"0123"))
    world.next_link = link(11)
    with pytest.raises(ProviderBroken, match="changed while"):
        world.save(link(10))


def test_an_error_of_the_listing_is_final() -> None:
    """Asking for the link was tried often enough by itself, so nothing starts over."""
    sink = Held()
    world = World(sink, cut(sink, b"0123"))

    def gone() -> Flow[Link]:
        world.found += 1
        yield from ()
        raise TransportFailed("GET x", "away")

    with pytest.raises(TransportFailed, match="away"):
        drive(save(PLACE, link(10), gone), world)
    assert 1 == world.found


def test_reading_a_small_file() -> None:
    """It is returned whole; cuts are made good; the limit is kept."""
    world = World(Held(), TransportFailed("x", "broke"), b"0123", b"0123456789")

    assert b"0123456789" == drive(read(link(10), world.find, 10), world)[0]
    with pytest.raises(InvalidInput, match="the file has 10 bytes"):
        drive(read(link(10), world.find, 9), world)
    with pytest.raises(InvalidInput, match="larger than the 9"):
        drive(read(link(None), world.find, 9), World(Held(), b"0123456789"))
    with pytest.raises(ProviderBroken, match="more than 10"):
        drive(read(link(10), world.find, 20), World(Held(), b"0123456789+"))
    with pytest.raises(ProviderBroken, match="how large"):
        drive(read(link(None), world.find, 20), World(Held(), lambda _: reply(200, b"x")))


def part_of(content: bytes, etag: str = '"v"') -> Callable[[Download], RawReply]:
    """Return an outcome that gives the part which is asked for."""

    def outcome(step: Download) -> RawReply:
        assert step.part is not None
        first, last = step.part.first, min(step.part.last, len(content) - 1)
        told = {"content_range": f"bytes {first}-{last}/{len(content)}", "etag": etag}
        return reply(206, content[first : last + 1], **told)

    return outcome


@pytest.mark.parametrize("size", [10, None])
def test_streaming_asks_for_part_after_part(size: int | None) -> None:
    """Each part is of the version of the first; the end is known from the listing or from the first answer."""
    world = World(Held(), *[part_of(b"0123456789")] * 2, TransportFailed("x", "broke"), part_of(b"0123456789"))
    world.next_link = link(size)
    _, steps = drive(stream(link(size), world.find, 4), world)

    assert [b"0123", b"4567", b"89"] == [step.items[0] for step in steps if isinstance(step, Emit)]
    assert Part(0, 3) == world.downloads[0].part
    assert {'"v"'} == {each.part.version.validator for each in world.downloads[1:] if each.part}
    assert 1 == world.found


def test_file_names_are_safe_and_stay_different() -> None:
    """No separator, no dot, nothing hidden; two ids that differ only in what is replaced stay apart."""
    assert "abc-1_2" == safe_name("abc-1_2")
    names = {safe_name(text) for text in ("a/b", "a+b", "a b", "../a", "a\0b", "ä", ".", "-", "x" * 300, "x" * 301)}
    assert 10 == len(names)
    assert all(name and len(name) < 100 and not set(name) & set("/.\0 ") and name[0] != "-" for name in names)
    assert file_mark("a", "b") != file_mark("ab")
