"""What the installed providers offer, each operation once, as data that a command is made of."""

from __future__ import annotations

import dataclasses
import functools
import inspect
import typing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from provider_bridge.cli.failures import say
from provider_bridge.core.offers import operations_of
from provider_bridge.domain.outcomes import Deletion
from provider_bridge.errors import ProviderLoadError
from provider_bridge.facets.operations import hints_of, operations
from provider_bridge.registry import load_provider, provider_names

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from provider_bridge.core.flow import Operation

__all__ = ["ELSEWHERE", "Command", "Parameter", "catalogue"]

ELSEWHERE: Final[Mapping[str, str]] = {
    "recordings.download": "recordings download",
    "recordings.download_all": "recordings download",
    "recordings.read": "recordings download",
    "recordings.stream": "recordings download",
}
"""Operations that get no command of their own, because they need more than text can say; and the command that uses
them."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of an operation; ``positional`` is false where it is given by name only.

    ``required`` is true where every provider needs it, ``default`` what the first provider takes otherwise.
    """

    name: str
    hint: Any
    positional: bool
    required: bool
    default: Any


@dataclass(frozen=True, slots=True)
class Command:
    """One operation, put together from the providers that offer it."""

    path: str
    parameters: tuple[Parameter, ...]
    returns: Any
    many: bool
    offered: Mapping[str, Operation[Any, Any]]

    @property
    def item(self) -> Any:
        """The type of each thing that is listed, or of the one that is returned."""
        several = typing.get_origin(self.returns) in {tuple, list}
        return typing.get_args(self.returns)[0] if several else self.returns

    @property
    def changes(self) -> bool:
        """Whether a call that it makes at any provider may change something."""
        offers = [each.offer for each in self.offered.values() if each.offer]
        return any(end.changes for each in offers for end in (*(each.endpoints or ()), *each.either))

    @property
    def deletes(self) -> bool:
        """Whether its outcome is that of a deletion."""
        return bool(self.returns == Deletion)

    @property
    def text(self) -> str:
        """What it does: the docstring of the common interface, or of the first provider that offers it."""
        common = {each.name: each.text for each in operations()}
        return common.get(self.path) or next(iter(self.offered.values())).__doc__


@functools.cache
def catalogue() -> Mapping[str, Command]:
    """Return every operation that an installed provider offers, by its path, without those of ``ELSEWHERE``.

    A provider that cannot be loaded is reported on stderr and left out.
    """
    offered: dict[str, dict[str, Operation[Any, Any]]] = {}
    for provider in provider_names():
        try:
            account = load_provider(provider).account
        except ProviderLoadError as error:
            say(f"{error}; its commands are missing")
            continue
        for path, operation in operations_of(account):
            if operation.offer is not None and "." in path and path not in ELSEWHERE:
                offered.setdefault(path, {})[provider] = operation
    return {path: _command(path, offered[path]) for path in sorted(offered)}


def _command(path: str, offered: Mapping[str, Operation[Any, Any]]) -> Command:
    first = next(iter(offered.values()))
    names = [*_parameters(first, ())]
    everywhere = [_parameters(each, names) for each in offered.values()]
    found: dict[str, Parameter] = {}
    for each in (each for parameters in everywhere for each in parameters.values()):
        at_all = [parameters.get(each.name) for parameters in everywhere]
        required = all(one is not None and one.required for one in at_all)
        found.setdefault(each.name, dataclasses.replace(each, required=required))
    returns = typing.get_args(hints_of(first.flow)["return"])[0]
    return Command(path, tuple(found.values()), returns, first.many, offered)


def _parameters(operation: Operation[Any, Any], names: Sequence[str]) -> dict[str, Parameter]:
    """Return an operation's parameters, without callbacks, by the names that a command gives them.

    Args:
        operation: The operation of one provider.
        names: What its positional parameters are called elsewhere, in their order.

    """
    hints = hints_of(operation.flow)
    found: dict[str, Parameter] = {}
    for number, each in enumerate(list(inspect.signature(operation.flow).parameters.values())[1:]):
        if each.name == "problems":
            continue
        positional = each.kind is not each.KEYWORD_ONLY
        name = each.name.removesuffix("_id") if positional else each.name
        if positional and number < len(names):
            name = names[number]
        found[name] = Parameter(name, hints[each.name], positional, each.default is each.empty, each.default)
    return found
