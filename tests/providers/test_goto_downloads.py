"""Downloading the files of GoTo's recordings, on both faces and over real connections; who sees the token."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Generator
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any, cast

import pytest
from recorded_goto import Wire, recordings_of
from served import Served, serving
from support import opened, sandbox_accounts, unlimited
from tours.gotomeeting import recordings as meeting
from tours.gotowebinar import recordings as webinar

import provider_bridge as pb
from provider_bridge.providers.shared.files import file_name
from provider_bridge.sandbox import Sandbox
from provider_bridge.sandbox.goto.recording_files import Files, content_of
from provider_bridge.sandbox.zoom.downloads import Doors

WEBINAR, MEETING = "sandbox-webinar", "sandbox-meeting"


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let retries follow at once."""
    import tenacity

    from provider_bridge.core import retry

    monkeypatch.setattr(retry._Wait, "_otherwise", tenacity.wait_none())


def film(sandbox: Sandbox, name: str, number: int = 0) -> tuple[pb.RecordingFile, bytes]:
    """Return the film of one recording, as an old listing shows it, and what is in it."""
    if name == MEETING:
        return meeting.file(sandbox, number), content_of(sandbox.world, f"film-{meeting.run_of(sandbox).recording}.mp4")
    key = webinar.asset(sandbox).key
    return webinar.file(sandbox), content_of(sandbox.world, f"film-{key}.mp4")


def both(test: Callable[..., None]) -> Any:
    return pytest.mark.parametrize("name", [WEBINAR, MEETING])(test)


@both
def test_a_film_is_whole_and_its_old_address_is_not_used(face: str, name: str, tmp_path: Path) -> None:
    """Its bytes are the vendor's, its hash is beside it, and a second call fetches nothing."""
    wire = Wire()
    file, content = film(wire.sandbox, name)
    with recordings_of(face, name, wire) as recordings:
        found = recordings.download(file, tmp_path)
        again = recordings.download(file, tmp_path)

    path = tmp_path / file_name(file)
    digest = hashlib.sha256(content).hexdigest()
    assert pb.Downloaded(file.id, file.recording, path, len(content), digest) == found
    assert content == path.read_bytes()
    assert again.already
    assert not [each for each in wire.asked if "old-address" in each.url]
    assert not set(path.name) & set("/ '")


@both
def test_an_address_that_died_is_asked_for_anew(face: str, name: str) -> None:
    """Whatever was handed out an hour ago: the recording is read again before each download."""
    wire = Wire()
    file, content = film(wire.sandbox, name)
    with recordings_of(face, name, wire) as recordings:
        (listed,) = [each for each in recordings.get(file.recording).files if each.id == file.id]
        wire.sandbox.world.offset += 3600
        assert content == recordings.read(listed)


@both
@pytest.mark.parametrize("wants_token", [True, False])
def test_the_vendors_host_is_shown_the_token_whether_or_not_it_wants_it(
    face: str, name: str, *, wants_token: bool
) -> None:
    """Not documented, so both are supported; the storage it redirects to is never shown it."""
    wire = Wire()
    file, content = film(wire.sandbox, name)
    wire.sandbox.world.part(Files).wants_token = wants_token
    with recordings_of(face, name, wire) as recordings:
        assert content == b"".join(recordings.stream(file, chunk=20_000))

    own, elsewhere = wire.of("/rec/goto/file/"), wire.of("/rec/goto/storage/")
    assert own
    assert all(each.token for each in own)
    assert not any(each.token for each in elsewhere)


@both
@pytest.mark.parametrize("redirects", [True, False])
def test_with_and_without_a_redirect_the_file_is_the_same(
    face: str, name: str, monkeypatch: pytest.MonkeyPatch, *, redirects: bool
) -> None:
    """Some lie where they are asked for, others elsewhere."""
    monkeypatch.setattr(Files, "redirects", lambda *_: redirects)
    wire = Wire()
    file, content = film(wire.sandbox, name)
    taken = BytesIO()
    with recordings_of(face, name, wire) as recordings:
        recordings.download(file, taken)

    assert content == taken.getvalue()
    assert redirects == bool(wire.of("/rec/goto/storage/"))


STRANGER = "https://files.example.net/film.mp4"


@both
def test_an_address_at_a_strangers_is_fetched_without_the_token(face: str, name: str) -> None:
    """GoTo may keep files at somebody else's: the link opens them, and the token is none of their business."""
    wire = Wire()
    file, _ = film(wire.sandbox, name)

    def edit(tree: Any) -> None:
        rows = tree["data"] if isinstance(tree, dict) else [each["recording"] for each in tree if "recording" in each]
        for row in rows:
            row.update({"fileSize": 5, "downloadUrl": STRANGER} if name == MEETING else {"mp4DownloadUrl": STRANGER})

    def stranger(asked: Any) -> Any:
        return (200, {"content-length": "5"}, b"\0film") if asked.url == STRANGER else None

    wire.part, wire.edit, wire.instead = "historicalMeetings" if name == MEETING else "/recordingAssets", edit, stranger
    with recordings_of(face, name, wire) as recordings:
        assert b"\0film" == recordings.read(file)

    assert [False] == [each.token for each in wire.asked if each.url == STRANGER]


@both
@pytest.mark.parametrize("body", [b'{"int_err_code": "InvalidToken", "msg": "x"}', b"<!doctype html><html></html>"])
def test_an_error_or_a_page_in_the_files_place_is_never_saved(
    face: str, name: str, tmp_path: Path, body: bytes
) -> None:
    """Even with status 200."""
    wire = Wire()
    file, _ = film(wire.sandbox, name)
    headers = {"content-type": "application/octet-stream", "content-length": str(len(body))}
    wire.instead = lambda asked: (200, headers, body) if "/rec/goto/" in asked.path else None
    with recordings_of(face, name, wire) as recordings:
        with pytest.raises(pb.ApiError):
            recordings.download(file, tmp_path)

    assert [] == list(tmp_path.iterdir())


@pytest.mark.parametrize("body", [b'{"errorCode": "NotFound", "description": "x", "incident": 1}', b"<html></html>"])
def test_an_error_in_a_transcripts_place_is_no_transcript(face: str, body: bytes) -> None:
    """Its format is not documented: it may be JSON, but not an error in JSON, and no page."""
    wire = Wire()
    file = webinar.file(wire.sandbox, "transcript")
    wire.instead = lambda asked: (200, {"content-type": "text/plain"}, body) if "/rec/goto/" in asked.path else None
    with recordings_of(face, WEBINAR, wire) as recordings:
        with pytest.raises(pb.ApiError):
            recordings.read(file)


@pytest.mark.parametrize(
    "body", [b"WEBVTT\n\n00:01.000 --> 00:02.000\nhello\n", b'{"results": [{"transcript": "hi"}]}']
)
def test_a_transcript_is_read_in_whatever_format_it_comes(face: str, body: bytes) -> None:
    """Text or JSON."""
    kind = "application/json" if body[:1] == b"{" else "text/vtt"
    headers = {"content-type": kind, "content-length": str(len(body))}
    wire = Wire(instead=lambda asked: (200, headers, body) if "/rec/goto/" in asked.path else None)
    with recordings_of(face, WEBINAR, wire) as recordings:
        assert body == recordings.read(webinar.file(wire.sandbox, "transcript"))


def test_a_meetings_film_of_another_size_is_refused(face: str, tmp_path: Path) -> None:
    """The history says how large it is; a zero says nothing."""
    for size, fails in ((7, True), (0, False)):

        def edit(tree: Any, size: int = size) -> None:
            for row in (each["recording"] for each in tree if "recording" in each):
                row["fileSize"] = size

        wire = Wire(part="historicalMeetings", edit=edit)
        file, content = film(wire.sandbox, MEETING)
        with recordings_of(face, MEETING, wire) as recordings:
            if fails:
                with pytest.raises(pb.ProviderBroken):
                    recordings.download(file, tmp_path)
            else:
                assert len(content) == recordings.download(file, tmp_path).size


@both
def test_a_file_that_is_not_there_is_not_found(face: str, name: str, tmp_path: Path) -> None:
    """Another id, and a recording that is not there; each is an outcome beside that of a file that is."""
    wire = Wire()
    file, content = film(wire.sandbox, name)
    other = replace(file, id=pb.FileId("another"))
    gone = replace(file, recording=pb.RecordingId(file.recording.replace(file.recording.split("/")[2], "4711")))
    with recordings_of(face, name, wire) as recordings:
        found = recordings.download_all([other, file, gone], tmp_path)

    assert [pb.NotFound, pb.Downloaded, pb.NotFound] == [type(each) for each in found]
    assert len(content) == found[1].size


def test_a_meetings_film_without_an_address_is_not_ready(face: str) -> None:
    """``Conflict``, and the recording is not called stored."""

    def edit(tree: Any) -> None:
        for row in (each["recording"] for each in tree if "recording" in each):
            row["downloadUrl"] = ""

    wire = Wire(part="historicalMeetings", edit=edit)
    file, _ = film(wire.sandbox, MEETING)
    with recordings_of(face, MEETING, wire) as recordings:
        assert "processing" == recordings.get(file.recording).state
        with pytest.raises(pb.Conflict):
            recordings.read(file)


@both
def test_bad_arguments_are_told_before_anything_is_sent(face: str, name: str, tmp_path: Path) -> None:
    """Each is one clear sentence, and no request goes out."""
    wire = Wire()
    file, _ = film(wire.sandbox, name)
    with recordings_of(face, name, wire) as recordings:
        for wrong in (
            lambda: recordings.download(replace(file, recording=pb.RecordingId("nonsense")), tmp_path),
            lambda: recordings.download(file, ""),
            lambda: recordings.download(file, cast("Any", 7)),
            lambda: recordings.download_all([file], tmp_path, at_once=0),
            lambda: recordings.read(file, limit=0),
            lambda: list(recordings.stream(file, chunk=0)),
        ):
            with pytest.raises(pb.InvalidInput):
                wrong()
    assert not wire.asked


# --- over real connections ---------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Generator[Served]:
    with serving(tmp_path_factory.mktemp("served")) as found:
        yield found


@both
def test_over_the_wire_a_cut_is_made_good(face: str, name: str, served: Served, tmp_path: Path) -> None:
    """From 127.0.0.1 to localhost is from one host to another; after a cut the rest is asked for."""
    file, content = film(served.sandbox, name)
    served.sandbox.world.part(Doors).faults.cuts = [1000, 20_000]
    nobody_in_between = cast("Any", None)
    with opened(face, nobody_in_between, sandbox_accounts(served.sandbox, served.base)) as accounts:
        found = accounts[name].recordings.download(file, tmp_path)

    assert content == found.path.read_bytes()
    assert [] == served.sandbox.world.part(Doors).faults.cuts


def test_a_deleted_film_is_not_served_any_more(face: str) -> None:
    """The simulator takes the file away with the recording."""
    wire = Wire(sandbox=unlimited())
    file, _ = film(wire.sandbox, MEETING)
    with recordings_of(face, MEETING, wire) as recordings:
        recordings.read(file)
        recordings.delete(file.recording, pb.Strength.ERASE)
        with pytest.raises(pb.NotFound):
            recordings.read(file)

    assert wire.sandbox.world.part(Files).find(f"film-{file.id}.mp4") is None
