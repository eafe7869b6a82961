"""Attention tracking at GoToWebinar and GoToMeeting, and how their keys are found."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from support import opened, sandbox_opened, unlimited, whole_account

from provider_bridge import AlwaysOn, BadRequest, Forbidden, ListingIncomplete, NotOffered, Unknown
from provider_bridge.sandbox import Sandbox

Answer = tuple[int, dict[str, str], bytes]
WEBINAR, MEETING = "sandbox-webinar", "sandbox-meeting"


def read(
    face: str, sandbox: Sandbox, change: Callable[[str, Answer], Answer] = lambda _, answer: answer, **options: Any
) -> Any:
    """Read the GoToWebinar account's attention, with each answer changed on its way."""

    def app(method: str, url: str, headers: dict[str, str], body: bytes) -> Answer:
        return change(url, sandbox.handle(method, url, headers, body))

    with sandbox_opened(face, sandbox, app) as accounts:
        return accounts[WEBINAR].attention.read(**options)


def edited(part: str, edit: Callable[[dict[str, Any]], object]) -> Callable[[str, Answer], Answer]:
    """Return a change that edits the JSON of every answer whose URL contains ``part``."""

    def change(url: str, answer: Answer) -> Answer:
        if part not in url:
            return answer
        tree = json.loads(answer[2])
        edit(tree)
        answer[1].pop("content-length", None)
        return answer[0], answer[1], json.dumps(tree).encode()

    return change


@pytest.mark.parametrize(("days", "sessions"), [(90, 9), (30, 3), (1, 0), (365, 12)])
def test_what_was_dropped_is_counted(face: str, days: int, sessions: int) -> None:
    """Two averages a session, of the sessions of the period, are dropped and counted."""
    attention = read(face, unlimited(), days=days)

    assert isinstance(attention, AlwaysOn)
    assert (sessions, 2 * sessions, days) == (attention.sessions, attention.dropped, attention.days)
    assert "web page" in attention.elsewhere
    assert bool(sessions) == bool(attention.evidence)


def test_evidence_shows_where_and_no_value(face: str) -> None:
    """The evidence names the operation and the members, and holds nothing of them."""
    [reading] = read(face, unlimited()).evidence

    assert reading.operation.endswith("/sessions/{sessionKey}/performance")
    assert (True, None, None) == (reading.present, reading.value, reading.locked)


def test_figures_without_averages_are_counted_as_none_dropped() -> None:
    """When the vendor sends no average any more there is nothing to drop, and that shows."""

    def edit(tree: dict[str, Any]) -> None:
        del tree["attendance"]["averageAttentiveness"], tree["attendance"]["averageInterestRating"]

    attention = read("sync", unlimited(), edited("/performance", edit))

    assert isinstance(attention, AlwaysOn)
    assert 0 == attention.dropped


def test_one_session_that_cannot_be_read_is_unknown(face: str) -> None:
    """Figures that were not read were not shown to be dropped."""
    sandbox = unlimited()
    key = sandbox.world.webinar_sessions[2][0]

    def change(url: str, answer: Answer) -> Answer:
        return (404, {}, b'{"errorCode": "NotFound", "description": "of ada@example.test"}') if key in url else answer

    attention = read(face, sandbox, change)

    assert isinstance(attention, Unknown)
    assert "1 of 9 sessions" in attention.why
    assert "ada@example.test" not in str(attention)


@pytest.mark.parametrize("body", [{}, {"attendance": 5}, {"attendance": None}, []])
def test_figures_of_another_shape_are_unknown(body: Any) -> None:
    """An answer that is not the figures of a session proves nothing."""

    def change(url: str, answer: Answer) -> Answer:
        return (200, {}, json.dumps(body).encode()) if "/performance" in url else answer

    assert isinstance(read("sync", unlimited(), change), Unknown)


def test_a_listing_that_ends_early_is_an_error(face: str) -> None:
    """Fewer sessions than announced: nothing may be said about the rest."""

    def edit(tree: dict[str, Any]) -> None:
        tree["_embedded"]["sessionInfoResources"].pop()

    with pytest.raises(ListingIncomplete):
        read(face, unlimited(), edited("/sessions?", edit))


def test_a_missing_embedded_part_is_an_empty_list(face: str) -> None:
    """GoTo leaves ``_embedded`` out when there are no hits."""
    attention = read(face, unlimited(), days=0)

    assert isinstance(attention, AlwaysOn)
    assert 0 == attention.sessions


def test_keys_may_be_numbers(face: str) -> None:
    """Session and webinar keys longer than a float holds survive as JSON numbers."""

    def edit(tree: dict[str, Any]) -> None:
        for row in tree["_embedded"]["sessionInfoResources"]:
            row.update({name: int(row[name]) for name in ("sessionKey", "webinarKey")})

    assert 9 == read(face, unlimited(), edited("/sessions?", edit)).sessions


def test_the_key_comes_from_scim_or_else_from_the_admin_api(face: str) -> None:
    """Where SCIM is not granted the Admin API says whose token it is; its key may be a number."""
    sandbox = unlimited()

    def app(method: str, url: str, headers: dict[str, str], body: bytes) -> Answer:
        return (401, {}, b"") if "/identity/" in url else sandbox.handle(method, url, headers, body)

    with sandbox_opened(face, sandbox, app) as accounts:
        assert sandbox.world.organizer_key == accounts[WEBINAR].identify().account
        assert sandbox.world.organizer_key == accounts[MEETING].identify().account
    assert 2 == sandbox.log["GET /admin/rest/v1/me 200"]


def test_a_token_that_may_say_nothing_is_forbidden(face: str) -> None:
    """When neither SCIM nor the Admin API is granted, that is what the error says."""
    sandbox = unlimited()

    def app(method: str, url: str, headers: dict[str, str], body: bytes) -> Answer:
        if url.endswith("/me"):
            return 403, {}, b'{"errorCode": "AccessDenied"}'
        return sandbox.handle(method, url, headers, body)

    with sandbox_opened(face, sandbox, app) as accounts, pytest.raises(Forbidden):
        accounts[WEBINAR].identify()


def test_a_configured_organizer_key_needs_no_discovery(face: str) -> None:
    """With ``organizer_key`` in the configuration no identity scope is needed to read."""
    sandbox = unlimited()
    asked: list[str] = []
    from provider_bridge.config import parse_config

    text = sandbox.config("http://127.0.0.1").replace(
        'provider = "gotowebinar"', f'provider = "gotowebinar"\norganizer_key = {sandbox.world.organizer_key}'
    )

    def app(method: str, url: str, headers: dict[str, str], body: bytes) -> Answer:
        asked.append(re.sub(r"\?.*", "", url))
        return sandbox.handle(method, url, headers, body)

    with opened(face, app, parse_config(text, "test", private=True, environ={})) as accounts:
        assert isinstance(accounts[WEBINAR].attention.read(), AlwaysOn)
    assert not [url for url in asked if url.endswith("/me")]


def test_a_bad_request_for_the_list_is_an_error(face: str) -> None:
    """When the list of sessions is refused nothing was established."""

    def change(url: str, answer: Answer) -> Answer:
        return (400, {}, b"{}") if "/sessions?" in url else answer

    with pytest.raises(BadRequest):
        read(face, unlimited(), change)


def test_gotomeeting_offers_none_and_asks_nobody(face: str) -> None:
    """GoToMeeting has no attention tracking; that is known without a call."""
    sandbox = unlimited()
    with sandbox_opened(face, sandbox) as accounts:
        attention = accounts[MEETING].attention.read()

    assert isinstance(attention, NotOffered)
    assert not sandbox.log


# --- the whole account ---------------------------------------------------------------------------------------


def read_whole(face: str, sandbox: Sandbox, change: Callable[[str, Answer], Answer] = lambda _, answer: answer) -> Any:
    """Read the attention of every organizer of the account."""

    def app(method: str, url: str, headers: dict[str, str], body: bytes) -> Answer:
        return change(url, sandbox.handle(method, url, headers, body))

    with opened(face, app, whole_account(sandbox)) as accounts:
        return accounts[WEBINAR].attention.read()


def test_the_whole_account_covers_every_organizer(face: str) -> None:
    """A colleague's session counts as well, and only where the configuration says so."""
    sandbox = unlimited()

    attention = read_whole(face, sandbox)

    assert isinstance(attention, AlwaysOn)
    assert (10, 20) == (attention.sessions, attention.dropped)


def test_a_colleagues_figures_that_cannot_be_read_are_unknown(face: str) -> None:
    """One session of one organizer is enough."""
    sandbox = unlimited()
    part = f"/organizers/{sandbox.world.colleague_key}/webinars/"

    attention = read_whole(face, sandbox, lambda url, answer: (404, {}, b"{}") if part in url else answer)

    assert isinstance(attention, Unknown)
    assert "1 of 10 sessions" in attention.why


def test_an_organizer_whose_sessions_cannot_be_listed_is_an_error(face: str) -> None:
    """Nothing may be said of the account without one of its organizers."""
    sandbox = unlimited()
    part = f"/organizers/{sandbox.world.colleague_key}/sessions"
    refusal = b'{"errorCode": "AccessDenied"}'

    with pytest.raises(Forbidden):
        read_whole(face, sandbox, lambda url, answer: (403, {}, refusal) if part in url else answer)


def test_an_account_whose_webinars_cannot_be_listed_is_an_error(face: str) -> None:
    """It is not read as the one organizer's in silence."""
    refusal = b'{"errorCode": "AccessDenied"}'

    with pytest.raises(Forbidden):
        read_whole(face, unlimited(), lambda url, answer: (403, {}, refusal) if "/accounts/" in url else answer)


def test_a_list_that_changes_is_walked_again(face: str) -> None:
    """A session ends while the list is read: each one's figures are read once, and none is left out."""
    sandbox = unlimited()
    pages: list[str] = []

    def change(url: str, answer: Answer) -> Answer:
        if "/sessions?" not in url:
            return answer
        pages.append(url)
        tree = json.loads(answer[2])
        rows = tree["_embedded"]["sessionInfoResources"]
        number = int(re.findall(r"page=(\d)", url)[0])
        total = 8 if len(pages) == 1 else 9  # the newest ended between the first page and the second
        rows = rows[-total:][5 * number : 5 * number + 5]
        page = {"size": 5, "totalElements": total, "totalPages": 2, "number": number}
        answer[1].pop("content-length", None)
        body = {"_embedded": {"sessionInfoResources": rows}, "page": page}
        return answer[0], answer[1], json.dumps(body).encode()

    def app(method: str, url: str, headers: dict[str, str], body: bytes) -> Answer:
        return change(url, sandbox.handle(method, re.sub(r"page=\d&", "page=0&", url), headers, body))

    with sandbox_opened(face, sandbox, app) as accounts:
        attention = accounts[WEBINAR].attention.read()

    assert 4 == len(pages)
    assert isinstance(attention, AlwaysOn)
    assert (9, 18) == (attention.sessions, attention.dropped)
