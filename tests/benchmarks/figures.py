"""The figures that the transport has to reach: python tests/benchmarks/figures.py [NAME…] [--json FILE] [--quick].

Every figure is a ratio, or a difference, of two things measured side by side in one run. What stands beside us and
what answers both is described in the module of each row. The exit code is 1 when a figure is missed.
"""

from __future__ import annotations

import argparse
import json
import platform
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

import budget
import downloading
import importing
import isolation
import overhead
import parallel
import sequential
from measuring import Figure

ROWS: dict[str, Callable[[bool], Iterable[Figure]]] = {
    "budget": budget.figures,
    "sequential": sequential.figures,
    "parallel": parallel.figures,
    "overhead": overhead.figures,
    "instructions": overhead.instructions,
    "download": downloading.figures,
    "import": importing.figures,
    "isolation": isolation.figures,
}
"""Each row of the table, and what measures it; given whether a quick look is enough."""

_HEAD = ("row", "work", "beside", "reached", "wanted", "met")


def table(figures: list[Figure]) -> str:
    """Return the figures as text, in columns."""
    lines = [_HEAD, *(each.cells() for each in figures)]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    return "\n".join("  ".join(map(str.ljust, line, widths)).rstrip() for line in lines)


def main(arguments: list[str]) -> int:
    """Measure, print a table, write JSON if that is asked for."""
    parser = argparse.ArgumentParser(description="Measure the figures of the transport, as ratios.")
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"some of {', '.join(ROWS)}; all without any")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there as well")
    parser.add_argument("--quick", action="store_true", help="fewer and smaller rounds")
    asked = parser.parse_args(arguments)
    unknown = set(asked.names) - ROWS.keys()
    if unknown:
        parser.error(f"there is no {', '.join(sorted(unknown))}; there are {', '.join(ROWS)}")
    found: list[Figure] = []
    for name in asked.names or ROWS:
        print(f"measuring {name} …", file=sys.stderr, flush=True)
        found.extend(ROWS[name](asked.quick))
    print(table(found))
    if asked.json:
        facts = {"python": platform.python_version(), "quick": asked.quick}
        asked.json.write_text(json.dumps({**facts, "figures": [each.as_json() for each in found]}, indent=1) + "\n")
    return int(not all(each.met for each in found))


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
