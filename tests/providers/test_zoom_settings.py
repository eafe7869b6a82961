"""Zoom's settings on both faces, against the simulator: read with their locks."""

from __future__ import annotations

from typing import Any

import pytest
from setting_calls import Answer, edited, host, run
from support import unlimited

from provider_bridge import (
    DecodeError,
    Forbidden,
    InvalidInput,
    Level,
    NotFound,
    ProviderBroken,
    SettingReading,
)
from provider_bridge.providers.zoom.settings.catalogue import CATALOGUE
from provider_bridge.providers.zoom.settings.readings import value_of

AUTO = "recording.auto_recording"


def test_the_account_is_read_with_its_locks(face: str) -> None:
    """Every setting of the catalogue comes, in order, with value, lock, place, time and the vendor's mark of both."""
    readings = run(face, unlimited(), lambda settings: settings.list())

    assert len(CATALOGUE) == len(readings)
    found = {each.path: each for each in readings}
    auto = found[AUTO]
    assert (auto.level, auto.subject, auto.present, auto.value, auto.locked) == (
        Level.ACCOUNT,
        None,
        True,
        "none",
        True,
    )
    assert "GET /accounts/{accountId}/settings" == auto.operation
    assert auto.lock is not None
    assert ("GET /accounts/{accountId}/lock_settings", AUTO) == (auto.lock.operation, auto.lock.path)
    assert auto.request_id
    assert auto.lock.request_id
    assert auto.request_id != auto.lock.request_id
    assert auto.observed_at.tzinfo is not None
    assert ("DE", "NL") == found["in_meeting.data_center_regions"].value


def test_what_is_absent_is_said_and_not_skipped(face: str) -> None:
    """A setting that only users have is absent at the account, with the place where it was looked for."""
    path = "recording.host_pause_stop_recording"

    (reading,) = run(face, unlimited(), lambda settings: settings.list(paths=(path,)))

    assert (path, False, None, None) == (reading.path, reading.present, reading.value, reading.locked)
    assert reading.request_id


def test_groups_and_users_are_read_under_their_ids(face: str) -> None:
    """A group's reading has its lock, a user's has none; each names its level's spelling of the setting."""
    sandbox = unlimited()
    group, person = sandbox.world.group_ids[0], host(sandbox)
    path = "in_meeting.record_play_own_voice"

    def use(settings: Any) -> tuple[SettingReading, SettingReading, SettingReading]:
        of_group = settings.list(level=Level.GROUP, subject=group, paths=(AUTO, path))
        of_user = settings.list(level=Level.USER, subject=person.id, paths=[path])
        return (*of_group, *of_user)

    auto, voice, own = run(face, sandbox, use)

    assert (Level.GROUP, group, True) == (auto.level, auto.subject, auto.locked)
    assert (path, "in_meeting.record_play_voice") == (voice.path, own.path)
    assert (Level.USER, person.id, False, None, None) == (own.level, own.subject, own.value, own.locked, own.lock)


def test_a_level_may_be_plain_text(face: str) -> None:
    """Whoever reads the level from a file need not convert it; the reading has the level itself."""
    (reading,) = run(face, unlimited(), lambda settings: settings.list(level="account", paths=(AUTO,)))

    assert reading.level is Level.ACCOUNT


def test_a_missing_scope_for_locks_leaves_the_locks_open(face: str) -> None:
    """Where locks may not be read the values still come, and every lock is open with the reason."""
    readings = run(face, unlimited(scenario="forbidden"), lambda settings: settings.list())

    assert any(each.value == "none" for each in readings)
    assert {None} == {each.locked for each in readings}
    noted = [each for each in readings if each.path == AUTO]
    assert "account:read:lock_settings:admin" in noted[0].note


@pytest.mark.parametrize(
    ("options", "problem"),
    [
        ({"level": Level.GROUP}, "group's id"),
        ({"level": Level.USER, "subject": "ada@example.test"}, "by its id"),
        ({"level": Level.USER, "subject": "me"}, "by its id"),
        ({"level": Level.ACCOUNT, "subject": "x"}, "no subject"),
        ({"level": Level.EVENT, "subject": "x"}, "none at event level"),
        ({"paths": "recording"}, "not one text"),
        ({"paths": ("a..b",)}, "joined by dots"),
        ({"paths": ("../x",)}, "joined by dots"),
    ],
)
def test_bad_places_and_paths_are_refused_before_anything_is_sent(
    face: str, options: dict[str, Any], problem: str
) -> None:
    """What cannot be meant is one clear sentence, and no call."""
    sandbox = unlimited()

    with pytest.raises(InvalidInput, match=problem) as caught:
        run(face, sandbox, lambda settings: settings.list(**options))

    assert "ada" not in str(caught.value)
    assert not sandbox.log


@pytest.mark.parametrize(
    ("level", "missing"), [(Level.GROUP, "group"), (Level.USER, "user")], ids=["no such group", "no such user"]
)
def test_each_kind_of_not_found_is_told_apart(face: str, level: Level, missing: str) -> None:
    """An unknown group and an unknown user are different absences."""
    with pytest.raises(NotFound) as caught:
        run(face, unlimited(), lambda settings: settings.list(level=level, subject="nobody"))

    assert missing == caught.value.missing
    assert "nobody" not in str(caught.value)


@pytest.mark.parametrize("part", ["/settings", "/lock_settings"])
@pytest.mark.parametrize("body", [{}, {"recording": {}}, {"in_meeting": []}, []])
def test_an_answer_that_is_not_whole_is_no_answer(face: str, part: str, body: Any) -> None:
    """Without its section of meetings an answer proves nothing: absent there is not absent."""
    with pytest.raises(DecodeError):
        run(face, unlimited(), lambda settings: settings.list(), edited(part, lambda _: body))


def test_quirk_1_an_error_with_http_200_is_no_answer(face: str) -> None:
    """HTTP 200 with only a code and a message is a refusal."""
    refusal = {"code": 200, "message": "Only available for Paid account."}

    with pytest.raises(Forbidden):
        run(face, unlimited(), lambda settings: settings.list(), edited("/settings", lambda _: refusal))


def test_a_web_page_is_no_answer(face: str) -> None:
    """A gateway's page with HTTP 200 is the vendor's fault, not settings without settings."""

    def change(method: str, url: str, answer: Answer) -> Answer:
        page = 200, {"content-type": "text/html"}, b"<html></html>"
        return page if url.endswith("/settings") else answer

    with pytest.raises(ProviderBroken):
        run(face, unlimited(), lambda settings: settings.list(), change)


@pytest.mark.parametrize(
    ("raw", "value", "note"),
    [
        ("", "", ""),
        (None, None, "null"),
        ("new_word", "new_word", ""),
        (2, 2, ""),
        (0.5, 0.5, ""),
        (["a", 1], ("a", 1), ""),
        ([], (), ""),
        ({"a": 1}, None, "an object"),
        ([{"a": 1}], None, "a list"),
    ],
)
def test_quirk_30_whatever_stands_there_is_read_or_said(face: str, raw: Any, value: Any, note: str) -> None:
    """Unseen words, numbers and lists survive; null and objects are present without a value, and never false."""

    def edit(tree: dict[str, Any]) -> None:
        tree["recording"]["auto_recording"] = raw

    (reading,) = run(face, unlimited(), lambda settings: settings.list(paths=(AUTO,)), edited("/settings", edit))

    assert reading.present
    assert (type(value), value) == (type(reading.value), reading.value)
    assert note in reading.note
    assert bool(note) is bool(reading.note)


@pytest.mark.parametrize(
    ("raw", "locked"), [(True, True), (False, False), ("cloud", None), ({"enable": True}, None), (1, None)]
)
def test_quirk_26_only_true_and_false_are_locks(face: str, raw: Any, locked: bool | None) -> None:
    """A lock of another shape is neither open nor closed, and the reading says so."""

    def edit(tree: dict[str, Any]) -> None:
        tree["recording"]["auto_recording"] = raw

    (reading,) = run(face, unlimited(), lambda settings: settings.list(paths=(AUTO,)), edited("/lock_settings", edit))

    assert locked is reading.locked
    assert ("instead of true or false" in reading.note) is (locked is None)


@pytest.mark.parametrize("section", ["recording", "auto_recording"])
def test_a_name_that_is_given_twice_has_no_value(face: str, section: str) -> None:
    """Of two values for one setting neither is believed, whichever object the name is doubled in."""

    def change(method: str, url: str, answer: Answer) -> Answer:
        if not url.endswith("/accounts/me/settings"):
            return answer
        body = b'{"in_meeting": {}, "recording": {"auto_recording": "none"}, "recording": {"auto_recording": "none"}}'
        if section == "auto_recording":
            body = b'{"in_meeting": {}, "recording": {"auto_recording": "none", "auto_recording": "cloud"}}'
        return 200, {}, body

    (reading,) = run(face, unlimited(), lambda settings: settings.list(paths=(AUTO,)), change)

    assert (True, None) == (reading.present, reading.value)
    assert "twice" in reading.note


def test_secrets_are_not_read(face: str) -> None:
    """A passcode among the settings is present, and its value is never a value."""
    path = "schedule_meeting.pmi_password"
    sandbox = unlimited()

    def edit(tree: dict[str, Any]) -> None:
        tree["schedule_meeting"]["pmi_password"] = "hush-123"

    def use(settings: Any) -> Any:
        return settings.list(level=Level.USER, subject=host(sandbox).id, paths=(path,))

    (reading,) = run(face, sandbox, use, edited("/settings", edit))

    assert (True, None) == (reading.present, reading.value)
    assert "hush" not in repr(reading)


def test_free_text_shows_in_no_repr(face: str) -> None:
    """What people wrote into a setting is read when it is asked for, and not shown by a ``repr``."""
    path = "telephony.audio_conference_info"

    def edit(tree: dict[str, Any]) -> None:
        tree["telephony"]["audio_conference_info"] = "call ada@example.test"

    (reading,) = run(face, unlimited(), lambda settings: settings.list(paths=(path,)), edited("/settings", edit))

    assert "call ada@example.test" == reading.value
    assert "ada@" not in repr(reading)
    assert "path='telephony.audio_conference_info'" in repr(reading)


@pytest.mark.parametrize("path", ["x.sftp_password", "x.stream_key", "x.api_token", "x.entry_pin", "x.secret"])
@pytest.mark.parametrize("raw", ["hush", ["hush"]])
def test_what_is_named_like_a_secret_is_none_of_our_values(path: str, raw: Any) -> None:
    """A bug once: only today's names of secrets were known, and a new one was read for whoever asked for its path."""
    assert value_of(path, raw) == (None, "it may be a secret and is not read")
    assert value_of("schedule_meeting.require_password_for_pmi_meetings", "all") == ("all", "")
    assert value_of(path, True) == (True, "")
