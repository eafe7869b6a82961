"""Faults over real sockets: ``provider-bridge sandbox serve --faults``."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import sys
from collections.abc import Generator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

import httpx
import pytest

from provider_bridge.sandbox.faults import served_plan
from provider_bridge.testing import FAULTS, BadSpec

pytestmark = pytest.mark.sweep

LOGIN = "POST /zoom/oauth/token 400"
PROGRAM = [sys.executable, "-c", "from provider_bridge.cli import main; main()"]
COMMAND = [*PROGRAM, "sandbox", "serve"]


class Served:
    """A simulator in a process of its own, asked on one connection at a time."""

    def __init__(self, told: dict[str, Any], client: httpx.Client) -> None:
        self.config = told["config"]
        self._told = told
        self._client = client

    def ask(self) -> httpx.Response:
        """Ask for a token, in vain."""
        return self._client.post(self._told["zoom"]["token_url"], data={"grant_type": "nothing"})

    @contextmanager
    def raw(self) -> Generator[socket.socket]:
        """Ask the same by hand, and hand out the connection."""
        url = httpx.URL(self._told["zoom"]["token_url"])
        with socket.create_connection((url.host, url.port), timeout=5) as connection:
            connection.sendall(
                b"POST %s HTTP/1.1\r\nHost: %s\r\nContent-Length: 18\r\n"
                b"Content-Type: application/x-www-form-urlencoded\r\n\r\ngrant_type=nothing"
                % (url.raw_path, url.netloc)
            )
            yield connection

    def log(self) -> dict[str, int]:
        """Return what reached the simulator."""
        found: dict[str, int] = self._client.get(self._told["control"] + "/log").json()
        return found


@contextmanager
def serving(spec: str, timeout: float = 5) -> Generator[Served]:
    with subprocess.Popen([*COMMAND, "--faults", spec], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        try:
            told = json.loads(process.stdout.readline())
            with httpx.Client(timeout=timeout, trust_env=False) as client:
                yield Served(told, client)
        finally:
            process.send_signal(signal.SIGINT)
            said = process.stderr.read().decode()
    assert said.startswith("faults: ")
    assert "Traceback" not in said
    assert "ERROR" not in said


def test_a_reset_before_the_body_is_one_and_the_vendor_has_acted() -> None:
    """The connection is really reset, and the log counts the call."""
    with serving("reset-before-body") as served:
        with pytest.raises(httpx.ReadError):
            served.ask()
        assert served.ask().status_code == 400
        assert served.log() == {LOGIN: 2}


def test_a_reset_before_acting_reaches_no_simulator() -> None:
    """The log does not count the call."""
    with serving("reset-before-acting") as served:
        with pytest.raises(httpx.ReadError):
            served.ask()
        assert served.ask().status_code == 400
        assert served.log() == {LOGIN: 1}


def test_bodies_break_off_and_lengths_are_wrong() -> None:
    """Each in its turn: they follow one another, because only one strikes at a time."""
    spec = "reset-during-body,length-too-long@2,truncated-json@3,length-too-short@4"
    with serving(spec) as served:
        with pytest.raises(httpx.ReadError):
            served.ask()
        with pytest.raises(httpx.RemoteProtocolError, match="complete message body"):
            served.ask()
        for _ in range(2):
            with pytest.raises(ValueError, match=r"Unterminated|delimiter|Expecting"):
                served.ask().json()


def test_after_an_answer_that_is_whole_the_next_request_breaks() -> None:
    """It is on the same connection, and no vendor acts on it."""
    with serving("reset-after-body") as served:
        assert served.ask().json()
        with pytest.raises(httpx.ReadError):
            served.ask()
        assert served.log() == {LOGIN: 1}


def test_a_slow_answer_comes_for_who_waits() -> None:
    """``slow=`` says for how long it is silent; who waits for less gets a timeout."""
    with serving("slow-first-byte,slow-body@2,slow=0.4") as served:
        for _ in range(2):
            answer = served.ask()
            assert answer.elapsed > timedelta(seconds=0.3)
            assert answer.json()
    with serving("slow-first-byte,slow=30", timeout=0.3) as served:
        with pytest.raises(httpx.ReadTimeout):
            served.ask()


def test_an_answer_without_an_end_is_served() -> None:
    """It goes on until whoever asked is gone; a body's second half has an end for who waits."""
    with serving("interim-for-ever,head-drips@2,body-drips@3,slow=0.4") as served:
        for _ in range(2):
            came = b""
            with served.raw() as connection:
                while came.count(b"100 Continue") <= 3 and not came.endswith(b"xxx"):
                    more = connection.recv(1000)
                    assert more, came
                    came += more
        answer = served.ask()
        assert answer.elapsed > timedelta(seconds=0.4)
        assert answer.json()


def test_an_answer_is_served_twice_on_a_connection_that_stays_open() -> None:
    """The second waits for whatever is asked next."""
    with serving("answer-doubled") as served:
        came = b""
        with served.raw() as connection:
            while came.count(b"}") < 2:
                came += connection.recv(10_000)
        assert came.count(b"HTTP/1.1 400") == 2
        assert served.log() == {LOGIN: 1}


def test_an_answer_that_is_packed_twice_is_served() -> None:
    """As its head says."""
    with serving("packed-twice") as served:
        answer = served.ask()
        assert answer.headers["content-encoding"] == "gzip, gzip"
        assert answer.json()


def test_statuses_pages_and_dates_are_served() -> None:
    """There is one ``Date``, and it is the wrong one where that is the fault."""
    with serving("503-retry-after,html-with-200@2,redirect-elsewhere@3,server-clock-behind@4") as served:
        assert served.ask().headers["retry-after"] == "1"
        assert "html" in served.ask().headers["content-type"]
        assert served.ask().headers["location"].startswith("https://elsewhere.example/")
        wrong, right = (served.ask().headers.get_list("date") for _ in range(2))
    assert len(wrong) == len(right) == 1
    assert timedelta(minutes=9) < datetime.now(UTC) - parsedate_to_datetime(wrong[0]) < timedelta(minutes=12)
    assert datetime.now(UTC) - parsedate_to_datetime(right[0]) < timedelta(minutes=2)


def test_the_library_gets_through_what_a_port_does_to_it() -> None:
    """Faults that pass, at each eighth request or so: the verification ends as without."""
    spec = "reset-before-body:0.03,502-html:0.03,length-too-long:0.03,reset-after-body:0.03,seed=3"
    with serving(spec) as served:
        command = [*PROGRAM, "verify", "--account", "sandbox-zoom", "--config", served.config]
        done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("name", [name for name, fault in FAULTS.items() if not fault.served])
def test_what_no_server_can_do_is_refused(name: str) -> None:
    """A server cannot refuse one connection of many, or be unknown by name."""
    with pytest.raises(BadSpec, match="cannot be served"):
        served_plan(name)


@pytest.mark.parametrize("spec", ["reset", "dns-failure", "500:2", "seed=3", ""])
def test_a_bad_spec_ends_with_2_and_one_sentence(spec: str) -> None:
    """Nothing is served then."""
    done = subprocess.run([*COMMAND, "--faults", spec], capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.startswith("error: --faults: ")
    assert done.stderr.count("\n") == 1
