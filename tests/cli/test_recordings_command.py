"""``provider-bridge recordings``: what is deleted and downloaded of several sessions, and what the exit code says."""

from __future__ import annotations

import json
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from recorded import Answer, edited, run_of
from support import sandbox_opened, unlimited
from typer.testing import CliRunner, Result

from provider_bridge import Bridge
from provider_bridge.cli import recordings
from provider_bridge.cli.app import app
from provider_bridge.cli.operations import changing, running
from provider_bridge.sandbox import Sandbox
from provider_bridge.sandbox.zoom.recordings_state import STORED

Run = Callable[..., Result]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run the command against a simulator, some of whose answers may be others."""

    def command_line(sandbox: Sandbox, change: Callable[[str, str, Answer], Answer | None], *arguments: str) -> Result:
        def answering(method: str, url: str, headers: dict[str, str], body: bytes) -> Answer:
            answer = sandbox.handle(method, url, headers, body)
            return change(method, url, answer) or answer

        @contextmanager
        def opened(*_: Any, **__: Any) -> Generator[Bridge]:
            with sandbox_opened("sync", sandbox, answering) as accounts:
                yield Bridge(accounts)

        for command in (changing, recordings, running):
            monkeypatch.setattr(command, "opened", opened)
        fixed = ["--account", "sandbox-zoom", *([] if "--format" in arguments else ["--format", "json"])]
        return CliRunner().invoke(app, ["recordings", *arguments, *fixed])

    return command_line


def nothing(*_: Any) -> None:
    """Change no answer."""


def rows(result: Result) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(result.stdout)
    return found


def test_a_session_named_twice_is_deleted_once(run: Run) -> None:
    """The second time it would only be doubtful what became of it."""
    sandbox = unlimited()
    uuid = run_of(sandbox).uuid
    result = run(sandbox, nothing, "delete", uuid, uuid, "--erase", "--yes")

    assert (0, ["Gone"]) == (result.exit_code, [each["outcome"] for each in rows(result)])


def test_a_quota_that_is_exhausted_ends_a_deletion_with_six(run: Run) -> None:
    """The other sessions would meet it as well: they are left for when it can be resumed."""
    sandbox = unlimited()
    first, second = run_of(sandbox), run_of(sandbox, 2)

    def change(method: str, url: str, answer: Answer) -> Answer | None:
        if method == "DELETE":
            headers = {"x-ratelimit-type": "Daily-limit", "retry-after": "2099-01-01T00:00:00Z"}
            return 429, headers, b'{"code": 429, "message": "daily"}'
        return None

    result = run(sandbox, change, "delete", first.uuid, second.uuid, "--erase", "--yes")

    assert 6 == result.exit_code
    assert second.at(STORED)
    assert sum(count for name, count in sandbox.log.items() if name.startswith("DELETE")) == 1


def test_one_session_without_a_recording_does_not_keep_the_others_from_being_downloaded(
    run: Run, tmp_path: Path
) -> None:
    """It is told, the exit code says that something failed, and the other session is on the disk."""
    sandbox = unlimited()
    result = run(sandbox, nothing, "download", "meeting:none==", run_of(sandbox).uuid, "--folder", str(tmp_path))

    assert 5 == result.exit_code
    assert list(tmp_path.glob("*.mp4"))


@pytest.mark.parametrize("edit", [{"recording_files": None}, {"recording_files": []}, {"recording_count": 99}])
def test_a_download_of_what_is_not_all_there_is_no_success(run: Run, tmp_path: Path, edit: dict[str, Any]) -> None:
    """Files that Zoom does not list yet were not downloaded, so not every file was."""

    def change(method: str, url: str, answer: Answer) -> Answer | None:
        return (
            edited(answer, lambda tree: tree.update(edit))
            if url.split("?", maxsplit=1)[0].endswith("/recordings")
            else None
        )

    sandbox = unlimited()
    result = run(sandbox, change, "download", run_of(sandbox).uuid, "--folder", str(tmp_path))

    assert 5 == result.exit_code


@pytest.mark.parametrize("form", ["table", "json", "csv"])
@pytest.mark.parametrize("to_file", [False, True])
def test_an_interrupt_leaves_nobody_in_doubt_what_was_deleted(
    run: Run, tmp_path: Path, form: str, *, to_file: bool
) -> None:
    """A bug once: of four recordings two were erased, and neither the table nor the file told of them."""
    sandbox = unlimited()
    uuids = [run_of(sandbox, number).uuid for number in (0, 2, 3, 4)]
    deleted: list[str] = []

    def change(method: str, url: str, answer: Answer) -> Answer | None:
        if method == "DELETE":
            deleted.append(url)
            if len(deleted) == 3:
                raise KeyboardInterrupt
        return None

    output = tmp_path / "told"
    where = ["--output", str(output)] if to_file else []
    result = run(sandbox, change, "delete", *uuids, "--erase", "--yes", *where, "--format", form)

    assert result.exit_code == 130
    told = output.read_text() if to_file else result.stdout
    said = result.stderr.splitlines()
    assert said[:2] == [f"{uuid}: Gone" for uuid in uuids[:2]]
    assert [f"error: {uuids[2]}: broken off", f"error: {uuids[3]}: not begun"] == [
        line.split(": look")[0] for line in said[2:4]
    ]
    assert said[-1] == "interrupted"
    flat = "".join(told.split())
    assert all(uuid in flat for uuid in uuids)
    assert 2 == flat.count("Gone")
    if form == "json":
        found = json.loads(told)
        assert ["Gone", "Gone"] == [row["outcome"] for row in found if "outcome" in row]
        assert 2 == sum("error" in row for row in found)


def test_a_fault_in_the_middle_of_a_deletion_hides_nothing_of_what_was_deleted(run: Run) -> None:
    """Whatever ends it: what was erased before is told."""
    sandbox = unlimited()
    uuids = [run_of(sandbox, number).uuid for number in (0, 2)]
    seen: list[str] = []

    def change(method: str, url: str, answer: Answer) -> Answer | None:
        if method == "DELETE":
            seen.append(url)
            if len(seen) == 2:
                raise ZeroDivisionError
        return None

    result = run(sandbox, change, "delete", *uuids, "--erase", "--yes")

    assert 4 == result.exit_code
    assert "Gone" == rows(result)[0]["outcome"]
    assert "broken off" in rows(result)[1]["error"]


def test_an_interrupted_download_tells_what_is_on_the_disk(run: Run, tmp_path: Path) -> None:
    sandbox = unlimited()
    first, second = run_of(sandbox).uuid, run_of(sandbox, 2).uuid

    def change(method: str, url: str, answer: Answer) -> Answer | None:
        if second in unquote(unquote(url)):
            raise KeyboardInterrupt
        return None

    result = run(sandbox, change, "download", first, second, "--folder", str(tmp_path))

    assert 130 == result.exit_code
    assert {Path(row["path"]).name for row in rows(result) if "path" in row} >= {
        each.name for each in tmp_path.glob("*.mp4")
    }
    assert "broken off" in rows(result)[-1]["error"]
