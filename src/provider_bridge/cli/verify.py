"""``provider-bridge verify``."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape
from rich.table import Table

from provider_bridge.cli.failures import discard, failing_clearly, say
from provider_bridge.cli.options import Format, Scenario, Size, Verbose, opened
from provider_bridge.cli.outputs import check_path, is_special, opened_file, stdout, unwritable
from provider_bridge.cli.tables import rendered
from provider_bridge.domain.outcomes import ExitCode
from provider_bridge.errors import ProviderBridgeError
from provider_bridge.policy import Verdict, Verification, verify
from provider_bridge.reports import render_json, rows

if TYPE_CHECKING:
    from collections.abc import Generator
    from typing import IO

__all__ = ["verify_command"]

_COLOURS = {
    Verdict.FAIL: "bold red",
    Verdict.UNKNOWN: "bold yellow",
    Verdict.MANUAL: "yellow",
    Verdict.MITIGATED: "cyan",
    Verdict.PASS: "green",
    Verdict.NOT_OFFERED: "green",
}


def verify_command(
    *,
    config: Annotated[Path | None, typer.Option(help="The accounts to verify: a bridge.toml.")] = None,
    sandbox: Annotated[bool, typer.Option("--sandbox", help="Verify simulated accounts; none is needed.")] = False,
    scenario: Annotated[Scenario | None, typer.Option(help="With --sandbox: what they look like.")] = None,
    size: Annotated[Size | None, typer.Option(help="With --sandbox: about 40 users, or 20,000.")] = None,
    account: Annotated[list[str] | None, typer.Option(help="Only this account; may be repeated.")] = None,
    profile: Annotated[str, typer.Option(help="The promises to check: a shipped profile or a file.")] = "privacy-de",
    output_format: Annotated[Format, typer.Option("--format", help="How to write the outcome.")] = Format.TABLE,
    output: Annotated[Path | None, typer.Option(help="Write to this file instead of the terminal.")] = None,
    verbose: Verbose = False,
) -> None:
    """Verify that what the privacy notice promises is kept; exits 1 when it is not, 4 when it cannot be told.

    Exit codes: 0 every check passed, was mitigated or is not offered; 1 a promise is broken; 2 usage;
    3 configuration or credentials; 4 something could not be verified; 6 the vendor's quota is exhausted;
    130 interrupted.
    """
    if not sandbox and (scenario or size):
        raise typer.BadParameter("--scenario and --size go with --sandbox")
    with failing_clearly():
        if output is not None:
            _check_writable(output)
        with opened(config, sandbox=sandbox, scenario=scenario, size=size, verbose=verbose) as bridge:
            verification = verify(bridge, profile=profile, only=account or ())
        with _outweighed_by(verification):
            _write(verification, output_format, output)
        _say_what_failed(verification)
    raise typer.Exit(verification.exit_code)


@contextmanager
def _outweighed_by(verification: Verification) -> Generator[None]:
    """Let a broken promise outweigh a report that cannot be written: the exit code is the promise's."""
    try:
        yield
    except Exception as error:
        if verification.exit_code is not ExitCode.VIOLATION:
            raise
        if isinstance(error, BrokenPipeError):
            discard(sys.stdout)  # or what is left in it fails once more when the program ends
        typed = isinstance(error, ProviderBridgeError)
        reason = str(error) if typed else f"the report cannot be written: {_why(error)}"
        say(f"error: {reason}")
        for check in verification.checks:
            if check.finding.verdict is Verdict.FAIL:
                say(f"account {check.account}: {check.rule.id} fails: {check.finding.reason}")
        raise typer.Exit(ExitCode.VIOLATION) from None


def _why(error: Exception) -> str:
    return (error.strerror if isinstance(error, OSError) else "") or type(error).__name__


def _say_what_failed(verification: Verification) -> None:
    """Say one sentence for each account that could not be verified, wholly or in part."""
    for each in verification.accounts:
        unknown = [
            check.finding.reason
            for check in verification.checks
            if check.account == each.name and check.finding.verdict is Verdict.UNKNOWN
        ]
        if each.error is not None:
            say(f"error: account {each.name}: {each.error}")
        elif unknown:
            more = f" (and {len(unknown) - 1:,} more in the report)" if unknown[1:] else ""
            say(f"error: account {each.name} could not be verified: {unknown[0]}{more}")


def _check_writable(output: Path) -> None:
    """Find out before a long verification, not after it, that its outcome could not be written."""
    check_path(output)
    if is_special(output):
        return  # a pipe that is opened and closed would be at its end
    try:
        is_new = not output.exists()
        output.open("a", encoding="utf-8").close()
        if is_new:
            output.unlink()
    except OSError as error:
        raise unwritable(output, error) from None


def _write(verification: Verification, output_format: Format, output: Path | None) -> None:
    if output is None:
        with stdout() as to:
            to.write(_rendered(verification, output_format, to))
        return
    with opened_file(output) as file:
        file.write(_rendered(verification, output_format, None))


def _rendered(verification: Verification, output_format: Format, terminal: IO[str] | None) -> str:
    if output_format is Format.JSON:
        return render_json(verification)
    table = Table(show_lines=True)
    for heading in ("Check and account", "Verdict", "Level", "Reason"):
        table.add_column(heading, overflow="fold")
    for row in rows(verification):
        place = f"{row.check}\n{escape(row.account)} ({row.provider})"
        verdict = f"[{_COLOURS[row.verdict]}]{row.verdict}[/]"
        table.add_row(place, verdict, row.level, escape(row.reason))
    return rendered(terminal, table)
