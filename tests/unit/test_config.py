"""``bridge.toml``: what it may say, and the one sentence for each mistake in it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from provider_bridge.config import AccountConfig, load_config, parse_config
from provider_bridge.errors import ConfigurationError, MissingCredential, UnknownProvider

SECRETS = {name: f"SENTINEL-{name}" for name in ("client", "refresh", "pat", "file", "env", "password", "typo")}
ZOOM = f"""\
[accounts.acme-zoom]
provider = "zoom"
account_id = "acme"
client_id = "bridge"
client_secret = "{SECRETS["client"]}"
"""
WEBINAR = f"""\
# the organizer's account
[accounts.acme-webinar]
provider = "gotowebinar"
client_id = "bridge"
client_secret = "{SECRETS["client"]}"
"""
PAT = f'personal_access_token = "{SECRETS["pat"]}"\n'
REFRESH = f'refresh_token = "{SECRETS["refresh"]}"\n'
PREFIX = "PROVIDER_BRIDGE_ACME_ZOOM"


def write(folder: Path, text: str, mode: int = 0o600) -> Path:
    """Write a configuration, with a private and an open secrets file beside it."""
    for name, beside in (("private", 0o600), ("open", 0o644)):
        (folder / name).write_text(SECRETS["file"] + "\n")
        (folder / name).chmod(beside)
    path = folder / "bridge.toml"
    path.write_text(text)
    path.chmod(mode)
    return path


def load(folder: Path, text: str, environ: dict[str, str] | None = None) -> AccountConfig:
    """Return the one account of a configuration."""
    (account,) = load_config(write(folder, text), environ or {})
    return account


def refused(
    folder: Path, text: str, kind: type[ConfigurationError], environ: dict[str, str] | None = None, mode: int = 0o600
) -> str:
    """Return what a configuration is refused with, a clear sentence without a secret, with the folder cut out."""
    with pytest.raises(ConfigurationError) as caught:
        load_config(write(folder, text, mode), environ or {})
    assert kind is caught.type
    shows_no_secret(caught.value)
    sentence = str(caught.value)
    assert 1 == len(sentence.splitlines())
    return sentence.replace(f"{folder}/", "")


def shows_no_secret(thing: object) -> None:
    """See that a thing and what it is made of show no secret."""
    shown = str(thing) + repr(thing) + repr(getattr(thing, "args", ()))
    assert [] == [secret for secret in SECRETS.values() if secret in shown]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (ZOOM + "plan = \n", r"bridge\.toml is not valid TOML: .* \(at line 6, column 8\)"),
        (ZOOM + f"client = {SECRETS['typo']}\n", r"bridge\.toml is not valid TOML: .* \(at line 6, column \d+\)"),
        (ZOOM + ZOOM, r"bridge\.toml is not valid TOML: .* \(at line 6, column \d+\)"),
        ("version = 2\n" + ZOOM, r"bridge\.toml, line 1: version is not a known key; accounts stand under .*"),
        (ZOOM + "[defaults]\n", r"bridge\.toml, line 6: defaults is not a known key; accounts stand under .*"),
        ("", r"bridge\.toml has no account; add a table \[accounts\.NAME\]"),
        ("[accounts]\n", r"bridge\.toml has no account; add a table \[accounts\.NAME\]"),
        ("[accounts]\nacme = 3\n", r"bridge\.toml, line 2: accounts\.acme must be a table"),
        ("[[accounts.acme]]\n", r"bridge\.toml, line 1: accounts\.acme must be a table"),
        ('[accounts."a\\nb"]\n', r'bridge\.toml: accounts\."a\\nb" must have a printable name'),
        (ZOOM + "[accounts.x]\nplan = 1\n", r"bridge\.toml, line 6: accounts\.x\.provider is missing; it is zoom, .*"),
        (ZOOM.replace('"zoom"', "7"), r"bridge\.toml, line 2: accounts\.acme-zoom\.provider must be text; it is .*"),
        (ZOOM + 'plam = "pro"\n', r"bridge\.toml, line 6: accounts\.acme-zoom\.plam is not a known key"),
        (
            ZOOM.replace("account_id", "# "),
            r"bridge\.toml, line 1: .*acme-zoom needs either account_id or refresh_token",
        ),
        (ZOOM + REFRESH, r"bridge\.toml, line 1: accounts\.acme-zoom needs either account_id or refresh_token"),
        (
            ZOOM.replace("account_id", "# ") + REFRESH,
            r"bridge\.toml, line 1: .* the vendor replaces refresh tokens, .*",
        ),
        (ZOOM.replace("client_secret", "# "), r"bridge\.toml, line 1: accounts\.acme-zoom needs a client_secret"),
        (ZOOM.replace('"bridge"', "7"), r"bridge\.toml, line 4: accounts\.acme-zoom\.client_id must be text"),
        (ZOOM.replace('"bridge"', '""'), r"bridge\.toml, line 4: accounts\.acme-zoom\.client_id is empty"),
        (ZOOM + 'plan = "gold"\n', r"bridge\.toml, line 6: accounts\.acme-zoom\.plan must be 'free', 'pro' or 'bus.*"),
        (ZOOM + "share = 1.5\n", r"bridge\.toml, line 6: accounts\.acme-zoom\.share must be less than or equal to 1"),
        (ZOOM + "share = 0\n", r"bridge\.toml, line 6: accounts\.acme-zoom\.share must be greater than 0"),
        (WEBINAR, r"bridge\.toml, line 2: accounts\.acme-webinar needs either refresh_token or personal_access_token"),
        (WEBINAR + PAT + REFRESH, r"bridge\.toml, line 2: accounts\.acme-webinar needs either refresh_token or .*"),
        (WEBINAR + REFRESH, r"bridge\.toml, line 2: .* the vendor replaces refresh tokens, .* or set token_file"),
    ],
)
def test_a_mistake_is_one_sentence_with_its_place(tmp_path: Path, text: str, sentence: str) -> None:
    """The sentence names file, line and key; TOML's own mistakes have their column."""
    assert re.fullmatch(sentence, refused(tmp_path, text, ConfigurationError))


@pytest.mark.parametrize(
    "url",
    [
        "http://api.example.test/v2",
        "ftp://127.0.0.1/v2",
        "https:///v2",
        "https://api.example.test/v2?page=1",
        f"https://ada:{SECRETS['password']}@api.example.test/v2",
        f"https://:{SECRETS['password']}@api.example.test/v2",
        "https://[::1/v2",
        "https://api.example.test:99999/v2",
        "https://api.example.test /v2",
    ],
)
@pytest.mark.parametrize("key", ["api_url", "token_url"])
def test_a_url_that_secrets_could_leave_by(tmp_path: Path, key: str, url: str) -> None:
    """Only https, or http to this machine, and no user; what the URL held is not shown."""
    sentence = refused(tmp_path, ZOOM + f'{key} = "{url}"\n', ConfigurationError)

    assert sentence.startswith(f"bridge.toml, line 6: accounts.acme-zoom.{key} must be a")
    assert "example.test" not in sentence


def test_plain_http_to_this_machine_is_allowed(tmp_path: Path) -> None:
    """Simulators and tunnels live on loopback."""
    assert "http://127.0.0.1:8/v2" == load(tmp_path, ZOOM + 'api_url = "http://127.0.0.1:8/v2"\n').settings.api_url


def test_an_unknown_provider(tmp_path: Path) -> None:
    """The sentence says where the provider is named, and which there are."""
    sentence = refused(tmp_path, ZOOM.replace('"zoom"', '"teams"'), UnknownProvider)

    place = "bridge.toml, line 2: accounts.acme-zoom.provider"
    assert f"{place}: no provider is named 'teams'; there are: gotomeeting, gotowebinar, zoom" == sentence


@pytest.mark.parametrize(
    ("source", "mode", "sentence"),
    [
        (f'"{SECRETS["client"]}"', 0o640, "it stands in a file that others can read; chmod 600 it, .*"),
        (f'"{SECRETS["client"]}"', 0o604, "it stands in a file that others can read; chmod 600 it, .*"),
        ('{ file = "open" }', 0o644, "open can be read by others; make it private with: chmod 600 open"),
        ('{ file = "nowhere" }', 0o644, "nowhere cannot be read: No such file or directory"),
        ('{ env = "NOT_SET" }', 0o644, "the environment variable NOT_SET is not set"),
    ],
)
def test_a_secret_that_is_missing_or_open(tmp_path: Path, source: str, mode: int, sentence: str) -> None:
    """A secret that others can read is as good as none; the sentence says what to do."""
    text = ZOOM.replace(f'"{SECRETS["client"]}"', source)

    found = refused(tmp_path, text, MissingCredential, mode=mode)

    assert re.fullmatch(rf"bridge\.toml, line 5: accounts\.acme-zoom\.client_secret: {sentence}", found)


@pytest.mark.parametrize("source", ["[]", "7", "{}", '{ vault = "x" }', '{ env = "A", file = "b" }'])
def test_a_secret_from_nowhere_known(tmp_path: Path, source: str) -> None:
    """A secret comes from the environment, a file or a keyring, and from one of them only."""
    found = refused(tmp_path, ZOOM.replace(f'"{SECRETS["client"]}"', source), ConfigurationError)

    assert found.startswith("bridge.toml, line 5: accounts.acme-zoom.client_secret must be { env = ")


def test_a_configuration_that_cannot_be_read(tmp_path: Path) -> None:
    """A missing file, a folder and bytes that are no text are told apart."""
    (tmp_path / "binary.toml").write_bytes(b"\xff\xfe")
    for name, reason in (("none.toml", "No such file"), (".", "Is a directory"), ("binary.toml", "not UTF-8")):
        with pytest.raises(ConfigurationError, match=reason):
            load_config(tmp_path / name, {})


def test_variables_override_the_file(tmp_path: Path) -> None:
    """A variable named after account and key wins, and so does one with _FILE, whose file must be private."""
    private, shared = str(tmp_path / "private"), str(tmp_path / "open")

    assert "other" == load(tmp_path, ZOOM, {f"{PREFIX}_CLIENT_ID": "other"}).settings.client_id
    assert SECRETS["file"] == load(tmp_path, ZOOM, {f"{PREFIX}_CLIENT_ID_FILE": private}).settings.client_id
    sentence = refused(tmp_path, ZOOM, MissingCredential, {f"{PREFIX}_CLIENT_ID_FILE": shared})
    assert sentence.startswith(f"environment variable {PREFIX}_CLIENT_ID_FILE: accounts.acme-zoom.client_id: open can")
    sentence = refused(tmp_path, ZOOM, ConfigurationError, {f"{PREFIX}_PLAN": SECRETS["typo"]})
    assert f"environment variable {PREFIX}_PLAN: accounts.acme-zoom.plan must be " in sentence


def test_a_refresh_token_file_named_by_a_variable_is_written_back(tmp_path: Path) -> None:
    """The vendor's next refresh token goes to the file that the variable names."""
    private = str(tmp_path / "private")

    account = load(tmp_path, WEBINAR, {"PROVIDER_BRIDGE_ACME_WEBINAR_REFRESH_TOKEN_FILE": private})

    assert private == account.spec.wire(account.name, account.settings, account.sources).refresh_token_file


def test_relative_paths_start_at_the_configuration(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the command was started plays no part; a number is good for an organizer key."""
    monkeypatch.chdir("/")
    text = (
        WEBINAR
        + 'refresh_token = { file = "private" }\ntoken_file = "token.json"\norganizer_key = 1234567890123456789\n'
    )

    account = load(tmp_path, text)

    settings: Any = account.settings
    assert SECRETS["file"] == settings.refresh_token.get_secret_value()
    assert {"refresh_token": str(tmp_path / "private")} == account.sources
    assert str(tmp_path / "token.json") == settings.token_file
    assert "1234567890123456789" == settings.organizer_key


@pytest.mark.parametrize("text", [ZOOM, WEBINAR + PAT, WEBINAR + 'refresh_token = { env = "RT" }\ntoken_file = "t"\n'])
def test_nothing_shows_a_secret(tmp_path: Path, text: str) -> None:
    """Neither the account's configuration nor its settings nor how its calls travel show one."""
    account = load(tmp_path, text, {"RT": SECRETS["env"]})
    wiring = account.spec.wire(account.name, account.settings, account.sources)

    for thing in (
        account,
        account.settings,
        account.settings.model_dump(),
        wiring,
        wiring.exchange.token_manager.grant,
    ):
        shows_no_secret(thing)


def test_a_typo_in_a_required_key_is_named_and_not_what_is_missing(tmp_path: Path) -> None:
    """The bug: ``clientid`` was reported as a missing ``client_id``, on the line of the table."""
    text = '[accounts.hq]\nprovider = "zoom"\naccount_id = "a"\nclientid = "c"\nclient_secret = "s"\n'

    with pytest.raises(ConfigurationError, match=r"line 4: accounts\.hq\.clientid is not a known key"):
        parse_config(text, "bridge.toml", private=True, environ={})


def test_a_misspelt_override_is_refused() -> None:
    """The bug: a variable that overrides nothing was ignored in silence."""
    text = '[accounts.hq]\nprovider = "zoom"\naccount_id = "a"\nclient_id = "c"\nclient_secret = "s"\n'

    with pytest.raises(ConfigurationError, match="PROVIDER_BRIDGE_HQ_PLAM overrides no key of account 'hq'"):
        parse_config(text, "bridge.toml", private=True, environ={"PROVIDER_BRIDGE_HQ_PLAM": "pro"})


@pytest.mark.parametrize(
    "text",
    [
        b'[accounts.a]\nprovider = "zoom"\nclient_secret = "hush"\nwrong',
        b'[accounts.a]\nprovider = "zoom"\nclient_secret = "hush"\nclient_id = 7\naccount_id = "x"',
        b'[accounts.a]\nprovider = "zoom"\nclient_secret = "hush\xff"',
    ],
    ids=["no TOML", "a wrong value", "no text"],
)
def test_an_error_leads_to_nothing_of_the_file(tmp_path: Path, text: bytes) -> None:
    """A bug once: the parser's or pydantic's error, which holds secrets, hung on ours as its context."""
    file = tmp_path / "bridge.toml"
    file.write_bytes(text)
    file.chmod(0o600)

    with pytest.raises(ConfigurationError) as caught:
        load_config(file)

    assert "hush" not in str(caught.value)
    assert (caught.value.__context__, caught.value.__cause__) == (None, None)
