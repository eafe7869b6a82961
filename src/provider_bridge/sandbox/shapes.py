"""What the body of a request has to look like, before an endpoint looks at its values.

A shape is a type; an object's known members, each with its shape; a list with the shape of its entries; or a tuple of
shapes of which one has to fit. Members may be missing, and others may be there.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final, cast

__all__ = ["NOTHING", "Shape", "misshapen", "read_json"]

Shape = object
NOTHING: Final = type(None)
"""The shape of a body that may be left out."""


def read_json(body: bytes) -> Any:
    """Read JSON. Raises ``ValueError`` where it is none: no text, nested too deep, or not a number."""

    def refuse(name: str) -> Any:
        raise ValueError(f"{name} is no JSON")

    try:
        value = json.loads(body, parse_constant=refuse)
        json.dumps(value, ensure_ascii=False).encode()  # half a character can be written in JSON, but is no text
    except RecursionError:
        raise ValueError("nested too deep") from None
    return value


def misshapen(value: object, shape: Shape, place: str = "body") -> str:
    """Return the name of the first member that is of another kind than its shape says, ``""`` where all fit."""
    if isinstance(shape, tuple):
        found = [misshapen(value, each, place) for each in cast("tuple[Shape, ...]", shape)]
        return "" if "" in found else found[-1]
    if isinstance(shape, list):
        if not isinstance(value, list):
            return place
        [entry] = cast("list[Shape]", shape)
        return next((bad for each in cast("list[object]", value) if (bad := misshapen(each, entry, place))), "")
    if isinstance(shape, Mapping):
        if not isinstance(value, dict):
            return place
        members, known = cast("dict[str, object]", value), cast("Mapping[str, Shape]", shape)
        return next(
            (bad for name in members if name in known and (bad := misshapen(members[name], known[name], name))), ""
        )
    kind: Any = shape
    return "" if type(value) is kind else place
