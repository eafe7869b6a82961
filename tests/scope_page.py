"""Writes docs/zoom-scopes.md from what the code says: ``python tests/scope_page.py`` puts the right page in place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from provider_bridge.core.calls import Endpoint
from provider_bridge.core.capability import Capability
from provider_bridge.registry import load_provider

__all__ = ["PAGE", "render"]

PAGE: Final = Path(__file__).parents[1] / "docs" / "zoom-scopes.md"
_READS: Final = frozenset({"GET", "HEAD"})

_HEAD: Final = """\
# Zoom: scopes and rate labels

Which scopes each operation needs, under which rate label its calls count, and which endpoints it calls.
`python tests/scope_page.py` makes this page from what the operations are declared with.
`pytest tests/test_docs.py` fails when it differs from the code.

`provider-bridge accounts check --config bridge.toml` compares all of this with what your token was granted.
[zoom.md](zoom.md) says how to make the app, and how many calls a plan allows under each label.

The scopes below are *granular*, and open an endpoint for the whole account.
The last table names the others that open it too, *classic* ones among them. Any one is enough.
Where an operation has scopes of meetings and of webinars, tick those of what you have.
"""

_SETS: Final = """
## What to tick

Tick the scopes of the operations you use, and no more. A token that cannot delete deletes nothing by mistake.

These are the scopes of everything that only reads:
"""

_WRITES: Final = """
What changes or deletes needs these as well:
"""

_OPERATIONS: Final = """
## Operations

*Changes* marks an operation that can change something. An account that is opened read-only refuses it.

| Operation | Tick | Rate labels | Changes |
|---|---|---|---|
"""

_ABSENT: Final = """
## Not offered

| Operation | Why, and what to do |
|---|---|
"""

_ENDPOINTS: Final = """
## Endpoints

| Endpoint | Rate label | Any one of these scopes opens it |
|---|---|---|
"""


def render() -> str:
    """Return the page as it should be."""
    rows = sorted(load_provider("zoom").capabilities, key=lambda row: row.operation)
    offered = [row for row in rows if row.offered]
    reading = _scopes(each for row in offered if not _changes(row) for each in row.endpoints or ())
    writing = [each for each in _scopes(each for row in offered for each in row.endpoints or ()) if each not in reading]
    return "".join(
        (
            *(_HEAD, _SETS, _block(reading), _WRITES, _block(writing)),
            *(_OPERATIONS, *map(_operation, offered)),
            *(_ABSENT, *(_absent(row) for row in rows if not row.offered)),
            *(_ENDPOINTS, *_endpoints(offered)),
        )
    )


def _scopes(endpoints: Iterable[Endpoint]) -> list[str]:
    """Return of each endpoint's scopes the one to tick, each once."""
    return sorted({each.scopes[0] for each in endpoints if each.scopes})


def _changes(row: Capability) -> bool:
    return any(each.method not in _READS for each in row.endpoints or ())


def _block(scopes: list[str]) -> str:
    return "\n".join(("", "```", *scopes, "```", ""))


def _operation(row: Capability) -> str:
    endpoints = row.endpoints or ()
    ticks = "<br>".join(f"`{scope}`" for scope in _scopes(endpoints)) or "none"
    labels = ", ".join(sorted({each.label.capitalize() for each in endpoints})) or "-"
    return f"| `{row.operation}` | {ticks} | {labels} | {'yes' if _changes(row) else ''} |\n"


def _absent(row: Capability) -> str:
    return f"| `{row.operation}` | {'; '.join(filter(None, (row.reason, row.instead)))} |\n"


def _endpoints(rows: Iterable[Capability]) -> Iterator[str]:
    found = {each.name: each for row in rows for each in row.endpoints or ()}
    for each in sorted(found.values(), key=lambda each: (each.template, each.method)):
        scopes = ", ".join(f"`{scope}`" for scope in each.scopes)
        yield f"| `{each.name}` | {each.label.capitalize()} | {scopes} |\n"


if __name__ == "__main__":
    PAGE.write_text(render(), encoding="utf-8")
