"""A simulator on a real port of this process, so that tests can look inside it."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import uvicorn

from provider_bridge.sandbox import Sandbox
from provider_bridge.sandbox.serve import listen, write_config


@dataclass
class Served:
    """A simulator, where it is, and the configuration that points at it."""

    sandbox: Sandbox
    base: str
    config: Path
    watch: Callable[[str], object] | None = field(default=None)

    def token_file(self, name: str) -> Path:
        """Return where an account keeps its token."""
        return self.config.parent / f"{name}.json"


@contextmanager
def serving(folder: Path, *, token_files: bool = False, **options: Any) -> Generator[Served]:
    """Serve a simulator on a free port of 127.0.0.1."""
    sandbox = Sandbox(limits=options.pop("limits", False), **options)
    with listen() as listener:
        base = f"http://127.0.0.1:{listener.getsockname()[1]}"
        served = Served(sandbox, base, write_config(sandbox, base, folder))
        if token_files:
            text = served.config.read_text()
            served.config.write_text(re.sub(r"\[accounts\.(.+)\]", r'\g<0>\ntoken_file = "\1.json"', text))

        async def app(scope: Any, receive: Any, send: Any) -> None:
            if served.watch is not None and scope["type"] == "http":
                served.watch(scope["path"])
            await sandbox.app(scope, receive, send)

        server = uvicorn.Server(uvicorn.Config(app, log_level="warning", access_log=False, lifespan="off"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        try:
            yield served
        finally:
            server.should_exit = True
            thread.join()
