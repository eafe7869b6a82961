"""Traps of GoTo's that no facet has for itself, and the count of all of them.

Traps are numbered as in section 5 of the facts about GoTo's APIs (``facts/goto.md``, beside the samples). Each has a
test with its number in its name, here or with its facet: ``test_every_trap_has_a_test`` looks.
"""

from __future__ import annotations

import ast
import importlib
import json
import pkgutil
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Annotated, Any, Final

import pytest
from pydantic import TypeAdapter, ValidationError
from support import sandbox_opened, unlimited
from test_every_goto_listing import JSON, LISTED, Answer, changed, opened

from provider_bridge.core.decode import WireModel
from provider_bridge.errors import ApiError, DecodeError, ListingIncomplete
from provider_bridge.providers import gotomeeting, gotowebinar

pytestmark = pytest.mark.sweep

TRAPS: Final = 33
TESTS: Final = Path(__file__).parents[1]
PROVIDERS: Final = (gotowebinar, gotomeeting)


def numbers_in(name: str) -> set[int]:
    """Return the traps that the name of a test says it is of: ``test_trap_09_and_10_…`` is of two."""
    found = re.match(r"test_trap_(\d\d(?:_and_\d\d)*)_(?!and_\d)", name)
    return set(map(int, re.findall(r"\d\d", found[1]))) if found else set()


def test_every_trap_has_a_test() -> None:
    """All numbers from 1 to 33 are in names of tests that are collected, and no other."""
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in TESTS.rglob("test_*.py")]
    names = {node.name for tree in trees for node in tree.body if isinstance(node, ast.FunctionDef)}

    assert set().union(*map(numbers_in, names)) == set(range(1, TRAPS + 1))
    assert numbers_in("test_trap_09_and_10_odd") == {9, 10}
    assert numbers_in("test_trap_28_13_people") == {28}
    assert numbers_in("test_rows_of_trap_12") == set()


# --- 12: errors of every shape -------------------------------------------------------------------------------

_PERSON: Final = "ada@example.test"
_HTML: Final = {"content-type": "text/html; charset=utf-8"}
ERRORS: Final[dict[str, tuple[dict[str, str], bytes]]] = {
    "a web page": (_HTML, f"<html><body>{_PERSON}</body></html>".encode()),
    "a web page that calls itself JSON": (JSON, f"<html>{_PERSON}</html>".encode()),
    "nothing": ({}, b""),
    "spaces": (JSON, b" \n"),
    "no text": (JSON, b"\xff\xfe\x00"),
    "broken off": (JSON, f'{{"errorCode": "Broken", "description": "{_PERSON}'.encode()),
    "a text": (JSON, f'"{_PERSON}"'.encode()),
    "an array": (JSON, f'[{{"errorCode": "{_PERSON}"}}]'.encode()),
    "odd members": (JSON, f'{{"errorCode": {{"a": "{_PERSON}"}}, "description": [1], "incident": null}}'.encode()),
    "a code that is a sentence": (JSON, f'{{"errorCode": "no {_PERSON} here", "description": ""}}'.encode()),
    "a mark that is a person": (JSON, f'{{"errorCode": "X", "incident": "to {_PERSON}, at home"}}'.encode()),
    "of the gateway": (JSON, f'{{"int_err_code": "Denied", "msg": "{_PERSON}"}}'.encode()),
    "of old": (JSON, f'{{"err": "Denied", "message": "{_PERSON}"}}'.encode()),
    "deep": (JSON, b"[" * 100_000),
}


@pytest.mark.parametrize("status", [400, 403, 404, 409, 418, 422, 429, 500, 503])
@pytest.mark.parametrize("body", ERRORS)
def test_trap_12_an_error_of_any_shape_is_typed_and_quotes_nobody(
    face: str, monkeypatch: pytest.MonkeyPatch, status: int, body: str
) -> None:
    """Whatever stands in an error's body, the status decides, and no text of GoTo's comes through."""
    import tenacity

    from provider_bridge.core import retry

    monkeypatch.setattr(retry._Wait, "_otherwise", tenacity.wait_none())
    headers, answer = ERRORS[body]
    sandbox = unlimited()

    def app(method: str, url: str, sent: dict[str, str], content: bytes) -> Answer:
        if re.search(r"/(webinars|meetings)/1\b", url):
            return status, dict(headers), answer
        return sandbox.handle(method, url, sent, content)

    with sandbox_opened(face, sandbox, app) as accounts:
        for name, event in (("sandbox-webinar", "1/1"), ("sandbox-meeting", "1")):
            with pytest.raises(ApiError) as raised:
                accounts[name].events.get(event)
            assert "ada" not in f"{raised.value} {raised.value!r} {raised.value.__dict__}"


# --- lists in another shape than was told ---------------------------------------------------------------------


def _page_of(tree: Any) -> tuple[dict[str, Any], str] | None:
    """Return the object of an answer that holds its rows, and the name they have there."""
    if not isinstance(tree, dict):
        return None
    holder = tree.get("_embedded", tree)
    return next(((holder, name) for name, value in holder.items() if isinstance(value, list)), None)


def _bare(tree: Any) -> Any:
    found = _page_of(tree)
    return found[0][found[1]] if found else tree


def _wrapped(tree: Any) -> Any:
    page = {"size": 200, "totalElements": len(tree), "totalPages": 1, "number": 0} if isinstance(tree, list) else {}
    return {"_embedded": {"rows": tree}, "data": tree, "page": page} if isinstance(tree, list) else tree


def _renamed(tree: Any) -> Any:
    found = _page_of(tree)
    if found:
        found[0]["otherRows"] = found[0].pop(found[1])
    return tree


def _null(tree: Any) -> Any:
    found = _page_of(tree)
    if found:
        found[0][found[1]] = None
    return tree


def _half(tree: Any) -> Any:
    found = _page_of(tree)
    if found and {"page", "total"} & tree.keys():  # else it is not said how many there are
        found[0][found[1]] = found[0][found[1]][1:]
    return tree


def _rows_are_texts(tree: Any) -> Any:
    found = _page_of(tree)
    if found:
        found[0][found[1]] = [json.dumps(each) for each in found[0][found[1]]]
    return [json.dumps(each) for each in tree] if isinstance(tree, list) else tree


SHAPES: Final[dict[str, Callable[[Any], Any]]] = {
    "a bare array in place of a page": _bare,
    "a page in place of a bare array": _wrapped,
    "rows under another name": _renamed,
    "null in place of rows": _null,
    "a row less than announced": _half,
    "rows that are texts": _rows_are_texts,
}


@LISTED
@pytest.mark.parametrize("shape", SHAPES)
def test_a_listing_in_another_shape_is_whole_or_an_error(provider: str, name: str, shape: str) -> None:
    """Nothing is lost in silence when GoTo answers otherwise than its documents say."""
    with opened("sync", provider, name) as listing:
        whole = listing.items()
        listing.wire.change = lambda body: json.dumps(SHAPES[shape](json.loads(body))).encode()
        try:
            odd = listing.items()
        except (DecodeError, ListingIncomplete, ApiError):
            return

    assert whole == odd


@LISTED
@pytest.mark.parametrize("length", [99999999999999999, "99999999999999999", -5, True])
def test_a_length_or_count_that_is_none_is_read_or_refused(provider: str, name: str, length: object) -> None:
    """No number is too large to be told of in a typed error, and no row is dropped for it."""

    def odd(member: str, value: Any) -> Any:
        counts = ("duration", "attendanceTimeInSeconds", "numAttendees", "registrantsAttended", "fileSize")
        return length if member in counts else value

    with opened("sync", provider, name) as listing:
        whole = listing.items()
        listing.wire.change = lambda body: json.dumps(changed(json.loads(body), odd)).encode()
        try:
            found = listing.items()
        except DecodeError:
            return

    assert len(whole) == len(found)


# --- what wire models may declare -----------------------------------------------------------------------------


def _models() -> Iterator[type[WireModel]]:
    """Yield every wire model of GoTo's products."""
    for package in PROVIDERS:
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            found = vars(importlib.import_module(module.name)).values()
            yield from (each for each in found if isinstance(each, type) and issubclass(each, WireModel))


def test_no_wire_model_knows_a_word_of_attention() -> None:
    """No member of that kind is named where answers are read, whatever reads them."""
    told: set[Any] = set()
    for package in PROVIDERS:
        for path in (Path(package.__path__[0]) / "wire").glob("*.py"):
            tree = ast.parse(path.read_text(encoding="utf-8"))
            told |= {
                node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) if isinstance(node.value, str)
            }
    members = {each for each in told if isinstance(each, str) and re.fullmatch(r"\w+", each)}

    assert "averageAttendanceTimeSeconds" in members
    assert not {each for each in members if re.search(r"attenti|interest|engag|focus|score", each, re.IGNORECASE)}


def test_an_empty_key_is_no_identifier() -> None:
    """An id made of it would name another thing, or nothing: no wire model takes one."""
    keys = [
        (model, name, field)
        for model in set(_models())
        for name, field in model.model_fields.items()
        if field.annotation is str and re.search(r"(^|_)(key|id|meeting)$", name)
    ]

    assert len(keys) > 20
    for model, name, field in keys:
        bounds = [each for each in field.metadata if getattr(each, "min_length", 0) or getattr(each, "pattern", "")]
        assert bounds, f"{model.__name__}.{name}"
        with pytest.raises(ValidationError):
            TypeAdapter(Annotated[str, *bounds]).validate_python("")
