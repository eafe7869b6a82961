"""The vendors' OpenAPI documents: finding what they say of a call, and checking the call against it.

The documents are the vendors' and no part of this project. Where they lie beside the checkout they are read there.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any, Final
from urllib.parse import parse_qsl, unquote

import pytest
import yaml
from jsonschema import Draft4Validator, FormatChecker, ValidationError, validators

SHARED: Final = Path(__file__).resolve().parents[2].parent / "shared"
SPECS: Final = SHARED / "specs"
needs_documents: Final = pytest.mark.skipif(
    not SPECS.is_dir(), reason="the vendors' documents (../shared/specs) are not beside this checkout"
)

Json = dict[str, Any]
_COMBINED: Final = ("allOf", "anyOf", "oneOf")


@cache
def zoom() -> Document:
    """Return Zoom's documents as one; they share no path."""
    trees = [_load_json(f"zoom/zoom-{part}-2025-12.json") for part in ("users", "accounts", "meetings")]
    return Document("/v2", {"paths": {path: item for tree in trees for path, item in tree["paths"].items()}})


@cache
def webinar() -> Document:
    """Return GoToWebinar's document; C code reads it in a fraction of the time, where it was built in."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    text = (SPECS / "goto/gotowebinar-v2-2026-08.yml").read_text(encoding="utf-8")
    return Document("/G2W/rest/v2", yaml.load(text, Loader=loader))


def _load_json(name: str) -> Json:
    tree: Json = json.loads((SPECS / name).read_bytes())
    return tree


def match(template: str, path: str) -> dict[str, str] | None:
    """Return the decoded values of a template's placeholders, ``None`` where a path is not of this template."""
    wanted, given = template.split("/"), path.split("/")
    pairs = list(zip(wanted, given, strict=False))
    if len(wanted) != len(given) or any(name != value and name[:1] != "{" for name, value in pairs):
        return None
    return {name[1:-1]: unquote(value) for name, value in pairs if name[:1] == "{"}


class Document:
    """What a vendor documents under one base."""

    def __init__(self, base: str, tree: Json) -> None:
        self.base = base
        self.tree = tree
        # OpenAPI 3.0 is nearest to draft 4: nothing beside a $ref counts, exclusive bounds are booleans.
        requests: Json = {"$ref": self._follow, "type": _type}
        self.for_requests: Any = validators.extend(Draft4Validator, requests)
        answers: Json = {"oneOf": self._closest_of, "required": _required}
        self.for_answers: Any = validators.extend(self.for_requests, answers)

    def find(self, method: str, path: str) -> Operation:
        """Return the operation that a path below the base is of; of several templates the most literal one counts."""
        for template in sorted(self.tree["paths"], key=lambda each: each.count("{")):
            values = match(template, path)
            if values is not None and method.lower() in self.tree["paths"][template]:
                return Operation(self, self.tree["paths"][template][method.lower()], values)
        raise LookupError(f"{method} {path} is not documented")

    def resolve(self, node: Json) -> Json:
        """Follow a reference inside the document."""
        while "$ref" in node:
            target: Any = self.tree
            for part in node["$ref"].removeprefix("#/").split("/"):
                target = target[unquote(part).replace("~1", "/").replace("~0", "~")]
            node = target
        return node

    def parts(self, schema: Json) -> Iterator[Json]:
        """Yield a schema and every one that it is combined from."""
        schema = self.resolve(schema)
        yield schema
        for word in _COMBINED:
            for part in schema.get(word, ()):
                yield from self.parts(part)

    def members(self, *schemas: Json) -> dict[str, list[Json]]:
        """Return the documented members of an object, each with every schema it may have."""
        found: dict[str, list[Json]] = {}
        for schema in schemas:
            for part in self.parts(schema):
                for name, member in part.get("properties", {}).items():
                    found.setdefault(name, []).append(member)
        return found

    def unknown(self, value: object, *schemas: Json, place: str = "") -> Iterator[str]:
        """Yield the path of every member that is not documented; an object of which none is documented is free."""
        if isinstance(value, list):
            items = [part["items"] for each in schemas for part in self.parts(each) if "items" in part]
            for member in value:
                yield from self.unknown(member, *items, place=f"{place}[]")
        elif isinstance(value, dict):
            known = self.members(*schemas)
            for name, member in value.items() if known else ():
                inside = f"{place}.{name}".lstrip(".")
                if name in known:
                    yield from self.unknown(member, *known[name], place=inside)
                else:
                    yield inside

    def _follow(self, validator: Any, reference: str, value: object, schema: Json) -> Iterator[ValidationError]:
        yield from validator.descend(value, self.resolve({"$ref": reference}))

    def _closest_of(self, validator: Any, branches: list[Json], value: Any, schema: Json) -> Iterator[ValidationError]:
        """Take ``oneOf`` in an answer for ``anyOf``, among the branches that know most of its members.

        Zoom's settings answers are a ``oneOf`` whose branch the query's ``option`` chooses. Nothing in a branch is
        required or excluded, so most answers fit several; and ``anyOf`` alone would let everything through, because
        whatever is wrong in one branch is no documented member of another.
        """
        known = [len(self.members(branch).keys() & value) if isinstance(value, dict) else 0 for branch in branches]
        nearest = [branch for branch, count in zip(branches, known, strict=True) if count == max(known)]
        failures = [list(validator.descend(value, branch)) for branch in nearest]
        if all(failures):
            yield from min(failures, key=len)


def _type(validator: Any, types: Any, value: object, schema: Json) -> Iterator[ValidationError]:
    if value is not None or not schema.get("nullable"):
        yield from Draft4Validator.VALIDATORS["type"](validator, types, value, schema)


def _required(validator: Any, names: list[str], value: Any, schema: Json) -> Iterator[ValidationError]:
    """Let an empty page of GoTo's do without ``_embedded``: documented as required, it is left out in real answers."""
    page = value.get("page") if isinstance(value, dict) else None
    empty = isinstance(page, dict) and page.get("totalElements") == 0
    kept = [name for name in names if not (empty and name == "_embedded")]
    yield from Draft4Validator.VALIDATORS["required"](validator, kept, value, schema)


def _is_time(value: object) -> bool:
    return not isinstance(value, str) or datetime.fromisoformat(value).tzinfo is not None


_FORMATS: Final = FormatChecker(formats=())
_FORMATS.checks("date-time", ValueError)(_is_time)
_FORMATS.checks("date", ValueError)(lambda value: not isinstance(value, str) or bool(date.fromisoformat(value)))
_FORMATS.checks("email")(lambda value: not isinstance(value, str) or value.count("@") == 1)
_FORMATS.checks("int32")(lambda value: not isinstance(value, int) or -(2**31) <= value < 2**31)
_FORMATS.checks("int64")(lambda value: not isinstance(value, int) or -(2**63) <= value < 2**63)


def _said(error: ValidationError, place: str) -> str:
    return f"{'.'.join([place, *map(str, error.absolute_path)])}: {error.message[:200]}"


def _coerced(text: str, kind: str | None) -> object:
    """Read text from a URL as what its schema says it is; text that is nothing of the kind stays text."""
    if kind in {"integer", "number"} and re.fullmatch(r"-?\d+", text):
        return int(text)
    return {"true": True, "false": False}.get(text, text) if kind == "boolean" else text


@dataclass(frozen=True, slots=True)
class Operation:
    """A documented operation, and the values that a path gave its placeholders."""

    document: Document
    tree: Json
    values: Mapping[str, str]

    @property
    def scopes(self) -> set[str]:
        """The scopes it names, of which any one opens it."""
        return {scope for each in self.tree.get("security", ()) for scope in each.get("openapi_oauth", ())}

    def answer(self, status: int) -> Json:
        """Return the schema of an answer, ``{}`` where the document gives none for this status."""
        replies = self.tree["responses"]
        reply = self.document.resolve(replies.get(str(status), replies.get("default", {})))
        schema: Json = reply.get("content", {}).get("application/json", {}).get("schema", {})
        return schema

    def check_request(self, query: str = "", body: bytes = b"") -> list[str]:
        """Return what is wrong with a request; ``query`` is the part of its URL after the question mark."""
        known = {each["name"]: each for each in map(self.document.resolve, self.tree.get("parameters", ()))}
        given = dict(self.values) | dict(parse_qsl(query, keep_blank_values=True))
        problems = [f"{name}: not documented" for name in given if name not in known]
        for name, parameter in known.items():
            if name in given:
                value = _coerced(given[name], parameter["schema"].get("type"))
                problems += self._check(self.document.for_requests, parameter["schema"], value, name)
            elif parameter.get("required"):
                problems.append(f"{name}: missing")
        return problems + self._check_body(body)

    def check_answer(self, status: int, body: bytes) -> list[str]:
        """Return what is wrong with an answer."""
        schema = self.answer(status)
        if not schema:
            return [f"{status}: no JSON answer is documented"]
        return self._check(self.document.for_answers, schema, json.loads(body), "answer")

    def _check_body(self, body: bytes) -> list[str]:
        wanted = self.document.resolve(self.tree.get("requestBody", {}))
        if not body:
            return ["body: missing"] if wanted.get("required") else []
        if "application/json" not in wanted.get("content", {}):
            return ["body: none is documented"]
        schema, value = wanted["content"]["application/json"]["schema"], json.loads(body)
        strangers = [f"body.{place}: not documented" for place in self.document.unknown(value, schema)]
        return strangers + self._check(self.document.for_requests, schema, value, "body")

    def _check(self, kind: Any, schema: Json, value: object, place: str) -> list[str]:
        validator = kind(schema, format_checker=_FORMATS)
        return [_said(error, place) for error in validator.iter_errors(value)]
