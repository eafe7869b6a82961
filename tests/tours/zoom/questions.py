"""What people asked in a session."""

from __future__ import annotations

from typing import Any

from provider_bridge.sandbox import Sandbox
from tours import Arguments
from tours.zoom.participants import newest

ARGUMENTS: Arguments = {"questions.list": newest}
UNDOCUMENTED: dict[str, str] = {}
STRANGERS: set[str] = set()


def tour(account: Any, sandbox: Sandbox) -> None:
    """List those of a meeting and of a webinar, from both sources."""
    for kind in ("Meeting", "Webinar"):
        for source in ("report", "past"):
            list(account.questions.list(**newest(sandbox, kind), source=source))
