"""What the library asks and what the simulators answer, held against the vendors' documents."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Final

import pytest
import tours
from contract.openapi import SHARED, Document, Operation, match, needs_documents
from contract.recording import RUNS, SCIM_ME, UNENTITLED, Exchange, record

pytestmark = needs_documents

UNDOCUMENTED: Final = {
    "/goto/oauth/token": "goto/doc_oauth_token_new.json",
    "/zoom/oauth/token": "zoom/synthetic_token_s2s.json",
    "/admin/rest/v1/me": "goto/doc_admin_me.json",
    SCIM_ME: "",
    **tours.UNDOCUMENTED,
}
"""Addresses that no OpenAPI document tells of, and a sample of their answers where there is one."""

STRANGERS: Final = {
    "in_meeting.attention_tracking",  # withdrawn by the vendor in 2020; some scenarios have it on purpose
    "participants[].attentiveness_score",  # likewise
    *tours.STRANGERS,
}
"""Members that simulated answers have beside the documented ones."""


def undocumented(exchange: Exchange) -> str | None:
    """Return the address, as a template, of an exchange that no document covers; ``None`` where one does."""
    return next((each for each in UNDOCUMENTED if match(each, exchange.path) is not None), None)


def documented(run: str) -> Iterator[tuple[Exchange, Operation, Document]]:
    """Yield a run's exchanges for which there is a document, with what it says of them."""
    for exchange in record(run):
        document = exchange.document()
        if document is not None and undocumented(exchange) is None:
            yield exchange, document.find(exchange.method, exchange.path.removeprefix(document.base)), document


def excused(exchange: Exchange) -> set[str]:
    """Return the problems of a request that a tour gives a reason for."""
    return {f"{name}: not documented" for path, name in tours.PARAMETERS if match(path, exchange.path)}


@pytest.mark.parametrize("run", RUNS)
def test_every_request_is_documented(run: str) -> None:
    """Each request has a documented path, documented parameters with allowed values, and no undocumented body."""
    problems = {
        f"{exchange.method} {exchange.path}: {problem}"
        for exchange, operation, _ in documented(run)
        for problem in operation.check_request(exchange.query, exchange.body)
        if problem not in excused(exchange)
    }

    assert problems == set()


@pytest.mark.parametrize("run", RUNS)
def test_every_good_answer_is_as_documented(run: str) -> None:
    """Each simulated answer has the documented types and values, and every required member."""
    problems = {
        f"{exchange.method} {exchange.path}: {problem}"
        for exchange, operation, _ in documented(run)
        if exchange.status in range(200, 300)
        for problem in operation.check_answer(exchange.status, exchange.answer)
    }

    assert problems == set()


@pytest.mark.parametrize("run", RUNS)
def test_no_answer_has_invented_members(run: str) -> None:
    """The simulators answer with documented members, and with a few others that real answers have or had."""
    found = {
        place
        for exchange, operation, document in documented(run)
        if exchange.status in range(200, 300) and exchange.answer
        for place in document.unknown(json.loads(exchange.answer), operation.answer(exchange.status))
    }

    assert found <= STRANGERS


@pytest.mark.parametrize("run", RUNS)
def test_undocumented_answers_are_like_their_samples(run: str) -> None:
    """What no document covers is one of few addresses, and their good answers have their samples' members."""
    for exchange in record(run):
        address = undocumented(exchange)
        if address is None:
            assert exchange.document() is not None, exchange.path
            continue
        if exchange.status == 204:
            continue
        answer, sample = json.loads(exchange.answer), SHARED / "samples" / UNDOCUMENTED[address]
        assert exchange.status == 200
        assert answer.keys() >= (json.loads(sample.read_bytes()).keys() if sample.is_file() else set())
        if exchange.path == SCIM_ME:
            assert isinstance(answer["id"], str)


def test_runs_show_what_they_are_for() -> None:
    """The runs hold refusals, a page without sessions, the old switch and a call of the Admin API to be checked."""
    answers = {run: [(each.path, each.status, each.answer) for each in record(run)] for run in RUNS}

    assert any(status == 400 for _, status, _ in answers["forbidden"])
    assert any(b'"totalElements": 0' in answer for _, _, answer in answers["compliant"])
    assert any(b'"attention_tracking": true' in answer for _, _, answer in answers["violating"])
    assert any(path == "/admin/rest/v1/me" for path, _, _ in answers[UNENTITLED])
