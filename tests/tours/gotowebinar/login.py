"""Whose account it is, and what its token may do."""

from __future__ import annotations

from typing import Any

from provider_bridge.sandbox import Sandbox
from tours import Arguments

ARGUMENTS: Arguments = {}
UNDOCUMENTED: dict[str, str] = {}
STRANGERS: set[str] = set()


def tour(account: Any, sandbox: Sandbox) -> None:
    """Ask who it is, what is granted and whether attention is tracked."""
    account.identify()
    account.scopes.read()
    account.attention.read()
