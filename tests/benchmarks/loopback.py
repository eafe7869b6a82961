"""A vendor that costs next to nothing to ask, in a process of its own: what is measured is the client.

It speaks as much HTTP/1.1 as the clients do that are measured, and gives fixed answers: a token, one meeting, where a
recording's file is, and that file. What else a row needs is a ``Vendor`` of its own.
"""

from __future__ import annotations

import asyncio
import json
import re
import subprocess
import sys
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final, NamedTuple

MEETING: Final = 93398114182
RUN: Final = "4444AAAiAAAAAiAiAiiAii=="
FILE: Final = "72576a1f-4e66-4a77-87c4-f13f9808bd76"
TOKEN: Final = "loopback-token"

_BODY: Final = {
    "id": MEETING,
    "uuid": "aDYlohsHRtCd4ii1uC2+hA==",
    "host_id": "30R7kT7bTIKSNUFEuH_Qlg",
    "topic": "Quarterly review",
    "type": 2,
    "status": "waiting",
    "start_time": "2026-11-25T09:00:00Z",
    "duration": 60,
    "timezone": "Europe/Berlin",
    "created_at": "2026-11-01T08:00:00Z",
    "start_url": f"https://example.com/s/{MEETING}",
    "join_url": f"https://example.com/j/{MEETING}",
    "password": "123456",
    "h323_password": "123456",
    "pstn_password": "123456",
    "encrypted_password": "8pEkRweVXPV3Ob2KJYgFTRlDtl1gSn.1",
    "settings": {
        "host_video": True,
        "participant_video": True,
        "cn_meeting": False,
        "in_meeting": False,
        "join_before_host": False,
        "mute_upon_entry": True,
        "watermark": False,
        "use_pmi": False,
        "approval_type": 2,
        "audio": "both",
        "auto_recording": "none",
        "enforce_login": False,
        "waiting_room": True,
        "registrants_email_notification": True,
        "meeting_authentication": False,
    },
}
_BLOCK: Final = bytes(1024 * 1024)
_LENGTH: Final = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)


class Asked(NamedTuple):
    """One request, as it came."""

    head: bytes
    body: bytes

    @property
    def target(self) -> bytes:
        return self.head.split(b" ", 2)[1]

    def header(self, name: bytes) -> bytes:
        """Return a header's value, empty where there is none."""
        found = re.search(rb"\r\n" + re.escape(name) + rb": *([^\r]*)", self.head, re.IGNORECASE)
        return found[1] if found else b""


def answer(body: bytes, status: int = 200, *headers: str) -> bytes:
    """Return an answer's bytes."""
    length = f"Content-Length: {len(body)}"
    lines = (f"HTTP/1.1 {status} .", "Content-Type: application/json", length, *headers, "", "")
    return "\r\n".join(lines).encode() + body


def file_head(size: int) -> bytes:
    """Return the head of an answer that is a file."""
    lines = ("HTTP/1.1 200 .", "Content-Type: video/mp4", f"Content-Length: {size}", 'ETag: "1"', "", "")
    return "\r\n".join(lines).encode()


def token_answer(token: str, *headers: str) -> bytes:
    """Return a token that lives for an hour."""
    fields = {"access_token": token, "token_type": "bearer", "expires_in": 3600, "scope": ""}
    return answer(json.dumps(fields).encode(), 200, *headers)


class Vendor:
    """Gives everybody the same answers, each after ``latency_s``; ``size`` is the recorded file's, in bytes."""

    def __init__(self, latency_s: float = 0.0, size: int = 0) -> None:
        self.size = size
        self._latency_s = latency_s
        self.base = ""
        self._meeting = answer(json.dumps(_BODY).encode())
        self._token = token_answer(TOKEN)

    def delay(self, _: Asked) -> float:
        """Return the seconds until the answer is sent."""
        return self._latency_s

    def answer(self, asked: Asked) -> bytes:
        """Return the answer's bytes; those of a file are sent behind them."""
        target = asked.target
        if target.startswith(b"/v2/meetings/") and b"/recordings" not in target:
            return self._meeting
        if target.endswith(b"/token"):
            return self._token
        if target == b"/file":
            return file_head(self.size)
        row = {"id": FILE, "file_type": "MP4", "file_size": self.size, "status": "completed"}
        row["download_url"] = f"{self.base}/file"
        return answer(json.dumps({"recording_files": [row]}).encode())


class _Connection(asyncio.Protocol):
    def __init__(self, vendor: Vendor) -> None:
        self._vendor = vendor
        self._loop = asyncio.get_running_loop()
        self._came = b""
        self._room = asyncio.Event()
        self._sending: asyncio.Task[None] | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._room.set()

    def pause_writing(self) -> None:
        self._room.clear()

    def resume_writing(self) -> None:
        self._room.set()

    def connection_lost(self, _: Exception | None) -> None:
        if self._sending is not None:
            self._sending.cancel()

    def data_received(self, data: bytes) -> None:
        self._came += data
        while (end := self._came.find(b"\r\n\r\n")) >= 0:
            told = _LENGTH.search(self._came, 0, end)
            whole = end + 4 + (int(told[1]) if told else 0)
            if len(self._came) < whole:
                return
            asked = Asked(self._came[:end], self._came[end + 4 : whole])
            self._came = self._came[whole:]
            reply, delay = self._vendor.answer(asked), self._vendor.delay(asked)
            if delay:
                self._loop.call_later(delay, self._transport.write, reply)
            else:
                self._transport.write(reply)
            if asked.target == b"/file":
                self._sending = self._loop.create_task(self._send_file())

    async def _send_file(self) -> None:
        left = self._vendor.size
        while left:
            await self._room.wait()
            block = _BLOCK if left >= len(_BLOCK) else _BLOCK[:left]
            self._transport.write(block)
            left -= len(block)


def serve(vendor: Vendor) -> None:
    """Serve a vendor until the process ends, after saying where."""

    async def main() -> None:
        loop = asyncio.get_running_loop()
        server = await loop.create_server(lambda: _Connection(vendor), "127.0.0.1", 0, backlog=1024)
        vendor.base = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        print(vendor.base, flush=True)
        await server.serve_forever()

    asyncio.run(main())


@contextmanager
def serving(script: str = __file__, **options: Any) -> Generator[str]:
    """Serve from another process, and say where; ``script`` serves a vendor that is made with ``options``."""
    command = [sys.executable, script, json.dumps(options)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield process.stdout.readline().strip()
        finally:
            process.terminate()


def configure(base: str, folder: Path, names: tuple[str, ...] = ("bench",), *, share: float = 1.0) -> Path:
    """Write a configuration of Zoom accounts that live there, each with credentials named after it."""
    accounts = [
        f'[accounts.{name}]\nprovider = "zoom"\naccount_id = "{name}"\nclient_id = "{name}"\n'
        f'client_secret = "secret-of-{name}"\nplan = "business"\nshare = {share}\n'
        f'api_url = "{base}/v2"\ntoken_url = "{base}/oauth/token"\n'
        for name in names
    ]
    path = folder / "bridge.toml"
    path.touch(0o600)
    path.write_text("\n".join(accounts))
    return path


if __name__ == "__main__":
    serve(Vendor(**json.loads(sys.argv[1])))
