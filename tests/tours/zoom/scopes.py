"""What the credentials may do."""

from __future__ import annotations

from typing import Any

from provider_bridge.sandbox import Sandbox
from tours import Arguments

ARGUMENTS: Arguments = {}
UNDOCUMENTED: dict[str, str] = {}
STRANGERS: set[str] = set()


def tour(account: Any, _: Sandbox) -> None:
    """Read the scopes."""
    account.scopes.read()
