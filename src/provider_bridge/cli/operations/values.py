"""Values that are written on a command line as text, as JSON, or as the name of a file."""

from __future__ import annotations

import dataclasses
import json
import sys
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Final, cast

from pydantic import TypeAdapter, ValidationError

from provider_bridge.errors import ConfigurationError, InvalidInput
from provider_bridge.runners.text_files import os_reason, path_problem

__all__ = ["from_json", "many_from_json", "secret_text", "setting_value", "switch", "text_of"]

_STDIN: Final = "-"
_LARGEST: Final = 64 * 1024 * 1024
_SWITCH: Final = {"on": True, "true": True, "yes": True, "off": False, "false": False, "no": False}


def text_of(name: str) -> str:
    """Return the text of a file, or of standard input where the name is ``-``.

    Raises ``ConfigurationError`` where it cannot be read, is no UTF-8 text, or is larger than 64 MiB.
    """
    if name == _STDIN:
        return _limited(sys.stdin.read(_LARGEST + 1), "standard input")
    path = Path(name)
    problem = path_problem(name)
    try:
        if not problem:
            with path.open(encoding="utf-8-sig") as file:
                return _limited(file.read(_LARGEST + 1), name)
    except OSError as error:
        problem = os_reason(error)
    except UnicodeDecodeError:
        problem = "it is not UTF-8 text"
    raise ConfigurationError(f"{name} cannot be read: {problem}")


def _limited(text: str, name: str) -> str:
    if len(text) > _LARGEST:
        raise ConfigurationError(f"{name} cannot be read: it is larger than 64 MiB")
    return text


def switch(text: str) -> bool:
    """Return what ``on`` or ``off`` means."""
    if text.lower() not in _SWITCH:
        raise InvalidInput("a switch must be on or off")
    return _SWITCH[text.lower()]


def setting_value(text: str) -> Any:
    """Return the value of a setting: JSON where it is JSON, the text itself otherwise."""
    try:
        found = json.loads(text)
    except ValueError:
        return text
    if isinstance(found, dict):
        raise InvalidInput("the value of a setting must be a switch, a number, a text or a list of these")
    return tuple(cast("Any", found)) if isinstance(found, list) else found


def secret_text(text: str) -> str:
    """Return a secret from a file that is named as ``@FILE``, or from standard input as ``-``."""
    if text == _STDIN or text.startswith("@"):
        return text_of(text.removeprefix("@")).rstrip("\r\n")
    raise InvalidInput("a secret must be given as @FILE, or as - for standard input: other users see a command line")


def from_json(text: str, kind: Any) -> Any:
    """Return a value of a domain type from a JSON object, from ``@FILE``, or from standard input as ``-``.

    Raises ``InvalidInput`` naming the member that is wrong; what was given is not repeated.
    """
    return _made(_parsed(text), kind)


def many_from_json(text: str, kind: Any) -> tuple[Any, ...]:
    """Return values of a domain type: from a JSON array, or from one object."""
    found = _parsed(text)
    several: list[Any] = [*cast("Any", found)] if isinstance(found, list) else [found]
    return tuple(_made(each, kind) for each in several)


def _parsed(text: str) -> Any:
    try:
        return json.loads(text_of(text.removeprefix("@")) if text == _STDIN or text.startswith("@") else text)
    except ValueError:
        raise InvalidInput("the value must be JSON, @FILE with JSON, or - for JSON on standard input") from None


def _made(found: Any, kind: Any) -> Any:
    if dataclasses.is_dataclass(cast("object", kind)):
        _check_members(found, kind)
    try:
        return TypeAdapter[Any](kind).validate_python(found, strict=False)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False, include_context=False)[0]
        where = ".".join(map(str, first["loc"]))
        raise InvalidInput(f"{where + ': ' if where else ''}{first['msg']}") from None


def _check_members(found: Any, kind: Any) -> None:
    if not isinstance(found, dict):
        raise InvalidInput(f"a {kind.__name__} must be a JSON object")
    names = [each.name for each in dataclasses.fields(kind)]
    for name in map(str, cast("Any", found)):
        if name not in names:
            close = get_close_matches(name, names, 1)
            hint = f"did you mean {close[0]}?" if close else f"there are: {', '.join(names)}"
            raise InvalidInput(f"a {kind.__name__} has no member {name!r}; {hint}")
