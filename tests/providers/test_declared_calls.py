"""What an operation calls is what its capability names: else ``accounts check`` would find it granted in error."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from contract.openapi import match
from recorded import no_patience
from support import sandbox_opened, unlimited
from tours import ACCOUNTS, ARGUMENTS, BASES

from provider_bridge.core.calls import Endpoint
from provider_bridge.core.capability import Capability
from provider_bridge.errors import ProviderBridgeError
from provider_bridge.registry import load_provider

OFFERED = [(provider, row) for provider in ACCOUNTS for row in load_provider(provider).capabilities if row.offered]


def endpoint_of(provider: str, method: str, path: str) -> Endpoint | None:
    """Return the endpoint of a request; where two fit, the one with more words of its own."""
    fit = [
        each
        for each in load_provider(provider).endpoints
        if each.method == method
        and match((BASES[provider] if each.base == "api" else "") + each.template, path) is not None
    ]
    return min(fit, key=lambda each: each.template.count("{"), default=None)


@pytest.mark.parametrize(("provider", "row"), OFFERED, ids=lambda each: getattr(each, "operation", each))
def test_an_operation_calls_only_what_it_declares(
    provider: str, row: Capability, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every call of an operation, whatever comes of it, is of an endpoint that its capability names."""
    no_patience(monkeypatch)
    called: set[str] = set()

    def observe(method: str, url: str, *_: Any) -> None:
        path = urlsplit(url).path
        if "/oauth/" in path or path.startswith("/rec/"):
            return
        found = endpoint_of(provider, method, path)
        assert found is not None, path
        called.add(found.name)

    sandbox = unlimited(observe=observe, users=12)
    arguments = ARGUMENTS[provider]
    made = arguments[row.operation](sandbox) if row.operation in arguments else {}
    with sandbox_opened("sync", sandbox) as accounts:
        run: Any = accounts[ACCOUNTS[provider]]
        for name in row.operation.split("."):
            run = getattr(run, name)
        try:
            found = run(**made)
            _ = list(found) if isinstance(found, Iterator) else found
        except ProviderBridgeError:
            pass  # what counts here is what was called until then

    assert called <= {each.name for each in (*(row.endpoints or ()), *row.either)}
