"""Public values and functions say their types at run time, so that FastAPI, pydantic and cattrs can use them."""

from __future__ import annotations

import dataclasses
import inspect
import typing
from typing import Any

import pytest
from pydantic import TypeAdapter

import provider_bridge as pb

NAMES = sorted(pb.__all__)
VALUES = [name for name in NAMES if dataclasses.is_dataclass(getattr(pb, name)) and inspect.isclass(getattr(pb, name))]
VALUES.remove("ProviderSpec")  # a plug-in, and no value


def functions(thing: Any) -> list[Any]:
    """Return the public functions of a class, or the function itself."""
    if inspect.isfunction(thing):
        return [thing]
    if not inspect.isclass(thing) or not thing.__module__.startswith("provider_bridge"):
        return []
    return [each for name, each in vars(thing).items() if inspect.isfunction(each) and not name.startswith("_")]


@pytest.mark.parametrize("name", VALUES)
def test_a_value_s_types_are_known_at_run_time(name: str) -> None:
    """Each field's annotation can be resolved, and pydantic can make a schema of the value."""
    value: Any = getattr(pb, name)

    assert set(typing.get_type_hints(value)) >= {field.name for field in dataclasses.fields(value)}
    assert TypeAdapter(value).core_schema


@pytest.mark.parametrize("name", NAMES)
def test_a_function_s_types_are_known_at_run_time(name: str) -> None:
    """Each annotation of a public function, or of a public class's methods, can be resolved."""
    for function in functions(getattr(pb, name)):
        assert typing.get_type_hints(function) is not None
