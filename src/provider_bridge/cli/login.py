"""``provider-bridge accounts login`` and ``revoke``."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from pydantic import SecretStr

from provider_bridge.bridge import open_bridge
from provider_bridge.cli.callback import is_local, listening
from provider_bridge.cli.failures import failing_clearly, say
from provider_bridge.cli.outputs import write_out
from provider_bridge.config import load_for_login
from provider_bridge.core.auth.authorization_code import answers
from provider_bridge.errors import ConfigurationError
from provider_bridge.login import finish_login, start_login

if TYPE_CHECKING:
    from provider_bridge.config import AccountConfig
    from provider_bridge.core.auth.authorization_code import LoginRequest

__all__ = ["login", "revoke"]

_REDIRECT = "http://127.0.0.1:8976/callback"


def login(
    name: Annotated[str, typer.Argument(help="The account's name in the configuration.")],
    *,
    config: Annotated[Path, typer.Option(help="The configuration that has the account: a bridge.toml.")],
    redirect_uri: Annotated[
        str, typer.Option(help="The redirect URI that is registered with the app, to the letter.")
    ] = _REDIRECT,
    paste: Annotated[bool, typer.Option("--paste", help="Ask for the address instead of listening for it.")] = False,
    wait: Annotated[float, typer.Option(help="How many seconds to wait for the person.", min=1)] = 300,
) -> None:
    """Log a person in and write the account's refresh token file, for its owner alone.

    Prints the address to open in a browser. Where the redirect URI is on this machine, the answer is received on its
    port; otherwise, or with --paste, the address of the page the browser ends on is asked for.

    Exit codes: 0 done; 2 usage; 3 configuration, or the login was not granted; 4 the vendor could not be reached.
    """
    with failing_clearly():
        account = load_for_login(config, name)
        request = start_login(account, redirect_uri)
        if paste or not is_local(redirect_uri):
            _show(request.url)
            answer = SecretStr(typer.prompt("Paste the address of the page you ended on", err=True))
        else:
            with listening(redirect_uri, wait, functools.partial(answers, request)) as waiting:
                _show(request.url)
                answer = waiting()
        _finish(account, request, answer)


def _show(url: str) -> None:
    say("Open this address in a browser and agree:")
    write_out(url + "\n")


def _finish(account: AccountConfig, request: LoginRequest, answer: SecretStr) -> None:
    file = finish_login(account, request, answer.get_secret_value())
    say(f"account {account.name}: logged in; the refresh token is in {file}")


def revoke(
    name: Annotated[str, typer.Argument(help="The account's name in the configuration.")],
    *,
    config: Annotated[Path, typer.Option(help="The configuration that has the account: a bridge.toml.")],
) -> None:
    """Take an account's login back: the vendor forgets the token, and the stored one is removed.

    Exit codes: 0 done; 2 usage; 3 configuration or credentials; 4 the vendor could not be reached.
    """
    with failing_clearly(), open_bridge(config) as bridge:
        account: Any = bridge[name]
        if not hasattr(account, "revoke"):
            raise ConfigurationError(f"account {name!r}: {account.provider} has no way here to take a login back")
        account.revoke()
        say(f"account {name}: the login is taken back, and the stored token is removed")
