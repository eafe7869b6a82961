"""Writes docs/capabilities.md from what the code says: ``python tests/capabilities_page.py`` puts it in place."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Final

from provider_bridge.capabilities import CapabilityRow, capability_matrix

__all__ = ["PAGE", "render"]

PAGE: Final = Path(__file__).parents[1] / "docs" / "capabilities.md"
NAMES: Final = {"zoom": "Zoom", "gotowebinar": "GoToWebinar", "gotomeeting": "GoToMeeting"}
"""The providers that are shipped, in the order of the columns; what else is installed here is not on the page."""

LEVELS: Final = {"none": "-", "not_built": "not built"}

_HEAD: Final = """\
# What each provider can do

Every operation, at every provider: *full*, *partial*, - where the vendor's API cannot, or *not built* where it could
and provider_bridge does not use that yet. Below each table stands why, and what a person can do instead.
`provider-bridge accounts capabilities` prints the same of every installed provider.
`provider_bridge.capability_matrix()` returns it.
`python tests/capabilities_page.py` makes this page from what the operations are declared with.
`pytest tests/test_docs.py` fails when it differs from the code.

What is not offered raises `UnsupportedCapability` with the same reason, before anything is sent.
An operation marked * is not in the common interface: only the providers that have it offer it, or say why it cannot be.
"""


def render() -> str:
    """Return the page as it should be."""
    facets = groupby(capability_matrix(NAMES), key=lambda row: row.operation.partition(".")[0])
    return _HEAD + "".join("".join(_facet(name, list(rows))) for name, rows in facets)


def _facet(name: str, rows: list[CapabilityRow]) -> Iterator[str]:
    yield f"\n## `{name}`\n\n| Operation | {' | '.join(NAMES.values())} |\n|---|{'---|' * len(NAMES)}\n"
    for operation, cells in groupby(rows, key=lambda row: (row.operation, row.common)):
        levels = " | ".join(LEVELS.get(row.level, row.level) for row in cells)
        yield f"| `{operation[0]}`{'' if operation[1] else ' *'} | {levels} |\n"
    yield "\n"
    for provider, shown in NAMES.items():
        yield from _reasons(shown, [row for row in rows if row.provider == provider])


def _reasons(provider: str, rows: list[CapabilityRow]) -> Iterator[str]:
    """Yield one line for each reason, with the operations that it is of."""
    told: dict[str, list[str]] = {}
    for row in rows:
        sentence = f"{row.reason}; {row.instead}" if row.instead else row.reason
        told.setdefault(sentence, []).append(row.operation.partition(".")[2])
    for sentence, names in told.items():
        which = "" if len(told) == 1 else ", ".join(f"`{name}`" for name in names) + ": "
        yield f"- **{provider}**: {which}{sentence}\n"


if __name__ == "__main__":
    PAGE.write_text(render(), encoding="utf-8")
