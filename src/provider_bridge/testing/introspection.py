"""What an account has: its facets, their parts and operations, and how those can be called."""

from __future__ import annotations

import inspect
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final, cast

from provider_bridge.core import offers
from provider_bridge.errors import UnsupportedCapability
from provider_bridge.facets import FACETS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provider_bridge.facets.operations import Operation

__all__ = ["guard_of", "is_there", "misfits", "operations_of", "without_arguments"]

_ORDERED: Final = (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)
_REST: Final = (inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.VAR_KEYWORD)


def is_there(account: Any, facet: str) -> bool:
    """Whether an account has a facet; raise ``AssertionError`` where its absence does not say why."""
    try:
        getattr(account, facet)
    except UnsupportedCapability as error:
        if error.reason and error.instead:
            return False
        raise AssertionError(f"{facet}: absent, without the reason or without what to do instead") from None
    except AttributeError:
        raise AssertionError(
            f"{facet}: absent, and that is no UnsupportedCapability; add it to `unsupported`"
        ) from None
    return True


def guard_of(facet: str) -> Any:
    """Return a facet's guard, ``None`` where every account has the facet."""
    return getattr(import_module(f"provider_bridge.facets.{facet}"), f"has_{facet}", None)


def operations_of(account: Any) -> set[str]:
    """Return the names of all that an account's facets can do, beyond the common interface too."""
    kind = cast("Any", type(account))
    return {path for path, _ in offers.operations_of(kind) if path.partition(".")[0] in FACETS}


def misfits(operation: Operation, call: Any) -> Iterator[str]:
    """Yield why an operation cannot be called as the common interface says."""
    found = dict(inspect.signature(call).parameters)
    anything = any(each.kind is inspect.Parameter.VAR_KEYWORD for each in found.values())
    order = [name for name, each in found.items() if each.kind in _ORDERED]
    positional = [each.name for each in operation.arguments if not each.keyword]
    if order[: len(positional)] != positional:
        yield f"its arguments are not {', '.join(positional)}, in this order"
    for argument in operation.arguments:
        own = found.get(argument.name)
        if own is None:
            if not anything:
                yield f"it does not take {argument.name}"
        elif own.default is own.empty and not argument.required:
            yield f"it cannot do without {argument.name}"
    known = {each.name for each in operation.arguments}
    for name, each in found.items():
        if name not in known and each.default is each.empty and each.kind not in _REST:
            yield f"it cannot do without {name}, which is not in the common interface"


def without_arguments(operation: Operation) -> tuple[list[None], dict[str, None]]:
    """Return arguments for a call that must be refused whatever they are."""
    needed = [each for each in operation.arguments if each.required]
    return [None for each in needed if not each.keyword], {each.name: None for each in needed if each.keyword}
