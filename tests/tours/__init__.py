"""Every operation of the simulated accounts, called once with arguments that fit: one package a provider.

The contract tests take a tour to see what is said to the vendor and what is answered. The sentinel tests call the
operations one by one, with the arguments from here. A package has one module a facet, and that has:

``ARGUMENTS``: for each operation that needs arguments, by its dotted name, what makes them from the simulator.
``tour(account, sandbox)``: calls every operation of the facet so that each of its endpoints answers well once.
``UNDOCUMENTED``: path templates that no document of the vendor describes, and a sample of their answer, or ``""``.
``STRANGERS``: members of simulated answers that the documents do not have, each with its reason in a comment.
``PARAMETERS``, where there are any: path templates with a parameter that the documents do not list, likewise.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable
from types import ModuleType
from typing import Any, Final

from provider_bridge.sandbox import Sandbox

__all__ = ["ACCOUNTS", "ARGUMENTS", "BASES", "PARAMETERS", "STRANGERS", "TOURS", "UNDOCUMENTED", "Arguments"]

Arguments = dict[str, Callable[[Sandbox], dict[str, Any]]]

ACCOUNTS: Final = {"zoom": "sandbox-zoom", "gotowebinar": "sandbox-webinar", "gotomeeting": "sandbox-meeting"}
"""The name of each provider's simulated account."""

BASES: Final = {"zoom": "/v2", "gotowebinar": "/G2W/rest/v2", "gotomeeting": "/G2M/rest"}
"""Where each provider's addresses begin."""


def _tours(provider: str) -> list[ModuleType]:
    package = importlib.import_module(f"tours.{provider}")
    return [
        importlib.import_module(f"tours.{provider}.{found.name}") for found in pkgutil.iter_modules(package.__path__)
    ]


TOURS: Final = {provider: _tours(provider) for provider in ACCOUNTS}
ARGUMENTS: Final[dict[str, Arguments]] = {
    provider: {name: make for each in tours for name, make in each.ARGUMENTS.items()}
    for provider, tours in TOURS.items()
}
UNDOCUMENTED: Final[dict[str, str]] = {
    BASES[provider] + path: name
    for provider, tours in TOURS.items()
    for each in tours
    for path, name in each.UNDOCUMENTED.items()
}
STRANGERS: Final[set[str]] = {place for tours in TOURS.values() for each in tours for place in each.STRANGERS}
PARAMETERS: Final[set[tuple[str, str]]] = {
    (BASES[provider] + path, name)
    for provider, tours in TOURS.items()
    for each in tours
    for path, name in getattr(each, "PARAMETERS", ())
}
