"""``provider-bridge recordings``: what is deleted and downloaded of several sessions, and what the exit code says."""

from __future__ import annotations

import json
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from recorded import Answer, edited, run_of
from support import sandbox_opened, unlimited
from typer.testing import CliRunner, Result

from provider_bridge import Bridge
from provider_bridge.cli import recordings as command
from provider_bridge.cli.app import app
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

        monkeypatch.setattr(command, "opened", opened)
        fixed = ["--account", "sandbox-zoom", "--format", "json"]
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
    result = run(sandbox, nothing, "delete", uuid, uuid, "--erase")

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

    result = run(sandbox, change, "delete", first.uuid, second.uuid, "--erase")

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
