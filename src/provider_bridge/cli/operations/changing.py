"""Changing and deleting: each thing by its id, asked about first, told as it happens."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import typer

from provider_bridge.cli.failures import say
from provider_bridge.cli.listing import Gathering
from provider_bridge.cli.moments import zone_of
from provider_bridge.cli.operations.calling import Values, call, values_of
from provider_bridge.cli.operations.items import Item, items_of_file, restored
from provider_bridge.cli.operations.outcomes import of_each, outcome_of, would_send
from provider_bridge.cli.operations.parameters import is_id, item_of, known_kind, present
from provider_bridge.cli.operations.running import several, write
from provider_bridge.cli.options import one, opened
from provider_bridge.domain.outcomes import ExitCode, Strength
from provider_bridge.errors import InvalidInput, ProviderBridgeError, ReadOnlyAccount

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from provider_bridge.bridge import Bridge
    from provider_bridge.cli.operations.catalogue import Command, Parameter
    from provider_bridge.cli.operations.parameters import Input
    from provider_bridge.cli.operations.running import Common
    from provider_bridge.facets import Account

__all__ = ["change", "item_parameter"]


def item_parameter(command: Command) -> Parameter | None:
    """Return the parameter that says what is changed, ``None`` where the operation changes nothing that has an id."""
    if not command.changes:
        return None
    found = [each for each in command.parameters if each.positional and _has_id(each.hint)]
    return found[-1] if found else None


def _has_id(hint: Any) -> bool:
    return is_id(hint) or is_id(item_of(hint)) or known_kind(hint) is not None


def change(command: Command, inputs: list[Input], given: Mapping[str, Any], common: Common) -> ExitCode:
    """Change or delete each thing that is named, and return the exit code.

    What became of each is said on stderr at once, and written as a listing in the end, also after an interrupt.
    """
    parameter = item_parameter(command)
    if parameter is None:
        raise InvalidInput(f"{command.path} changes nothing that has an id")
    ids, given = _ids(parameter, inputs, given)
    values = values_of(command, inputs, given, zone_of(common.time_zone))
    items, errors = [Item(each) for each in ids], 0
    if common.from_file is not None:
        if ids:
            raise InvalidInput(f"give either {parameter.name.upper()} or --from")
        items, errors = items_of_file(common.from_file, parameter.name)
    elif not ids:
        raise InvalidInput(f"give {parameter.name.upper()}, or --from FILE with a listing")
    if errors:
        say(f"error: {errors} of the listing's records are errors; what they stand for is left alone")
    if len(items) > 1 and "file" in values:
        raise InvalidInput("--file goes with one recording")
    if command.deletes and not common.dry_run:
        _ask(len(items), yes=common.yes)
    return _change_all(command, parameter, values, items, errors, common)


def _ids(parameter: Parameter, inputs: list[Input], given: Mapping[str, Any]) -> tuple[list[str], dict[str, Any]]:
    """Return the ids of what is to be changed, each once, and the rest of what was given."""
    name = next(each.name for each in inputs if each.parameter == parameter.name)
    left = dict(given)
    found: list[str] = left.pop(name, None) or []
    return list(dict.fromkeys(found)), left


def _ask(count: int, *, yes: bool) -> None:
    """Ask on a terminal whether to delete; without a terminal ``--yes`` has to be given."""
    if yes or not count:
        return
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        raise InvalidInput("without a terminal to ask on, a deletion needs --yes; --dry-run shows what would be sent")
    if not typer.confirm(f"Delete {count:,} {'item' if count == 1 else 'items'}?", err=True):
        say("nothing was deleted")
        raise typer.Exit(ExitCode.USAGE)


def _change_all(
    command: Command, parameter: Parameter, values: Values, items: list[Item], errors: int, common: Common
) -> ExitCode:
    several_at_once = item_of(parameter.hint) is not None
    with opened(
        common.config, sandbox=common.sandbox, verbose=common.verbose, read_only=common.dry_run, settle=common.settle
    ) as bridge:
        by_account = _by_account(bridge, items, common)
        gathering = Gathering([bridge[name] for name in by_account], command.path, named=True)
        ended: list[BaseException] = []
        short = errors

        def listing(account: Account) -> Iterator[Any]:
            nonlocal short
            mine = by_account[account.name]
            batches = (
                {", ".join(each.id for each in mine): mine} if several_at_once else {each.id: [each] for each in mine}
            )

            def work(name: str) -> Iterator[Any]:
                return _changed(account, command, parameter, values, batches[name], common)

            if ended:
                batches = {}
            for outcome in of_each(batches, work, ended):
                short += isinstance(outcome, ProviderBridgeError) or not getattr(outcome, "done", True)
                yield outcome

        write(list(gathering.items(listing)), command, common)
    for end in ended:
        raise end
    code = gathering.exit_code()
    return ExitCode.PARTLY if short and code is ExitCode.DONE else code


def _by_account(bridge: Bridge, items: list[Item], common: Common) -> dict[str, list[Item]]:
    """Return the things of each account: that of their record, else the one that is named or the only one."""
    named = common.account or []
    if len(named) > 1 and not all(each.account for each in items):
        raise InvalidInput("an id belongs to one account: name one with --account")
    found: dict[str, list[Item]] = {}
    for item in items:
        account = item.account or one(bridge, next(iter(named), None)).name
        if named and account not in named:
            raise InvalidInput(f"the listing has records of account {account}, which --account does not name")
        found.setdefault(account, []).append(item)
    return found


def _changed(
    account: Account, command: Command, parameter: Parameter, values: Values, items: Sequence[Item], common: Common
) -> Iterator[Any]:
    name = ", ".join(each.id for each in items)
    part = str(values.get("file") or values.get("occurrence") or "")
    try:
        result = call(account, command, _completed(command, parameter, values, items), _no_problem)
    except ReadOnlyAccount as error:
        if not common.dry_run:
            raise
        yield would_send(name, part, error).told()
        return
    if common.dry_run and not command.deletes:  # it came to its end without a call that changes something
        result = None
    if command.deletes or result is None:
        asked = values.get("strength")
        yield outcome_of(name, part, result, trash=asked is Strength.TRASH).told()
        return
    say(f"{name}: Done")
    yield from several(result)


def _no_problem(_: object) -> None:
    """Operations that change something list no hosts."""


def _completed(command: Command, parameter: Parameter, values: Values, items: Sequence[Item]) -> Values:
    """Return the values of one call: what was given, the ids, and what a listing's record tells beyond them."""
    kind = known_kind(parameter.hint)
    found = [(restored(each.row, kind) if kind and each.row else None) or each.id for each in items]
    whole = {**values, parameter.name: tuple(found) if item_of(parameter.hint) is not None else found[0]}
    row = items[0].row
    for each in command.parameters:
        if each.name in whole or not row:
            continue
        if each.name == "known":
            known = restored(row, present(each.hint))
            if known is not None:
                whole["known"] = known
        elif each.positional and each.required and isinstance(row.get(each.name), str):
            whole[each.name] = row[each.name]
    return whole
