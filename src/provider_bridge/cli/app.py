"""The command, put together."""

from __future__ import annotations

from typing import Annotated

import typer

from provider_bridge import __version__
from provider_bridge.cli.accounts import accounts_app
from provider_bridge.cli.chats import chats_app
from provider_bridge.cli.operations.groups import add_operations
from provider_bridge.cli.outputs import prepare_streams
from provider_bridge.cli.recordings import recordings_app
from provider_bridge.cli.sandbox import sandbox_app
from provider_bridge.cli.verify import verify_command

__all__ = ["app"]

app = typer.Typer(
    name="provider-bridge",
    help="Keep, and prove that you keep, what your privacy notice promises about web meetings.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)


def _show_version(asked: bool) -> None:  # noqa: FBT001 (typer calls it so)
    if asked:
        typer.echo(f"provider-bridge {__version__}")
        raise typer.Exit


@app.callback()
def provider_bridge(
    *,
    _version: Annotated[
        bool, typer.Option("--version", help="Show the version.", callback=_show_version, is_eager=True)
    ] = False,
) -> None:
    """Keep, and prove that you keep, what your privacy notice promises about web meetings."""
    prepare_streams()


app.command("verify")(verify_command)
app.add_typer(accounts_app, name="accounts")
app.add_typer(recordings_app, name="recordings")
app.add_typer(chats_app, name="chats")
app.add_typer(sandbox_app, name="sandbox")
add_operations(app)
