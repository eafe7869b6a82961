"""``provider-bridge events`` and ``sessions``: what is scheduled, and what took place."""

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
    Verbose,
    chosen,
    opened,
    since_of,
    until_of,
)
from provider_bridge.domain.events import Event, Session
from provider_bridge.errors import InvalidInput

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["events_app", "sessions_app"]

events_app = typer.Typer(help="Scheduled meetings and webinars.", no_args_is_help=True)


sessions_app = typer.Typer(help="Meetings and webinars that took place.", no_args_is_help=True)


@sessions_app.callback()
def sessions() -> None:
    """Meetings and webinars that took place."""


@sessions_app.command("list")
def list_sessions(
    *,
    event: Annotated[str | None, typer.Option(help="Only the runs of this event; else --since is needed.")] = None,
    config: Config = None,
    sandbox: Sandbox = False,
    verbose: Verbose = False,
    account: OnlyAccounts = None,
    since: Since = None,
    until: Until = None,
    output_format: ListingFormat = Listing.TABLE,
    output: Output = None,
) -> None:
    """List past sessions: with --since all that took place at every account, or with --event every run of one event.

    An event is one account's: with --event, say which with --account where there are several.
    """
    with failing_clearly():
        start, end = since_of(since), until_of(until)
        if event is None and start is None:
            raise InvalidInput("give --since, or --event for the runs of one event")
        with opened(config, sandbox=sandbox, verbose=verbose) as bridge:
            gathering = Gathering(chosen(bridge, account, of=event), "sessions", named=bool(account))
            write_listing(
                gathering.items(lambda each: each.sessions.list(event, since=start, until=end)),
                Session,
                output_format,
                output,
                ("id", "event", "start", "end", "participants", "title"),
            )
    raise typer.Exit(gathering.exit_code())


@events_app.callback()
def events() -> None:
    """Scheduled meetings and webinars."""


@events_app.command("list")
def list_events(
    *,
    config: Config = None,
    sandbox: Sandbox = False,
    verbose: Verbose = False,
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
        with opened(config, sandbox=sandbox, verbose=verbose) as bridge:
            gathering = Gathering(chosen(bridge, account), "events", named=bool(account))

            def listing(each: Any) -> Iterator[Event]:
                found: Iterator[Event] = each.events.list(since=start, until=end, kind=kind, problems=gathering.problem)
                return found

            shown = ("id", "kind", "start", "title", "registration", "auto_recording", "host_email")
            write_listing(gathering.items(listing), Event, output_format, output, shown)
    raise typer.Exit(gathering.exit_code())
