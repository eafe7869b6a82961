"""The compliance archive."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from provider_bridge.sandbox import Sandbox
from provider_bridge.sandbox.zoom.archives import Archives
from tours import Arguments


def _newest(sandbox: Sandbox) -> str:
    return f"meeting:{sandbox.world.sessions[0].uuid}"


def _file(sandbox: Sandbox) -> str:
    kept = sandbox.world.part(Archives).kept
    return str(kept[sandbox.world.sessions[0].uuid]["archive_files"][0]["id"])


ARGUMENTS: Arguments = {
    "archives.list": lambda sandbox: {"since": sandbox.world.now() - timedelta(days=30)},
    "archives.get": lambda sandbox: {"session": f"webinar:{sandbox.world.sessions[-1].uuid}"},
    "archives.update": lambda sandbox: {
        "session": f"meeting:{sandbox.world.sessions[1].uuid}",
        "file": sandbox.world.key("archive file", sandbox.world.sessions[1].uuid, 0),
        "auto_delete": False,
    },
    "archives.delete": lambda sandbox: {"session": _newest(sandbox)},
}
UNDOCUMENTED: dict[str, str] = {}
STRANGERS: set[str] = set()


def tour(account: Any, sandbox: Sandbox) -> None:
    """List the archive, look at one session's, keep a file of it, and delete it."""
    list(account.archives.list(since=sandbox.world.now() - timedelta(days=30)))
    account.archives.get(_newest(sandbox))
    account.archives.update(_newest(sandbox), _file(sandbox), auto_delete=False)
    account.archives.delete(_newest(sandbox))
