"""What the filter takes out of log records, and what it leaves."""

from __future__ import annotations

import io
import logging
import time
from typing import Any

import httpx
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import provider_bridge as pb
from provider_bridge.runners.redaction import redacted


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        (
            'HTTP Request: GET https://api.zoom.us/v2/users/ada%40example.test?search=ada "HTTP/1.1 200 OK"',
            'HTTP Request: GET https://api.zoom.us/… "HTTP/1.1 200 OK"',
        ),
        ("Authorization: Bearer eyJhbGciOi.J9.x", "Authorization: Bearer …"),
        ("{'authorization': 'Basic aWQ6aHVzaA=='}", "{'authorization': 'Basic …'}"),
        ("access_token=hush&grant_type=x", "access_token=…&grant_type=x"),
        ('{"refresh_token": "hush", "a": 1}', '{"refresh_token": "…", "a": 1}'),
        ("token eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.sig went", "token … went"),
        ("mail to ada@example.test, please", "mail to …@…, please"),
        (f"{'a' * 99}ada%40example.test%40x <ada+%41@b.test>", "…@… <…@…>"),
        ("x-" * 99 + "token: hush", "x-" * 99 + "token: …"),
        ("called +49 30 555-0000 twice", "called +… twice"),
        ("redis://:hush@127.0.0.1:6379/0 is away", "redis://127.0.0.1:6379/… is away"),
        ("client_secret=hush and {'client_secret': 'hush hush, hush'}", "client_secret=… and {'client_secret': '…'}"),
        ("personal_access_token=hush&id_token=hush", "personal_access_token=…&id_token=…"),
        ("accessToken: hush, refreshToken=hush", "accessToken: …, refreshToken=…"),
        ("?code=hush&zak=hush&tk=hush", "?code=…&zak=…&tk=…"),
        ("SECRET_TOKEN=hush API_KEY=hush", "SECRET_TOKEN=… API_KEY=…"),
        ("[('access_token', 'hush')]", "[('access_token', '…')]"),
        (r'body: "{\"access_token\": \"hush\"}"', r'body: "{\"access_token\": \"…\"}"'),
        ("access_token%3Dhush", "access_token%3D…"),
        ("Authorization: Token hush\nHost: x", "Authorization: …\nHost: x"),
        ("Cookie: a=hush; b=hush", "Cookie: …"),
        ("zoom GET /users/{userId}: HTTP 200, request 'v=2.0;clid=x'", None),
        ("waited 0.250 s at 2026-11-25T19:00:00+00:00, 1,234 calls", None),
        ("tokens: 3 of 4", None),
    ],
)
def test_what_is_taken_out(text: str, clean: str | None) -> None:
    """Addresses, credentials and numbers go; operations, times and counts stay."""
    assert (text if clean is None else clean) == redacted(text)


AROUND = st.text(max_size=20) | st.text("ab%40@<> =&+", max_size=8)


@given(st.from_regex(r"[a-z0-9.+_-]{1,20}@[a-z0-9-]{1,20}\.(test|example)", fullmatch=True), AROUND, AROUND)
@example("ada@example.test", "%40", "%40")
def test_no_address_survives(address: str, before: str, behind: str) -> None:
    """Whatever stands around it, with a space between and without."""
    assert address not in redacted(f"{before} {address} {behind}")
    assert address not in redacted(f"{before}{address}{behind}")


@pytest.mark.parametrize(
    "text", ["a", "a@", "a%40", "%", "%40", "eyJ-", "token", "token-", "+1 ", "https://a@", "cookie:"]
)
def test_a_long_record_is_no_long_wait(text: str) -> None:
    """A bug once: the time grew with the square of the length, and one body in a log stopped the program."""
    once = text * (100_000 // len(text))

    assert _seconds(once * 8) < 24 * _seconds(once)  # which would be 64 times as long


def _seconds(text: str) -> float:
    """Return the processor's seconds for a text: the least of a few tries."""

    def once() -> float:
        began = time.process_time()
        redacted(text)
        return time.process_time() - began

    return min(once() for _ in range(3))


@pytest.fixture
def heard() -> Any:
    """A logger of somebody else's, whose handler has the filter."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(logging.Formatter("%(message)s"))
    handler.addFilter(pb.RedactingFilter())
    logger = logging.getLogger("somebody.else")
    logger.addHandler(handler)
    logger.propagate = False
    yield logger, stream
    logger.removeHandler(handler)
    logger.propagate = True


def test_a_traceback_is_cleaned_too(heard: Any) -> None:
    """An exception's text can hold the URL that it was raised for."""
    logger, stream = heard
    try:
        raise ValueError("no answer from https://api.example.test/v2/users/ada@example.test?token=hush")
    except ValueError:
        logger.exception("%s asked for %s", "ada@example.test", {"password": "hush"}, stack_info=True)

    said = stream.getvalue()
    assert "ValueError: no answer from https://api.example.test/…" in said
    assert "…@… asked for {'password': '…'}" in said
    assert not any(word in said.replace("test_redaction", "") for word in ("ada@", "hush'", "users/ada"))


def test_a_record_that_cannot_be_put_together_says_so(heard: Any) -> None:
    """It neither breaks the program nor shows what it was made of."""
    logger, stream = heard
    logger.handle(logging.LogRecord("x", logging.WARNING, "f.py", 7, "%d calls of %s", ("ada@example.test",), None))

    assert "cannot be put together" in stream.getvalue()
    assert "ada" not in stream.getvalue()


def test_httpx_of_somebody_else_is_cleaned(caplog: pytest.LogCaptureFixture) -> None:
    """With the filter at a handler, what httpx logs of other programs' requests has no path and no query."""
    caplog.handler.addFilter(filter_ := pb.RedactingFilter())
    try:
        with caplog.at_level(logging.INFO, "httpx"):
            transport = httpx.MockTransport(lambda _: httpx.Response(200))
            with httpx.Client(transport=transport) as client:
                client.get("https://api.example.test/users/ada@example.test", params={"token": "hush"})
    finally:
        caplog.handler.removeFilter(filter_)

    assert 'HTTP Request: GET https://api.example.test/… "HTTP/1.1 200 OK"' in caplog.messages


def test_our_own_logger_has_it() -> None:
    assert any(isinstance(each, pb.RedactingFilter) for each in logging.getLogger("provider_bridge").filters)
