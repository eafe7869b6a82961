"""``provider-bridge sandbox``."""

from __future__ import annotations

from typing import Annotated

import typer

from provider_bridge.cli.failures import failing_clearly
from provider_bridge.cli.options import Scenario, Size
from provider_bridge.errors import ConfigurationError, InvalidInput
from provider_bridge.faults import BadSpec
from provider_bridge.runners.text_files import os_reason

__all__ = ["sandbox_app"]

sandbox_app = typer.Typer(help="Simulated Zoom, GoToWebinar and GoToMeeting.", no_args_is_help=True)


@sandbox_app.callback()
def sandbox() -> None:
    """Simulated Zoom, GoToWebinar and GoToMeeting."""


@sandbox_app.command()
def serve(
    *,
    port: Annotated[int, typer.Option(help="The port on 127.0.0.1; 0 takes a free one.", min=0, max=65535)] = 0,
    seed: Annotated[int, typer.Option(help="Another seed makes other people.")] = 1,
    size: Annotated[Size, typer.Option(help="About 40 users, or 20,000.")] = Size.SMALL,
    scenario: Annotated[Scenario, typer.Option(help="What the accounts look like.")] = Scenario.COMPLIANT,
    limits: Annotated[bool, typer.Option(help="Refuse calls beyond the vendors' rate limits.")] = True,
    faults: Annotated[
        str | None, typer.Option(metavar="SPEC", help="What goes wrong, such as reset-during-body:0.05,401@3,seed=7.")
    ] = None,
) -> None:
    """Serve them on a port until interrupted; the first line of output says where, as JSON.

    The line holds the base and token URLs of each provider and the path of a ready bridge.toml.
    """
    with failing_clearly():
        try:
            from provider_bridge.sandbox.serve import serve as run
        except ModuleNotFoundError:
            raise ConfigurationError("the sandbox needs: pip install 'provider-bridge[sandbox]'") from None
        try:
            run(port=port, scenario=scenario, size=size, seed=seed, limits=limits, faults=faults)
        except BadSpec as error:
            raise InvalidInput(f"--faults: {error}") from None
        except OSError as error:
            raise ConfigurationError(f"port {port} cannot be served: {os_reason(error)}; take another") from None
