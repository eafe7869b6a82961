"""Every endpoint that a provider declares is used, documented, and opened by a documented scope."""

from __future__ import annotations

from typing import Any, Final

import pytest
import tours
from contract.openapi import Operation, meeting, needs_documents, webinar, zoom
from contract.recording import RUNS, record

from provider_bridge.core.calls import ARRAY, Endpoint
from provider_bridge.registry import load_provider

pytestmark = needs_documents

DOCUMENTS: Final = {"zoom": zoom, "gotowebinar": webinar, "gotomeeting": meeting}
DECLARED: Final = [(name, endpoint) for name in tours.BASES for endpoint in load_provider(name).endpoints]
DOCUMENTED: Final = [
    (name, endpoint)
    for name, endpoint in DECLARED
    if endpoint.base == "api" and tours.BASES[name] + endpoint.template not in tours.UNDOCUMENTED
]


def named(value: object) -> str:
    return value.name if isinstance(value, Endpoint) else str(value)


def operation_of(provider: str, endpoint: Endpoint) -> Operation:
    """Return what the vendor's document says of an endpoint."""
    document = DOCUMENTS[provider]()
    assert endpoint.template in document.tree["paths"]
    return document.find(endpoint.method, endpoint.template)


@pytest.mark.parametrize(("provider", "endpoint"), DECLARED, ids=named)
def test_each_endpoint_is_called(provider: str, endpoint: Endpoint) -> None:
    """The runs call every declared endpoint, so that each one's requests and answers were checked."""
    base = tours.BASES[provider] if endpoint.base == "api" else ""

    assert any(
        exchange.is_of(endpoint, base) and exchange.status in range(200, 300)
        for run in RUNS
        for exchange in record(run)
    )


def test_nothing_else_is_called() -> None:
    """Beside the token endpoints, the runs call nothing that is not declared."""
    undeclared = {
        exchange.path
        for run in RUNS
        for exchange in record(run)
        if not any(exchange.is_of(each, tours.BASES[name] if each.base == "api" else "") for name, each in DECLARED)
    }

    assert undeclared == {"/zoom/oauth/token", "/goto/oauth/token"}


@pytest.mark.parametrize(("provider", "endpoint"), DOCUMENTED, ids=named)
def test_the_expected_key_is_documented(provider: str, endpoint: Endpoint) -> None:
    """The key by which an answer is told from an error in disguise is a documented member of the answer."""
    operation = operation_of(provider, endpoint)
    good = [int(status) for status in operation.tree["responses"] if status.startswith("2")]

    assert good
    if endpoint.expects == ARRAY:
        schemas = [part for status in good for part in operation.document.parts(operation.answer(status))]
        assert any(part.get("type") == "array" for part in schemas)
        return
    assert not endpoint.expects or any(
        endpoint.expects in operation.document.members(operation.answer(status)) for status in good
    )
    assert endpoint.expects or endpoint.method != "GET" or all(is_map(operation.answer(status)) for status in good)


def is_map(schema: dict[str, Any]) -> bool:
    """Whether an answer is an object of which no member is named in the document, so that none is certain."""
    return schema.get("type") == "object" and "additionalProperties" in schema and "properties" not in schema


@pytest.mark.parametrize(("provider", "endpoint"), [each for each in DOCUMENTED if each[0] == "zoom"], ids=named)
def test_a_documented_scope_is_asked_for(provider: str, endpoint: Endpoint) -> None:
    """Of the scopes that we say open an endpoint at least one is documented; GoTo's document names none."""
    assert operation_of(provider, endpoint).scopes & set(endpoint.scopes)
