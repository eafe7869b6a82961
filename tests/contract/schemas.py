"""JSON Schema as OpenAPI 3.0 speaks it: values held against the schemas of one document."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, Final
from urllib.parse import unquote

from jsonschema import Draft4Validator, FormatChecker, ValidationError, validators

__all__ = ["Json", "Schemas"]

Json = dict[str, Any]


def _is_time(value: object) -> bool:
    return not isinstance(value, str) or datetime.fromisoformat(value).tzinfo is not None


_FORMATS: Final = FormatChecker(formats=())
_FORMATS.checks("date-time", ValueError)(_is_time)
_FORMATS.checks("date", ValueError)(lambda value: not isinstance(value, str) or bool(date.fromisoformat(value)))
# Zoom's documents say in words that the address of somebody outside the account "returns an empty string value".
_FORMATS.checks("email")(lambda value: not isinstance(value, str) or not value or value.count("@") == 1)
_FORMATS.checks("int32")(lambda value: not isinstance(value, int) or -(2**31) <= value < 2**31)
_FORMATS.checks("int64")(lambda value: not isinstance(value, int) or -(2**63) <= value < 2**63)

_extend: Final[Any] = validators.extend  # its stub has no types


class Schemas:
    """The schemas of a document, with references between them."""

    def __init__(self, tree: Json) -> None:
        self.tree = tree
        # OpenAPI 3.0 is nearest to draft 4: nothing beside a $ref counts, exclusive bounds are booleans.
        self.for_requests = _extend(Draft4Validator, {"$ref": self._follow, "type": _type, "oneOf": self._closest_of})
        answers = {"anyOf": _any_of, "required": _required, "format": _format}
        self.for_answers = _extend(self.for_requests, answers)

    def check(self, kind: Any, schema: Json, value: object, place: str) -> list[str]:
        """Return what is wrong with a value; ``kind`` is ``for_requests`` or ``for_answers``."""
        errors: Iterator[ValidationError] = kind(schema, format_checker=_FORMATS).iter_errors(value)
        return [f"{'.'.join([place, *map(str, each.absolute_path)])}: {each.message[:200]}" for each in errors]

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
        for word in ("allOf", "anyOf", "oneOf"):
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
        """Take ``oneOf`` for ``anyOf``, among the branches that know most of a value's members.

        Zoom's settings, in answers and in requests, are a ``oneOf`` whose branch the query's ``option`` chooses.
        Nothing in a branch is required or excluded, so most values fit several; and ``anyOf`` alone would let
        everything through, because whatever is wrong in one branch is no documented member of another.
        """
        known = [len(self.members(branch).keys() & value) if isinstance(value, dict) else 0 for branch in branches]
        nearest = [branch for branch, count in zip(branches, known, strict=True) if count == max(known)]
        failures = [list(validator.descend(value, branch)) for branch in nearest]
        if all(failures):
            yield from min(failures, key=len)


def _type(validator: Any, types: Any, value: object, schema: Json) -> Iterator[ValidationError]:
    """Let null through where the schema says ``nullable``, OpenAPI 3.0's word for it."""
    if value is not None or not schema.get("nullable"):
        yield from Draft4Validator.VALIDATORS["type"](validator, types, value, schema)


def _any_of(validator: Any, branches: list[Json], value: Any, schema: Json) -> Iterator[ValidationError]:
    """Leave out of a branch the type that contradicts the schema around it, which would let nothing through.

    Zoom's ``complete_time`` of an archive is a text that is to be an object or empty; its example is a time.
    """
    wanted = schema.get("type")
    fitting = [{**each, "type": wanted} if wanted and each.get("type", wanted) != wanted else each for each in branches]
    yield from Draft4Validator.VALIDATORS["anyOf"](validator, fitting, value, schema)


def _format(validator: Any, kind: str, value: object, schema: Json) -> Iterator[ValidationError]:
    """Take the document at its word where it says that a time of GoToMeeting's "returns an empty string"."""
    if value != "" or "returns an empty string" not in schema.get("description", "").casefold():
        yield from Draft4Validator.VALIDATORS["format"](validator, kind, value, schema)


def _required(validator: Any, names: list[str], value: Any, schema: Json) -> Iterator[ValidationError]:
    """Let an empty page of GoTo's do without ``_embedded``: documented as required, it is left out in real answers."""
    page = value.get("page") if isinstance(value, dict) else None
    empty = isinstance(page, dict) and page.get("totalElements") == 0
    kept = [name for name in names if not (empty and name == "_embedded")]
    yield from Draft4Validator.VALIDATORS["required"](validator, kept, value, schema)
