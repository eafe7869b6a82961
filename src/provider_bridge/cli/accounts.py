"""``provider-bridge accounts``: whether accounts can be used at all, and for what."""

from __future__ import annotations

import dataclasses
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.markup import escape
from rich.table import Table

from provider_bridge.cli.capabilities import capabilities
from provider_bridge.cli.failures import exit_code_of, failing_clearly, say
from provider_bridge.cli.login import login, revoke
from provider_bridge.cli.options import Format, Scenario, Verbose, opened
from provider_bridge.cli.outputs import write_out
from provider_bridge.cli.tables import rendered
from provider_bridge.core.auth.scopes import check_scopes
from provider_bridge.domain.outcomes import ExitCode
from provider_bridge.domain.scopes import GrantedScopes, ScopeCheck
from provider_bridge.errors import ProviderBridgeError
from provider_bridge.facets import has_scopes
from provider_bridge.registry import load_provider

if TYPE_CHECKING:
    from collections.abc import Sequence

    from provider_bridge.bridge import Bridge
    from provider_bridge.facets import Account

__all__ = ["accounts_app"]

accounts_app = typer.Typer(help="Log in to accounts, and find out what they can do.", no_args_is_help=True)

accounts_app.command("capabilities")(capabilities)
accounts_app.command("login")(login)
accounts_app.command("revoke")(revoke)

_SCHEMA = "provider-bridge/accounts-check/1"
_WORST = (ExitCode.CONFIGURATION, ExitCode.QUOTA, ExitCode.UNKNOWN, ExitCode.DONE)


@dataclasses.dataclass(frozen=True, slots=True)
class _Checked:
    """What was found out about one account; ``errors`` are sentences."""

    name: str
    provider: str
    identity: str | None
    login: str
    errors: tuple[str, ...]
    scopes: tuple[str, ...] | None
    operations: tuple[ScopeCheck, ...]
    exit_code: ExitCode


@accounts_app.callback()
def accounts() -> None:
    """Log in to accounts, and find out what they can do."""


@accounts_app.command()
def check(
    *,
    config: Annotated[Path | None, typer.Option(help="The accounts to check: a bridge.toml.")] = None,
    sandbox: Annotated[bool, typer.Option("--sandbox", help="Check simulated accounts; none is needed.")] = False,
    scenario: Annotated[Scenario | None, typer.Option(help="With --sandbox: what they look like.")] = None,
    account: Annotated[list[str] | None, typer.Option(help="Only this account; may be repeated.")] = None,
    output_format: Annotated[Format, typer.Option("--format", help="How to write the outcome.")] = Format.TABLE,
    verbose: Verbose = False,
) -> None:
    """Check that every account's login works, whose it is, and which scopes are missing for what.

    Exit codes: 0 everything is granted; 2 usage; 3 configuration or credentials; 4 a scope is missing, or it cannot
    be told; 6 the vendor's quota is exhausted; 130 interrupted.
    """
    if scenario and not sandbox:
        raise typer.BadParameter("--scenario goes with --sandbox")
    with failing_clearly():
        with opened(config, sandbox=sandbox, scenario=scenario, verbose=verbose) as bridge:
            checked = [_check(each) for each in _chosen(bridge, account or ())]
        exit_code = min((each.exit_code for each in checked), key=_WORST.index)
        write_out(_json(checked, exit_code) if output_format is Format.JSON else _table(checked))
        for each in checked:
            for sentence in each.errors:
                say(f"error: account {each.name}: {sentence}")
    raise typer.Exit(exit_code)


def _chosen(bridge: Bridge, names: Sequence[str]) -> list[Account]:
    return [bridge[name] for name in dict.fromkeys(names)] if names else list(bridge)


def _check(account: Account) -> _Checked:
    """Find out about one account; a login that fails leaves everything else unknown."""
    capabilities = load_provider(account.provider).capabilities
    granted, identity, login = GrantedScopes(None), None, "unknown"
    errors: list[ProviderBridgeError] = []
    try:
        if has_scopes(account):
            granted, login = account.scopes.read(), "ok"
    except ProviderBridgeError as error:
        login = "failed"
        errors.append(error)
    if login != "failed":
        try:
            identity, login = account.identify().account, "ok"
        except ProviderBridgeError as error:
            errors.append(error)
    operations = check_scopes(granted, capabilities) if login == "ok" else ()
    fine = login == "ok" and granted.scopes is not None and all(each.state == "ok" for each in operations)
    codes = [*map(exit_code_of, errors), ExitCode.DONE if fine else ExitCode.UNKNOWN]
    return _Checked(
        name=account.name,
        provider=account.provider,
        identity=identity,
        login=login,
        errors=tuple(map(str, errors)),
        scopes=granted.scopes,
        operations=operations,
        exit_code=min(codes, key=_WORST.index),
    )


def _json(checked: Sequence[_Checked], exit_code: ExitCode) -> str:
    tree: dict[str, Any] = {
        "schema": _SCHEMA,
        "exit_code": int(exit_code),
        "accounts": [dataclasses.asdict(each) | {"exit_code": int(each.exit_code)} for each in checked],
    }
    return json.dumps(tree, indent=2, ensure_ascii=False) + "\n"


def _table(checked: Sequence[_Checked]) -> str:
    table = Table(show_lines=True)
    for heading in ("Account", "Identity", "Login", "Operation", "State", "Tick"):
        table.add_column(heading, overflow="fold")
    for each in checked:
        head = (f"{escape(each.name)} ({each.provider})", escape(each.identity or "unknown"), each.login)
        bad = [row for row in each.operations if row.state != "ok"]
        fine = len(each.operations) - len(bad)
        table.add_row(*head, f"{fine} of {len(each.operations)}", "ok", "")
        for row in bad:
            ticks = dict.fromkeys(escape(missing.scope) for missing in row.missing)
            table.add_row("", "", "", row.operation, row.state, "\n".join(ticks))
    return rendered(sys.stdout, table)
