"""Writes the table of docs/faults.md from what the code says: ``PYTHONPATH=tests python -m faults.page``."""

from __future__ import annotations

from itertools import dropwhile
from pathlib import Path
from typing import Final

from provider_bridge.testing import FAULTS

__all__ = ["PAGE", "in_place"]

PAGE: Final = Path(__file__).parents[2] / "docs" / "faults.md"
_HEAD: Final = "| Fault | What happens | The vendor | Asking again | `--faults` |\n|---|---|---|---|---|\n"
_WHEN: Final = {"before": "did not act", "after": "acted"}


def in_place(page: str) -> str:
    """Return the page with the table as it should be."""
    before, head, rest = page.partition(_HEAD)
    if not head:
        raise ValueError("docs/faults.md has no table of faults")
    after = "".join(dropwhile(lambda line: line.startswith("|"), rest.splitlines(keepends=True)))
    rows = [
        f"| `{fault.name}` | {fault.what} | {_WHEN[fault.moment]} | {'is enough' if fault.passes else ''} "
        f"| {'yes' if fault.served else 'no'} |"
        for fault in FAULTS.values()
    ]
    return before + head + "\n".join(rows) + "\n" + after


if __name__ == "__main__":
    PAGE.write_text(in_place(PAGE.read_text("utf-8")), "utf-8")
