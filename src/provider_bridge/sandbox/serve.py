"""The simulator on a port, for anything that speaks HTTP."""

from __future__ import annotations

import json
import signal
import socket
import sys
import tempfile
from pathlib import Path
from typing import Any

import uvicorn

from provider_bridge.sandbox import Sandbox
from provider_bridge.sandbox.faults import Faulty, served_plan

__all__ = ["listen", "serve", "write_config"]

_LAST_S = 2
"""How long answers that are under way may take when it is interrupted."""


def listen(port: int = 0) -> socket.socket:
    """Return a socket that listens on 127.0.0.1.

    Its protocol is named, because asyncio sends without delay only on sockets that are TCP by name; otherwise
    every answer waits 40 ms for an acknowledgement.
    """
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind(("127.0.0.1", port))
        listener.listen(128)
    except OSError:
        listener.close()
        raise
    return listener


def write_config(sandbox: Sandbox, base: str, folder: Path) -> Path:
    """Write a private ``bridge.toml`` for the accounts served under ``base``, with the secrets it names."""
    folder.chmod(0o700)
    refresh_token = folder / "refresh-token"
    refresh_token.touch(0o600)
    refresh_token.write_text(next(iter(sandbox.login.refresh_tokens)) + "\n", encoding="utf-8")
    pat = f'personal_access_token = "{sandbox.login.personal_access_token}"'
    text = sandbox.config(base).replace(pat, 'refresh_token = { file = "refresh-token" }', 1)
    path = folder / "bridge.toml"
    path.touch(0o600)
    path.write_text(text, encoding="utf-8")
    return path


def _leave(_signal: int, _frame: object) -> None:
    """End as after an interrupt, so that the folder with the secrets goes on every way out."""
    sys.exit(0)


def _options(app: Any, *, own_date: bool = False) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        log_level="warning",
        access_log=False,
        date_header=not own_date,
        timeout_graceful_shutdown=_LAST_S,
    )


def serve(*, port: int, scenario: str, size: str, seed: int, limits: bool, faults: str | None = None) -> None:
    """Serve on 127.0.0.1 until interrupted; print where as JSON on the first line.

    ``faults`` is the text of a plan, which is said on stderr as it is understood. Raises ``BadSpec`` before anything
    is served.
    """
    plan = None if faults is None else served_plan(faults)
    sandbox = Sandbox(scenario=scenario, size=size, seed=seed, limits=limits)
    signal.signal(signal.SIGTERM, _leave)
    with listen(port) as listener, tempfile.TemporaryDirectory() as folder:
        base = f"http://127.0.0.1:{listener.getsockname()[1]}"
        config = write_config(sandbox, base, Path(folder))
        goto = f"{base}/goto/oauth/token"
        where = {
            "config": str(config),
            "zoom": {"api_url": f"{base}/v2", "token_url": f"{base}/zoom/oauth/token"},
            "gotowebinar": {"api_url": f"{base}/G2W/rest/v2", "token_url": goto},
            "gotomeeting": {"api_url": f"{base}/G2M/rest", "token_url": goto},
            "control": f"{base}/_sandbox",
        }
        print(json.dumps(where), flush=True)  # noqa: T201 (the command's output)
        if plan is not None:
            print(f"faults: {plan}", file=sys.stderr, flush=True)  # noqa: T201 (by which they can be had again)
        app = sandbox.app if plan is None else Faulty(sandbox.app, plan)
        server = uvicorn.Server(_options(app, own_date=plan is not None))
        server.run(sockets=[listener])
    sys.exit(0)
