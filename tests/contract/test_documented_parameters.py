"""The simulator takes every documented parameter, in every form that the documents give it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
import tours
from contract.openapi import Document, meeting, needs_documents, webinar, zoom
from replayed import GOTO, ZOOM, Caught, caught

from provider_bridge.sandbox.routing import Route
from provider_bridge.sandbox.shapes import misshapen

pytestmark = needs_documents

Query = dict[str, str]

UNTOURED: Final = {"GET /G2W/rest/v2/organizers/{organizerKey}/webinars/{webinarKey}/sessions/{sessionKey}"}
"""Endpoints that no operation calls."""

FOREIGN: Final = {"next_page_token", "to_channel", "to_contact"}
"""Parameters whose examples name things of another account; what the documents say of them is refused."""

TOO_OLD: Final = {("/chat/users/{userId}/messages", "from"), ("/chat/users/{userId}/messages", "date")}
"""Parameters whose examples the documents themselves exclude: chats are told of six months."""

TOGETHER: Final = {"search_type": {"search_key": "note"}, "search_key": {"search_type": "message"}}
"""Parameters that the documents want with another."""

OTHERS: Final = {"external"}
"""Parameters that tell which of two kinds of people is meant: with the other value nobody is found."""

APART: Final = {"search_type", "search_key"}
"""Parameters that the documents do not want beside ``include_deleted_and_edited_message``."""


def document_of(route: Route) -> tuple[Document, str] | None:
    """Return the document of an endpoint and its path there, ``None`` where no document has it."""
    if route in ZOOM:
        return (zoom(), route.path) if route.path in zoom().tree["paths"] else None
    for document in (webinar(), meeting()):
        path = route.path.removeprefix(document.base)
        if path != route.path and path in document.tree["paths"]:
            return document, path
    return None


def parameters(route: Route) -> list[dict[str, Any]]:
    """Return the documented parameters of an endpoint's query."""
    found = document_of(route)
    if found is None:
        return []
    document, path = found
    listed = document.tree["paths"][path][route.method.lower()].get("parameters", ())
    return [each for each in map(document.resolve, listed) if each["in"] == "query"]


def forms(parameter: dict[str, Any]) -> set[str]:
    """Return the values that a document gives a parameter: example, words, default, bounds, and what its type has."""
    schema = parameter["schema"]
    found = [parameter.get("example"), schema.get("example"), schema.get("default")]
    found += [*schema.get("enum", ()), schema.get("maximum"), schema.get("minimum")]
    if schema.get("type") == "boolean":
        found += [True, False]
    if schema.get("format") == "date-time":
        found.append("2026-03-13T10:00:00Z")
    if schema.get("format") == "date-time" and "reserved characters" in parameter.get("description", ""):
        found += ["2026-03-13T10:00:00+00:00", "2026-03-13T10:00:00.000Z"]  # they say that '+' has to be encoded
    if schema.get("type") == "integer":
        found.append(1)
    texts = [each.strftime("%Y-%m-%d") if hasattr(each, "strftime") else each for each in found if each is not None]
    return {str(each).lower() if isinstance(each, bool) else str(each) for each in texts if not isinstance(each, list)}


def variants(one: Caught) -> Iterator[tuple[str, Query]]:
    """Yield the name of each parameter with queries that have it in one of its forms."""
    sent = dict(parse_qsl(urlsplit(one.url).query, keep_blank_values=True))
    for parameter in parameters(one.route):
        name = parameter["name"]
        if name in FOREIGN | OTHERS or (one.route.path, name) in TOO_OLD:
            continue
        rest = {key: value for key, value in sent.items() if key not in {"next_page_token", "date"} or name == key}
        if name in APART:
            rest.pop("include_deleted_and_edited_message", None)
        for form in forms(parameter):
            yield name, {**rest, **TOGETHER.get(name, {}), name: form}
        if not parameter.get("required") and name in rest:
            yield f"no {name}", {key: value for key, value in rest.items() if key != name}


LEFT_OUT: Final = {("/organizers/{organizerKey}/insessionWebinars", "toTime")}
"""Parameters that the document's prose lets out, though its schema requires them."""

SERVED: Final = sorted({route.name for route in (*ZOOM, *GOTO)} - UNTOURED)


def test_every_endpoint_is_tried() -> None:
    """Beside those that no operation calls, each endpoint of the simulator was called well by the tours."""
    assert set(caught()) == set(SERVED)


@pytest.mark.parametrize("name", SERVED)
def test_every_documented_parameter_is_taken(name: str) -> None:
    """Each documented parameter, in each form that its document gives it, is answered as well as without it."""
    one = caught()[name]
    refused = {
        (parameter, query.get(parameter, ""), status)
        for parameter, query in variants(one)
        if (status := one.send(one.twin(), urlencode(query))) not in range(200, 300)
    }

    assert refused == set()


@pytest.mark.parametrize("name", SERVED)
def test_a_required_parameter_is_missed(name: str) -> None:
    """Without a parameter that its document requires, an endpoint answers 400, and never with a fault."""
    one = caught()[name]
    sent = dict(parse_qsl(urlsplit(one.url).query, keep_blank_values=True))
    required = [each["name"] for each in parameters(one.route) if each.get("required")]

    for each in required:
        if (one.route.path.removeprefix(tours.BASES["gotowebinar"]), each) not in LEFT_OUT:
            rest = {key: value for key, value in sent.items() if key != each}
            assert one.send(one.twin(), urlencode(rest)) == 400


def example(document: Document, schema: dict[str, Any], depth: int = 0) -> Any:
    """Return a value of the kinds that a schema says, with every member that it names."""
    parts = [document.resolve(each) for each in document.parts(schema)]
    members = {name: value for part in parts for name, value in part.get("properties", {}).items()}
    if members and depth < 6:
        return {name: example(document, value, depth + 1) for name, value in members.items()}
    kinds = {str(part.get("type", "")) for part in parts} - {""}
    if "array" in kinds:
        return [example(document, part["items"], depth + 1) for part in parts if "items" in part]
    return {"integer": 1, "number": 1.5, "boolean": True, "string": "x"}.get(next(iter(kinds), ""), {})


@pytest.mark.parametrize("name", SERVED)
def test_every_documented_body_is_taken(name: str) -> None:
    """A body of the documented kinds, with every documented member, has the shape that its endpoint takes."""
    route = caught()[name].route
    found = document_of(route)
    if found is None:
        return
    document, path = found
    body = document.resolve(document.tree["paths"][path][route.method.lower()].get("requestBody", {}))
    schema = body.get("content", {}).get("application/json", {}).get("schema")

    assert (route.takes is not None) == (schema is not None)
    if schema is not None:
        assert misshapen(example(document, schema), route.takes) == ""
