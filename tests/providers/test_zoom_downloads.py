"""Downloading Zoom's recordings: from the simulator, in process and over real connections, on both faces."""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import pytest
from downloadable import contents, files_of
from hypothesis import given, settings
from hypothesis import strategies as st
from served import Served, serving
from support import FACES, opened, sandbox_accounts, sandbox_opened, unlimited

from provider_bridge import (
    Conflict,
    Downloaded,
    Forbidden,
    InvalidInput,
    NotFound,
    ProviderBridgeError,
    ProviderBroken,
    RecordingFile,
    RecordingId,
    StateError,
    Unauthorized,
)
from provider_bridge.providers.shared.files import file_name
from provider_bridge.sandbox import Sandbox
from provider_bridge.sandbox.zoom.downloads import Doors, Faults

Answer = tuple[int, dict[str, str], bytes]
ZOOM = "sandbox-zoom"


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let retries follow at once."""
    import tenacity

    from provider_bridge.core import retry

    monkeypatch.setattr(retry._Wait, "_otherwise", tenacity.wait_none())


def faults(sandbox: Sandbox) -> Faults:
    return sandbox.world.part(Doors).faults


@contextmanager
def over_the_wire(face: str, served: Served) -> Generator[Any]:
    """Open the account of a simulator on a port."""
    nobody_in_between = cast("Any", None)
    with opened(face, nobody_in_between, sandbox_accounts(served.sandbox, served.base)) as accounts:
        yield accounts[ZOOM].recordings


def edited(sandbox: Sandbox, edit: Callable[[dict[str, Any]], None]) -> Callable[..., Answer]:
    """Return the simulator with an edited answer of what a run's recording is."""

    def app(method: str, url: str, headers: dict[str, str], body: bytes) -> Answer:
        status, told, answer = sandbox.handle(method, url, headers, body)
        if "/recordings?" in url and status == 200:
            tree = json.loads(answer)
            edit(tree)
            return status, {"content-type": "application/json"}, json.dumps(tree).encode()
        return status, told, answer

    return app


def names(folder: Path) -> list[str]:
    return sorted(each.name for each in folder.iterdir())


# --- what it does ------------------------------------------------------------------------------------------


def test_a_file_is_whole_and_has_its_hash(face: str, tmp_path: Path) -> None:
    """Its bytes are the vendor's, and its hash is beside it."""
    sandbox = unlimited()
    file, content = files_of(sandbox)["MP4"], contents(sandbox)["MP4"]
    with sandbox_opened(face, sandbox) as accounts:
        found = accounts[ZOOM].recordings.download(file, tmp_path)

    path, digest = tmp_path / file_name(file), hashlib.sha256(content).hexdigest()
    assert Downloaded(file.id, file.recording, path, len(content), digest) == found
    assert content == path.read_bytes()
    assert [path.name, f"{path.name}.sha256"] == names(tmp_path)


def test_a_file_goes_to_a_path_or_an_object_of_the_callers(face: str, tmp_path: Path) -> None:
    """A path is taken as it is; an object is written to and stays open."""
    sandbox = unlimited()
    file, content = files_of(sandbox)["M4A"], contents(sandbox)["M4A"]
    taken = io.BytesIO()
    with sandbox_opened(face, sandbox) as accounts:
        own = accounts[ZOOM].recordings.download(file, tmp_path / "own name.m4a")
        given_away = accounts[ZOOM].recordings.download(file, taken)

    assert tmp_path / "own name.m4a" == own.path
    assert (None, content) == (given_away.path, taken.getvalue())


def test_quirk_17_an_old_address_is_never_used(face: str, tmp_path: Path) -> None:
    """The file is found by its id in a fresh answer, whatever address an old listing gave."""
    sandbox = unlimited()
    asked: list[str] = []

    def app(method: str, url: str, headers: dict[str, str], body: bytes) -> Answer:
        asked.append(url)
        return sandbox.handle(method, url, headers, body)

    with sandbox_opened(face, sandbox, app) as accounts:
        accounts[ZOOM].recordings.download(files_of(sandbox)["CHAT"], tmp_path)

    assert not any("old-address" in url for url in asked)
    assert any("include_fields=download_access_token" in url for url in asked)


def test_a_second_call_fetches_nothing(face: str, tmp_path: Path) -> None:
    """What is there already is proven by its hash, not fetched again."""
    sandbox = unlimited()
    file = files_of(sandbox)["MP4"]
    with sandbox_opened(face, sandbox) as accounts:
        first = accounts[ZOOM].recordings.download(file, tmp_path)
        second = accounts[ZOOM].recordings.download(file, tmp_path)

    assert replace(first, already=True) == second
    assert 1 == sandbox.log["GET /rec/storage/{token} 200"]


def test_another_file_of_that_name_is_not_replaced_unasked(face: str, tmp_path: Path) -> None:
    """Somebody's own file stays, until overwrite is said."""
    sandbox = unlimited()
    path = tmp_path / "mine.mp4"
    path.write_bytes(b"mine")
    with sandbox_opened(face, sandbox) as accounts:
        with pytest.raises(StateError, match=r"^mine\.mp4 exists"):
            accounts[ZOOM].recordings.download(files_of(sandbox)["MP4"], path)
        assert b"mine" == path.read_bytes()
        accounts[ZOOM].recordings.download(files_of(sandbox)["MP4"], path, overwrite=True)

    assert contents(sandbox)["MP4"] == path.read_bytes()


def test_several_at_once_each_with_its_outcome(face: str, tmp_path: Path) -> None:
    """Outcomes come in order; one that fails is an outcome like another and keeps nobody."""
    sandbox = unlimited()
    files = list(files_of(sandbox).values())
    files.insert(1, replace(files[0], id=cast("Any", "no-such-file")))
    with sandbox_opened(face, sandbox) as accounts:
        outcomes = accounts[ZOOM].recordings.download_all(files, tmp_path, at_once=3)

    assert [isinstance(each, Downloaded) for each in outcomes] == [True, False, True, True, True, True]
    assert isinstance(outcomes[1], NotFound)
    assert "" == outcomes[1].missing  # nothing was proven about any object
    assert [file.id for file in files[2:]] == [each.file for each in outcomes[2:]]
    assert 10 == len(names(tmp_path))


def test_one_file_twice_at_once_is_not_mixed(face: str, tmp_path: Path) -> None:
    """Of the same file at the same place one is downloaded; the others wait for nobody and say so."""
    sandbox = unlimited()
    file = files_of(sandbox)["MP4"]
    with sandbox_opened(face, sandbox) as accounts:
        outcomes = accounts[ZOOM].recordings.download_all([file] * 6, tmp_path)

    assert any(isinstance(each, Downloaded) for each in outcomes)
    assert all(isinstance(each, Downloaded | StateError) for each in outcomes)
    assert contents(sandbox)["MP4"] == (tmp_path / file_name(file)).read_bytes()


def test_small_files_are_read(face: str) -> None:
    """Chats, transcripts and summaries come as bytes, up to a limit."""
    sandbox = unlimited()
    with sandbox_opened(face, sandbox) as accounts:
        downloads = accounts[ZOOM].recordings
        for kind in ("CHAT", "TRANSCRIPT", "TIMELINE"):
            assert contents(sandbox)[kind] == downloads.read(files_of(sandbox)[kind])
        with pytest.raises(InvalidInput, match="no more than 10"):
            downloads.read(files_of(sandbox)["CHAT"], limit=10)


def test_files_are_streamed_part_by_part(face: str) -> None:
    """All parts together are the file, and each is fetched when it is asked for."""
    sandbox = unlimited()
    with sandbox_opened(face, sandbox) as accounts:
        parts = accounts[ZOOM].recordings.stream(files_of(sandbox)["M4A"], chunk=30_000)
        first = next(parts)
        assert 1 == sandbox.log["GET /rec/storage/{token} 206"]
        rest = list(parts)

    size = files_of(sandbox)["M4A"].size or 0
    assert [30_000] * (size // 30_000) + [size % 30_000] == [len(part) for part in (first, *rest)]
    assert contents(sandbox)["M4A"] == b"".join((first, *rest))


def test_what_must_not_be_known_is_cut_out_of_json(face: str) -> None:
    """A file in JSON that is read goes through the same drop as every answer; a text is left as it is."""
    sandbox = unlimited()
    summary = b'{"overall_summary": "x", "attention_score": 7919}'

    def app(method: str, url: str, headers: dict[str, str], body: bytes) -> Answer:
        if "/rec/storage/" in url:
            return 200, {}, summary
        return edited(sandbox, resize)(method, url, headers, body)

    def resize(tree: dict[str, Any]) -> None:
        for row in tree["recording_files"]:
            row["file_size"] = len(summary)

    with sandbox_opened(face, sandbox, app) as accounts:
        found = accounts[ZOOM].recordings.read(files_of(sandbox)["TIMELINE"])
        text = accounts[ZOOM].recordings.read(files_of(sandbox)["CHAT"])

    assert b"7919" not in found
    assert "x" == json.loads(found)["overall_summary"]
    assert summary == text


# --- what goes wrong ---------------------------------------------------------------------------------------


def test_a_sporadic_401_is_survived(face: str, tmp_path: Path) -> None:
    """The token that comes with the fresh listing opens the file."""
    sandbox = unlimited()
    faults(sandbox).refusals = 1
    with sandbox_opened(face, sandbox) as accounts:
        accounts[ZOOM].recordings.download(files_of(sandbox)["MP4"], tmp_path)

    assert 1 == sandbox.log["GET /rec/download/{token} 401"]
    assert 1 == sandbox.log["GET /rec/download/{token} 302"]


def test_a_role_that_must_not_see_contents_gets_an_error(face: str, tmp_path: Path) -> None:
    """Without a token for the file, the account's is replaced once, and then it is over."""
    sandbox = unlimited()
    faults(sandbox).refusals = 10
    app = edited(sandbox, lambda tree: tree.pop("download_access_token"))
    with sandbox_opened(face, sandbox, app) as accounts, pytest.raises(Unauthorized):
        accounts[ZOOM].recordings.download(files_of(sandbox)["MP4"], tmp_path)

    assert 2 == sandbox.log["GET /rec/download/{token} 401"]
    assert [] == names(tmp_path)


@pytest.mark.parametrize("kind", ["MP4", "CHAT", "TIMELINE"])
def test_quirk_17_a_login_page_is_no_file(face: str, tmp_path: Path, kind: str) -> None:
    """Zoom's login page comes with 200. Nothing of it is left, and it is told for what it is."""
    sandbox = unlimited()

    def app(method: str, url: str, headers: dict[str, str], body: bytes) -> Answer:
        return sandbox.handle(method, url.replace("/rec/download/", "/rec/download/x"), headers, body)

    with sandbox_opened(face, sandbox, app) as accounts:
        with pytest.raises(ProviderBroken, match="web page instead of the file"):
            accounts[ZOOM].recordings.download(files_of(sandbox)[kind], tmp_path)
        with pytest.raises(ProviderBroken, match="web page"):
            accounts[ZOOM].recordings.read(files_of(sandbox)[kind], limit=10**6)
    assert [] == names(tmp_path)


def test_a_file_of_another_size_than_listed_is_refused(face: str, tmp_path: Path) -> None:
    """One byte less or more than the listing says is another file."""
    sandbox = unlimited()
    file = files_of(sandbox)["MP4"]
    for change in (-1, 1):

        def resize(tree: dict[str, Any], change: int = change) -> None:
            for row in tree["recording_files"]:
                row["file_size"] += change

        with sandbox_opened(face, sandbox, edited(sandbox, resize)) as accounts:
            with pytest.raises(ProviderBroken, match=f"announces {file.size} bytes where the vendor lists"):
                accounts[ZOOM].recordings.download(file, tmp_path)
        assert [] == names(tmp_path)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"status": "processing"}, "being processed"),
        ({"file_type": ""}, "being processed"),
        ({"file_size": 0}, "being processed"),
        ({"deleted_time": "2026-11-01T00:00:00Z"}, "in the trash"),
        ({"download_url": ""}, "no address"),
    ],
)
def test_a_file_that_cannot_be_had_now(face: str, tmp_path: Path, change: dict[str, Any], words: str) -> None:
    """What is in process, in the trash or elsewhere is a conflict, and nothing is fetched."""
    sandbox = unlimited()

    def edit(tree: dict[str, Any]) -> None:
        for row in tree["recording_files"]:
            row.update(change)

    with sandbox_opened(face, sandbox, edited(sandbox, edit)) as accounts:
        with pytest.raises(Conflict, match=words):
            accounts[ZOOM].recordings.download(files_of(sandbox)["MP4"], tmp_path)
    assert not any("/rec/" in name for name in sandbox.log)


@pytest.mark.parametrize("files", [None, []])
def test_a_run_without_files_has_no_such_file(face: str, tmp_path: Path, files: Any) -> None:
    """Files that are missing, null or none are told as such."""
    sandbox = unlimited()
    app = edited(sandbox, lambda tree: tree.update(recording_files=files))
    with sandbox_opened(face, sandbox, app) as accounts, pytest.raises(NotFound, match="no such file"):
        accounts[ZOOM].recordings.download(files_of(sandbox)["MP4"], tmp_path)


def test_participants_own_audio_is_found(face: str) -> None:
    """Audio files of single people are listed apart, and downloaded alike."""
    sandbox = unlimited()

    def edit(tree: dict[str, Any]) -> None:
        tree["participant_audio_files"] = [tree["recording_files"].pop(1)]
        tree["recording_files"] = None

    with sandbox_opened(face, sandbox, edited(sandbox, edit)) as accounts:
        found = accounts[ZOOM].recordings.read(files_of(sandbox)["M4A"])

    assert contents(sandbox)["M4A"] == found


def test_a_file_without_an_id_is_found_by_what_it_is(face: str, tmp_path: Path) -> None:
    """Captions and timelines may have neither id nor size nor status; two that are alike are refused."""
    sandbox = unlimited()
    file = files_of(sandbox)["TRANSCRIPT"]
    nameless = replace(file, id=None, status="", size=None)
    twice = False

    def edit(tree: dict[str, Any]) -> None:
        for row in tree["recording_files"]:
            if row["file_type"] == "TRANSCRIPT":
                for gone in ("id", "status", "file_size"):
                    row.pop(gone)
                alike = row
        tree["recording_files"] += [alike] * twice

    with sandbox_opened(face, sandbox, edited(sandbox, edit)) as accounts:
        found = accounts[ZOOM].recordings.download(nameless, tmp_path)
        assert accounts[ZOOM].recordings.download(nameless, tmp_path).already
        twice = True
        with pytest.raises(Conflict, match="cannot be told apart"):
            accounts[ZOOM].recordings.read(nameless)

    assert contents(sandbox)["TRANSCRIPT"] == found.path.read_bytes()
    assert found.file is None


def test_lax_spellings_are_understood(face: str, tmp_path: Path) -> None:
    """Ids as numbers, sizes as text, and types nobody has seen yet."""
    sandbox = unlimited()
    file = replace(files_of(sandbox)["MP4"], id=cast("Any", "4711"))

    def edit(tree: dict[str, Any]) -> None:
        tree["recording_files"][0].update(id=4711, file_size=str(file.size), file_type="HOLOGRAM", file_extension="")
        tree["recording_files"][1].update(file_size="", recording_start="", file_extension=None, recording_type=None)

    with sandbox_opened(face, sandbox, edited(sandbox, edit)) as accounts:
        assert file.size == accounts[ZOOM].recordings.download(file, tmp_path).size


def test_each_404_keeps_its_meaning(face: str, tmp_path: Path) -> None:
    """A recording that is not there is told from a meeting that is not there, and both from a bare 404."""
    sandbox = unlimited()
    file = replace(files_of(sandbox)["MP4"], recording=RecordingId("meeting:AAAA"))

    for code, missing in ((3301, "recording"), (3001, "event"), (9999, "")):

        def app(method: str, url: str, headers: dict[str, str], body: bytes, code: int = code) -> Answer:
            if "/recordings?" in url:
                return 404, {}, b'{"code": %d, "message": "x"}' % code
            return sandbox.handle(method, url, headers, body)

        with sandbox_opened(face, sandbox, app) as accounts, pytest.raises(NotFound) as caught:
            accounts[ZOOM].recordings.download(file, tmp_path)
        assert missing == caught.value.missing


def test_quirk_23_a_200_that_is_a_refusal(face: str, tmp_path: Path) -> None:
    """A role without the right to view contents is refused with status 200."""
    sandbox = unlimited()

    def app(method: str, url: str, headers: dict[str, str], body: bytes) -> Answer:
        if "/recordings?" in url:
            return 200, {}, b'{"code": "200", "message": "No permission."}'
        return sandbox.handle(method, url, headers, body)

    with sandbox_opened(face, sandbox, app) as accounts, pytest.raises(Forbidden):
        accounts[ZOOM].recordings.download(files_of(sandbox)["MP4"], tmp_path)


def test_bad_arguments_are_told_before_anything_is_sent(face: str, tmp_path: Path) -> None:
    """Each is one clear sentence, and no request goes out."""
    sandbox = unlimited()
    file = files_of(sandbox)["MP4"]
    number = replace(file, recording=RecordingId("93398114182"))
    with sandbox_opened(face, sandbox) as accounts:
        downloads = accounts[ZOOM].recordings
        for wrong in (
            lambda: downloads.download(number, tmp_path),
            lambda: downloads.download(file, ""),
            lambda: downloads.download(file, "a\0b"),
            lambda: downloads.download(file, 7),
            lambda: downloads.download_all([file], tmp_path, at_once=0),
            lambda: downloads.read(file, limit=0),
            lambda: list(downloads.stream(file, chunk=0)),
        ):
            with pytest.raises(InvalidInput):
                wrong()
    assert not sandbox.log


def test_file_names_hold_ids_and_types_only() -> None:
    """Titles and people are in no file name, and two files have two names."""
    files = list(files_of(unlimited()).values())
    odd = replace(files[0], extension="../sh", name="Ada's talk")
    found = [file_name(file) for file in files]

    assert 5 == len(set(found))
    assert all(name.rpartition(".")[2] in {"mp4", "m4a", "vtt", "txt", "json"} for name in found)
    assert not set(file_name(odd)) & set("/ '")
    assert "Ada" not in file_name(odd)
    assert file_name(replace(odd, id=None, start=None)) != file_name(odd)


# --- over real connections ---------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Generator[Served]:
    with serving(tmp_path_factory.mktemp("served")) as found:
        yield found


def test_over_the_wire_the_storage_sees_no_token(face: str, served: Served, tmp_path: Path) -> None:
    """From 127.0.0.1 to localhost is from one host to another; the storage refuses whoever shows a token."""
    with over_the_wire(face, served) as downloads:
        found = downloads.download(files_of(served.sandbox)["MP4"], tmp_path)

    assert contents(served.sandbox)["MP4"] == found.path.read_bytes()


@pytest.mark.parametrize("face", FACES)
@settings(max_examples=12, deadline=None)
@given(cuts=st.lists(st.integers(0, 99_999), min_size=1, max_size=4))
def test_wherever_the_connection_is_cut_the_file_is_whole(
    face: str, served: Served, tmp_path_factory: pytest.TempPathFactory, cuts: list[int]
) -> None:
    """A cut is made good within the call: the rest is asked for, and the hash is the file's."""
    folder = tmp_path_factory.mktemp("cut")
    file, content = files_of(served.sandbox)["MP4"], contents(served.sandbox)["MP4"]
    faults(served.sandbox).cuts = list(cuts)
    with over_the_wire(face, served) as downloads:
        found = downloads.download(file, folder)

    assert (hashlib.sha256(content).hexdigest(), 0) == (found.sha256, found.resumed_from)
    assert content == found.path.read_bytes()
    assert 2 == len(names(folder))


def test_what_one_call_leaves_the_next_goes_on_with(face: str, served: Served, tmp_path: Path) -> None:
    """A connection that keeps breaking ends the call with a typed error; the part stays, and is gone on with."""
    file = files_of(served.sandbox)["MP4"]
    faults(served.sandbox).cuts = [1000, *([0] * 4)] + [0] * 5
    with over_the_wire(face, served) as downloads:
        with pytest.raises(ProviderBridgeError, match=r"broke|ended after 1000 of \d+"):
            downloads.download(file, tmp_path)
        assert [f"{file_name(file)}.part", f"{file_name(file)}.part.json"] == names(tmp_path)
        faults(served.sandbox).cuts = []
        found = downloads.download(file, tmp_path)

    assert 1000 == found.resumed_from
    assert contents(served.sandbox)["MP4"] == found.path.read_bytes()


def test_a_busy_storage_is_waited_for(face: str, served: Served, tmp_path: Path) -> None:
    """503 and 429 of the storage are tried again; an expired address is an error."""
    file = files_of(served.sandbox)["CHAT"]
    faults(served.sandbox).statuses = [503, 500]
    with over_the_wire(face, served) as downloads:
        downloads.download(file, tmp_path)
        faults(served.sandbox).statuses = [403]
        with pytest.raises(Forbidden):
            downloads.read(file)


def test_an_object_of_the_callers_gets_each_byte_once(face: str, served: Served) -> None:
    """After a cut only the rest is written."""
    file, taken = files_of(served.sandbox)["MP4"], io.BytesIO()
    faults(served.sandbox).cuts = [100_000, 50_000]
    with over_the_wire(face, served) as downloads:
        found = downloads.download(file, taken)

    assert contents(served.sandbox)["MP4"] == taken.getvalue()
    assert hashlib.sha256(taken.getvalue()).hexdigest() == found.sha256


def test_a_stream_survives_cuts(face: str, served: Served) -> None:
    """A part that ends early is asked for again, from a fresh address."""
    file: RecordingFile = files_of(served.sandbox)["M4A"]
    faults(served.sandbox).cuts = [100]
    with over_the_wire(face, served) as downloads:
        assert contents(served.sandbox)["M4A"] == b"".join(downloads.stream(file, chunk=40_000))
