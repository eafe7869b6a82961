"""What an operation calls is what its capability names: else ``accounts check`` would find it granted in error."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from contract.openapi import match
from support import sandbox_opened, unlimited
from tours import ARGUMENTS

from provider_bridge.core.calls import Endpoint
from provider_bridge.core.provider import Capability
from provider_bridge.errors import ProviderBridgeError
from provider_bridge.registry import load_provider

SPEC = load_provider("zoom")
OFFERED = [row for row in SPEC.capabilities if row.level != "none"]


def endpoint_of(method: str, url: str) -> Endpoint:
    """Return the endpoint of a request; where two fit, the one with more words of its own."""
    path = urlsplit(url).path
    fit = [each for each in SPEC.endpoints if each.method == method and match(f"/v2{each.template}", path) is not None]
    return min(fit, key=lambda each: each.template.count("{"))


@pytest.mark.parametrize("row", OFFERED, ids=lambda row: str(row.operation))
def test_an_operation_calls_only_what_it_declares(row: Capability) -> None:
    """Every call of an operation, whatever comes of it, is of an endpoint that its capability names."""
    called: set[str] = set()

    def observe(method: str, url: str, *_: Any) -> None:
        if urlsplit(url).path.startswith("/v2/"):
            called.add(endpoint_of(method, url).name)

    sandbox = unlimited(observe=observe, users=12)
    arguments = ARGUMENTS[row.operation](sandbox) if row.operation in ARGUMENTS else {}
    with sandbox_opened("sync", sandbox) as accounts:
        run: Any = accounts["sandbox-zoom"]
        for name in row.operation.split("."):
            run = getattr(run, name)
        try:
            found = run(**arguments)
            _ = list(found) if isinstance(found, Iterator) else found
        except ProviderBridgeError:
            pass  # what counts here is what was called until then

    assert called <= {each.name for each in row.endpoints or ()}
