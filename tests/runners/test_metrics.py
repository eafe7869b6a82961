"""What is told of calls: a record for each, sums, a span, a line at the end of a command; and no person in any."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Generator
from typing import Any

import pytest
from anyio.from_thread import start_blocking_portal
from opentelemetry import trace
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from support import FACES, Blocking
from typer.testing import CliRunner

import provider_bridge as pb
from provider_bridge.cli.app import app

ZOOM = "sandbox-zoom"


@pytest.fixture(params=FACES)
def opened(request: pytest.FixtureRequest) -> Generator[tuple[Any, list[pb.CallRecord], Any]]:
    """A Zoom account of the sandbox on either face, what its hook was told, and its bridge."""
    told: list[pb.CallRecord] = []
    if request.param == "sync":
        with pb.open_bridge(sandbox=True, on_call=told.append) as bridge:
            yield bridge[ZOOM], told, bridge
        return
    with start_blocking_portal() as portal:
        manager = pb.open_async_bridge(sandbox=True, on_call=told.append)
        with portal.wrap_async_context_manager(manager) as async_bridge:
            yield Blocking(async_bridge[ZOOM], portal), told, async_bridge


def test_the_hook_is_told_of_every_request(opened: Any) -> None:
    """The login is one; what they add up to is on the bridge."""
    account, told, bridge = opened
    hosts = list(account.directory.hosts.list())

    assert hosts
    first, *rest = told
    assert ("POST /oauth/token", "", 200, ZOOM, "zoom") == (
        first.operation,
        first.label,
        first.status,
        first.account,
        first.provider,
    )
    assert {("GET /users", "medium", 200, 1, "")} == {
        (each.operation, each.label, each.status, each.attempt, each.error) for each in rest
    }
    assert all(each.received > 2 and each.seconds >= 0 and each.waited >= 0 for each in told)
    totals = bridge.totals[ZOOM]
    assert (len(told), 0, 0, 0) == (totals.calls, totals.retries, totals.refusals, totals.failures)
    assert sum(each.received for each in told) == totals.received
    assert bridge.totals["sandbox-meeting"] == pb.Totals()


def test_a_download_is_told_of_with_its_bytes(opened: Any, tmp_path: Any) -> None:
    account, told, _ = opened
    now = dt.datetime.now(dt.UTC)
    recording = next(account.recordings.list(since=now - dt.timedelta(days=30), until=now))
    told.clear()
    file = next(each for each in recording.files if each.size)
    account.recordings.download(file, str(tmp_path))

    assert file.size in [each.received for each in told]


def test_nothing_that_is_told_names_a_person(opened: Any, caplog: pytest.LogCaptureFixture) -> None:
    """Operations have placeholders where people's ids stand; log records say which event they are."""
    account, told, _ = opened
    with caplog.at_level(logging.DEBUG, "provider_bridge"):
        host = next(each for each in account.directory.hosts.list() if each.id)
        account.directory.hosts.get(host.id)

    said = f"{told!r}{caplog.text}"
    assert host.id not in said
    assert "@" not in said
    assert {"call.sent", "call.answered"} == {record.event for record in caplog.records if hasattr(record, "event")}


@pytest.fixture
def spans(monkeypatch: pytest.MonkeyPatch) -> InMemorySpanExporter:
    """What OpenTelemetry is told."""
    exporter = InMemorySpanExporter()
    provider = TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    monkeypatch.setattr(trace, "get_tracer_provider", lambda: provider)
    return exporter


def test_one_span_for_each_call_named_by_its_template(opened: Any, spans: InMemorySpanExporter) -> None:
    """No URL, and no id of anybody; a failure is told by its class and its status."""
    account, _, _ = opened
    host = next(each for each in account.directory.hosts.list() if each.id)
    account.directory.hosts.get(host.id)
    with pytest.raises(pb.NotFound):
        account.directory.hosts.get("nobody")

    found: tuple[ReadableSpan, ...] = spans.get_finished_spans()
    assert {"GET /users", "GET /users/{userId}"} == {each.name for each in found}
    good, bad = found[-2:]
    assert {
        "http.request.method": "GET",
        "url.template": "/users/{userId}",
        "provider_bridge.provider": "zoom",
        "provider_bridge.account": ZOOM,
    } == good.attributes
    assert bad.attributes is not None
    assert ("NotFound", 404) == (bad.attributes["error.type"], bad.attributes["http.response.status_code"])
    assert not bad.status.is_ok
    assert not bad.events
    assert host.id not in "".join(each.to_json() for each in found)


def test_a_command_says_what_it_cost_if_it_is_asked() -> None:
    """On stderr, a line for each account, also when the outcome is no good one."""
    quiet = CliRunner().invoke(app, ["accounts", "check", "--sandbox"])
    told = CliRunner().invoke(app, ["accounts", "check", "--sandbox", "--verbose"])
    failed = CliRunner().invoke(app, ["registrants", "list", "webinar:1", "--sandbox", "--account", ZOOM, "--verbose"])

    assert "calls" not in quiet.stderr
    assert quiet.stdout == told.stdout
    assert [ZOOM, "sandbox-webinar", "sandbox-meeting"] == [line.split(":")[0] for line in told.stderr.splitlines()]
    assert " 0 retries, 0 refusals, 0 failures, " in told.stderr
    assert 0 != failed.exit_code
    assert f"{ZOOM}: " in failed.stderr
