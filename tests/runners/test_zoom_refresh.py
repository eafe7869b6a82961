"""A person's login at Zoom, used by many at once: the refresh token dies at every use, and nobody is locked out."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Generator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import anyio
import pytest
from served import Served, serving

import provider_bridge as pb

RENEWED = "POST /zoom/oauth/token 200"
REFUSED = "POST /zoom/oauth/token 400"


@pytest.fixture
def served(tmp_path: Path) -> Generator[Served]:
    """Serve a simulator with an account that a person has logged in to."""
    with serving(tmp_path, users=4) as server:
        file = server.config.parent / "person-refresh"
        file.touch(0o600)
        file.write_text(server.sandbox.login.zoom_refresh_token)
        server.config.write_text(
            f"""
[accounts.person]
provider = "zoom"
client_id = "sandbox-client"
client_secret = "sandbox-secret"
refresh_token = {{ file = "person-refresh" }}
api_url = "{server.base}/v2"
token_url = "{server.base}/zoom/oauth/token"
"""
        )
        yield server


def newest(served: Served) -> str:
    """Return what is in the file, having seen that it is what Zoom would accept."""
    text = (served.config.parent / "person-refresh").read_text().strip()
    assert served.sandbox.login.zoom_refresh_token == text
    return text


def test_eight_threads_renew_once(served: Served) -> None:
    """Eight threads that need the first token at once spend one refresh token."""
    with pb.open_bridge(served.config) as bridge:
        start = threading.Barrier(8)

        def work() -> str:
            start.wait()
            return bridge["person"].identify().account

        with ThreadPoolExecutor(8) as pool:
            answers = {future.result() for future in [pool.submit(work) for _ in range(8)]}

    assert {served.sandbox.world.account_id} == answers
    assert (1, 0) == (served.sandbox.log[RENEWED], served.sandbox.log[REFUSED])
    assert newest(served)


def test_eight_tasks_renew_once(served: Served) -> None:
    """Eight tasks that need the first token at once spend one refresh token."""

    async def work(account: pb.AsyncAccount) -> None:
        await account.identify()

    async def main() -> None:
        async with pb.open_async_bridge(served.config) as bridge, anyio.create_task_group() as tasks:
            for _ in range(8):
                tasks.start_soon(work, bridge["person"])

    anyio.run(main)

    assert (1, 0) == (served.sandbox.log[RENEWED], served.sandbox.log[REFUSED])
    assert newest(served)


def test_processes_hand_the_refresh_token_on(served: Served) -> None:
    """Four processes with one file renew one after the other; none sends a token that another has spent."""
    command = [sys.executable, str(Path(__file__).with_name("refreshing.py")), str(served.config), "person"]
    processes = [subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) for _ in range(4)]
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("\n")
        process.stdin.flush()
    answers = {process.communicate(timeout=60)[0].strip() for process in processes}

    assert {served.sandbox.world.account_id} == answers
    assert (4, 0) == (served.sandbox.log[RENEWED], served.sandbox.log[REFUSED])
    assert newest(served)
