"""What a traceback shows with the values of its frames, as error trackers and rich take them: no secret, no answer."""

from __future__ import annotations

import asyncio
import base64
import errno
import io
import json
import os
import socket
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

import anyio
import httpx
import pytest
from found import operations
from rich.console import Console
from rich.traceback import Traceback
from support import FACES, opened, unlimited
from tours import ARGUMENTS

import provider_bridge as pb
from provider_bridge.config import AccountConfig, parse_config
from provider_bridge.core.calls import RawReply, Reply, Request
from provider_bridge.core.scrub import Scrubbed
from provider_bridge.domain.ids import HostId
from provider_bridge.login import async_finish_login, finish_login, start_login
from provider_bridge.runners.token_stores import FileStore, MemoryStore, RefreshTokenStore, TokenStore

BEARER, REFRESH, NEXT = "bearer-4f1d", "refresh-8a2c", "next-77be"
SECRET, PAT, CODE, ANSWER = "client-secret-9d", "personal-5e", "code-c0de", "person-zz@guests.example.test"
BASIC: Final = base64.b64encode(f"planted-client:{SECRET}".encode()).decode()
PLANTED: Final = (BEARER, REFRESH, NEXT, SECRET, PAT, CODE, ANSWER, BASIC)
TESTS: Final = str(Path(__file__).parent)
Answer = tuple[int, dict[str, str], bytes]
App = Callable[[str, str, dict[str, str], bytes], Answer]

CONFIG = f"""
[accounts.zoom]
provider = "zoom"
client_id = "planted-client"
client_secret = "{SECRET}"
refresh_token = {{ file = "refresh" }}

[accounts.gotowebinar]
provider = "gotowebinar"
client_id = "planted-client"
client_secret = "{SECRET}"
refresh_token = {{ file = "refresh" }}

[accounts.gotomeeting]
provider = "gotomeeting"
client_id = "planted-client"
client_secret = "{SECRET}"
personal_access_token = "{PAT}"
"""


def accounts_in(folder: Path) -> dict[str, AccountConfig]:
    """Return accounts whose every secret is planted."""
    (folder / "refresh").touch(0o600)
    (folder / "refresh").write_text(f"{REFRESH}\n")
    return {each.name: each for each in parse_config(CONFIG, "test", folder=folder, private=True, environ={})}


def errors_of(error: BaseException) -> list[BaseException]:
    """Return an error and all that led to it, what is not shown by default included."""
    found = [error]
    for each in found:  # it grows meanwhile
        found += [other for other in (each.__cause__, each.__context__) if other is not None and other not in found]
    return found


def shown(error: BaseException, words: tuple[str, ...] = PLANTED) -> list[str]:
    """Return where a planted word is in the repr of a local: of our own frames and of those that we call."""
    found: set[str] = set()
    for each in errors_of(error):
        trace = each.__traceback__
        while trace is not None:
            code = trace.tb_frame.f_code
            if not code.co_filename.startswith(TESTS):
                for name, value in trace.tb_frame.f_locals.items():
                    text = repr(value)
                    found |= {f"{code.co_filename}:{code.co_name}: {name}: {word}" for word in words if word in text}
            trace = trace.tb_next
        found |= {f"{type(each).__name__}: {word}" for word in words if word in f"{each}{each!r}{vars(each)}"}
    return sorted(found)


def caught(use: Callable[[], Any]) -> BaseException:
    """Return the error that something ends with."""
    try:
        found = use()
        list(found if isinstance(found, Iterator) else ())
    except BaseException as error:  # noqa: BLE001 (a cancellation, too)
        return error
    raise AssertionError("no error came")


def answering(status: int, body: bytes, headers: dict[str, str] | None = None) -> App:
    """Return a vendor whose login works, and whose API always answers this."""

    def app(method: str, url: str, sent: dict[str, str], content: bytes) -> Answer:
        if "/token" not in url:
            return status, headers or {"content-type": "application/json"}, body
        fields = {"access_token": BEARER, "token_type": "bearer", "expires_in": 3600}
        return 200, {}, json.dumps(fields | ({"refresh_token": NEXT} if b"refresh_token" in content else {})).encode()

    return app


def told(**fields: Any) -> bytes:
    """Return a body that names a person."""
    return json.dumps({"message": ANSWER, "reason": ANSWER, "email": ANSWER, **fields}).encode()


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    import tenacity

    from provider_bridge.core import retry
    from provider_bridge.core.confirm import polling as patience

    monkeypatch.setattr(retry._Wait, "_otherwise", tenacity.wait_none())
    monkeypatch.setattr(patience, "_WAITS", (0.0, 0.0))


# --- calls -------------------------------------------------------------------------------------------------


ANSWERS: dict[str, tuple[int, bytes, dict[str, str]]] = {
    "refused": (400, told(code=300), {}),
    "token": (401, told(code=124), {}),
    "forbidden": (403, told(code=4711), {}),
    "missing": (404, told(code=1001), {}),
    "quota": (429, told(code=429), {"retry-after": "3600"}),
    "broken": (500, told(), {}),
    "page": (200, f"<html>{ANSWER}</html>".encode(), {"content-type": "text/html"}),
    "redirect": (302, told(), {"location": f"https://elsewhere.example/?who={ANSWER}"}),
    "shape": (200, json.dumps([ANSWER]).encode(), {}),
    "torn": (200, told()[:-5], {}),
    "alien": (200, told(users=5, registrants=5, meetings=5, enable=5), {}),
    "quiet": (200, told(code=300, int_err_code="x", errorCode="x"), {}),
}


@pytest.mark.parametrize("face", FACES)
@pytest.mark.parametrize("kind", ANSWERS)
def test_no_failing_operation_shows_a_secret_or_an_answer(face: str, kind: str, tmp_path: Path) -> None:
    """Every operation of every provider, refused and misunderstood. The bug: bearer and body were in our frames."""
    sandbox = unlimited(users=2)
    accounts = accounts_in(tmp_path)
    found: dict[str, list[str]] = {}
    count = 0
    with opened(face, answering(*ANSWERS[kind]), tuple(accounts.values())) as open_accounts:
        for account in open_accounts.values():
            for name, run in operations(account):
                make = ARGUMENTS[account.provider].get(name)
                arguments = make(sandbox) if make else {}
                try:
                    result = run(**arguments)
                    list(result if isinstance(result, Iterator) else ())
                except pb.ProviderBridgeError as error:
                    count += not isinstance(error, pb.UnsupportedCapability)
                    if places := shown(error):
                        found[f"{account.provider}.{name}"] = places

    assert {} == found
    assert count > 100


class Refused(Exception):
    """What is no error of HTTP, as a mistake in a transport."""


@pytest.mark.parametrize("face", FACES)
@pytest.mark.parametrize("name", ["zoom", "gotowebinar", "gotomeeting"])
@pytest.mark.parametrize(
    "failure",
    [
        httpx.ReadTimeout("late"),
        httpx.ConnectTimeout("late"),
        httpx.ConnectError("no"),
        httpx.ReadError("broke"),
        httpx.RemoteProtocolError("odd"),
        Refused("no"),
    ],
    ids=lambda failure: type(failure).__name__,
)
def test_no_call_without_an_answer_shows_one(face: str, name: str, failure: Exception, tmp_path: Path) -> None:
    """A login, and a call, that end in the transport; and what our own mistake there would show."""
    for failing in ("/token", "/"):
        usual = answering(200, b"{}")

        def app(method: str, url: str, *sent: Any, failing: str = failing, usual: App = usual) -> Answer:
            if failing in url.removeprefix("https://"):
                raise failure
            return usual(method, url, *sent)

        with opened(face, app, [accounts_in(tmp_path)[name]]) as accounts:
            error = caught(lambda: accounts[name].directory.hosts.get(HostId("someone")))

        assert [] == shown(error)


# --- logins ------------------------------------------------------------------------------------------------


REFUSALS: dict[str, Answer] = {
    "refused": (400, {}, told(error="invalid_grant", refresh_token=NEXT)),
    "client": (401, {}, told(error="invalid_client")),
    "broken": (500, {}, told()),
    "limited": (429, {"retry-after": "3600"}, told()),
    "page": (200, {"content-type": "text/html"}, b"<html>"),
    "type": (200, {}, told(access_token=BEARER, token_type="mac", refresh_token=NEXT)),
    "blank": (200, {}, told(access_token=BEARER, refresh_token=f"{NEXT}\n{NEXT}")),
    "half": (200, {}, told(access_token=BEARER, refresh_token=f"{NEXT}\ud800")),
    "header": (200, {}, told(access_token=f"{BEARER}\r\nx: y", refresh_token=NEXT)),
}


@pytest.mark.parametrize("face", FACES)
@pytest.mark.parametrize("refusal", REFUSALS)
@pytest.mark.parametrize("name", ["zoom", "gotowebinar", "gotomeeting"])
def test_no_refused_renewal_shows_a_secret(face: str, refusal: str, name: str, tmp_path: Path) -> None:
    """The bug: the form with the refresh token, and the answer with the next one, were in the manager's frames."""
    account = accounts_in(tmp_path)[name]
    store = RefreshTokenStore(tmp_path / "refresh", "x") if name != "gotomeeting" else MemoryStore()
    with opened(face, lambda *_: REFUSALS[refusal], [account], store=store) as accounts:
        error = caught(accounts[name].identify)

        assert isinstance(error, pb.ProviderBridgeError)
        assert [] == shown(error)
        try:
            accounts[name].revoke()
        except pb.ProviderBridgeError as refused:
            places = shown(refused)
        else:
            places = []  # it is no refusal of a revocation
        assert [] == places


@pytest.mark.parametrize("face", FACES)
@pytest.mark.parametrize("kind", [FileStore, RefreshTokenStore])
def test_a_rotation_that_cannot_be_written_shows_no_token(
    face: str, kind: type[Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The bug: the text that was to be written stood in the frames of the error that said that it could not."""
    account = accounts_in(tmp_path)["zoom"]
    file = tmp_path / ("refresh" if kind is RefreshTokenStore else "token.json")
    store: TokenStore = kind(file, "x") if kind is RefreshTokenStore else kind(file)
    usual = answering(200, b"{}")

    def full(*_: Any) -> int:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    def app(*asked: Any) -> Answer:
        monkeypatch.setattr(os, "pwrite", full)
        return usual(*asked)

    with opened(face, app, [account], store=store) as accounts:
        for _ in range(2):
            error = caught(accounts["zoom"].identify)

            assert isinstance(error, pb.StateError)
            assert [] == shown(error)


@pytest.mark.parametrize("face", FACES)
@pytest.mark.parametrize("name", ["zoom", "gotowebinar"])
@pytest.mark.parametrize("ending", [*REFUSALS, "state", "denied", "twice", "disk"])
def test_no_failing_login_shows_its_code(
    face: str, name: str, ending: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The bug: code, verifier and the address that the person came back to were in our frames."""
    account = accounts_in(tmp_path)[name]
    request = start_login(account, "http://127.0.0.1:8976/callback")
    back = f"http://127.0.0.1:8976/callback?code={CODE}&state={request.state}"
    back = {
        "state": back.replace("state=", "state=x"),
        "denied": f"{back}&error=access_denied&error_description={CODE}",
        "twice": f"{back}&code={CODE}",
    }.get(ending, back)
    answer = REFUSALS.get(ending, REFUSALS["broken"])
    if ending == "disk":
        monkeypatch.setattr(os, "pwrite", lambda *_: 0)

    async def run() -> None:
        await async_finish_login(account, request, back, app=lambda *_: answer)

    def use() -> None:
        if face == "sync":
            finish_login(account, request, back, app=lambda *_: answer)
        else:
            anyio.run(run)

    error = caught(use)

    assert isinstance(error, pb.ProviderBridgeError)
    words = (*PLANTED, request.verifier, request.state)
    assert [] == shown(error, words)
    assert f"{REFRESH}\n" == (tmp_path / "refresh").read_text() or ending in {"type", "header"}


# --- the wire ----------------------------------------------------------------------------------------------


@pytest.fixture
def silent() -> Iterator[str]:
    """Serve connections that are taken and never answered."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        held: list[socket.socket] = []

        def take() -> None:
            try:
                while True:
                    held.append(server.accept()[0])
            except OSError:
                pass

        thread = threading.Thread(target=take, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}"
        for each in held:
            each.close()


@pytest.mark.parametrize("where", ["token_url", "api_url"])
def test_a_deadline_of_the_callers_own_shows_no_secret(where: str, silent: str, tmp_path: Path) -> None:
    """Cancelled in the middle of a request, the frames of httpx, httpcore and anyio are in the traceback, too."""
    fields = {"credential": "", "obtained_at": "", "expires_at": ""}
    urls = f'api_url = "{silent}/v2"\ntoken_url = "{silent}/oauth/token"\ntoken_file = "token.json"\n'
    (tmp_path / "bridge.toml").touch(0o600)
    accounts_in(tmp_path)
    (tmp_path / "bridge.toml").write_text(CONFIG.split("[accounts.gotowebinar]", maxsplit=1)[0] + urls)
    account = pb.config.load_config(tmp_path / "bridge.toml", {})[0]
    wiring = account.spec.wire(account.name, account.settings, account.sources)
    if where == "api_url":
        fields |= {"credential": wiring.exchange.token_manager.grant.credential, "access_token": BEARER}
        fields |= {"obtained_at": "2026-01-01T00:00:00+00:00", "expires_at": "2999-01-01T00:00:00+00:00"}
        (tmp_path / "token.json").touch(0o600)
        (tmp_path / "token.json").write_text(json.dumps(fields))

    async def use() -> None:
        async with pb.open_async_bridge(tmp_path / "bridge.toml") as bridge:
            await asyncio.wait_for(bridge["zoom"].identify(), 0.2)

    error = caught(lambda: asyncio.run(use()))

    assert isinstance(error, TimeoutError)
    assert any("httpcore" in str(frame) for frame in frames(error))
    assert [] == shown(error)


def frames(error: BaseException) -> Iterator[str]:
    """Yield the files of all frames of a traceback."""
    for each in errors_of(error):
        trace = each.__traceback__
        while trace is not None:
            yield trace.tb_frame.f_code.co_filename
            trace = trace.tb_next


def test_rich_prints_no_secret(tmp_path: Path) -> None:
    """A traceback as typer and others print it, with the values of our frames."""
    account = accounts_in(tmp_path)["zoom"]
    with opened("sync", lambda *_: REFUSALS["blank"], [account]) as accounts:
        error = caught(accounts["zoom"].identify)
    console = Console(file=io.StringIO(), width=200)
    inside = error.__traceback__.tb_next.tb_next if error.__traceback__ and error.__traceback__.tb_next else None
    console.print(Traceback.from_exception(type(error), error, inside, show_locals=True, max_frames=0))

    text = console.file.getvalue()  # type: ignore[attr-defined]
    assert "reply = RawReply" in text or "stored = " in text
    assert not any(word in text for word in PLANTED)


def test_what_travels_shows_nothing_of_itself() -> None:
    """Neither repr nor rich's own way of showing values finds a secret in what a call is made of."""
    from datetime import UTC, datetime

    from rich.pretty import pretty_repr

    things = [
        Request("GET /x", "GET", f"https://x/{ANSWER}", {"Authorization": BEARER}, SECRET.encode()),
        RawReply(200, {"location": ANSWER}, ANSWER.encode()),
        Reply("GET /x", ANSWER.encode(), 0, datetime.now(UTC), ""),
        Scrubbed(ANSWER.encode(), 0),
    ]
    for thing in things:
        for text in (repr(thing), str(thing), pretty_repr(thing), pretty_repr([thing], max_string=10)):
            assert not any(word in text for word in PLANTED)
