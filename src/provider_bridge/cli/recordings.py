"""``provider-bridge recordings download``: files are more than text, so this command is written by hand."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from provider_bridge.cli.failures import failing_clearly
from provider_bridge.cli.listing import Gathering, write_listing
from provider_bridge.cli.operations.outcomes import of_each
from provider_bridge.cli.options import (
    Config,
    Listing,
    ListingFormat,
    OneAccount,
    Output,
    Sandbox,
    Verbose,
    one,
    opened,
)
from provider_bridge.domain.outcomes import ExitCode
from provider_bridge.domain.recordings import Downloaded, Recording
from provider_bridge.errors import ListingIncomplete, ProviderBridgeError

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["recordings_app"]

recordings_app = typer.Typer(help="Cloud recordings.", no_args_is_help=True)

Recordings = Annotated[list[str], typer.Argument(help="Ids of recordings, as `recordings list` shows them.")]

_WHOLE = "stored"


@recordings_app.callback()
def recordings() -> None:
    """Cloud recordings."""


@recordings_app.command("download")
def download_recordings(
    recordings: Recordings,
    *,
    folder: Annotated[Path, typer.Option(help="Where to put the files; their names hold ids and types only.")],
    config: Config = None,
    sandbox: Sandbox = False,
    verbose: Verbose = False,
    account: OneAccount = None,
    at_once: Annotated[int, typer.Option(help="How many files at once.", min=1, max=16)] = 4,
    output_format: ListingFormat = Listing.TABLE,
    output: Output = None,
) -> None:
    """Download every file of the recordings; files that are there already, whole, are left alone.

    A file appears under its name only when it is complete, with a SHA-256 file beside it. Exits 5 when some failed,
    also when a recording is still being made, so that not all of its files are there yet.
    """
    with failing_clearly(), opened(config, sandbox=sandbox, verbose=verbose) as bridge:
        chosen_account = one(bridge, account)
        gathering = Gathering([chosen_account], "recordings", named=True)
        ended: list[BaseException] = []
        failed = 0

        def download(each: Any, name: str) -> list[Downloaded | ProviderBridgeError]:
            recording: Recording = each.recordings.get(name)
            found: list[Downloaded | ProviderBridgeError] = each.recordings.download_all(
                recording.files, folder, at_once=at_once
            )
            if recording.state != _WHOLE:
                what = f"a recording is not {_WHOLE} but {recording.state}"
                found.append(ListingIncomplete("recordings download", what))
            return found

        def listing(each: Any) -> Iterator[Downloaded | ProviderBridgeError]:
            nonlocal failed
            for outcome in of_each(recordings, lambda name: download(each, name), ended):
                failed += isinstance(outcome, ProviderBridgeError)
                yield outcome

        shown = ("file", "path", "size", "sha256", "already")
        write_listing(list(gathering.items(listing)), Downloaded, output_format, output, shown)
    for end in ended:
        raise end
    code = gathering.exit_code()
    raise typer.Exit(ExitCode.PARTLY if failed and code is ExitCode.DONE else code)
