"""Logging a person in, for programs of one's own; ``provider-bridge accounts login`` does it at the terminal.

account = load_for_login("bridge.toml", "acme-zoom")
request = start_login(account, "https://intranet.example/callback")
…                                                  # the person opens request.url and comes back
finish_login(account, request, the_whole_address)  # writes the refresh token's file
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import SecretStr

from provider_bridge.config import AccountConfig, load_for_login
from provider_bridge.core.auth.authorization_code import LoginRequest, finish, keep, start
from provider_bridge.errors import ConfigurationError
from provider_bridge.runners._http import AsyncHttp, InProcess, SyncHttp
from provider_bridge.runners.aio import AsyncRunner
from provider_bridge.runners.sync import SyncRunner
from provider_bridge.runners.token_stores import RefreshTokenStore

if TYPE_CHECKING:
    from provider_bridge.core.auth.authorization_code import LoginServer
    from provider_bridge.core.provider import Wiring

__all__ = ["LoginRequest", "async_finish_login", "finish_login", "load_for_login", "start_login"]


def start_login(account: AccountConfig, redirect_uri: str) -> LoginRequest:
    """Return where to send the person; ``redirect_uri`` is registered with the app, to the letter.

    Raises ``ConfigurationError`` when this account logs in otherwise, or has no file for its refresh token, or one
    that could not be written: better before anybody agrees than after.
    """
    server = _server(account)
    _check_place(account)
    return start(server, redirect_uri, state=secrets.token_urlsafe(48), verifier=secrets.token_urlsafe(48))


def finish_login(
    account: AccountConfig,
    request: LoginRequest,
    callback_url: str,
    *,
    client: Any = None,
    app: InProcess | None = None,
) -> Path:
    """Exchange what the person came back with, write the refresh token to its file, and return the file.

    ``client`` is an ``httpx.Client`` to use instead of our own, ``app`` a server in this process, for tests. Raises
    ``LoginFailed`` when the answer is no good, ``Unauthorized`` when the vendor does not accept the code, and
    ``StateError``, before the code is spent, when the file cannot be written.
    """
    callback = SecretStr(callback_url)
    del callback_url  # it holds the code, and a traceback shows what a frame holds
    file, flow = _file(account), keep(finish(_server(account), request, callback))
    http = SyncHttp(1, client, app)
    try:
        SyncRunner(_wiring(account), http, store=_store(file)).run(flow)
    finally:
        http.close()
    return file


async def async_finish_login(
    account: AccountConfig,
    request: LoginRequest,
    callback_url: str,
    *,
    client: Any = None,
    app: InProcess | None = None,
) -> Path:
    """Do as ``finish_login`` does, for code that awaits."""
    callback = SecretStr(callback_url)
    del callback_url
    file, flow = _file(account), keep(finish(_server(account), request, callback))
    http = AsyncHttp(1, client, app)
    try:
        await AsyncRunner(_wiring(account), http, store=_store(file)).run(flow)
    finally:
        await http.close()
    return file


def _wiring(account: AccountConfig) -> Wiring:
    return account.spec.wire(account.name, account.settings, account.sources)


def _server(account: AccountConfig) -> LoginServer:
    make: Callable[[str, Any], LoginServer] | None = account.spec.login
    if make is None:
        raise ConfigurationError(f"account {account.name!r}: {account.spec.name} has no login by browser here")
    return make(account.name, account.settings)


def _file(account: AccountConfig) -> Path:
    if "refresh_token" not in account.sources:
        raise ConfigurationError(
            f"account {account.name!r}: a login needs a file for its refresh token; "
            'write refresh_token = { file = "…" } into its table'
        )
    return Path(account.sources["refresh_token"])


def _check_place(account: AccountConfig) -> None:
    """Raise ``ConfigurationError`` where a refresh token could not be kept."""
    file = _file(account)
    folder = file.parent
    if not os.access(folder, os.W_OK | os.X_OK) and not os.access(file, os.W_OK):
        raise ConfigurationError(f"account {account.name!r}: the folder {folder} is not there, or cannot be written to")


def _store(file: Path) -> RefreshTokenStore:
    return RefreshTokenStore(file, "")
