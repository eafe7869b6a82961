"""Attention tracking at Zoom, level by level, against the simulator."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from support import sandbox_opened, unlimited

from provider_bridge import (
    Level,
    ProviderBroken,
    SwitchedOff,
    SwitchedOn,
    Unauthorized,
    Unknown,
    Withdrawn,
)
from provider_bridge.sandbox import Sandbox

Answer = tuple[int, dict[str, str], bytes]


def read(face: str, sandbox: Sandbox, change: Callable[[str, Answer], Answer] | None = None) -> Any:
    """Read the Zoom account's attention, with each answer changed on its way when asked to."""

    def app(method: str, url: str, headers: dict[str, str], body: bytes) -> Answer:
        answer = sandbox.handle(method, url, headers, body)
        return change(url, answer) if change else answer

    with sandbox_opened(face, sandbox, app) as accounts:
        return accounts["sandbox-zoom"].attention.read()


def edited(part: str, edit: Callable[[dict[str, Any]], Any]) -> Callable[[str, Answer], Answer]:
    """Return a change that edits the JSON of every good answer whose URL contains ``part``."""

    def change(url: str, answer: Answer) -> Answer:
        status, headers, body = answer
        if part not in url or status != 200:
            return answer
        tree = json.loads(body)
        replaced = edit(tree)
        headers.pop("content-length", None)
        return status, headers, json.dumps(tree if replaced is None else replaced).encode()

    return change


def test_nothing_anywhere_is_withdrawn(face: str) -> None:
    """Where the switch is nowhere, the feature counts as withdrawn in April 2020, and every place was looked at."""
    attention = read(face, unlimited())

    assert isinstance(attention, Withdrawn)
    assert date(2020, 4, 1) == attention.since
    expected = {Level.ACCOUNT: 1, Level.GROUP: 4, Level.USER: 39, Level.EVENT: 2}
    assert expected == dict(attention.looked_at)
    assert all(reading.request_id and not reading.present for reading in attention.evidence)


def test_one_group_and_one_user_on(face: str) -> None:
    """A switch that is on for one group and one user is found there and nowhere else, with its lock."""
    sandbox = unlimited(scenario="violating")

    attention = read(face, sandbox)

    assert isinstance(attention, SwitchedOn)
    expected = {
        (Level.GROUP, sandbox.world.group_ids[1], False),
        (Level.USER, sandbox.world.people["active"][7].id, None),
    }
    found = {(reading.level, reading.subject, reading.locked or None) for reading in attention.where}
    assert {(level, subject, lock or None) for level, subject, lock in expected} == found
    assert () == attention.unread


def test_off_and_locked_is_switched_off(face: str) -> None:
    """The settings of 2018 to 2020, off and locked at every level, are off and locked."""
    attention = read(face, unlimited(scenario="legacy"))

    assert isinstance(attention, SwitchedOff)
    assert attention.locked is True


def test_missing_scopes_and_one_group_are_unknown(face: str) -> None:
    """What the token may not read is unknown: the locks, said once for all groups, and one group's settings."""
    sandbox = unlimited(scenario="forbidden")

    attention = read(face, sandbox)

    assert isinstance(attention, Unknown)
    found = [(each.level, each.subject) for each in attention.unread]
    expected = [(Level.ACCOUNT, None), (Level.GROUP, sandbox.world.group_ids[0]), (Level.GROUP, None)]
    assert sorted(map(str, expected)) == sorted(map(str, found))
    assert any("account:read:lock_settings:admin" in each.why for each in attention.unread)


@pytest.mark.parametrize(
    ("part", "level"),
    [
        ("/accounts/me/settings", Level.ACCOUNT),
        ("/groups/", Level.GROUP),
        ("/users/", Level.USER),
    ],
)
@pytest.mark.parametrize("name", ["attention_tracking", "enable_attention_tracking", "attentionTracking"])
@pytest.mark.parametrize("depth", [0, 1, 3])
def test_a_switch_that_is_on_is_found_at_any_level_depth_and_spelling(
    part: str, level: Level, name: str, depth: int
) -> None:
    """Wherever in a settings answer the switch hides, it is found."""

    def edit(tree: dict[str, Any]) -> None:
        place = tree
        for step in ("in_meeting", "deeper", "deepest")[:depth]:
            place = place.setdefault(step, {})
        place[name] = True

    attention = read("sync", unlimited(users=8), edited_settings(part, edit))

    assert isinstance(attention, SwitchedOn)
    assert {level} == {reading.level for reading in attention.where}


def edited_settings(part: str, edit: Callable[[dict[str, Any]], Any]) -> Callable[[str, Answer], Answer]:
    """Return a change of every settings answer, but not of locks, whose URL contains ``part``."""
    change = edited(part, edit)
    return lambda url, answer: change(url, answer) if url.endswith("/settings") else answer


@pytest.mark.parametrize("value", [None, "", "maybe", 7, [], {"a": True}, {"enable": True, "enabled": False}])
def test_a_switch_without_a_plain_value_is_unknown(value: Any) -> None:
    """A switch that is there with a value that is neither on nor off is never taken for off."""

    def edit(tree: dict[str, Any]) -> None:
        tree["in_meeting"]["attention_tracking"] = value

    attention = read("sync", unlimited(users=8), edited("/accounts/me/settings", edit))

    assert isinstance(attention, Unknown)


@pytest.mark.parametrize("value", ["true", "TRUE", 1, "on", {"enable": True}, {"enabled": "yes"}])
def test_a_switch_that_is_on_in_another_spelling_is_on(value: Any) -> None:
    """A vendor may spell a boolean as text, a number or an object."""

    def edit(tree: dict[str, Any]) -> None:
        tree["in_meeting"]["attention_tracking"] = value

    attention = read("sync", unlimited(users=8), edited("/accounts/me/settings", edit))

    assert isinstance(attention, SwitchedOn)


def test_focus_mode_is_not_attention_tracking() -> None:
    """``attention_mode_focus_mode`` is on for everybody in the sandbox, and never mistaken for the switch."""
    sandbox = unlimited()
    token = sandbox.handle  # the settings really hold it
    bodies: list[bytes] = []

    def app(method: str, url: str, headers: dict[str, str], body: bytes) -> Answer:
        answer = token(method, url, headers, body)
        bodies.append(answer[2])
        return answer

    with sandbox_opened("sync", sandbox, app) as accounts:
        attention = accounts["sandbox-zoom"].attention.read()

    assert any(b'"attention_mode_focus_mode": true' in body for body in bodies)
    assert isinstance(attention, Withdrawn)


@pytest.mark.parametrize("part", ["/accounts/me/settings", "/accounts/me/lock_settings"])
def test_settings_without_the_meeting_section_are_unknown(part: str) -> None:
    """An answer that lacks the section where the switch lived proves nothing."""
    attention = read("sync", unlimited(users=8), edited(part, lambda tree: tree.pop("in_meeting") and None))

    assert isinstance(attention, Unknown)


def test_a_lock_without_a_switch_is_unknown() -> None:
    """A lock for a switch that is shown nowhere means that something was not shown."""

    def edit(tree: dict[str, Any]) -> None:
        tree["in_meeting"]["attention_tracking"] = True

    attention = read("sync", unlimited(users=8), edited("/accounts/me/lock_settings", edit))

    assert isinstance(attention, Unknown)


def test_a_listing_that_ends_early_is_unknown(face: str) -> None:
    """Fewer users than announced is no complete reading."""

    def edit(tree: dict[str, Any]) -> None:
        del tree["users"][-1:]

    attention = read(face, unlimited(users=8), edited("/users?", edit))

    assert isinstance(attention, Unknown)
    assert "announced" in attention.unread[0].why


def test_an_error_with_http_200_is_unknown(face: str) -> None:
    """HTTP 200 with only a code and a message is a refusal, not a settings answer without the switch."""
    refusal = {"code": 200, "message": "Only available for Paid account."}

    attention = read(face, unlimited(users=8), edited("/lock_settings", lambda _: refusal))

    assert isinstance(attention, Unknown)
    assert all("plan or an add-on is missing" in each.why for each in attention.unread)


def test_scores_in_a_participant_report_are_a_finding(face: str) -> None:
    """A participant report that holds scores is found out, though no score is read."""
    attention = read(face, unlimited(scores=True))

    assert isinstance(attention, SwitchedOn)
    assert [Level.EVENT, Level.EVENT] == [reading.level for reading in attention.where]
    assert [None, None] == [reading.value for reading in attention.where]


def test_an_account_where_nothing_took_place_has_no_report_to_read() -> None:
    """Without a meeting in the period there is no report, and that is no gap."""

    def edit(tree: dict[str, Any]) -> None:
        tree["history_meetings"] = []

    attention = read("sync", unlimited(users=8), edited("/report/history", edit))

    assert isinstance(attention, Withdrawn)
    assert Level.EVENT not in {level for level, count in attention.looked_at if count}


def test_one_user_that_fails_is_one_unknown(face: str) -> None:
    """One user whose settings cannot be read is unknown; the others are still read."""
    sandbox = unlimited(users=8)
    victim = sandbox.world.people["active"][3].id

    def change(url: str, answer: Answer) -> Answer:
        if f"/users/{victim}/" in url:
            return 404, {}, b'{"code": 1001, "message": "User does not exist: ada@example.test"}'
        return answer

    attention = read(face, sandbox, change)

    assert isinstance(attention, Unknown)
    assert [victim] == [each.subject for each in attention.unread]
    assert "ada@example.test" not in str(attention)


def test_a_violation_outweighs_a_failure_that_comes_later(face: str) -> None:
    """What was found on stays found when the rest cannot be read any more."""

    def change(url: str, answer: Answer) -> Answer:
        return (400, {}, b"{}") if "/users?" in url else answer

    attention = read(face, unlimited(scenario="violating"), change)

    assert isinstance(attention, SwitchedOn)
    assert [Level.GROUP] == [reading.level for reading in attention.where]
    assert attention.unread


def test_a_rejected_token_ends_the_reading(face: str) -> None:
    """Credentials that stop working are an error of their own, not a hundred unknowns."""

    def change(url: str, answer: Answer) -> Answer:
        return (401, {}, b'{"code": 124, "message": "Access token is expired."}') if "/users?" in url else answer

    with pytest.raises(Unauthorized):
        read(face, unlimited(users=8), change)


def test_a_broken_vendor_ends_the_reading_early() -> None:
    """When one user after the other fails with the vendor's own fault, the rest are not tried."""
    asked: set[str] = set()

    def change(url: str, answer: Answer) -> Answer:
        if "/users/" not in url:
            return answer
        asked.add(url)
        return 200, {"content-type": "text/html"}, b"<html>Bad gateway</html>"

    with pytest.raises(ProviderBroken):
        read("sync", unlimited(users=400), change)
    assert len(asked) < 100


@pytest.mark.parametrize("times", [1, 5])
def test_a_user_that_moved_to_a_page_already_read_is_not_missed(times: int) -> None:
    """The bug: someone deleted during the walk moved another one out of sight, and the count still added up."""
    sandbox = unlimited(users=400, scenario="violating")
    on = sandbox.world.people["active"]
    hidden = on.pop(7)  # the one whose switch is on: seen only when the list is walked again
    on.append(hidden)
    sandbox.world.tracks_attention = lambda level, subject: (level, subject) == ("user", hidden.id)  # type: ignore[method-assign]
    walks = 0

    def change(url: str, answer: Answer) -> Answer:
        nonlocal walks
        if "/users?status=active" not in url or "next_page_token" not in url:
            return answer
        walks += 1
        if walks > times:
            return answer

        def edit(tree: dict[str, Any]) -> None:
            tree["users"].pop()
            tree["total_records"] -= 1

        return edited("/users?", edit)(url, answer)

    attention = read("sync", sandbox, change)

    if times == 1:
        assert isinstance(attention, SwitchedOn)
        assert [hidden.id] == [reading.subject for reading in attention.where]
        assert 390 == dict(attention.looked_at)[Level.USER]
    else:
        assert isinstance(attention, Unknown)
        assert "it changed while it was read" in attention.unread[0].why


@pytest.mark.parametrize(
    "body",
    [
        b'{"in_meeting": {"attention_tracking": true, "attention_tracking": false}}',
        b'{"in_meeting": {"attention_tracking": true}, "in_meeting": {"chat": true}}',
        b'{"in_meeting": {"attention_tracking": true, "attentionTracking": false}}',
    ],
)
def test_two_members_of_one_name_are_unknown(body: bytes) -> None:
    """The bug: of two values for one switch the last was believed."""

    def change(url: str, answer: Answer) -> Answer:
        return (200, {}, body) if url.endswith("/accounts/me/settings") else answer

    assert isinstance(read("sync", unlimited(users=8), change), Unknown)


@pytest.mark.parametrize("status", [202, 203, 204, 206])
def test_a_status_that_promises_no_whole_answer_is_unknown(status: int) -> None:
    """The bug: a part of an answer, without the switch, was taken for the whole."""

    def change(url: str, answer: Answer) -> Answer:
        return (status, {}, b'{"in_meeting": {}}') if url.endswith("/accounts/me/settings") else answer

    assert isinstance(read("sync", unlimited(users=8), change), Unknown)
