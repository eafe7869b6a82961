"""Running a command that was made from an operation: which accounts, which things, what is written."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final, cast

from provider_bridge.cli.failures import say
from provider_bridge.cli.listing import Gathering, write_listing
from provider_bridge.cli.moments import older_than, zone_of
from provider_bridge.cli.operations.calling import Values, call, values_of
from provider_bridge.cli.operations.columns import columns_of, row_of, row_type
from provider_bridge.cli.operations.outcomes import Outcome, would_send
from provider_bridge.cli.operations.parameters import is_id, item_of, present
from provider_bridge.cli.options import chosen, opened
from provider_bridge.errors import InvalidInput, ReadOnlyAccount
from provider_bridge.reports.records import columns

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from provider_bridge.cli.operations.catalogue import Command
    from provider_bridge.cli.operations.parameters import Input
    from provider_bridge.cli.options import Listing
    from provider_bridge.domain.outcomes import ExitCode
    from provider_bridge.facets import Account

__all__ = ["Common", "read", "several", "write"]

_LOOK_BACK: Final = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Common:
    """What every command takes: see the options of the same names."""

    config: Path | None
    sandbox: bool
    verbose: bool
    account: list[str] | None
    output_format: Listing
    output: Path | None
    columns: str | None = None
    wide: bool = False
    dry_run: bool = False
    yes: bool = False
    from_file: str | None = None
    settle: float | None = None
    older_than: str | None = None
    time_zone: str | None = None


def read(command: Command, inputs: list[Input], given: Mapping[str, Any], common: Common) -> ExitCode:
    """Carry out an operation that is about nothing with an id that could be changed, and return the exit code.

    An id belongs to one account: where one is given, or something may be changed, the account must be clear.
    """
    values = values_of(command, inputs, given, zone_of(common.time_zone))
    if not command.changes:
        _fill_period(command, values, common)
    ids = [each.name for each in command.parameters if is_id(each.hint) or is_id(item_of(each.hint))]
    of = next((str(values[name]) for name in ids if name in values), command.path if command.changes else None)
    read_only = common.dry_run or not command.changes
    with opened(common.config, sandbox=common.sandbox, verbose=common.verbose, read_only=read_only) as bridge:
        gathering = Gathering(chosen(bridge, common.account, of=of), command.path, named=bool(common.account))

        def listing(account: Account) -> Iterable[Any]:
            try:
                found = call(account, command, values, gathering.problem)
                return found if command.many else several(found)
            except ReadOnlyAccount as error:
                if not common.dry_run:
                    raise
                return [would_send(command.path, "", error).told()]

        write(gathering.items(listing), command, common)
    return gathering.exit_code()


def _fill_period(command: Command, values: Values, common: Common) -> None:
    """Complete a period: up to what ``--older-than`` says, and the last 30 days where one has to be given."""
    named = {each.name: each for each in command.parameters}
    days = {name: present(each.hint) is date for name, each in named.items()}
    now = datetime.now(UTC)
    if common.older_than is not None:
        if "until" in values:
            raise InvalidInput("give either --until or --older-than")
        values["until"] = older_than(common.older_than)
        if "since" in named and "since" not in values:
            raise InvalidInput("--older-than needs --since: the day from which on to look")
    elif "until" in named and named["until"].required and "until" not in values:
        values["until"] = now.date() if days["until"] else now
    if "since" in named and named["since"].required and "since" not in values:
        end: date = values.get("until", now)
        start = end - _LOOK_BACK
        values["since"] = date(start.year, start.month, start.day) if days["since"] else start
        say(f"since {start:%Y-%m-%d}; --since goes further back")


def several(found: Any) -> list[Any]:
    """Return what an operation returned as a list; nothing stands for a change that was made."""
    return [*cast("Any", found)] if isinstance(found, tuple | list) else [found]


def write(items: Iterable[tuple[dict[str, str], Any]], command: Command, common: Common) -> None:
    """Write what an operation gave, for each account, in the format that was asked for."""
    found = Outcome if command.deletes or command.item is type(None) or common.dry_run else command.item
    kind = row_type(found)
    shown = columns_of(kind) if common.columns is None else _chosen(common.columns, kind)
    rows = ((owner, row_of(item, found)) for owner, item in items)
    wide = common.wide or common.columns is not None
    write_listing(rows, kind, common.output_format, common.output, columns(kind) if common.wide else shown, wide=wide)


def _chosen(text: str, kind: Any) -> tuple[str, ...]:
    names = tuple(filter(None, (each.strip() for each in text.split(","))))
    there = columns(kind)
    for name in names:
        if name not in there:
            raise InvalidInput(f"--columns has no column {name!r}; there are: {', '.join(there)}")
    return names
