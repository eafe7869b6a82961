"""The command, put together."""

from __future__ import annotations

import typer

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


@app.callback()
def provider_bridge() -> None:
    """Keep, and prove that you keep, what your privacy notice promises about web meetings."""


app.command("verify")(verify_command)
app.add_typer(sandbox_app, name="sandbox")
