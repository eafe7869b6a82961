"""The command ``provider-bridge``: thin, above everything else."""

from __future__ import annotations

import sys

__all__ = ["main"]


def main() -> None:
    """Run the command."""
    try:
        from provider_bridge.cli.app import app
    except ModuleNotFoundError as error:
        if error.name not in {"typer", "rich"}:
            raise
        sys.exit("the command needs: pip install 'provider-bridge[cli]'")
    app()
