"""``provider-bridge events``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from provider_bridge.cli.failures import failing_clearly
from provider_bridge.cli.listing import Gathering, write_listing
from provider_bridge.cli.options import (
    Config,
    Listing,
    ListingFormat,
    OnlyAccounts,
    Output,
    Sandbox,
    Since,
    Until,
    chosen,
    opened,
    since_of,
    until_of,
)
from provider_bridge.domain.events import Event

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["events_app"]

events_app = typer.Typer(help="Scheduled meetings and webinars.", no_args_is_help=True)


@events_app.callback()
def events() -> None:
    """Scheduled meetings and webinars."""


@events_app.command("list")
def list_events(
    *,
    config: Config = None,
    sandbox: Sandbox = False,
    account: OnlyAccounts = None,
    since: Since = None,
    until: Until = None,
    kind: Annotated[str | None, typer.Option(help="Only meeting, or only webinar.")] = None,
    output_format: ListingFormat = Listing.TABLE,
    output: Output = None,
) -> None:
    """List what is scheduled at every account, of every host.

    Hosts that could not be listed are said on stderr, have a record in the listing, and make the command exit 5.
    """
    with failing_clearly():
        start, end = since_of(since), until_of(until)
        with opened(config, sandbox=sandbox) as bridge:
            gathering = Gathering(chosen(bridge, account), "events", named=bool(account))

            def listing(each: Any) -> Iterator[Event]:
                found: Iterator[Event] = each.events.list(since=start, until=end, kind=kind, problems=gathering.problem)
                return found

            shown = ("id", "kind", "start", "title", "registration", "auto_recording", "host_email")
            write_listing(gathering.items(listing), Event, output_format, output, shown)
    raise typer.Exit(gathering.exit_code())
