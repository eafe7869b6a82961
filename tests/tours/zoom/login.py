"""Whose login it is: asked of an account that a person logged in to."""

from __future__ import annotations

from typing import Any

from support import opened

from provider_bridge.config import AccountConfig, parse_config
from provider_bridge.sandbox import Sandbox
from tours import Arguments

ARGUMENTS: Arguments = {}
UNDOCUMENTED: dict[str, str] = {}
STRANGERS: set[str] = set()


def user_account(sandbox: Sandbox, base: str = "http://127.0.0.1") -> tuple[AccountConfig, ...]:
    """Return the configuration of an account of the simulator's that a person logged in to."""
    text = f"""
[accounts.person]
provider = "zoom"
client_id = "sandbox-client"
client_secret = "sandbox-secret"
refresh_token = "{sandbox.login.zoom_refresh_token}"
token_file = "never-written.json"
api_url = "{base}/v2"
token_url = "{base}/zoom/oauth/token"
"""
    return parse_config(text, "the test", private=True, environ={})


def tour(_: Any, sandbox: Sandbox) -> None:
    """Ask whose account it is."""
    with opened("sync", sandbox.handle, user_account(sandbox)) as accounts:
        assert accounts["person"].identify().account == sandbox.world.account_id
