"""A recording of which not every file is listed: that a kind of file is not among them proves nothing."""

from __future__ import annotations

from typing import Any

import pytest
from rewriting import rewriting
from support import sandbox_opened, unlimited

from provider_bridge import ListingIncomplete
from provider_bridge.sandbox import Sandbox

ZOOM = "sandbox-zoom"
FEWER: list[dict[str, Any]] = [{"recording_count": 22}, {"recording_files": []}, {"recording_files": None}]


def a_run(sandbox: Sandbox) -> str:
    return f"meeting:{sandbox.world.sessions[9].uuid}"


def without_words(more: dict[str, Any]) -> Any:
    """Return what shows a recording's video alone, and as many files as ``more`` says."""

    def change(tree: dict[str, Any]) -> dict[str, Any]:
        if "recording_files" not in tree:
            return tree  # the trash
        shown = [each for each in tree["recording_files"] if each["file_type"] == "MP4"]
        return {**tree, "recording_files": shown, "recording_count": len(shown), "participant_audio_files": [], **more}

    return change


@pytest.mark.parametrize("more", FEWER)
@pytest.mark.parametrize("operation", ["chats.read", "transcripts.read", "transcripts.speakers.list"])
def test_words_are_not_absent_from_a_recording_that_is_not_listed_whole(
    face: str, operation: str, more: dict[str, Any]
) -> None:
    """22 files announced and one listed, or none listed, is an incomplete listing and not "none"."""
    sandbox = unlimited()
    app = rewriting(sandbox.handle, "GET", "/recordings", without_words(more))

    with sandbox_opened(face, sandbox, app) as accounts, pytest.raises(ListingIncomplete, match="not all files"):
        list(called(accounts[ZOOM], operation)(a_run(sandbox)))


@pytest.mark.parametrize("operation", ["chats.read", "transcripts.read", "transcripts.speakers.list"])
def test_a_recording_that_is_listed_whole_and_has_no_words_has_none(face: str, operation: str) -> None:
    """As many files as were announced, none of them of words: then there are none."""
    sandbox = unlimited()
    app = rewriting(sandbox.handle, "GET", "/recordings", without_words({}))

    with sandbox_opened(face, sandbox, app) as accounts:
        assert list(called(accounts[ZOOM], operation)(a_run(sandbox))) == []


@pytest.mark.parametrize("more", FEWER)
def test_copies_of_a_recording_that_is_not_listed_whole_are_unknown(face: str, more: dict[str, Any]) -> None:
    """A place that is not shown may be among the files that are not shown."""
    sandbox = unlimited()
    app = rewriting(sandbox.handle, "GET", "/recordings", without_words(more))

    with sandbox_opened(face, sandbox, app) as accounts:
        found = accounts[ZOOM].transcripts.copies.list(a_run(sandbox))

    states = {each.place: each.state for each in found if each.place.startswith("recording.")}
    assert states == dict.fromkeys(
        ("recording.transcript", "recording.captions", "recording.chat", "recording.summary"), "unknown"
    )


def test_an_archive_that_is_not_listed_whole_is_unknown(face: str) -> None:
    """The archive announces files, too."""
    sandbox = unlimited()
    app = rewriting(
        sandbox.handle,
        "GET",
        "/archive_files",
        lambda tree: {**tree, "status": "completed", "recording_count": 2, "archive_files": [], "physical_files": []},
    )

    with sandbox_opened(face, sandbox, app) as accounts:
        found = accounts[ZOOM].transcripts.copies.list(a_run(sandbox))

    assert ["unknown"] == [each.state for each in found if each.place == "archive"]


def called(account: Any, operation: str) -> Any:
    for name in operation.split("."):
        account = getattr(account, name)
    return account
