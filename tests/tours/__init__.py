"""Every operation of the simulated Zoom account, called once with arguments that fit: one module a facet.

The contract tests take a tour to see what is said to the vendor and what is answered. The sentinel tests call the
operations one by one, with the arguments from here. A module has:

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
from typing import Any

from provider_bridge.sandbox import Sandbox

__all__ = ["ARGUMENTS", "PARAMETERS", "STRANGERS", "TOURS", "UNDOCUMENTED", "Arguments"]

Arguments = dict[str, Callable[[Sandbox], dict[str, Any]]]

TOURS: list[ModuleType] = [importlib.import_module(f"tours.{found.name}") for found in pkgutil.iter_modules(__path__)]
ARGUMENTS: Arguments = {name: make for each in TOURS for name, make in each.ARGUMENTS.items()}
UNDOCUMENTED: dict[str, str] = {path: name for each in TOURS for path, name in each.UNDOCUMENTED.items()}
STRANGERS: set[str] = {place for each in TOURS for place in each.STRANGERS}
PARAMETERS: set[tuple[str, str]] = {each for tour in TOURS for each in getattr(tour, "PARAMETERS", ())}
