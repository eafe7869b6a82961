"""Everything the library says to the simulators in a verification, and everything they answer."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import Any, Final
from urllib.parse import urlsplit

import pytest
from contract.openapi import Document, match, meeting, webinar, zoom
from recorded import no_patience
from support import sandbox_opened
from tours import ACCOUNTS, TOURS

from provider_bridge import Bridge
from provider_bridge.core.calls import Endpoint
from provider_bridge.policy import verify
from provider_bridge.sandbox import SCENARIOS, Sandbox
from provider_bridge.sandbox.zoom.recordings_state import Recordings

UNENTITLED: Final = "unentitled"
"""A run beside the scenarios: SCIM refuses GoTo's token, so that the Admin API has to say whose it is."""

RUNS: Final = (*SCENARIOS, UNENTITLED)
SCIM_ME: Final = "/identity/v1/Users/me"


@dataclass(frozen=True, slots=True)
class Exchange:
    """A request and its answer."""

    method: str
    url: str = field(repr=False)
    body: bytes = field(repr=False)
    status: int
    answer: bytes = field(repr=False)

    @property
    def path(self) -> str:
        return urlsplit(self.url).path

    @property
    def query(self) -> str:
        return urlsplit(self.url).query

    def is_of(self, endpoint: Endpoint, base: str) -> bool:
        """Whether it is a call of an endpoint below one of its provider's bases."""
        return self.method == endpoint.method and match(base + endpoint.template, self.path) is not None

    def document(self) -> Document | None:
        """Return the document that its address is a matter of, ``None`` where no vendor wrote one."""
        return next((each for each in (zoom(), webinar(), meeting()) if self.path.startswith(f"{each.base}/")), None)


@cache
def record(run: str) -> tuple[Exchange, ...]:
    """Verify every simulated account, in the first run call every operation as well; return what was said.

    The webinar account is read once more for a time without sessions: GoTo shapes an empty page differently.
    """
    seen: list[Exchange] = []

    def observe(method: str, url: str, _: Any, body: bytes, status: int, answer: bytes) -> None:
        if not urlsplit(url).path.startswith("/rec/"):  # a recording's file is no answer of the API
            seen.append(Exchange(method, url, body, status, answer))

    scenario = SCENARIOS[0] if run == UNENTITLED else run
    sandbox = Sandbox(scenario=scenario, limits=False, observe=observe)

    def app(method: str, url: str, headers: dict[str, str], body: bytes) -> tuple[int, dict[str, str], bytes]:
        if run == UNENTITLED and urlsplit(url).path == SCIM_ME:
            return 401, {}, b""
        return sandbox.handle(method, url, headers, body)

    with pytest.MonkeyPatch.context() as patched, sandbox_opened("sync", sandbox, app) as accounts:
        no_patience(patched)
        verify(Bridge(accounts))
        accounts["sandbox-webinar"].attention.read(days=1)
        if run == SCENARIOS[0]:
            sandbox.world.part(Recordings).live = False  # in the documents' words, which real answers go beyond
            for provider, tours in TOURS.items():
                for each in tours:
                    each.tour(accounts[ACCOUNTS[provider]], sandbox)
    return tuple(seen)
