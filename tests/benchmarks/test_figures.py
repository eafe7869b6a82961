"""The figures of the transport, in their quick form: see ``figures.py`` for how, and for the whole of them by hand.

The overhead in microseconds is by hand only: machines of one kind differ in it by more than twice. What can be judged
anywhere is the number of instructions behind it.
"""

from __future__ import annotations

import figures
import pytest
from measuring import Figure

pytestmark = pytest.mark.benchmark


@pytest.mark.parametrize("row", ["sequential", "parallel", "instructions", "import", "isolation"])
def test_a_figure_is_reached(row: str) -> None:
    """Beside bare httpx and other clients in the same run. A quiet moment is waited for, three times at the most."""
    missed: list[list[tuple[str, ...]]] = []
    for _ in range(3):
        missed.append([figure.cells() for figure in figures.ROWS[row](True) if not figure.met])
        if not missed[-1]:
            return

    pytest.fail(f"missed, three times: {missed}")


def test_the_table_says_what_was_missed() -> None:
    """Each figure is a line with what was reached and what was wanted, and says whether that is enough."""
    found = [
        Figure("a", "work", "beside", 0.91, 0.9),
        Figure("b", "work", "beside", 61.0, 60.0, True, " us"),
    ]

    first, second = (line.split() for line in figures.table(found).splitlines()[1:])
    assert ["a", "work", "beside", "0.91", ">=", "0.9", "yes"] == first
    assert ["b", "work", "beside", "61", "us", "<=", "60", "us", "NO"] == second
    assert [True, False] == [each.as_json()["met"] for each in found]
