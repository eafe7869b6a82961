"""How much of a vendor's limit a sweep uses, and how often it is refused: see ``strict.py`` for the vendor.

One process keeps its budget in memory; four share one in a file, and in Redis. pyrate-limiter with bare httpx sweeps
beside us, its budget in the same places.
"""

from __future__ import annotations

import json
import secrets
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, NamedTuple

from measuring import Figure
from redis_server import redis_server
from strict import log_of, strict

SWEEPING: Final = str(Path(__file__).with_name("sweeping.py"))
LIMITS: Final = (80, 60, 40)
START_S: Final = 6.0
"""Until then every process has started, also where they are as many as four."""


class Outcome(NamedTuple):
    """The share of the limit that was used, and that of calls which were refused."""

    share: float
    refused: float


def swept(base: str, limit: int, seconds: float, processes: int, **options: Any) -> Outcome:
    """Sweep with so many processes at a time, and return what the vendor counted."""
    key = secrets.token_hex(4)
    begin = time.monotonic() + START_S
    span = {"begin": begin, "until": begin + seconds + 1}
    told = json.dumps({"base": base, "limit": limit, "key": key, **span, **options})
    running = [subprocess.Popen([sys.executable, SWEEPING, told]) for _ in range(processes)]
    for each in running:
        if each.wait():
            raise RuntimeError("a process of the sweep failed")
    log = log_of(base, key)
    return Outcome(log.share(limit, seconds), log.refused / (log.refused + len(log.served)))


def figures(quick: bool) -> Iterator[Figure]:
    """Return two figures for each limit and each place of the budget: what was used, and what was refused."""
    seconds = 6.0 if quick else 30.0
    with strict() as base, redis_server() as server, tempfile.TemporaryDirectory() as folder:
        for limit in LIMITS:
            file = f'budget_file = "{folder}/budget-{limit}.json"'
            ways: tuple[tuple[str, int, dict[str, Any], float, float], ...] = (
                ("one process, sync", 1, {}, 0.97, 0.0),
                ("one process, async", 1, {"face": "async"}, 0.97, 0.0),
                ("four processes, a file", 4, {"budget": file}, 0.95, 0.002),
                ("four processes, Redis", 4, {"budget": f'budget_url = "{server.url}"'}, 0.95, 0.002),
            )
            for name, processes, options, share, refused in ways:
                mine = swept(base, limit, seconds, processes, by="ours", **options)
                place = {"redis": server.url} if "Redis" in name else {}
                place |= {"file": f"{folder}/pyrate-{limit}.db"} if "file" in name else {}
                other = swept(base, limit, min(seconds, 10.0), processes, by="pyrate", **place)
                notes = {"pyrate-limiter": {"used": other.share, "refused": other.refused}}
                work = f"{limit}/s, {name}"
                yield Figure("budget", f"{work}: used", "the enforced limit", mine.share, share, notes=notes)
                yield Figure("budget", f"{work}: refused", "all calls", mine.refused, refused, most=True, notes=notes)
