"""The catalogue of Zoom's settings, held against Zoom's documents: levels, kinds, values, locks, what is read-only."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any, Final

import pytest
from contract.openapi import needs_documents, zoom
from contract.schemas import Json

from provider_bridge.domain.settings import Level
from provider_bridge.providers.zoom.settings.catalogue import CATALOGUE, find
from provider_bridge.providers.zoom.settings.model import LETTERS, Kind, Setting

pytestmark = needs_documents

PATHS: Final = {
    "A": "/accounts/{accountId}/settings",
    "G": "/groups/{groupId}/settings",
    "U": "/users/{userId}/settings",
    "AL": "/accounts/{accountId}/lock_settings",
    "GL": "/groups/{groupId}/lock_settings",
}
KINDS: Final = {
    "boolean": Kind.SWITCH,
    "integer": Kind.NUMBER,
    "string": Kind.TEXT,
    "array": Kind.TEXTS,
}
NEWER: Final = "newer than the documents: the changelog of December 2025 names it"
EXCEPTIONS: Final = {
    **{setting.path: NEWER for setting in CATALOGUE if setting.kind is Kind.OPEN},
    "in_meeting.allow_users_to_delete_messages_in_meeting_chat": (
        "at account level in the document of 2023, and still in today's request"
    ),
}
"""Settings whose levels are not those of the documents, and why."""

OPEN_VALUES: Final = {"recording.auto_delete_cmr_days": "Zoom's portal allows other numbers of days than the documents"}


@cache
def documented(place: str, method: str) -> dict[str, list[Json]]:
    """Return every member of a settings answer or request by its dotted path."""
    operation = zoom().find(method, PATHS[place])
    if method == "GET":
        schema = operation.answer(200)
    else:
        schema = zoom().resolve(operation.tree["requestBody"])["content"]["application/json"]["schema"]
    return dict(_walk([schema], ""))


def _walk(schemas: list[Json], place: str) -> Iterator[tuple[str, list[Json]]]:
    for name, found in zoom().members(*schemas).items():
        path = f"{place}.{name}".lstrip(".")
        yield path, found
        yield from _walk(found, path)


def levels(path_at: Any, method: str) -> str:
    """Return the letters of the levels that document a setting."""
    return "".join(letter for level, letter in LETTERS.items() if path_at(level) in documented(letter, method))


def named(value: object) -> str:
    return value.path if isinstance(value, Setting) else str(value)


DOCUMENTED: Final = [setting for setting in CATALOGUE if setting.path not in EXCEPTIONS]


def test_the_catalogue_is_large_and_names_each_setting_once() -> None:
    """Every path stands for one setting, in any level's spelling."""
    paths = [setting.path for setting in CATALOGUE]

    assert len(paths) == len(set(paths)) > 120
    assert all(find(path) is setting for setting in CATALOGUE for path in (setting.path, setting.at(Level.USER)))
    assert all(setting.meaning for setting in CATALOGUE)


@pytest.mark.parametrize("setting", DOCUMENTED, ids=named)
def test_a_setting_lives_where_the_documents_say(setting: Setting) -> None:
    """Zoom's documents have it at the catalogue's levels and at no other, in answers and in requests."""
    assert levels(setting.at, "GET") == setting.levels
    assert set(levels(setting.at, "PATCH")) == set(setting.levels) - set(setting.read_only)


@pytest.mark.parametrize("setting", DOCUMENTED, ids=named)
def test_a_setting_takes_what_the_documents_say(setting: Setting) -> None:
    """Its kind is the documented one at every level, and so are the values it may have."""
    schemas = [
        schema
        for level, letter in LETTERS.items()
        if letter in setting.levels
        for schema in documented(letter, "GET")[setting.at(level)]
    ]

    assert {KINDS[schema["type"]] for schema in schemas} == {setting.kind}
    if setting.path not in OPEN_VALUES:  # a group's automatic recording is documented without its values
        choices = {frozenset(schema["enum"]) for schema in schemas if "enum" in schema}
        assert choices == ({frozenset(setting.choices)} if setting.choices else set())


@pytest.mark.parametrize("setting", DOCUMENTED, ids=named)
def test_a_lock_is_where_the_documents_say(setting: Setting) -> None:
    """The lock is documented at the catalogue's levels; those that can be changed are switches; none is overlooked."""
    found = "".join(each for each in "AG" if setting.lock in documented(f"{each}L", "GET"))
    switches = {
        each
        for each in "AG"
        if any(schema["type"] == "boolean" for schema in documented(f"{each}L", "PATCH").get(setting.lock, ()))
    }

    assert found == setting.lock_levels
    assert switches == set(setting.lock_levels) - set(setting.lock_read_only)
    assert setting.lock or not any(setting.path in documented(f"{each}L", "GET") for each in "AG")


@pytest.mark.parametrize("path", EXCEPTIONS)
def test_an_exception_is_one(path: str) -> None:
    """What is excused from the documents really is not in them; when they change, the excuse has to go."""
    setting = find(path)

    assert setting is not None
    assert levels(setting.at, "GET") != setting.levels
    if EXCEPTIONS[path] == NEWER:
        assert (levels(setting.at, "GET"), set(setting.read_only)) == ("", {"A", "G", "U"})


def test_the_naming_drift_is_the_documents() -> None:
    """Where a level has another name for a setting, the documents have the other name there, and not this one."""
    drifted = [setting for setting in CATALOGUE if setting.spelled]

    assert [setting.path for setting in drifted] == [
        "in_meeting.record_play_own_voice",
        "schedule_meeting.participant_video",
    ]
    for setting in drifted:
        assert setting.path not in documented("U", "GET")
