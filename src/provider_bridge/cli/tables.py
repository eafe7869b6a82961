"""Tables: as wide as the terminal, or as ``COLUMNS`` says; wide where nobody's window limits them."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final

from rich.console import Console

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import IO

    from rich.table import Table

__all__ = ["console_of", "rendered"]

_WIDE: Final = 200
_NARROW: Final = 20
_DIGITS: Final = 4
_SIZES: Final = frozenset({"COLUMNS", "LINES", "JUPYTER_COLUMNS", "JUPYTER_LINES"})


def rendered(to: IO[str] | None, *parts: Table | str) -> str:
    """Return tables, and lines of markup, as they are to be written to a stream, or with ``None`` to a file."""
    console = console_of(file=to)
    if not console.is_terminal and not _is_size(os.environ.get("COLUMNS", "")):
        console.width = _WIDE
    with console.capture() as captured:
        for part in parts:
            console.print(part)
    return captured.get()


def console_of(*, file: IO[str] | None = None, stderr: bool = False) -> Console:
    """Return a console of rich's that takes from the environment only what can be meant."""
    return Console(file=file, stderr=stderr, _environ=_sound(os.environ))


def _sound(environ: Mapping[str, str]) -> dict[str, str]:
    """Return the environment without a size of the window that is none: rich takes every digit for one of ours."""
    return {name: value for name, value in environ.items() if name not in _SIZES or _is_size(value)}


def _is_size(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= _DIGITS and int(text) >= _NARROW
