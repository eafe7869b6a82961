"""Which things a command is about: ids from its arguments, or from a listing of ours that was saved."""

from __future__ import annotations

import csv
import dataclasses
import io
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, cast

from pydantic import TypeAdapter, ValidationError

from provider_bridge.cli.operations.values import text_of
from provider_bridge.errors import InvalidInput
from provider_bridge.facets.operations import hints_of
from provider_bridge.reports.listing import unescaped
from provider_bridge.reports.records import shown_names

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Item", "items_of_file", "restored"]

_OWNER: Final = "account"
_ERROR: Final = "error"


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to work on: its id, and what a listing says of it.

    ``account`` is ``""``, and ``row`` empty, where the id stood on the command line.
    """

    id: str
    account: str = ""
    row: Mapping[str, Any] = field(default_factory=dict[str, Any], repr=False)


def items_of_file(name: str, parameter: str) -> tuple[list[Item], int]:
    """Return what a saved listing holds, and how many of its records are errors.

    Args:
        name: The file, or ``-`` for standard input: a listing of ours as JSON or as CSV.
        parameter: What the id is called where it is not called ``id``, such as ``session``.

    Raises:
        ConfigurationError: The file cannot be read.
        InvalidInput: It is no listing of ours, or a record has no id.

    """
    rows = _rows(text_of(name))
    sound = [row for row in rows if not row.get(_ERROR)]
    return [_item(row, number, parameter) for number, row in enumerate(sound, 1)], len(rows) - len(sound)


def _rows(text: str) -> list[dict[str, Any]]:
    if text.lstrip().startswith("["):
        try:
            found: Any = json.loads(text)
        except ValueError:
            raise InvalidInput("the listing must be whole; this JSON breaks off or is damaged") from None
        if not all(isinstance(each, dict) for each in found):
            raise InvalidInput("the listing must be a JSON array of objects")
        return cast("list[dict[str, Any]]", found)
    reader = csv.DictReader(io.StringIO(text), strict=True)
    try:
        if _OWNER not in (reader.fieldnames or ()):
            raise InvalidInput("the listing must be JSON or CSV that a command of provider-bridge wrote")
        return [_line(row) for row in reader]
    except csv.Error:
        raise InvalidInput("the listing must be CSV that a command of provider-bridge wrote") from None


def _line(row: dict[Any, Any]) -> dict[str, Any]:
    if None in row or None in row.values():
        raise InvalidInput("the listing must be whole; a line of this CSV has another number of cells")
    return {str(name): _cell(str(text)) for name, text in row.items() if text != ""}


def _cell(text: str) -> Any:
    if text[:1] in {"[", "{"} or text in {"true", "false"}:
        try:
            return json.loads(text)
        except ValueError:
            return text
    return unescaped(text)


def _item(row: Mapping[str, Any], number: int, parameter: str) -> Item:
    found = row.get(parameter) or row.get("id")
    account = row.get(_OWNER)
    if not isinstance(found, str) or not isinstance(account, str) or not found or not account:
        raise InvalidInput(f"record {number} of the listing must have an account and {parameter!r} or 'id', as texts")
    return Item(found, account, row)


def restored(row: Mapping[str, Any], kind: type) -> Any:
    """Return the domain value that a listing's record was made from, ``None`` where it does not tell enough.

    CSV does not tell what is empty from what is absent, so an absent member is empty where its type allows that.
    """
    hints = hints_of(kind)
    found = {name: row[shown] for name, shown in shown_names(kind) if shown in row}
    for each in dataclasses.fields(kind):
        if each.name not in found and each.default is dataclasses.MISSING:
            found[each.name] = "" if hints[each.name] is str else None
    try:
        return TypeAdapter(kind).validate_python(found)
    except ValidationError:
        return None
