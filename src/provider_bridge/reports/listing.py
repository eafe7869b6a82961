"""Listings as JSON, CSV or a table. JSON and CSV are written as the items come, so that memory stays flat.

An account that could not be listed, wholly or in part, has a record of its own with an ``error``: so nobody takes
a part for the whole. A JSON listing that breaks off is no valid JSON.
"""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING, Any, Final

from provider_bridge.reports.records import columns, record

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import IO

__all__ = ["unescaped", "write_csv", "write_json"]

_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""A cell that begins so, wide letters of the East included, is run as a formula by spreadsheets; people type into
the fields that we list."""

Owner = dict[str, str]
"""Whose item it is: ``account`` and ``provider``."""


def write_json(items: Iterable[tuple[Owner, Any]], to: IO[str]) -> None:
    """Write one array, an item a line."""
    before = "[\n"
    for owner, item in items:
        found = {"error": str(item)} if isinstance(item, Exception) else record(item)
        to.write(before + json.dumps(owner | found, ensure_ascii=False))
        before = ",\n"
    to.write("[]\n" if before == "[\n" else "\n]\n")


def write_csv(items: Iterable[tuple[Owner, Any]], kind: type, to: IO[str]) -> None:
    """Write a heading and a line for each item; nested values stand as JSON in their cell.

    A cell that a spreadsheet would run as a formula is given an apostrophe in front.
    """
    writer = csv.writer(to, lineterminator="\n")
    writer.writerow(("account", "provider", *columns(kind), "error"))
    writer.writerows(_lines(items, len(columns(kind))))


def _lines(items: Iterable[tuple[Owner, Any]], width: int) -> Iterator[list[str]]:
    for owner, item in items:
        whose = map(_cell, owner.values())
        if isinstance(item, Exception):
            yield [*whose, *[""] * width, _cell(str(item))]
        else:
            yield [*whose, *map(_cell, record(item).values()), ""]


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool | list | dict):
        return json.dumps(value, ensure_ascii=False)
    text = str(value)
    return f"'{text}" if text.startswith(_FORMULA) and isinstance(value, str) else text


def unescaped(text: str) -> str:
    """Return a cell's text without the apostrophe that keeps spreadsheets from running it as a formula."""
    return text[1:] if text.startswith("'") and text[1:].startswith(_FORMULA) else text
