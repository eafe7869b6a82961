"""Sample bodies of Zoom's settings and locks, read key by key: exactly what stands there, and nothing else."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, Final

import pytest
from contract.openapi import needs_samples
from contract.samples import Canned, sample

from provider_bridge.domain.ids import HostId
from provider_bridge.domain.settings import Level, SettingReading
from provider_bridge.providers.zoom import wire
from provider_bridge.providers.zoom.settings.catalogue import CATALOGUE
from provider_bridge.providers.zoom.settings.facet import Settings
from provider_bridge.providers.zoom.settings.model import LETTERS

pytestmark = needs_samples

SETTINGS: Final = {
    Level.ACCOUNT: wire.settings.ACCOUNT_SETTINGS,
    Level.GROUP: wire.settings.GROUP_SETTINGS,
    Level.USER: wire.settings.USER_SETTINGS,
}
SAMPLES: Final = [
    (Level.ACCOUNT, "zoom/spec2025_accounts-accountId-settings_GET"),
    (Level.ACCOUNT, "zoom/zoomrb_account_settings_get"),
    (Level.GROUP, "zoom/spec2025_groups-groupId-settings_GET"),
    (Level.USER, "zoom/spec2025_users-userId-settings_GET"),
    (Level.USER, "zoom/zoomrb_user_settings_get"),
]
LOCKS: Final = {
    Level.ACCOUNT: (wire.settings.ACCOUNT_LOCKS, "zoom/spec2025_accounts-accountId-lock_settings_GET"),
    Level.GROUP: (wire.settings.GROUP_LOCKS, "zoom/spec2025_groups-groupId-lock_settings_GET"),
}


def account(level: Level, name: str) -> Settings:
    """Return settings that answer with a sample, and with the sample of locks that goes with it."""
    answers: dict[Any, Any] = {SETTINGS[level]: sample(name)}
    for endpoint, locks in LOCKS.values():
        answers[endpoint] = sample(locks)
    return Settings(Canned(answers, wire.FORBIDDEN))


def read(level: Level, name: str, paths: tuple[str, ...] | None = None) -> tuple[SettingReading, ...]:
    subject = None if level is Level.ACCOUNT else "someid"
    return account(level, name).list(level=level, subject=subject, paths=paths)


def leaves(tree: Any, place: str = "") -> Iterator[tuple[str, Any]]:
    """Yield every member that is no object, by its dotted path."""
    if isinstance(tree, dict):
        for name, value in tree.items():
            yield from leaves(value, f"{place}.{name}".lstrip("."))
    else:
        yield place, tree


def plain(value: Any) -> Any:
    """Return a JSON value as a reading has it."""
    return tuple(value) if isinstance(value, list) else value


@pytest.mark.parametrize(("level", "name"), SAMPLES)
def test_the_catalogue_gives_exactly_what_stands_there(level: Level, name: str) -> None:
    """Each setting has the sample's value under the sample's name, or is said to be absent, and none is skipped."""
    there = dict(leaves(json.loads(sample(name))))

    readings = read(level, name)

    assert len(readings) == len(CATALOGUE)
    for setting, reading in zip(CATALOGUE, readings, strict=True):
        names = [setting.at(level), *setting.older]
        present = [each for each in names if each in there]
        assert reading.present == bool(present)
        if present:
            assert reading.path == present[0]
            assert (type(reading.value), reading.value) == (
                type(plain(there[present[0]])),
                plain(there[present[0]]),
            )
            assert reading.note == "" or level is not Level.USER
        else:
            assert (reading.path, reading.value) == (names[0], None)


@pytest.mark.parametrize(
    ("level", "name", "missing"), [(*SAMPLES[0], 5), (*SAMPLES[2], 4), (*SAMPLES[3], 4)], ids=["A", "G", "U"]
)
def test_documented_examples_show_the_whole_catalogue(level: Level, name: str, missing: int) -> None:
    """In the documents' examples only what is newer, or was documented in another year, is absent."""
    absent = [
        reading.path
        for setting, reading in zip(CATALOGUE, read(level, name), strict=True)
        if LETTERS[level] in setting.levels and not reading.present
    ]

    assert len(absent) == missing, absent
    newer = [path for path in absent if "recording_notification" in path]
    assert len(newer) == 4
    assert set(absent) - set(newer) <= {"in_meeting.allow_users_to_delete_messages_in_meeting_chat"}


@pytest.mark.parametrize(("level", "name"), SAMPLES)
def test_any_path_of_a_sample_can_be_read(level: Level, name: str) -> None:
    """Every key of a sample, in the catalogue or not, gives its own value; lists of objects are none."""
    there = dict(leaves(json.loads(sample(name))))
    secrets = {"schedule_meeting.pmi_password", "schedule_meeting.default_password_for_scheduled_meetings"}
    secrets |= {
        f"chat.send_data_to_third_party_archiving_service.{each}" for each in ("passcode", "authorized_channel_token")
    }

    for path, reading in zip(there, read(level, name, tuple(there)), strict=True):
        value = plain(there[path])
        objects = isinstance(value, tuple) and any(isinstance(each, dict) for each in value)
        assert reading.present
        if objects or path in secrets:
            assert reading.value is None
            assert reading.note
        else:
            assert (type(reading.value), reading.value) == (type(value), value)


@pytest.mark.parametrize("level", LOCKS)
def test_locks_are_read_from_their_own_answer(level: Level) -> None:
    """A lock is the lock answer's, with its own place in evidence; what is no yes or no locks nothing."""
    there = dict(leaves(json.loads(sample(LOCKS[level][1]))))

    readings = read(level, next(name for each, name in SAMPLES if each is level))

    shown = 0
    for setting, reading in zip(CATALOGUE, readings, strict=True):
        if LETTERS[level] not in setting.lock_levels:
            assert (reading.lock, reading.locked) == (None, None)
            continue
        lock = reading.lock
        assert lock is not None
        assert (lock.operation, lock.path, lock.value) == (LOCKS[level][0].name, setting.lock, None)
        assert reading.locked is lock.locked is there.get(setting.lock)
        shown += lock.locked is not None
    assert shown > 50


@pytest.mark.parametrize("path", ["in_meeting.entry_exit_chime", "recording.ip_address_access_control"])
def test_quirk_26_a_lock_that_is_no_boolean_is_no_lock(path: str) -> None:
    """Text and objects among the locks say nothing: the lock is open, and the reading says what was there."""
    (reading,) = read(Level.GROUP, SAMPLES[2][1], (path,))

    assert reading.lock is not None
    assert (reading.lock.present, reading.locked) == (True, None)
    assert "instead of true or false" in reading.note


def test_quirk_26_a_key_that_a_group_omits_is_inherited() -> None:
    """The documents' group has no automatic deletion: the account's counts, and absent is never false."""
    answers = {SETTINGS[level]: sample(name) for level, name in SAMPLES if "spec2025" in name}
    answers |= {endpoint: sample(name) for endpoint, name in LOCKS.values()}
    answers[wire.directory.USER] = sample("zoom/spec2025_users-userId_GET")
    settings = Settings(Canned(answers, wire.FORBIDDEN))

    found = settings.effective("recording.auto_delete_cmr_days", HostId("zJKyaiAyTNC-MWjiWC18KQ"))

    account = json.loads(sample(SAMPLES[0][1]))["recording"]["auto_delete_cmr_days"]
    assert (found.value, found.locked, found.decided_by) == (account, True, Level.ACCOUNT)
    group = next(each for each in found.readings if each.level is Level.GROUP)
    assert (group.subject, group.present, group.value) == ("RSMaSp8sTEGK0_oamiA2_w", False, None)


def test_old_names_are_found() -> None:
    """The misspelt key of 2018 is read where the present one is absent, and evidence shows the name it had."""
    (reading,) = read(
        Level.ACCOUNT, "zoom/zoomrb_account_settings_get", ("email_notification.cloud_recording_available_reminder",)
    )

    assert (reading.path, reading.value) == ("email_notification.cloud_recording_avaliable_reminder", False)


def test_the_old_switch_is_read_like_any_other() -> None:
    """The switch of attention tracking, where a body of former years has it, is a plain value."""
    (reading,) = read(Level.USER, "zoom/zoomrb_user_settings_get", ("in_meeting.attention_tracking",))

    assert (reading.present, reading.value) == (True, True)
