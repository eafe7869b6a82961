"""Accounts of one bridge share nothing that one could keep from another."""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import anyio
import pytest
from runners.test_http import answer_with, server

import provider_bridge as pb

ACCOUNT = """
[accounts.{name}]
provider = "zoom"
account_id = "{name}"
client_id = "{name}"
client_secret = "secret"
api_url = "{url}/{name}"
token_url = "{url}/token"
"""
TOKEN = answer_with(b'{"access_token": "t", "expires_in": 3600}')
MEETING = answer_with(b'{"id": 93398114182}')
EVENT = pb.EventId("meeting:93398114182")


class Vendor:
    """Answers everybody at once but ``slow``, who waits until the test is over."""

    def __init__(self) -> None:
        self.asked, self.over = threading.Event(), threading.Event()

    def __call__(self, handler: BaseHTTPRequestHandler) -> None:
        if handler.path.startswith("/slow"):
            self.asked.set()
            assert self.over.wait(20)
        if handler.command == "POST":
            handler.rfile.read(int(handler.headers["Content-Length"]))
            TOKEN(handler)
        else:
            MEETING(handler)


def config(folder: Path, url: str) -> Path:
    path = folder / "bridge.toml"
    path.touch(0o600)
    path.write_text("".join(ACCOUNT.format(name=name, url=url) for name in ("slow", "quick")))
    return path


def ask_sync(path: Path, vendor: Vendor) -> list[str]:
    """Ask for the quick one's event while the slow one is being waited for; return who was answered, in order."""
    answered: list[str] = []
    with pb.open_bridge(path, parallel=1) as bridge:
        accounts: Any = bridge

        def ask(name: str) -> None:
            accounts[name].events.get(EVENT)
            answered.append(name)

        waiting = [threading.Thread(target=ask, args=(name,)) for name in ("slow", "quick")]
        waiting[0].start()
        assert vendor.asked.wait(10)
        waiting[1].start()
        waiting[1].join(5)
        vendor.over.set()
        for each in waiting:
            each.join()
    return answered


def ask_async(path: Path, vendor: Vendor) -> list[str]:
    answered: list[str] = []

    async def main() -> None:
        async with pb.open_async_bridge(path, parallel=1) as bridge, anyio.create_task_group() as tasks:
            accounts: Any = bridge

            async def ask(name: str) -> None:
                await accounts[name].events.get(EVENT)
                answered.append(name)

            tasks.start_soon(ask, "slow")
            assert await anyio.to_thread.run_sync(vendor.asked.wait, 10)
            with anyio.move_on_after(5):
                await ask("quick")
            vendor.over.set()

    anyio.run(main)
    return answered


@pytest.mark.parametrize("ask", [ask_sync, ask_async])
def test_an_account_that_is_hardly_answered_holds_up_no_other(tmp_path: Path, ask: Any) -> None:
    """A bug once: how many calls may be under way at once was counted for all accounts together."""
    vendor = Vendor()
    with server(vendor) as url:
        assert ["quick", "slow"] == ask(config(tmp_path, url), vendor)
