"""``provider-bridge accounts capabilities``: what each provider can do, operation by operation."""

from __future__ import annotations

import json
import sys
from itertools import groupby
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer
from rich.markup import escape
from rich.table import Table

from provider_bridge.capabilities import capability_matrix
from provider_bridge.cli.failures import failing_clearly
from provider_bridge.cli.options import Format
from provider_bridge.cli.outputs import write_out
from provider_bridge.cli.tables import rendered

if TYPE_CHECKING:
    from collections.abc import Iterable

    from provider_bridge.capabilities import CapabilityRow

__all__ = ["capabilities"]

_SCHEMA: Final = "provider-bridge/capabilities/1"


def capabilities(
    *,
    provider: Annotated[list[str] | None, typer.Option(help="Only this provider; may be repeated.")] = None,
    output_format: Annotated[Format, typer.Option("--format", help="How to write the matrix.")] = Format.TABLE,
) -> None:
    """Show what each installed provider can do, and of what it cannot do, why and what a person can do instead.

    It needs no account and calls nobody. Exit codes: 0 done; 2 usage; 3 there is no such provider, or one that is
    installed cannot be loaded.
    """
    with failing_clearly():
        matrix = capability_matrix(provider)
        write_out(_json(matrix) if output_format is Format.JSON else _table(matrix))


def _by_operation(matrix: Iterable[CapabilityRow]) -> list[tuple[str, list[CapabilityRow]]]:
    return [(name, list(rows)) for name, rows in groupby(matrix, key=lambda row: row.operation)]


def _json(matrix: tuple[CapabilityRow, ...]) -> str:
    tree: dict[str, Any] = {
        "schema": _SCHEMA,
        "providers": list(dict.fromkeys(row.provider for row in matrix)),
        "operations": [
            {"operation": name, "common": rows[0].common, "providers": {row.provider: _told(row) for row in rows}}
            for name, rows in _by_operation(matrix)
        ],
    }
    return json.dumps(tree, indent=2, ensure_ascii=False) + "\n"


def _told(row: CapabilityRow) -> dict[str, str]:
    return {name: getattr(row, name) for name in ("level", "reason", "instead", "reference")}


def _table(matrix: tuple[CapabilityRow, ...]) -> str:
    table = Table(show_lines=True)
    table.add_column("Operation", overflow="fold")
    for name in dict.fromkeys(row.provider for row in matrix):
        table.add_column(escape(name), overflow="fold")
    for name, rows in _by_operation(matrix):
        table.add_row(escape(name), *(escape(_sentence(row)) for row in rows))
    return rendered(sys.stdout, table)


def _sentence(row: CapabilityRow) -> str:
    return f"{row.level}: {row.reason}" + (f"; {row.instead}" if row.instead else "")
