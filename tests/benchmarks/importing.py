"""How long ``import provider_bridge`` takes, beside ``import httpx, pydantic``, each in a fresh interpreter."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator

from measuring import Figure, Loop, Spent, compared, side_by_side

PROGRAM = """
import time
wall, cpu = time.perf_counter(), time.process_time()
import {modules}
print(time.perf_counter() - wall, time.process_time() - cpu)
"""


def importing(modules: str) -> Loop:
    """Return what imports modules in a fresh interpreter, and says how long that took; its start does not count."""

    def loop() -> Spent:
        command = [sys.executable, "-c", PROGRAM.format(modules=modules)]
        wall, cpu = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
        return Spent(float(wall), float(cpu))

    loop()  # everything is compiled, and in the system's memory
    return loop


def figures(quick: bool) -> Iterator[Figure]:
    """Alternate the two many times."""
    rounds = 7 if quick else 41
    found = side_by_side(
        {"ours": importing("provider_bridge"), "both": importing("httpx, pydantic")},
        rounds,
    )
    line = compared("import", "import provider_bridge", "import httpx, pydantic", found["both"], found["ours"], 1.4)
    yield Figure(line.row, line.work, line.beside, line.reached, line.wanted, True, " times", line.notes)
