"""What people answered to polls and surveys in a session."""

from __future__ import annotations

from typing import Any

from provider_bridge.sandbox import Sandbox
from tours import Arguments
from tours.zoom.participants import newest

ARGUMENTS: Arguments = {"responses.list": newest}
UNDOCUMENTED: dict[str, str] = {}
STRANGERS: set[str] = set()


def tour(account: Any, sandbox: Sandbox) -> None:
    """List those of a meeting and of a webinar."""
    for kind in ("Meeting", "Webinar"):
        list(account.responses.list(**newest(sandbox, kind)))
