"""``provider-bridge accounts login`` and ``revoke``, against a simulator on a port, as a person would use them."""

from __future__ import annotations

import socket
import stat
import struct
import subprocess
import sys
import time
from collections.abc import Generator
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest
from served import Served, serving
from typer.testing import CliRunner

from provider_bridge.cli import callback
from provider_bridge.cli.app import app
from provider_bridge.cli.callback import listening
from provider_bridge.errors import LoginFailed

COMMAND = [str(Path(sys.executable).with_name("provider-bridge")), "accounts", "login", "person"]


@pytest.fixture
def served(tmp_path: Path) -> Generator[Served]:
    """Serve a simulator; its configuration has an account that nobody has logged in to."""
    with serving(tmp_path, users=4) as server:
        server.config.write_text(
            f"""
[accounts.person]
provider = "zoom"
client_id = "sandbox-client"
client_secret = "sandbox-secret"
refresh_token = {{ file = "person-refresh" }}
api_url = "{server.base}/v2"
token_url = "{server.base}/zoom/oauth/token"
"""
        )
        yield server


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port


def begun(served: Served, *arguments: str) -> tuple[subprocess.Popen[str], str]:
    """Start the command and return it with the address that it says to open."""
    command = [*COMMAND, "--config", str(served.config), *arguments]
    process = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, bufsize=1
    )
    assert process.stdout is not None
    return process, process.stdout.readline().strip()


def redirect(url: str) -> str:
    """Agree, and return where the browser is sent."""
    return httpx.get(url, trust_env=False).headers["location"]


def file_of(served: Served) -> Path:
    return served.config.parent / "person-refresh"


def test_the_answer_is_received_on_a_port(served: Served) -> None:
    """The person agrees in the browser, comes back, sees a page, and the file is written for its owner alone."""
    uri = f"http://127.0.0.1:{free_port()}/callback"
    process, url = begun(served, "--redirect-uri", uri)
    answer = redirect(url)

    assert 404 == httpx.get(uri.replace("callback", "favicon.ico"), trust_env=False).status_code
    page = httpx.get(answer, trust_env=False)
    out, err = process.communicate(timeout=60)

    assert (200, "no-store") == (page.status_code, page.headers["cache-control"])
    assert (0, "") == (process.returncode, out)
    assert "logged in" in err
    assert 0o600 == stat.S_IMODE(file_of(served).stat().st_mode)
    assert served.sandbox.login.zoom_refresh_token == file_of(served).read_text().strip()
    assert served.sandbox.login.zoom_refresh_token not in out + err


def test_a_strangers_answer_is_not_waited_for(served: Served) -> None:
    """A bug once: any page could end a login with a query of its own. Only the vendor knows the state."""
    uri = f"http://127.0.0.1:{free_port()}/callback"
    process, url = begun(served, "--redirect-uri", uri)
    answer = redirect(url)
    state = answer.partition("state=")[2].partition("&")[0]
    strange = [
        "?state=wrong&code=abc",
        "?state=wrong&error=access_denied",
        "?error=access_denied",
        "?prefetch=1",
        "?state=",
        f"?state={state}x&code=abc",
        f"?state=wrong&state={state}&code=abc",
        "?code=abc",
        "?%ff=%ed%a0%80",
    ]
    assert [404] * len(strange) == [httpx.get(uri + query, trust_env=False).status_code for query in strange]

    assert 200 == httpx.get(answer, trust_env=False).status_code
    _, err = process.communicate(timeout=60)
    assert (0, True) == (process.returncode, "logged in" in err)


def test_a_stranger_who_is_slow_holds_up_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    """A bug once: silent connections were waited for one after the other, and one that dripped had no end."""
    monkeypatch.setattr(callback, "_SLOW_S", 10)
    uri = f"http://127.0.0.1:{free_port()}/callback"
    port = urlsplit(uri).port
    began = time.monotonic()
    with listening(uri, 20, lambda came: "state=ours" in came.get_secret_value()) as wait, ExitStack() as open_ones:
        for said in (b"", b"", b"G", b"GET /callback?state=ours HTTP/1.1\r\nA: "):
            stranger = open_ones.enter_context(socket.create_connection(("127.0.0.1", port)))
            stranger.sendall(said)
        assert 200 == httpx.get(f"{uri}?state=ours&code=c0de", trust_env=False).status_code
        answer = wait()

    assert f"{uri}?state=ours&code=c0de" == answer.get_secret_value()
    assert "c0de" not in repr(answer)
    assert time.monotonic() - began < 10  # not even one of them was waited for

    with listening(uri, 0.2, lambda _: True) as wait, socket.create_connection(("127.0.0.1", port)) as stranger:
        stranger.sendall(b"G")
        with pytest.raises(LoginFailed, match="did not come back"):
            wait()


def test_whoever_comes_back_need_not_wait_for_the_page() -> None:
    """A browser that is closed at once, having sent the answer, has logged in."""
    uri = f"http://127.0.0.1:{free_port()}/callback"
    with listening(uri, 5, lambda _: True) as wait:
        with socket.create_connection(("127.0.0.1", urlsplit(uri).port)) as browser:
            browser.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            browser.sendall(b"GET /callback?code=c HTTP/1.1\r\n\r\n")
            browser.shutdown(socket.SHUT_WR)
        assert wait().get_secret_value().endswith("?code=c")


def test_the_answer_is_pasted(served: Served) -> None:
    """Where the redirect URI is elsewhere the address is asked for; then the login can be used and taken back."""
    process, url = begun(served, "--redirect-uri", "https://intranet.example/callback")
    _, err = process.communicate(redirect(url) + "\n", timeout=60)
    assert (0, True) == (process.returncode, "logged in" in err)

    checked = CliRunner().invoke(app, ["accounts", "check", "--config", str(served.config)])
    assert 0 == checked.exit_code
    assert served.sandbox.world.account_id in checked.stdout
    revoked = CliRunner().invoke(app, ["accounts", "revoke", "person", "--config", str(served.config)])
    assert (0, "") == (revoked.exit_code, revoked.stdout)
    assert not file_of(served).exists()
    assert "" == served.sandbox.login.zoom_refresh_token


def test_an_answer_to_another_login(served: Served) -> None:
    """An address with another state is exit code 3 and one sentence, and nothing is written."""
    process, url = begun(served, "--paste")
    _, err = process.communicate(redirect(url).replace("state=", "state=x") + "\n", timeout=60)

    assert 3 == process.returncode
    assert "belongs to another login" in err
    assert "Traceback" not in err
    assert not file_of(served).exists()


def test_nobody_comes_back(served: Served) -> None:
    """After the time to wait it is over, with exit code 3."""
    uri = f"http://127.0.0.1:{free_port()}/callback"
    result = CliRunner().invoke(
        app, [*COMMAND[1:], "--config", str(served.config), "--redirect-uri", uri, "--wait", "1"]
    )

    assert 3 == result.exit_code
    assert "the browser did not come back within 1 seconds" in result.stderr


def test_a_port_that_is_taken(served: Served) -> None:
    """The sentence says what to do instead; no address is printed, so nobody logs in for nothing."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        uri = f"http://127.0.0.1:{listener.getsockname()[1]}/callback"
        result = CliRunner().invoke(app, [*COMMAND[1:], "--config", str(served.config), "--redirect-uri", uri])

    assert (3, "") == (result.exit_code, result.stdout)
    assert "--paste" in result.stderr


def test_accounts_that_have_no_login_here(tmp_path: Path) -> None:
    """A server-to-server account and one with a personal access token say that they log in otherwise."""
    with serving(tmp_path, users=4) as server:
        for name in ("sandbox-zoom", "sandbox-meeting"):
            result = CliRunner().invoke(app, ["accounts", "login", name, "--config", str(server.config)])
            assert (3, "") == (result.exit_code, result.stdout)
            assert 1 == len(result.stderr.splitlines())


def test_a_login_at_goto(tmp_path: Path) -> None:
    """GoTo's accounts log in and are taken back by the same two commands."""
    with serving(tmp_path, users=4) as server:
        file = server.config.parent / "refresh-token"
        before = file.read_text()
        command = [*COMMAND[:-1], "sandbox-webinar", "--config", str(server.config), "--paste"]
        process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, bufsize=1
        )
        assert process.stdout is not None
        _, err = process.communicate(redirect(process.stdout.readline().strip()) + "\n", timeout=60)
        assert (0, True) == (process.returncode, "logged in" in err)
        assert before != file.read_text()

        arguments = ["--account", "sandbox-webinar", "--config", str(server.config)]
        checked = CliRunner().invoke(app, ["accounts", "check", *arguments])
        assert server.sandbox.world.organizer_key in checked.stdout
        revoked = CliRunner().invoke(app, ["accounts", "revoke", "sandbox-webinar", "--config", str(server.config)])
        assert (0, "") == (revoked.exit_code, revoked.stdout)
        assert not file.exists()
