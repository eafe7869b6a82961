"""Calling an operation of one account with what a command line gave."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING, Any, cast

from provider_bridge.cli.operations.parameters import item_of, known_kind, present
from provider_bridge.core.offers import capabilities_of
from provider_bridge.domain.outcomes import Strength
from provider_bridge.errors import InvalidInput, UnsupportedCapability
from provider_bridge.facets.operations import hints_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import tzinfo

    from provider_bridge.cli.operations.catalogue import Command
    from provider_bridge.cli.operations.parameters import Input
    from provider_bridge.domain.events import HostProblem
    from provider_bridge.facets import Account

__all__ = ["Values", "call", "values_of"]

Values = dict[str, Any]
"""Values by the names of a command's parameters; what was not given is not in it."""


def values_of(command: Command, inputs: list[Input], given: Mapping[str, Any], zone: tzinfo) -> Values:
    """Return the values that a command line means; days are days of a time zone.

    Raises ``InvalidInput`` where one cannot be used.
    """
    parts: dict[str, dict[str, Any]] = {}
    for each in inputs:
        found = given.get(each.name)
        if found is not None and found != []:
            parts.setdefault(each.parameter, {})[each.member] = each.read(found, zone)
    hints = {each.name: each.hint for each in command.parameters}
    return {name: found[""] if "" in found else _whole(hints[name], found) for name, found in parts.items()}


def _whole(hint: Any, parts: Mapping[str, Any]) -> Any:
    kind = present(hint)
    if kind is Strength:
        chosen = [name for name, wanted in parts.items() if wanted]
        if len(chosen) != 1:
            raise InvalidInput("give either --trash or --erase")
        return Strength(chosen[0])
    return kind(**parts)


def call(account: Account, command: Command, values: Values, problem: Callable[[HostProblem], None]) -> Any:
    """Return what the operation returns at an account.

    Args:
        account: The account.
        command: The operation.
        values: What the command line gave.
        problem: Receives each host that could not be listed.

    Raises:
        UnsupportedCapability: The account's provider does not offer it.
        InvalidInput: The provider needs more, or does not take all of it.

    """
    operation = command.offered.get(account.provider)
    if operation is None:
        raise _unsupported(account, command)
    names = [each.name for each in command.parameters if each.positional]
    arguments: list[Any] = []
    options: dict[str, Any] = {}
    left = dict(values)
    hints = hints_of(operation.flow)
    for number, each in enumerate(list(inspect.signature(operation.flow).parameters.values())[1:]):
        positional = each.kind is not each.KEYWORD_ONLY
        name = names[number] if positional else each.name
        if each.name == "problems":
            options["problems"] = problem
        elif name in left:
            value = _looked_up(account, command, hints[each.name], left.pop(name), arguments)
            if positional:
                arguments.append(value)
            else:
                options[name] = value
        elif each.default is each.empty:
            raise InvalidInput(f"{account.provider} needs {_spoken(name, positional=positional)} for {command.path}")
        elif positional:
            arguments.append(each.default)
    if left:
        taken = ", ".join(_spoken(name, positional=False) for name in left)
        raise InvalidInput(f"{account.provider} does not take {taken} for {command.path}")
    return _method(account, command.path)(*arguments, **options)


def _spoken(name: str, *, positional: bool) -> str:
    return name.upper().replace("_", "-") if positional else f"--{name.replace('_', '-')}"


def _method(account: Account, path: str) -> Any:
    found: Any = account
    for name in path.split("."):
        found = getattr(found, name)
    return found


def _unsupported(account: Account, command: Command) -> UnsupportedCapability:
    getattr(account, command.path.partition(".")[0])  # refuses with its own reason where the whole facet is absent
    rows = {row.operation: row for row in capabilities_of(type(account))}
    row = rows.get(command.path)
    reason = row.reason if row else "its API has no such operation"
    return UnsupportedCapability(account.provider, command.path, reason, row.instead if row else "")


def _looked_up(account: Account, command: Command, hint: Any, value: Any, arguments: list[Any]) -> Any:
    """Return the values that ids mean, from a listing of the same part of the account; anything else as it is."""
    kind = known_kind(hint)
    if kind is None or not (isinstance(value, str | tuple)):
        return value
    several = item_of(hint) is not None
    wanted: list[Any] = [*cast("Any", value)] if isinstance(value, tuple) else [value]
    ids = [each for each in wanted if isinstance(each, str)]
    found: dict[Any, Any] = {each.id: each for each in wanted if not isinstance(each, str)}
    if ids:
        beside = _method(account, f"{command.path.rpartition('.')[0]}.list")
        found |= {each.id: each for each in beside(*arguments) if each.id in ids}
    missing = [each for each in ids if each not in found]
    if missing:
        raise InvalidInput(f"the {kind.__name__.lower()} must be one that is listed; not listed: {', '.join(missing)}")
    values = [found[getattr(each, "id", each)] for each in wanted]
    return values if several else values[0]
