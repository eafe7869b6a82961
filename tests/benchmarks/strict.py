"""A vendor that enforces its limit to the letter, in a process of its own, and counts what it refused.

A call is counted when it arrives, and it arrives up to 30 ms after it was sent, each by chance. No window of one
second, wherever it is laid, is served more than the limit; what is too much is answered with 429.
"""

from __future__ import annotations

import asyncio
import json
import random
import re
import subprocess
import sys
import time
from collections import defaultdict, deque
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, NamedTuple

import httpx

JITTER_S: Final = 0.03
TOO_MANY: Final = b'{"code": 429, "message": "You have reached the maximum per-second rate limit for this API."}'
TOKEN: Final = b'{"access_token": "strict", "token_type": "bearer", "expires_in": 3600}'


class Log(NamedTuple):
    """What a limit served and refused, and when (seconds from the first)."""

    served: list[float]
    refused: int

    def share(self, limit: int, seconds: float) -> float:
        """Return how much of the limit was used in the first so many seconds."""
        return sum(when < seconds for when in self.served) / (limit * seconds)


class Strict:
    """Limits by path: ``/v2/sweep/80/KEY`` allows 80 a second, counted for each key by itself."""

    def __init__(self) -> None:
        self.served: defaultdict[str, list[float]] = defaultdict(list)
        self.refused: defaultdict[str, int] = defaultdict(int)
        self._window: defaultdict[str, deque[float]] = defaultdict(deque)
        self._pages = 0

    def count(self, limit: int, key: str) -> tuple[int, bytes]:
        now, window = time.monotonic(), self._window[key]
        while window and window[0] <= now - 1.0:
            window.popleft()
        if len(window) >= limit:
            self.refused[key] += 1
            return 429, TOO_MANY
        window.append(now)
        self.served[key].append(now)
        self._pages += 1
        return 200, b'{"items": [1, 2, 3], "next_page_token": "%d"}' % self._pages

    async def answer(self, target: str) -> tuple[int, bytes]:
        found = re.match(r"/v2/sweep/(\d+)/([^/?]+)", target)
        if found:
            await asyncio.sleep(random.uniform(0, JITTER_S))
            return self.count(int(found[1]), found[2])
        if target.startswith("/log/"):
            served = self.served[target[5:]]
            times = [when - served[0] for when in served]
            return 200, json.dumps([times, self.refused[target[5:]]]).encode()
        return 200, TOKEN

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
                length = re.search(r"\r\ncontent-length: *(\d+)", head, re.IGNORECASE)
                await reader.readexactly(int(length[1]) if length else 0)
                status, body = await self.answer(head.split(" ", 2)[1])
                lines = f"HTTP/1.1 {status} .\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
                writer.write(lines.encode() + body)
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()


async def _main() -> None:
    server = await asyncio.start_server(Strict().serve, "127.0.0.1", 0, backlog=256)
    print(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}", flush=True)
    await server.serve_forever()


@contextmanager
def strict() -> Generator[str]:
    """Serve from another process, and say where."""
    with subprocess.Popen([sys.executable, str(Path(__file__))], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield process.stdout.readline().strip()
        finally:
            process.terminate()


def log_of(base: str, key: str) -> Log:
    """Return what was served and refused of one key."""
    times, refused = httpx.get(f"{base}/log/{key}").json()
    return Log(times, refused)


if __name__ == "__main__":
    asyncio.run(_main())
