"""Options that several commands have, and opening the accounts they name."""

from __future__ import annotations

from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from provider_bridge.bridge import Bridge, open_bridge
from provider_bridge.cli.failures import say
from provider_bridge.cli.progress import watching
from provider_bridge.errors import InvalidInput

if TYPE_CHECKING:
    from collections.abc import Generator

    from provider_bridge.facets import Account

__all__ = [
    "Config",
    "Format",
    "Listing",
    "ListingFormat",
    "OneAccount",
    "OnlyAccounts",
    "Output",
    "Sandbox",
    "Scenario",
    "Size",
    "Verbose",
    "chosen",
    "costs_told",
    "one",
    "opened",
]


class Scenario(StrEnum):
    """What the sandbox's accounts look like."""

    COMPLIANT = "compliant"
    VIOLATING = "violating"
    LEGACY = "legacy"
    FORBIDDEN = "forbidden"


class Size(StrEnum):
    """How large the sandbox's accounts are."""

    SMALL = "small"
    LARGE = "large"


class Format(StrEnum):
    """How an outcome is written."""

    TABLE = "table"
    JSON = "json"


class Listing(StrEnum):
    """How a listing is written."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"


Config = Annotated[Path | None, typer.Option(help="The accounts: a bridge.toml.")]
Sandbox = Annotated[bool, typer.Option("--sandbox", help="Simulated accounts; no real one is needed.")]
OnlyAccounts = Annotated[list[str] | None, typer.Option("--account", help="Only this account; may be repeated.")]
OneAccount = Annotated[str | None, typer.Option("--account", help="The account; needed where there are several.")]
ListingFormat = Annotated[Listing, typer.Option("--format", help="How to write it; json and csv stream.")]
Output = Annotated[Path | None, typer.Option(help="Write to this file instead of the terminal.")]
Verbose = Annotated[bool, typer.Option("--verbose", help="Say in the end what each account's calls added up to.")]


@contextmanager
def opened(
    config: Path | None,
    *,
    sandbox: bool,
    scenario: Scenario | None = None,
    size: Size | None = None,
    read_only: bool = True,
    verbose: bool = False,
    settle: float | None = None,
) -> Generator[Bridge]:
    """Open the accounts that the options name, show progress on a terminal, and say in the end what it cost."""
    if sandbox == (config is not None):
        raise typer.BadParameter("give either --config FILE or --sandbox")
    with watching() as progress:
        bridge = open_bridge(
            config,
            sandbox=sandbox,
            scenario=scenario or Scenario.COMPLIANT,
            size=size or Size.SMALL,
            read_only=read_only,
            settle=settle,
            progress=progress,
        )
        with bridge as accounts, costs_told(accounts, wanted=verbose):
            yield accounts


@contextmanager
def costs_told(bridge: Bridge, *, wanted: bool) -> Generator[None]:
    """Say what each account's calls added up to, however the command ends."""
    try:
        yield
    finally:
        for name, cost in bridge.totals.items() if wanted else ():
            counts = f"{cost.calls:,} calls, {cost.retries:,} retries, {cost.refusals:,} refusals"
            counts += f", {cost.failures:,} failures"
            size = f"{cost.sent:,} bytes sent, {cost.received:,} received"
            say(f"{name}: {counts}, {cost.waited:,.1f} s waited, {size}")


def chosen(bridge: Bridge, names: list[str] | None, *, of: str | None = None) -> list[Account]:
    """Return the accounts that were named, each once, or all of them.

    An id, ``of``, is one account's; asked of another provider it can even mean something else. So where there is one,
    the account has to be named, unless there is but one.
    """
    if names:
        return [bridge[name] for name in dict.fromkeys(names)]
    return list(bridge) if of is None else [one(bridge, None)]


def one(bridge: Bridge, name: str | None) -> Account:
    """Return the account that was named, or the only one there is."""
    if name is not None:
        return bridge[name]
    accounts = list(bridge)
    if len(accounts) > 1:
        raise InvalidInput("say which account with --account; there are: " + ", ".join(each.name for each in accounts))
    return accounts[0]
