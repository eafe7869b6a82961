"""What a traceback shows of a configuration that is wrong, with the values of frames: no secret in it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from test_tracebacks import caught, shown

from provider_bridge.config import load_config, load_for_login, parse_config
from provider_bridge.errors import ConfigurationError
from provider_bridge.runners.secret_files import read_secret

SECRET = "client-secret-9d"
ACCOUNT = '[accounts.a]\nprovider = "zoom"\nclient_id = "x"\naccount_id = "y"\n'
WRONG = {
    "an unknown key": f'{ACCOUNT}client_secret = "{SECRET}"\nfoo = 1\n',
    "a key is missing": f'[accounts.a]\nprovider = "zoom"\nclient_secret = "{SECRET}"\n',
    "no provider": f'[accounts.a]\nclient_secret = "{SECRET}"\n',
    "a provider that is none": f'[accounts.a]\nprovider = "q"\nclient_secret = "{SECRET}"\n',
    "no TOML": f'[accounts.a]\nclient_secret = "{SECRET}\n',
    "a secret without quotes": f"[accounts.a]\nclient_secret = {SECRET}\n",
    "the same key twice": f'[accounts.a]\nclient_secret = "{SECRET}"\nclient_secret = "{SECRET}"\n',
    "nested too deeply": f'[accounts.a]\nclient_secret = "{SECRET}"\nx = {"[" * 3000}\n',
    "no account": f'client_secret = "{SECRET}"\n',
    "no table": f'[accounts]\na = "{SECRET}"\n',
    "a list": f'{ACCOUNT}client_secret = ["{SECRET}"]\n',
    "another table": f'{ACCOUNT}client_secret = {{ value = "{SECRET}" }}\n',
    "the secret as a variable's name": f'{ACCOUNT}client_secret = {{ env = "{SECRET}" }}\n',
    "curly quotes": f'{ACCOUNT}client_secret = "\u201c{SECRET}\u201d"\n',
    "a URL that is none": f'{ACCOUNT}client_secret = "{SECRET}"\napi_url = "ftp://x"\n',
    "a number as a path": f'{ACCOUNT}client_secret = "{SECRET}"\ntoken_file = 3\n',
    "no home": f'{ACCOUNT}client_secret = "{SECRET}"\nbudget_file = "~nobody-here/x"\n',
    "a refresh token kept nowhere": (
        f'[accounts.a]\nprovider = "zoom"\nclient_id = "x"\nclient_secret = "{SECRET}"\nrefresh_token = "{SECRET}"\n'
    ),
    "the same at GoTo": (
        f'[accounts.a]\nprovider = "gotomeeting"\nclient_id = "x"\nclient_secret = "{SECRET}"\n'
        f'refresh_token = "{SECRET}"\n'
    ),
    "another account": f'{ACCOUNT}client_secret = "{SECRET}"\n[accounts.b]\nprovider = "zoom"\n',
}
ENVIRONMENTS: dict[str, dict[str, str]] = {
    "nothing set": {},
    "a misspelt override": {"PROVIDER_BRIDGE_A_CLIENT_SECRETX": SECRET},
}


@pytest.mark.parametrize("environ", ENVIRONMENTS.values(), ids=ENVIRONMENTS)
@pytest.mark.parametrize("private", [True, False], ids=["private", "exposed"])
@pytest.mark.parametrize("how", WRONG)
def test_no_wrong_configuration_shows_a_secret(
    tmp_path: Path, how: str, private: bool, environ: dict[str, str]
) -> None:
    """A bug once: tables and values stood in the frames as they were read, secrets and all."""
    file = tmp_path / "bridge.toml"
    file.touch(0o600)
    file.write_text(WRONG[how])
    file.chmod(0o600 if private else 0o644)
    errors = [
        caught(lambda: load_config(file, environ)),
        caught(lambda: parse_config(WRONG[how], "test", private=private, environ=environ)),
    ]
    if how != "another account":
        errors.append(caught(lambda: load_for_login(file, "a", environ)))
    for error in errors:
        assert isinstance(error, ConfigurationError)
        assert [] == shown(error, (SECRET,))


@pytest.mark.parametrize("text", [f"\u201c{SECRET}\u201d", f"{SECRET}\0", f"{SECRET}\n{SECRET}"])
def test_no_secret_that_cannot_be_sent_is_shown(tmp_path: Path, text: str) -> None:
    """Whether it comes from a file, from a variable, or from an override."""
    file = tmp_path / "secret"
    file.touch(0o600)
    file.write_text(text)
    by_file = f'{ACCOUNT}client_secret = {{ file = "{file}" }}\n'
    uses: list[Any] = [
        lambda: read_secret(file),
        lambda: parse_config(by_file, "test", private=True, environ={}),
        lambda: parse_config(f'{ACCOUNT}client_secret = {{ env = "S" }}\n', "test", environ={"S": text}),
        lambda: parse_config(ACCOUNT, "test", environ={"PROVIDER_BRIDGE_A_CLIENT_SECRET": text}),
        lambda: parse_config(ACCOUNT, "test", environ={"PROVIDER_BRIDGE_A_CLIENT_SECRET_FILE": str(file)}),
    ]
    for use in uses:
        error = caught(use)
        assert isinstance(error, ConfigurationError)
        assert [] == shown(error, (SECRET,))


def test_a_variable_is_named_where_its_name_looks_like_one() -> None:
    """A secret that somebody put in the place of a variable's name must not be told."""
    for name, words in (("ZOOM_SECRET", "variable ZOOM_SECRET is not set"), (SECRET, "named here is not set")):
        text = f'{ACCOUNT}client_secret = {{ env = "{name}" }}\n'
        with pytest.raises(ConfigurationError, match=words):
            parse_config(text, "test", environ={})


@pytest.mark.parametrize("content", ["", "\n", " \n", "\ufeff"])
def test_a_login_over_a_file_that_is_still_empty(tmp_path: Path, content: str) -> None:
    """A single file that is mounted into a container has to be there before anybody logs in."""
    file = tmp_path / "bridge.toml"
    file.write_text('[accounts.a]\nprovider = "zoom"\nclient_id = "x"\nrefresh_token = { file = "token" }\n')
    token = tmp_path / "token"
    token.touch(0o600)
    token.write_text(content)

    assert "a" == load_for_login(file, "a", {}).name
    with pytest.raises(ConfigurationError, match="is empty"):
        load_config(file, {})
    token.chmod(0o644)
    with pytest.raises(ConfigurationError, match="can be read by others"):
        load_for_login(file, "a", {})


@pytest.mark.parametrize("path", ["", " "])
def test_a_path_that_is_empty_is_named_as_that(path: str) -> None:
    """It was taken for the folder of the configuration, which "is a directory"."""
    with pytest.raises(ConfigurationError, match=r"path of a file: it is empty"):
        parse_config(f'{ACCOUNT}client_secret = {{ file = "{path}" }}\n', "test", environ={})
    with pytest.raises(ConfigurationError, match=r"CLIENT_SECRET_FILE: .* it is empty"):
        parse_config(ACCOUNT, "test", environ={"PROVIDER_BRIDGE_A_CLIENT_SECRET_FILE": path})
