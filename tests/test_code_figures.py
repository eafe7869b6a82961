"""The figures of the code are counted as their docstring says."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import code_figures as figures
import pytest


def test_each_figure_is_printed() -> None:
    """The command prints a table of figures that this code can have."""
    command = [sys.executable, figures.__file__]
    printed = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True).stdout
    rows = dict(re.findall(r"^\| ([^|]+) \| ([^|]+) \|$", printed, re.MULTILINE))

    def numbers(name: str) -> list[int]:
        return [int(each) for each in re.findall(r"[0-9]+", rows[name].replace(",", ""))]

    files, lines, code = numbers("size")
    assert 100 < files < code < lines < 1000 * files
    assert 5 <= numbers("rooms, providers/zoom")[0] <= numbers("rooms, most")[0] < files
    for operation in ("registrants.get", "recordings.delete"):
        total, *kinds = numbers(f"places, {operation}")
        assert total == sum(kinds)
        assert {"signature", "page"} <= set(re.findall("[a-z]+", rows[f"places, {operation}"]))
    ours, bare = numbers("call, registrants.get"), numbers("call, bare httpx")
    assert 5 < ours[0] <= ours[1]
    assert 5 < bare[0] <= bare[1]
    assert all(rows[name][0].isdigit() for name in ("circles, carried out", "circles, all imports"))


def package(folder: Path, files: dict[str, str]) -> Path:
    """Write a package."""
    root = folder / "shop"
    for name, text in {"__init__.py": "", **files}.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return root


TYPED = "from typing import TYPE_CHECKING\n\nif TYPE_CHECKING:\n    from shop import a\nelse:\n    a = None\n"


@pytest.mark.parametrize(
    ("files", "carried_out", "for_types"),
    [
        ({"a.py": "import shop.b", "b.py": "from shop import a"}, [["shop.a", "shop.b"]], [["shop.a", "shop.b"]]),
        ({"a.py": "from shop.b import X", "b.py": TYPED}, [], [["shop.a", "shop.b"]]),
        (
            {"a.py": "from shop.b import X", "b.py": "from shop.c.d import X", "c/d.py": "def x():\n    import shop.a"},
            [["shop.a", "shop.b", "shop.c"]],
            [["shop.a", "shop.b", "shop.c"]],
        ),
        ({"a.py": "from shop.b import X", "b.py": "from shop.c import X", "c.py": "import os"}, [], []),
        ({"__init__.py": "from shop.a import X", "a.py": "import shop"}, [], []),
    ],
    ids=["two", "for types", "three and a folder", "none", "the package itself"],
)
def test_a_circle_is_found(
    tmp_path: Path, files: dict[str, str], carried_out: list[list[str]], for_types: list[list[str]]
) -> None:
    """Of modules or folders side by side, however they import each other; a module of a folder stands for it."""
    root = package(tmp_path, files)
    shape = figures.parsed(root)

    assert carried_out == figures.circles(shape, root, typing=False)
    assert for_types == figures.circles(shape, root, typing=True)


FACET = '''
class CarsApi:
    def get(self):
        """Return a car. Scope ``car:read:one``."""

class AsyncCars:
    def get(self):
        """Return a car."""

class Garage:
    def get(self): ...

ROWS = (_row("get", "x"), _row("list", "y"), Capability("cars.get"))
GET = one("GET")
'''


def test_the_places_of_an_operation_are_counted(tmp_path: Path) -> None:
    """Each kind once for each place, and none in the simulator or at another provider."""
    files = {
        "facets/cars.py": FACET,
        "sandbox/cars.py": FACET,
        "providers/gotowebinar/cars.py": FACET,
        "other.py": "_row('get')",
    }
    root = package(tmp_path, files)
    page = tmp_path / "page.md"
    page.write_text("`cars.get` reads\n\n| `cars.get` | full |\n| `cars.get` | again |\n")

    found = figures.places("cars.get", figures.parsed(root), root, [page])

    assert {"signature": 2, "scope": 1, "capability": 2, "endpoint": 1, "page": 1} == dict(found)


def test_lines_and_rooms_are_counted(tmp_path: Path) -> None:
    """Docstrings, comments and blank lines are no code."""
    files = {"a.py": '"""One.\n\nTwo.\n"""\n\n# why\nx = 1  # that\ny = """\ntext\n"""\n', "b/c.py": "z = 1\n"}
    root = package(tmp_path, files)
    shape = figures.parsed(root)

    assert (3, 11, 5) == figures.size(shape)
    assert {root: 2, root / "b": 1} == dict(figures.rooms(shape))


WALK = """
import re
from shop.walk_b import there

def go():
    re.escape("x")
    there()
    there()
    back()

def back(): ...
"""


def test_the_files_that_a_call_passes_are_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each function that is entered counts, in the order of entering, and none of other packages."""
    files = {
        "walk_a.py": WALK,
        "walk_b.py": "from shop.inner.walk_c import end\n\n\ndef there():\n    end()\n",
        "inner/walk_c.py": "def end(): ...",
    }
    root = package(tmp_path, files)
    monkeypatch.syspath_prepend(str(tmp_path))
    from shop.walk_a import go  # type: ignore[import-not-found]

    assert (3, 5) == figures.passed_files(root, go)
    assert (2, 2) == figures.passed_files(root, go, without="inner")
