"""Tables: as wide as the terminal, or as ``COLUMNS`` says; 200 columns where no window limits them."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, Any, Final, cast

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from provider_bridge.reports.records import record

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from typing import IO

__all__ = ["console_of", "rendered", "write_table"]

_WIDE: Final = 200
_NARROW: Final = 20
_DIGITS: Final = 4
_IDS: Final = frozenset({"account", "event", "file", "host", "id", "recording", "registrant", "session", "webhook"})
"""Columns whose cells are never broken: people copy them."""
_ROOM: Final = 10
"""What a column takes at least that may be broken."""
_UNSAFE: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""What a terminal obeys instead of showing it; people type into the fields that we list."""
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


def write_table(
    items: Iterable[tuple[dict[str, str], Any]], shown: Sequence[str], to: IO[str], *, wide: bool = False
) -> None:
    """Write items as a table, and below it what is missing from it.

    Columns that are empty are left out, and those for which the terminal has no room beside the ones before them.

    Args:
        items: Each with the account it is of; an error stands for what could not be listed.
        shown: The fields that are columns, the most important first.
        to: Where to write.
        wide: Whether to leave out none.

    """
    rows: list[list[str]] = []
    gaps: list[str] = []
    for owner, item in items:
        if isinstance(item, Exception):
            gaps.append(f"not whole: account {owner['account']}: {item}")
            continue
        values = record(item)
        rows.append([_text(owner["account"]), *(_text(values[name]) for name in shown)])
    headings = ["account", *shown]
    kept = list(range(len(headings))) if wide else _kept(headings, rows, _width(to))
    table = Table()
    for number in kept:
        whole = headings[number] in _IDS
        longest = max((len(row[number]) for row in rows), default=0) if whole else None
        table.add_column(headings[number], overflow="fold", no_wrap=whole, min_width=longest)
    for row in rows:
        table.add_row(*(escape(row[number]) for number in kept))
    left_out = [
        headings[number] for number in range(len(headings)) if number not in kept and any(row[number] for row in rows)
    ]
    if left_out:
        gaps.insert(0, f"not shown: {', '.join(left_out)}; --wide shows them")
    to.write(rendered(to, table, *map(escape, gaps)))


def _kept(headings: Sequence[str], rows: Sequence[Sequence[str]], width: int) -> list[int]:
    """Return which columns are not empty and have room beside those before them."""
    kept: list[int] = []
    taken = 1
    for number, heading in enumerate(headings):
        longest = max((len(row[number]) for row in rows), default=0)
        if not longest and rows and number > 1:
            continue
        need = 3 + max(len(heading), longest if heading in _IDS else min(longest, _ROOM))
        if taken + need > width and number > 1:
            continue
        taken += need
        kept.append(number)
    return kept


def _width(to: IO[str]) -> int:
    console = console_of(file=to)
    return console.width if console.is_terminal or _is_size(os.environ.get("COLUMNS", "")) else _WIDE


def _text(value: object) -> str:
    if isinstance(value, list):
        return str(len(cast("Any", value)))
    return "" if value is None else _UNSAFE.sub("\ufffd", str(value))
