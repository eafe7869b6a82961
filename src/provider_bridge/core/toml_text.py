"""TOML as people write it: what it says, why it cannot be read, and on which line a key stands."""

from __future__ import annotations

import json
import re
import tomllib
from typing import Any, Final

__all__ = ["line_of", "parse_toml", "shown_key"]

_PART: Final = r"""(?:"(?:[^"\\]|\\.)*"|'[^']*'|[A-Za-z0-9_-]+)"""
_DOTTED: Final = rf"{_PART}(?:\s*\.\s*{_PART})*"
_HEADER: Final = re.compile(rf"\s*\[{{1,2}}\s*({_DOTTED})\s*\]")
_ASSIGNMENT: Final = re.compile(rf"\s*({_DOTTED})\s*=")
_BARE: Final = re.compile(r"[A-Za-z0-9_-]+")


def parse_toml(text: str) -> tuple[dict[str, Any], str]:
    """Return what a text says, or why it is no TOML; the parser's own error can hold the text, secrets and all."""
    try:
        return tomllib.loads(text), ""
    except tomllib.TOMLDecodeError as error:
        return {}, str(error)
    except RecursionError:
        return {}, "it is nested too deeply"
    except ValueError:  # Python's own limit
        return {}, "a number has too many digits"


def shown_key(path: tuple[str, ...]) -> str:
    """Return a key as TOML spells it, on one line."""
    return ".".join(part if _BARE.fullmatch(part) else json.dumps(part, ensure_ascii=False) for part in path)


def line_of(text: str, path: tuple[str, ...]) -> int | None:
    """Return the line a key stands on, or that of the innermost table of its path that is there."""
    found: int | None = None
    table: list[str] = []
    for number, line in enumerate(text.splitlines(), start=1):
        header = _HEADER.match(line)
        if header:
            table = _parts(header.group(1))
            if table and tuple(table) == path[: len(table)]:
                found = number
            continue
        key = _ASSIGNMENT.match(line)
        if key:
            whole = (*table, *_parts(key.group(1)))
            if whole == path[: len(whole)]:
                return number
    return found


def _parts(dotted: str) -> list[str]:
    return [part.strip("\"'") for part in re.findall(_PART, dotted)]
