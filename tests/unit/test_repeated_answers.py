"""An answer that was given to another request before is not taken for this one's."""

from __future__ import annotations

from dataclasses import replace

import pytest
from canned import USER, ZOOM, Script, reply, token
from support import drive

from provider_bridge.core.calls import Call
from provider_bridge.core.repeated_answers import RecentAnswers
from provider_bridge.errors import TransportFailed

MARK = "v=2.0;clid=us06;rid=WEB_1"
OTHER = Call(USER.endpoint, {"userId": "bo@example.test"})
CLEAN = reply(200, {"users": [], "in_meeting": {"attention_tracking": False}}, x_zm_trackingid=MARK)


def exchanging(*calls: Call, replies: list[object]) -> list[object]:
    """Send calls, one after the other, and return what each ended with."""
    exchange = replace(ZOOM, recent=RecentAnswers())
    script = Script(*replies, stored=token(credential=exchange.token_manager.grant.credential))  # type: ignore[arg-type]
    found: list[object] = []
    for call in calls:
        try:
            found.append(drive(exchange.run(call), script)[0].request_id)
        except TransportFailed as error:
            found.append(error)
    return found


def test_an_answer_that_comes_twice_too_late_to_be_seen_on_the_connection_is_asked_for_again() -> None:
    """The next user gets an answer of its own, under a mark of its own."""
    own = reply(200, {"users": []}, x_zm_trackingid="another")

    assert [MARK, "another"] == exchanging(USER, OTHER, replies=[CLEAN, CLEAN, own])


def test_when_nothing_else_comes_it_is_an_error_and_no_pass() -> None:
    """One clear sentence, which names nobody."""
    _, error = exchanging(USER, OTHER, replies=[CLEAN] * 6)

    assert "GET /users/{userId}: the answer is one that was given to another request before" == str(error)


def test_the_same_request_may_have_the_same_answer() -> None:
    """As where it was cached on the way."""
    assert [MARK, MARK] == exchanging(USER, USER, replies=[CLEAN, CLEAN])


@pytest.mark.parametrize("mark", [{}, {"x_zm_trackingid": ""}, {"x_zm_trackingid": "not a mark, ada@example.test"}])
def test_without_a_mark_nothing_is_said(mark: dict[str, str]) -> None:
    """Two users may well have the same settings."""
    same = reply(200, {"users": []}, **mark)

    assert ["", ""] == exchanging(USER, OTHER, replies=[same, same])


def test_another_body_under_the_same_mark_is_another_answer() -> None:
    """A mark that something on the way puts on everything tells nothing."""
    other = reply(200, {"users": [{"id": "7"}]}, x_zm_trackingid=MARK)

    assert [MARK, MARK] == exchanging(USER, OTHER, replies=[CLEAN, other])


def test_no_more_than_a_hundred_or_so_are_remembered() -> None:
    """A sweep over many thousand users needs no memory for it."""
    recent = RecentAnswers()
    for number in range(1000):
        assert not recent.was_anothers(str(number), USER, CLEAN)

    assert recent.was_anothers("999", OTHER, CLEAN)
    assert recent.was_anothers("940", OTHER, CLEAN)
    assert not recent.was_anothers("1", OTHER, CLEAN)
    assert len(recent._now) + len(recent._before) <= 128
