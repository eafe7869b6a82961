"""The public fault transport: each fault, on both kinds of client, of both families."""

from __future__ import annotations

from datetime import UTC, datetime
from types import ModuleType
from typing import Any

import anyio
import httpx
import httpx2
import pytest

from provider_bridge.errors import ConfigurationError
from provider_bridge.faults.acts import ELSEWHERE, Hint
from provider_bridge.testing import FAULTS, FaultPlan, FaultTransport, Planned, SkewedClock

URL = "https://api.zoom.us/v2/users?next_page_token=second&email=ada@example.test"
ROWS = {"users": [{"id": str(number)} for number in range(40)], "next_page_token": "third", "expires_in": 3600}
FAMILIES = pytest.mark.parametrize("family", [httpx, httpx2], ids=["httpx", "httpx2"])
KINDS = pytest.mark.parametrize("kind", ["sync", "async"])

ERRORS = {
    "connection-refused": "ConnectError",
    "connect-timeout": "ConnectTimeout",
    "dns-failure": "ConnectError",
    "proxy-failure": "ProxyError",
    "reset-before-acting": "ReadError",
    "reset-before-body": "ReadError",
    "reset-during-body": "ReadError",
    "silence-before-acting": "ReadTimeout",
    "slow-first-byte": "ReadTimeout",
    "slow-body": "ReadTimeout",
    "length-too-long": "RemoteProtocolError",
    "interim-for-ever": "ReadTimeout",
    "head-drips": "ReadTimeout",
    "body-drips": "ReadTimeout",
}
STATUSES = {
    "html-with-200": 200,
    "html-with-200-after-acting": 200,
    "error-with-200": 200,
    "gateway-error-with-200": 200,
    "redirect-loop": 307,
    "redirect-elsewhere": 307,
    "page-token-expires": 400,
}


class Wire:
    """A client over the transport, and how often what lies under it was asked."""

    def __init__(self, family: ModuleType, kind: str, plan: FaultPlan) -> None:
        self.asked = 0
        self.family: Any = family
        self.kind = kind
        self.transport = FaultTransport(family.MockTransport(self._answer), plan)

    def _answer(self, request: Any) -> Any:
        self.asked += 1
        return self.family.Response(200, json=ROWS)

    def get(self, url: str = URL, method: str = "GET") -> Any:
        """Send a request, and return the answer, read, or raise what the client raises."""
        if self.kind == "sync":
            with self.family.Client(transport=self.transport) as client:
                return client.request(method, url)

        async def ask() -> Any:
            async with self.family.AsyncClient(transport=self.transport) as client:
                return await client.request(method, url)

        return anyio.run(ask)


def where(name: str) -> str:
    """Return an address that a fault fits."""
    if name == "403-expired-bare":
        return "https://api.getgo.com/identity/v1/Users/me"
    if name in {"gateway-error-with-200", "403-expired", "403-over-qps"}:
        return "https://api.getgo.com/G2W/rest/v2/webinars"
    if name.startswith("total-"):
        return f"{URL}&page_size=300"
    return "https://zoom.us/oauth/token" if name.startswith("token-life") else URL


@FAMILIES
@KINDS
@pytest.mark.parametrize("name", FAULTS)
def test_each_fault_strikes_once_where_it_is_planned(family: ModuleType, kind: str, name: str) -> None:
    """The vendor has acted or not, as the fault says; the next request but one is left in peace; all is closed."""
    wire = Wire(family, kind, FaultPlan.parse(name))
    if name in ERRORS:
        with pytest.raises(getattr(family, ERRORS[name])):
            wire.get(where(name))
    else:
        status = STATUSES.get(name, int(name[:3]) if name[:3].isdigit() else 200)
        assert wire.get(where(name)).status_code == status

    assert [each.fault for each in wire.transport.plan.struck] == [name]
    assert (wire.asked > 0) == (FAULTS[name].moment == "after")
    if name in {"reset-after-body", "length-too-short"}:
        with pytest.raises(family.RemoteProtocolError):
            wire.get(where(name))
    asked = wire.asked
    if name == "answer-doubled":
        assert wire.get("https://api.zoom.us/v2/something-else").json() == ROWS
        assert wire.asked == asked, "what is left on the connection answers whatever is asked next"
    assert wire.get(where(name)).json() == ROWS
    assert wire.asked == asked + 1
    assert wire.transport.opened == wire.transport.closed > 0


@FAMILIES
@KINDS
def test_a_body_breaks_off_in_its_middle(family: ModuleType, kind: str) -> None:
    """What came before the reset was handed out, and its length promised more."""
    wire = Wire(family, kind, FaultPlan.parse("reset-during-body"))
    came = bytearray()

    def read() -> None:
        with family.Client(transport=wire.transport) as client, client.stream("GET", URL) as response:
            assert int(response.headers["content-length"]) > 200
            for chunk in response.iter_raw():
                came.extend(chunk)

    async def read_async() -> None:
        async with family.AsyncClient(transport=wire.transport) as client, client.stream("GET", URL) as response:
            async for chunk in response.aiter_raw():
                came.extend(chunk)

    with pytest.raises(family.ReadError):
        read() if kind == "sync" else anyio.run(read_async)
    assert 100 < len(came) < len(httpx.Response(200, json=ROWS).content)


def test_pages_are_edited_as_the_fault_says() -> None:
    """A token that repeats, a page left out, a page doubled, in Zoom's lists and in GoTo's."""

    def zoom(request: httpx.Request) -> httpx.Response:
        number = {"": 1, "b": 2, "c": 3}[request.url.params.get("next_page_token", "")]
        return httpx.Response(200, json={"next_page_token": " bc "[number].strip(), "users": [number]})

    def goto(request: httpx.Request) -> httpx.Response:
        number = int(request.url.params["page"])
        return httpx.Response(200, json={"_embedded": {"webinars": [number]}, "page": {"totalPages": 3}})

    def asked(answer: Any, name: str, url: str) -> Any:
        with httpx.Client(transport=FaultTransport(httpx.MockTransport(answer), FaultPlan.parse(name))) as client:
            return client.get(url).json()

    second = "https://api.zoom.us/v2/users?next_page_token=b"
    assert asked(zoom, "page-token-repeats", second) == {"next_page_token": "b", "users": [2]}
    assert asked(zoom, "page-skipped", second) == {"next_page_token": "", "users": [3]}
    assert asked(zoom, "page-skipped", second[:-1] + "c") == {"next_page_token": "", "users": []}
    assert asked(zoom, "page-doubled", second) == {"next_page_token": "c", "users": [1]}
    other = "https://api.getgo.com/G2W/rest/v2/webinars?page=1"
    assert asked(goto, "page-skipped", other)["_embedded"] == {"webinars": [2]}
    assert asked(goto, "page-doubled", other)["_embedded"] == {"webinars": [0]}


def test_a_redirect_away_leads_to_a_host_that_answers() -> None:
    """A client that follows it with the token is found out by ``trusted``."""
    wire = Wire(httpx, "sync", FaultPlan.parse("redirect-elsewhere*"))
    with httpx.Client(transport=wire.transport, follow_redirects=True) as client:
        assert client.get(URL, headers={"Authorization": "Bearer secret"}).json() == {}
    assert wire.transport.hosts[ELSEWHERE] == 1
    assert wire.transport.trusted == {"api.zoom.us"}  # httpx itself drops it there


def test_nothing_of_a_request_shows_in_a_transport_or_its_plan() -> None:
    """Paths and queries can name people."""
    wire = Wire(httpx, "sync", FaultPlan.parse("500*,seed=4"))
    wire.get(method="DELETE")
    assert repr(wire.transport) == "<FaultTransport of FaultPlan.parse('500*,seed=4'), 1 struck>"
    assert "ada" not in repr(wire.transport.plan.struck)
    assert wire.transport.plan.struck[0].method == "DELETE"


def test_an_inner_transport_of_another_kind_is_refused() -> None:
    """The family decides which errors are raised, so it has to be known."""
    with pytest.raises(ConfigurationError, match="one of httpx or httpx2"):
        FaultTransport(object(), FaultPlan())  # type: ignore[arg-type]


def test_chances_follow_from_the_seed_and_not_from_the_order() -> None:
    """Two plans of one seed strike the same requests, however their requests are interleaved."""
    from provider_bridge.faults.exchange import Asked

    asked = [Asked("GET", "api.zoom.us", f"/v2/users/{number}") for number in range(200)]

    def struck(order: list[Asked], seed: int) -> set[str]:
        plan = FaultPlan.parse(f"500:0.3,seed={seed}")
        return {each.path for each in order if plan.choose(each) is not None}

    assert struck(asked, 7) == struck(asked[::-1], 7)
    assert struck(asked, 7) != struck(asked, 8)
    assert 30 < len(struck(asked, 7)) < 90


def test_faults_that_are_due_at_once_come_one_after_another() -> None:
    """The first in the plan strikes, the other at the next request."""
    wire = Wire(httpx, "sync", FaultPlan(Planned(FAULTS["500"], 2), Planned(FAULTS["401"], 2, 2)))
    assert [wire.get().status_code for _ in range(5)] == [200, 500, 401, 401, 200]


def test_hints_have_the_shapes_that_vendors_use() -> None:
    """Seconds, an HTTP date, an ISO time, and the next midnight of Zoom's daily quota."""
    now = datetime(2026, 11, 25, 23, 59, 59, tzinfo=UTC)
    assert [Hint(shape).text(now) for shape in ("seconds", "date", "iso", "iso-midnight")] == [
        "1",
        "Thu, 26 Nov 2026 00:00:00 GMT",
        "2026-11-26T00:00:00Z",
        "2026-11-26T00:00:00Z",
    ]


def test_a_skewed_clock_is_wrong_by_so_much() -> None:
    """Ten minutes ahead of the given clock, and monotonic as ever."""
    clock = SkewedClock(10, lambda: datetime(2026, 11, 25, 12, tzinfo=UTC))
    assert clock.now() == datetime(2026, 11, 25, 12, 10, tzinfo=UTC)
    assert clock.monotonic() <= clock.monotonic()
