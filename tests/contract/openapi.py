"""The vendors' OpenAPI documents: finding what they say of a call, and checking the call against it.

The documents are the vendors' and no part of this project. Where they lie beside the checkout they are read there.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final
from urllib.parse import parse_qsl, unquote

import pytest
import yaml
from contract.schemas import Json, Schemas

__all__ = ["SHARED", "Document", "Operation", "match", "meeting", "needs_documents", "needs_samples", "webinar", "zoom"]

SHARED: Final = Path(__file__).resolve().parents[2].parent / "shared"
SPECS: Final = SHARED / "specs"
needs_documents: Final = pytest.mark.beside("specs")
needs_samples: Final = pytest.mark.beside("samples")


@cache
def zoom() -> Document:
    """Return Zoom's documents as one; they share no path."""
    trees = [
        _load_json(f"zoom/zoom-{part}-2025-12.json")
        for part in ("users", "accounts", "meetings", "team-chat", "ai-companion")
    ]
    return Document("/v2", {"paths": {path: item for tree in trees for path, item in tree["paths"].items()}})


@cache
def webinar() -> Document:
    """Return GoToWebinar's document."""
    return Document("/G2W/rest/v2", _load_yaml("goto/gotowebinar-v2-2026-08.yml"))


@cache
def meeting() -> Document:
    """Return GoToMeeting's document."""
    return Document("/G2M/rest", _load_yaml("goto/gotomeeting-v1.yml"))


def _load_yaml(name: str) -> Json:
    """Read YAML; the loader in C, where there is one, takes a fraction of the time."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    tree: Json = yaml.load((SPECS / name).read_text(encoding="utf-8"), Loader=loader)
    return tree


def _load_json(name: str) -> Json:
    tree: Json = json.loads((SPECS / name).read_bytes())
    return tree


def match(template: str, path: str) -> dict[str, str] | None:
    """Return the decoded values of a template's placeholders, ``None`` where a path is not of this template."""
    wanted, given = template.split("/"), path.split("/")
    pairs = list(zip(wanted, given, strict=False))
    fits = all(value and (name == value or name[:1] == "{") for name, value in pairs[1:])
    if len(wanted) != len(given) or given[0] or not fits:
        return None
    return {name[1:-1]: unquote(value) for name, value in pairs if name[:1] == "{"}


class Document(Schemas):
    """What a vendor documents under one base."""

    def __init__(self, base: str, tree: Json) -> None:
        super().__init__(tree)
        self.base = base

    def find(self, method: str, path: str) -> Operation:
        """Return the operation that a path below the base is of; of several templates the most literal one counts."""
        for template in sorted(self.tree["paths"], key=lambda each: str(each).count("{")):
            values = match(template, path)
            if values is not None and method.lower() in self.tree["paths"][template]:
                return Operation(self, self.tree["paths"][template][method.lower()], values)
        raise LookupError(f"{method} {path} is not documented")


def _coerced(text: str, kind: str | None) -> object:
    """Read text from a URL as what its schema says it is; text that is nothing of the kind stays text."""
    if kind in {"integer", "number"} and re.fullmatch(r"-?\d+", text):
        return int(text)
    return {"true": True, "false": False}.get(text, text) if kind == "boolean" else text


def _sent(text: str, schema: Json) -> object:
    """Read a parameter's text as its schema says; GoTo says of a list that it is separated by commas."""
    if schema.get("collectionFormat") == "csv":
        return text.split(",")
    return _coerced(text, schema.get("type"))


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
        documented = map(self.document.resolve, self.tree.get("parameters", ()))
        known = {each["name"]: each for each in documented if each["in"] in {"path", "query"}}
        given = dict(self.values) | dict(parse_qsl(query, keep_blank_values=True))
        problems = [f"{name}: not documented" for name in given if name not in known]
        for name, parameter in known.items():
            if name in given:
                value = _sent(given[name], parameter["schema"])
                problems += self.document.check(self.document.for_requests, parameter["schema"], value, name)
            elif parameter.get("required"):
                problems.append(f"{name}: missing")
        return problems + self._check_body(body)

    def check_answer(self, status: int, body: bytes) -> list[str]:
        """Return what is wrong with an answer."""
        schema = self.answer(status)
        if not body and str(status) in self.tree["responses"] and not schema:
            return []
        if not schema:
            return [f"{status}: no JSON answer is documented"]
        return self.document.check(self.document.for_answers, schema, json.loads(body), "answer")

    def _check_body(self, body: bytes) -> list[str]:
        wanted = self.document.resolve(self.tree.get("requestBody", {}))
        if not body:
            return ["body: missing"] if wanted.get("required") else []
        if "application/json" not in wanted.get("content", {}):
            return ["body: none is documented"]
        schema, value = wanted["content"]["application/json"]["schema"], json.loads(body)
        strangers = [f"body.{place}: not documented" for place in self.document.unknown(value, schema)]
        return strangers + self.document.check(self.document.for_requests, schema, value, "body")
