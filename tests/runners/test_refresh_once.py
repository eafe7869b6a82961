"""One renewal, however many threads, tasks and processes meet one expired token: the simulator's log is the judge."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Generator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import anyio
import pytest
from served import Served, serving

import provider_bridge as pb
from provider_bridge.runners.token_stores import FileStore, RefreshTokenStore

pytestmark = pytest.mark.sweep

ZOOM, WEBINAR = "sandbox-zoom", "sandbox-webinar"
LOGINS = {ZOOM: "POST /zoom/oauth/token 200", WEBINAR: "POST /goto/oauth/token 200"}


@pytest.fixture(params=[ZOOM, WEBINAR])
def name(request: pytest.FixtureRequest) -> str:
    """Try a credential without and one with a refresh token."""
    account: str = request.param
    return account


@pytest.fixture
def served(tmp_path: Path) -> Generator[Served]:
    """Serve a simulator; its accounts keep their tokens in files, and GoTo rotates at every use."""
    with serving(tmp_path, token_files=True) as server:
        server.sandbox.login.rotate = True
        yield server


def log_in_and_expire(served: Served, name: str) -> None:
    """Leave one expired token in the store that everybody will meet."""
    with pb.open_bridge(served.config) as bridge:
        bridge[name].identify()
    store = FileStore(served.token_file(name))
    token = store.read(durable=True)
    assert token is not None
    object.__setattr__(token, "expires_at", token.obtained_at)
    store.save(token)
    served.sandbox.login.expire()
    served.sandbox.log.clear()


def call(account: Any) -> str:
    """Make a call that needs a good token."""
    return str(
        next(account.directory.groups.list()).id if hasattr(account, "directory") else account.identify().account
    )


def test_eight_threads_refresh_once(served: Served, name: str) -> None:
    """Eight threads on one account, one expired token: one request to the login server."""
    log_in_and_expire(served, name)
    with pb.open_bridge(served.config) as bridge:
        start = threading.Barrier(8)

        def work() -> str:
            start.wait()
            return call(bridge[name])

        with ThreadPoolExecutor(8) as pool:
            answers = {future.result() for future in [pool.submit(work) for _ in range(8)]}

    assert 1 == len(answers)
    assert 1 == served.sandbox.log[LOGINS[name]]


def test_eight_tasks_refresh_once(served: Served, name: str) -> None:
    """Eight tasks on one account, one expired token: one request to the login server."""
    log_in_and_expire(served, name)
    answers: set[str] = set()

    async def work(account: Any) -> None:
        if hasattr(account, "directory"):
            answers.add(str((await anext(account.directory.groups.list())).id))
        else:
            answers.add((await account.identify()).account)

    async def main() -> None:
        async with pb.open_async_bridge(served.config) as bridge, anyio.create_task_group() as tasks:
            for _ in range(8):
                tasks.start_soon(work, bridge[name])

    anyio.run(main)

    assert 1 == len(answers)
    assert 1 == served.sandbox.log[LOGINS[name]]


def test_four_processes_refresh_once(served: Served, name: str) -> None:
    """Four processes that share a token file, one expired token: one request to the login server."""
    log_in_and_expire(served, name)
    command = [sys.executable, str(Path(__file__).with_name("refreshing.py")), str(served.config), name]
    processes = [subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) for _ in range(4)]
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("\n")
        process.stdin.flush()
    answers = {process.communicate(timeout=60)[0].strip() for process in processes}

    assert 1 == len(answers)
    assert "" not in answers
    assert 1 == served.sandbox.log[LOGINS[name]]


def test_a_rotated_refresh_token_is_durable_before_it_is_used(tmp_path: Path) -> None:
    """The file an administrator put the refresh token in holds its successor before any call uses the new token."""
    with serving(tmp_path, token_files=False) as served:
        served.sandbox.login.rotate = True
        file = served.config.parent / "refresh-token"
        before = file.read_text().strip()
        seen: list[str] = []
        served.watch = lambda path: seen.append(file.read_text().strip()) if path.startswith("/identity") else None
        with pb.open_bridge(served.config) as bridge:
            bridge[WEBINAR].identify()

    assert [before] != seen
    assert seen[0] in served.sandbox.login.refresh_tokens
    assert 0o600 == file.stat().st_mode & 0o777


def test_a_reply_without_a_refresh_token_keeps_the_old_one(tmp_path: Path) -> None:
    """GoTo usually sends no new refresh token; the old one stays in its file, and works again."""
    with serving(tmp_path, token_files=False) as served:
        file = served.config.parent / "refresh-token"
        before = file.read_text()
        for _ in range(2):
            with pb.open_bridge(served.config) as bridge:
                bridge[WEBINAR].identify()

        assert before == file.read_text()
        assert 2 == served.sandbox.log[LOGINS[WEBINAR]]


def test_a_refresh_token_that_another_process_rotated_is_read_again(tmp_path: Path) -> None:
    """A store reads the file anew under its lock, so a successor that someone else wrote is used."""
    file = tmp_path / "refresh-token"
    file.touch(0o600)
    file.write_text("old\n")
    store = RefreshTokenStore(file, "credential")
    file.write_text("new\n")

    token = store.read(durable=True)

    assert token is not None
    assert "new" == token.refresh_token


def test_a_token_revoked_before_its_time_is_renewed_once(served: Served, name: str) -> None:
    """A token that the vendor rejects though it seemed fresh is replaced by one renewal, and the call is replayed."""
    with pb.open_bridge(served.config) as bridge:
        first = call(bridge[name])
        served.sandbox.login.expire()
        served.sandbox.log.clear()
        second = call(bridge[name])

    assert first == second
    assert 1 == served.sandbox.log[LOGINS[name]]
