"""Every file and every environment variable that is read, mutated: a typed error with exit code 3, or no error.

Never a fault of ours, never a hang, and never a secret in what is said.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Generator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from anyio.from_thread import start_blocking_portal
from mutations import MUTATIONS, STILL_GOOD, within
from served import Served, serving
from support import FACES
from typer.testing import CliRunner

import provider_bridge as pb
from provider_bridge.cli.app import app

pytestmark = pytest.mark.sweep

SECRET = "sandbox-secret"
PLANTED = "PLANTED-7c1e"
ACCOUNT = "sandbox-zoom"
HOST = "44CQXk7Yv3V95jon8zx1OQ"
"""A host of the simulated account, whose recordings are listed by one call."""

PREFIX = "PROVIDER_BRIDGE_SANDBOX_ZOOM"
FILES = ("bridge.toml", "secret", "client-id", "token.json", "budget.json")
OWN = {"bridge.toml", "secret", "client-id"}
"""The files that people write; the others are written by this program."""

_PROXIES = re.compile(r"(https?|all|no)_proxy", re.IGNORECASE)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Generator[Served]:
    with serving(tmp_path_factory.mktemp("served")) as server:
        yield server


@pytest.fixture(autouse=True)
def _clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(os.environ):
        if _PROXIES.fullmatch(name) or name.startswith(("SSL", "REQUESTS_CA", "CURL_CA", "PROVIDER_BRIDGE")):
            monkeypatch.delenv(name)


@pytest.fixture
def folder(tmp_path: Path, served: Served, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder with a good configuration and every file that it can have."""
    table = served.sandbox.config(served.base).split("\n\n")[0]
    table = table.replace(f'"{SECRET}"', '{ file = "secret" }').replace('client_id = "sandbox-client"\n', "")
    files = 'token_file = "token.json"\nbudget_file = "budget.json"\n'
    for name, text in (("bridge.toml", f"{table}\n{files}"), ("secret", SECRET), ("client-id", "sandbox-client")):
        (tmp_path / name).touch(0o600)
        (tmp_path / name).write_text(f"{text}\n")
    monkeypatch.setenv(f"{PREFIX}_CLIENT_ID_FILE", str(tmp_path / "client-id"))
    monkeypatch.setenv("HOME", str(tmp_path))
    outcome, _ = by_library("sync", tmp_path)
    assert outcome == "fine"
    assert set(FILES) <= {each.name for each in tmp_path.iterdir()}
    return tmp_path


def by_library(face: str, folder: Path) -> tuple[str, str]:
    """Use the account on a face; return what came of it, and what was said."""
    try:
        with within(20):
            _list_groups(face, folder)
    except pb.ProviderBridgeError as error:
        if not isinstance(error, pb.ConfigurationError | pb.StateError | pb.Unauthorized):
            raise
        return "refused", _all_of(error)
    return "fine", ""


def _list_groups(face: str, folder: Path) -> None:
    config = folder / "bridge.toml"
    if face == "sync":
        with pb.open_bridge(config) as bridge:
            account: Any = bridge[ACCOUNT]
            list(account.directory.groups.list())
        return

    async def list_groups() -> None:
        async with pb.open_async_bridge(config) as bridge:
            account: Any = bridge[ACCOUNT]
            [each async for each in account.directory.groups.list()]

    with start_blocking_portal() as portal:
        portal.call(list_groups)


def _all_of(error: BaseException | None) -> str:
    """Return all that an error shows or leads to."""
    said = ""
    while error is not None:
        said += f"{error} {error!r} {error.args} {vars(error)}\n"
        error = error.__cause__ or error.__context__
    return said


def by_command(folder: Path) -> tuple[str, str]:
    """Use the account by the command."""
    arguments = ["recordings", "list", "--host", HOST, "--since", "2026-11-01", "--config", str(folder / "bridge.toml")]
    with within(20):
        result = CliRunner().invoke(app, arguments)
    said = result.stdout + result.stderr
    assert isinstance(result.exception, SystemExit | None), said
    assert result.exit_code in {0, 3}, said
    assert "internal fault" not in said
    assert "Traceback" not in said
    return ("refused" if result.exit_code else "fine"), said


USES: dict[str, Callable[[Path], tuple[str, str]]] = {
    **{face: partial(by_library, face) for face in FACES},
    "command": by_command,
}


@pytest.mark.parametrize("mutation", MUTATIONS)
@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("use", USES)
def test_a_mutated_file_is_a_typed_error_that_names_it(folder: Path, use: str, name: str, mutation: str) -> None:
    """Whatever was done to it; what editors add to a file makes no difference."""
    MUTATIONS[mutation](folder / name)

    outcome, said = USES[use](folder)

    assert SECRET not in said
    assert outcome == "fine" or name in said or "is not accepted" in said
    if mutation in STILL_GOOD and name in OWN:
        assert outcome == "fine", said


VALUES: dict[str, str] = {
    "empty": "",
    "blank": " \t ",
    "a line end": f"{PLANTED}\n",
    "byte order mark": f"\ufeff{PLANTED}",
    "curly quotes": f"\u201c{PLANTED}\u201d",
    "several lines": f"{PLANTED}\nsecond",
    "no UTF-8": f"{PLANTED}\udce9",
    "control characters": f"{PLANTED}\x1b[2J\x7f",
    "long": PLANTED * 10_000,
    "many digits": "1" * 5000,
    "superscript digit": "\u00b2",
    "nought": "0",
    "negative": "-1",
    "half a URL": "http://[",
    "unknown scheme": f"garbage://ada:{PLANTED}@127.0.0.1:9",
    "socks": f"socks5://ada:{PLANTED}@127.0.0.1:9",
    "port": f"http://ada:{PLANTED}@127.0.0.1:99999",
    "no host": f"http://ada:{PLANTED}@",
    "host and port": "127.0.0.1:9",
    "IPv6": "[::1]",
    "networks": "[::1]:8080, fd00::/8,10.0.0.0/8 ,::1/128,[::, 300.1.1.1/99,*.example.com,http://x:1",
    "star": "*",
    "home": "~nobody-of-that-name/x",
    "relative": "../..",
    "device": "/dev/zero",
    "no such file": "/nowhere/at/all",
    "this folder": ".",
}
FOR_THE_COMMAND = ("blank", "no UTF-8", "many digits", "superscript digit", "unknown scheme", "device")
KEYS = ("provider", "account_id", "client_id", "client_secret", "refresh_token", "share", "api_url", "token_url",
        "token_file", "read_only", "budget_file", "budget_url", "workers", "plan")  # fmt: skip
VARIABLES = (
    "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY", "http_proxy", "https_proxy", "all_proxy", "no_proxy",
    "SSL_CERT_FILE", "SSL_CERT_DIR", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSLKEYLOGFILE", "REQUEST_METHOD",
    "HOME", "COLUMNS", "LINES", "TERM", "NO_COLOR", "FORCE_COLOR", "NETRC", "PYTHON_KEYRING_BACKEND", "THE_SECRET",
    *(f"{PREFIX}_{key}{end}".upper() for key in KEYS for end in ("", "_FILE")),
)  # fmt: skip


@pytest.mark.parametrize("variable", VARIABLES)
@pytest.mark.parametrize("use", ["sync", "command"])
def test_a_mutated_variable_is_a_typed_error_that_names_it(
    folder: Path, monkeypatch: pytest.MonkeyPatch, use: str, variable: str
) -> None:
    """An account of this machine needs neither proxy nor certificate, so what is wrong with those does not touch it."""
    if variable == "THE_SECRET":
        config = folder / "bridge.toml"
        config.write_text(config.read_text().replace('file = "secret"', 'env = "THE_SECRET"'))
    if variable.startswith(f"{PREFIX}_CLIENT_ID"):
        monkeypatch.delenv(f"{PREFIX}_CLIENT_ID_FILE")
    monkeypatch.chdir(folder)
    fails = []
    for kind in VALUES if use != "command" else FOR_THE_COMMAND:
        value = VALUES[kind]
        if not value.strip() and variable.endswith("_URL"):
            continue  # which means the vendor's own
        with monkeypatch.context() as patch:
            patch.setenv(variable, value)
            try:
                outcome, said = USES[use](folder)
            except BaseException as error:  # noqa: BLE001 (all values are tried before the test fails)
                fails.append(f"{kind}: {type(error).__name__} {error}")
                continue
        if PLANTED in said.replace("PROVIDER_BRIDGE", "") and not _may_be_shown(variable):
            fails.append(f"{kind}: it is shown: {said}")
        if not variable.startswith(PREFIX) and variable != "THE_SECRET" and outcome != "fine":
            fails.append(f"{kind}: {said}")

    assert not fails


def _may_be_shown(variable: str) -> bool:
    """Whether a variable holds no secret, but a path or a name that an error may repeat."""
    return variable.endswith("_FILE") or variable == f"{PREFIX}_PROVIDER"
