"""Zoom's rows of recordings: what state their files show, and how the windows of a listing are put together."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provider_bridge.providers.zoom.recordings.rows import TRASHED, merged, recording
from provider_bridge.providers.zoom.wire.recordings import RUN_ANSWER


def made(*files: dict[str, Any], state: str = "", uuid: str = "u==") -> Any:
    return recording(RUN_ANSWER.validate_python({"uuid": uuid, "type": 2, "recording_files": files}), state)


@pytest.mark.parametrize(
    ("kind", "status", "state"),
    [
        ("MP4", "completed", "stored"),
        ("MP4", None, "stored"),  # as until 2020
        ("MP4", "failed", "stored"),
        ("", "completed", "stored"),
        ("MP4", "processing", "processing"),
        ("", "processing", "processing"),
        ("", "", "processing"),
        (None, None, "processing"),
    ],
)
def test_the_state_that_a_file_shows(kind: str | None, status: str | None, state: str) -> None:
    """One file that is still made makes the whole recording so."""
    whole = {"id": "a", "file_type": "M4A", "status": "completed"}

    assert made(whole, {"id": "b", "file_type": kind, "status": status}).state == state


def test_files_of_one_recording_are_put_together() -> None:
    """A recording that came in parts has every file once, and ends in the trash when its last file does."""
    first = made({"id": "a", "deleted_time": "2026-11-01T10:00:00Z"}, state=TRASHED)
    second = made(
        {"id": "a", "deleted_time": "2026-11-01T10:00:00Z"},
        {"id": "b", "deleted_time": "2026-11-05T10:00:00Z"},
        state=TRASHED,
    )
    (found,) = merged([first, second, first])

    assert [file.id for file in found.files] == ["a", "b"]
    assert (first.trash_ends_on, found.trash_ends_on) == (date(2026, 12, 1), date(2026, 12, 5))


def test_files_without_an_id_are_told_apart_by_what_they_are() -> None:
    """A timeline had no id in 2020; its address changes with every listing and tells nothing."""
    row = {"file_type": "TIMELINE", "recording_start": "2020-05-01T10:00:00Z"}
    (found,) = merged([made(row | {"download_url": "https://a/1"}), made(row | {"download_url": "https://a/2"})])

    assert len(found.files) == 1
    assert found.files[0].start == datetime(2020, 5, 1, 10, tzinfo=UTC)


@given(st.lists(st.tuples(st.sampled_from("xyz"), st.sampled_from(["", TRASHED]), st.sets(st.sampled_from("abcd")))))
def test_nothing_is_lost_and_nothing_comes_twice(parts: list[tuple[str, str, set[str]]]) -> None:
    """For each recording and state the union of its files, whatever came how often."""
    found = merged(
        made(*({"id": name, "file_type": "MP4"} for name in sorted(files)), state=state or "stored", uuid=uuid)
        for uuid, state, files in parts
    )
    wanted: dict[tuple[str, str], set[str]] = {}
    for uuid, state, files in parts:
        wanted.setdefault((f"meeting:{uuid}", state or "stored"), set()).update(files)

    assert {(each.id, each.state): {file.id for file in each.files} for each in found} == wanted
    assert all(len(each.files) == len({file.id for file in each.files}) for each in found)
    assert len(found) == len(wanted)
