"""Prints the size and shape of the code: ``python tests/code_figures.py``; with ``--tests`` also what the tests take.

size        files of Python in ``src``, their lines, and of these the lines of code: neither blank, nor a comment, nor
            part of a docstring.
rooms       Python files directly in one folder, ``__init__.py`` included.
places      in how many places an operation is written, counted for one provider: the package without ``sandbox`` and
            without the other providers, README and docs. A place is
            - signature: a function of its name in a class of its facet (the class's name ends with the facet's, with
              ``Api`` behind it or not);
            - capability: its full name as a string; or, in a module of the facet, a call or decorator whose first
              argument is its bare name;
            - endpoint: in a module of the facet, an argument, an attribute or a constant of its bare name;
            - scope: a docstring of one of these functions that repeats scopes;
            - page: a file of the documentation that has its full name in a row of a table.
call        how many files of the package one ``registrants.get`` goes through after a first one, without those of the
            simulator, and how often the file changes from one entered function to the next. A resumed generator counts
            as entered. Beside it stands the same of a bare httpx call, in httpx's own files.
circles     packages and modules of one folder that import each other by whatever way: of the imports that are carried
            out, and of all with those for type checkers.
"""

from __future__ import annotations

import argparse
import ast
import re
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from types import FrameType
from typing import Any

import httpx

import provider_bridge as pb

__all__ = ["Shape", "circles", "main", "passed_files", "places", "rooms", "size"]

ROOT = Path(__file__).resolve().parents[1]
OPERATIONS = ("registrants.get", "recordings.delete")
PROVIDER = "zoom"
_SCOPE = re.compile(r"\b[a-z_]+:(?:read|write|delete|update|master)\b")

Shape = dict[Path, ast.Module]
"""The files of a package, parsed."""


def parsed(package: Path) -> Shape:
    return {path: ast.parse(path.read_text(encoding="utf-8")) for path in sorted(package.rglob("*.py"))}


def size(shape: Shape) -> tuple[int, int, int]:
    """Return how many files, lines, and lines of code there are."""
    lines = code = 0
    for path, tree in shape.items():
        text = path.read_text(encoding="utf-8").splitlines()
        said = {number for node in ast.walk(tree) for number in _docstring_lines(node)}
        lines += len(text)
        code += sum(
            bool(line.strip()) and not line.lstrip().startswith("#") and number not in said
            for number, line in enumerate(text, 1)
        )
    return len(shape), lines, code


def _docstring_lines(node: ast.AST) -> range:
    """Return the lines of a string that stands alone: a docstring, or one below a constant."""
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
        return range(node.lineno, (node.end_lineno or node.lineno) + 1)
    return range(0)


def rooms(shape: Shape) -> Counter[Path]:
    """Return how many files each folder has directly in it."""
    return Counter(path.parent for path in shape)


def places(operation: str, shape: Shape, package: Path, pages: list[Path]) -> Counter[str]:
    """Return in how many places of each kind an operation is written; the module's docstring says what counts."""
    facet, _, verb = operation.rpartition(".")
    found: Counter[str] = Counter()
    for path, tree in shape.items():
        parts = path.relative_to(package).with_suffix("").parts
        others = parts[0] == "providers" and len(parts) > 2 and parts[1] not in {PROVIDER, "shared"}
        if parts[0] == "sandbox" or others:
            continue
        found.update(_written(tree, operation, verb, facet, of_facet=facet.partition(".")[0] in parts))
    row = re.compile(rf"^\|.*`{re.escape(operation)}`", re.MULTILINE)
    found["page"] = sum(row.search(page.read_text(encoding="utf-8")) is not None for page in pages)
    return found


def _written(tree: ast.Module, operation: str, verb: str, facet: str, *, of_facet: bool) -> Iterator[str]:
    named = facet.rpartition(".")[2].replace("_", "")
    for node in ast.walk(tree):
        match node:
            case ast.ClassDef():
                owner = node.name.lower().removesuffix("api").endswith(named)
                for each in node.body:
                    if owner and isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef) and each.name == verb:
                        yield "signature"
                        if _SCOPE.search(ast.get_docstring(each) or ""):
                            yield "scope"
            case ast.Constant() if node.value == operation:
                yield "capability"
            case ast.Call() if of_facet:
                if node.args and isinstance(node.args[0], ast.Constant) and node.args[0].value == verb:
                    yield "capability"
                yield from ("endpoint" for each in node.keywords if each.arg == verb)
            case ast.AnnAssign(target=ast.Name(id=name)) if of_facet and name in {verb, verb.upper()}:
                yield "endpoint"
            case ast.Assign(targets=[ast.Name(id=name)]) if of_facet and name in {verb, verb.upper()}:
                yield "endpoint"
            case _:
                pass


def passed_files(package: Path, call: Callable[[], object], without: str = "") -> tuple[int, int]:
    """Return how many files of a package a call goes through, and how often the file changes on the way."""
    inside = f"{package}/"
    passed: list[str] = []

    def entered(frame: FrameType, event: str, _: Any) -> None:
        name = frame.f_code.co_filename
        if event == "call" and name.startswith(inside) and not (without and name.startswith(f"{inside}{without}/")):
            passed.append(name)

    sys.setprofile(entered)
    try:
        call()
    finally:
        sys.setprofile(None)
    return len(set(passed)), sum(before != after for before, after in pairwise(passed))


def one_call() -> tuple[tuple[int, int], tuple[int, int]]:
    """Return what a call of ours passes, and what one of bare httpx does."""
    with pb.open_bridge(sandbox=True) as bridge:
        account: Any = next(each for each in bridge if each.provider == PROVIDER)
        event, registrant = _registered(account)
        account.registrants.get(event, registrant)  # what is done once, such as the token, is over
        ours = passed_files(
            Path(pb.__file__).parent, lambda: account.registrants.get(event, registrant), without="sandbox"
        )
    with httpx.Client(transport=httpx.MockTransport(lambda _: httpx.Response(200, json={}))) as client:
        client.get("http://127.0.0.1/")
        bare = passed_files(Path(httpx.__file__).parent, lambda: client.get("http://127.0.0.1/").json())
    return ours, bare


def _registered(account: Any) -> tuple[str, str]:
    for event in account.events.list():
        for registrant in account.registrants.list(event.id):
            return event.id, registrant.id
    raise SystemExit("the sandbox has no registrant")


def circles(shape: Shape, package: Path, *, typing: bool) -> list[list[str]]:
    """Return the circles among siblings, each as the sorted names of who imports each other.

    Args:
        shape: The parsed files.
        package: The folder of the package.
        typing: Whether imports for type checkers count as well.

    """
    modules = {_name(path, package): path for path in shape}
    arrows: dict[str, set[str]] = {}
    for name, path in modules.items():
        for wanted in _imports(shape[path], typing=typing):
            target = wanted if wanted in modules else wanted.rpartition(".")[0]
            ends = _siblings(name, target) if target in modules else None
            if ends:
                arrows.setdefault(ends[0], set()).add(ends[1])
    reached = {name: _reached(name, arrows) for name in arrows}
    found = {frozenset(each for each in reached[name] if name in reached.get(each, ())) for name in arrows}
    return sorted(sorted(each) for each in found if len(each) > 1)


def _name(path: Path, package: Path) -> str:
    parts = path.relative_to(package.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _imports(node: ast.AST, *, typing: bool) -> Iterator[str]:
    """Yield what is imported: modules, and names in them, which may be modules."""
    for each in ast.iter_child_nodes(node):
        match each:
            case ast.If(test=ast.Name(id="TYPE_CHECKING") | ast.Attribute(attr="TYPE_CHECKING")) if not typing:
                for other in each.orelse:
                    yield from _imports(ast.Module([other], []), typing=typing)
            case ast.Import():
                yield from (alias.name for alias in each.names)
            case ast.ImportFrom(module=str(module), level=0):
                yield from (f"{module}.{alias.name}" for alias in each.names)
            case _:
                yield from _imports(each, typing=typing)


def _siblings(one: str, other: str) -> tuple[str, str] | None:
    """Return the two children of the folder that both modules are in, if these differ."""
    parts, theirs = one.split("."), other.split(".")
    same = next((place for place, (a, b) in enumerate(zip(parts, theirs, strict=False)) if a != b), 0)
    return (".".join(parts[: same + 1]), ".".join(theirs[: same + 1])) if same else None


def _reached(name: str, arrows: dict[str, set[str]]) -> set[str]:
    found: set[str] = set()
    ahead = [name]
    while ahead:
        new = arrows.get(ahead.pop(), set()) - found
        found |= new
        ahead.extend(new)
    return found


def figures() -> Iterator[tuple[str, str]]:
    """Yield each figure: what it is of, and what it is."""
    package = ROOT / "src" / "provider_bridge"
    shape = parsed(package)
    files, lines, code = size(shape)
    yield "size", f"{files:,} files, {lines:,} lines, {code:,} of code"
    counted = rooms(shape)
    most, rows = counted.most_common(1)[0]
    yield "rooms, most", f"{rows} in {most.relative_to(package)}"
    yield f"rooms, providers/{PROVIDER}", str(counted[package / "providers" / PROVIDER])
    offered = {row.operation for row in pb.capability_matrix()}
    for operation in OPERATIONS:
        if operation not in offered:
            raise SystemExit(f"there is no operation {operation!r}: name another in OPERATIONS")
        kinds = places(operation, shape, package, [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))])
        yield f"places, {operation}", f"{kinds.total()}: " + ", ".join(f"{n} {kind}" for kind, n in kinds.items() if n)
    for name, (passed, changes) in zip(("registrants.get", "bare httpx"), one_call(), strict=True):
        yield f"call, {name}", f"{passed} files, {changes} changes of file"
    for name, typing in (("carried out", False), ("all imports", True)):
        found = circles(shape, package, typing=typing)
        yield f"circles, {name}", f"{len(found)}" + "".join(f"; {' <-> '.join(each)}" for each in found)


def main(arguments: list[str]) -> int:
    """Print the figures as a table."""
    parser = argparse.ArgumentParser(description="Print the size and shape of the code.")
    parser.add_argument("--tests", action="store_true", help="also run pytest, and say how long it took")
    asked = parser.parse_args(arguments)
    print("| Figure | Today |\n|---|---|")
    for name, figure in figures():
        print(f"| {name} | {figure} |", flush=True)
    if not asked.tests:
        return 0
    began = time.monotonic()
    code = subprocess.run([sys.executable, "-m", "pytest", "-q"], cwd=ROOT, stdout=sys.stderr, check=False).returncode
    print(f"| tests | {time.monotonic() - began:.0f} s{'' if code == 0 else ', not all passed'} |")
    return code


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
