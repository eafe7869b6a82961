"""The simulated recordings are true to themselves: sizes, places, numbers, and the trash that empties itself."""

from __future__ import annotations

import json
from datetime import timedelta
from urllib.parse import quote

import pytest
from support import unlimited

from provider_bridge.sandbox import Sandbox
from provider_bridge.sandbox.routing import Ask, Refusal, Route
from provider_bridge.sandbox.zoom import recordings
from provider_bridge.sandbox.zoom.recordings_state import Recordings, Run


def made(*, users: int | None = None, seed: int = 1) -> tuple[Sandbox, list[Run]]:
    sandbox = unlimited(users=users, seed=seed)
    return sandbox, sandbox.world.part(Recordings).runs


def handler(method: str, path: str) -> Route:
    return next(route for route in recordings.ROUTES if (route.method, route.path) == (method, path))


def test_every_file_is_as_long_as_it_says() -> None:
    """Its content follows from its address, and a text file is what its type says."""
    sandbox, runs = made()
    kinds = set()
    for run in runs:
        for file in run.files:
            if file.processing:
                continue
            found = recordings.file_by_token(sandbox.world, sandbox.world.key("file", file.id))
            assert found is not None
            shown, content = found
            assert len(content) == shown["file_size"] == file.size > 0
            assert shown["id"] == file.id
            kinds.add(file.type)
            if file.type == "TRANSCRIPT":
                assert content.startswith(b"WEBVTT\n\n1\n00:00:01.000 --> ")
            if file.type == "TIMELINE":
                assert json.loads(content)["timeline"]
            if file.type == "CHAT":
                assert content.decode().split("\r\n")[0].count("\t") == 2
    assert kinds == {"MP4", "M4A", "TRANSCRIPT", "CHAT", "TIMELINE"}


def test_the_same_seed_makes_the_same_recordings() -> None:
    """And another makes others."""
    first, again, other = (made(seed=seed)[1] for seed in (1, 1, 2))

    assert [run.uuid for run in first] == [run.uuid for run in again]
    assert {run.uuid for run in first}.isdisjoint(run.uuid for run in other)
    assert [file.id for file in first[0].files] == [file.id for file in again[0].files]


def test_nobody_viewed_a_recording_in_the_future() -> None:
    """A bug once: shortly before midnight, views of the day to come were there and were never listed."""
    sandbox, runs = made()
    seen = [at for run in runs for _, at, _ in run.views]

    assert timedelta(0) < sandbox.world.now() - max(seen) < timedelta(minutes=10)


def test_a_file_that_is_not_stored_cannot_be_had() -> None:
    """In the making, in the trash, erased, or never there."""
    sandbox, runs = made()
    state = sandbox.world.part(Recordings)
    making, trashed, erased = runs[1].files[0], runs[0].files[0], runs[0].files[1]
    state.delete(runs[0], [trashed], "recording_file")
    state.delete(runs[0], [erased], "")
    for name in (making.id, trashed.id, erased.id, "never"):
        assert recordings.file_by_token(sandbox.world, sandbox.world.key("file", name)) is None


def test_the_trash_empties_itself_after_30_days() -> None:
    """A day before it is there, a day after it is not."""
    sandbox, runs = made()
    run, state = runs[0], sandbox.world.part(Recordings)
    state.delete(run, list(run.files), "meeting_recordings")
    sandbox.world.offset += timedelta(days=29).total_seconds()
    state.tidy()
    assert run.files
    sandbox.world.offset += timedelta(days=2).total_seconds()
    state.tidy()
    assert not run.files


def test_a_number_means_the_latest_run_and_a_slash_must_be_encoded_twice() -> None:
    """As with the vendor, an address is not always what one thinks."""
    sandbox, runs = made()
    first = runs[0]
    latest = max((run for run in runs if run.number == first.number), key=lambda run: run.start)

    assert recordings.find_run(sandbox.world, str(first.number)) is latest
    assert first.uuid.startswith("/")
    assert recordings.find_run(sandbox.world, quote(first.uuid, safe="")) is first
    with pytest.raises(Refusal):
        recordings.find_run(sandbox.world, first.uuid)


def test_a_wide_period_is_cut_in_silence() -> None:
    """The answer echoes what it is about."""
    sandbox, runs = made()
    ask = Ask({"userId": runs[0].host.id}, {"from": "2026-01-01", "to": "2026-03-01"})

    answer = handler("GET", "/users/{userId}/recordings").handler(sandbox.world, ask)

    assert isinstance(answer, dict)
    assert (answer["from"], answer["to"]) == ("2026-01-30", "2026-03-01")


def test_a_large_account_costs_nothing_to_list() -> None:
    """Recordings are found by their host, and most hosts have none."""
    sandbox, _ = made(users=2000)
    listing = handler("GET", "/users/{userId}/recordings").handler
    answers = [
        listing(sandbox.world, Ask({"userId": person.id}, {"from": "2026-01-01", "to": "2026-01-02"}))
        for person in sandbox.world.people["active"]
    ]

    assert len(answers) == 1900
