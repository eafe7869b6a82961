"""Tables: as wide as the terminal, or as ``COLUMNS`` says; wide where nobody's window limits them."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final

from rich.console import Console

if TYPE_CHECKING:
    from typing import IO

    from rich.table import Table

__all__ = ["rendered"]

_WIDE: Final = 200


def rendered(to: IO[str] | None, *parts: Table | str) -> str:
    """Return tables, and lines of markup, as they are to be written to a stream, or with ``None`` to a file."""
    console = Console(file=to)
    if not console.is_terminal and "COLUMNS" not in os.environ:
        console.width = _WIDE
    with console.capture() as captured:
        for part in parts:
            console.print(part)
    return captured.get()
