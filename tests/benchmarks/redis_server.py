"""A Redis server of a test's own, on a free port of this machine, that keeps nothing on disk."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Generator
from contextlib import contextmanager

import pytest
import redis

__all__ = ["RedisServer", "redis_server"]


class RedisServer:
    """One that can go away and come back."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.url = f"redis://127.0.0.1:{port}/0"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        program = shutil.which("redis-server")
        if program is None:
            missing = pytest.fail if os.environ.get("CI") else pytest.skip
            missing("a budget that machines share is tested with redis-server, which is not installed")
        quiet = ("--save", "", "--appendonly", "no", "--bind", "127.0.0.1")
        self._process = subprocess.Popen([program, "--port", str(self.port), *quiet], stdout=subprocess.DEVNULL)
        client = redis.Redis.from_url(self.url)
        for _ in range(200):
            try:
                client.ping()
            except redis.ConnectionError:
                time.sleep(0.02)
            else:
                client.close()
                return
        raise AssertionError("redis-server does not start")

    def stop(self) -> None:
        if self._process is not None:
            self._process.terminate()
            self._process.wait()
            self._process = None


@contextmanager
def redis_server() -> Generator[RedisServer]:
    """Start one, and stop it in the end."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        server = RedisServer(free.getsockname()[1])
    server.start()
    try:
        yield server
    finally:
        server.stop()
