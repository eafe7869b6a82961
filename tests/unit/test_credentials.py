"""What a credential must be, wherever it comes from: one line of printable ASCII, and never shown when it is not."""

from __future__ import annotations

import traceback
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from provider_bridge.config import load_config, parse_config
from provider_bridge.core.credentials import credential_problem, trimmed
from provider_bridge.errors import ConfigurationError, MissingCredential

SECRET = "hush5d1c"
TABLE = '[accounts.acme]\nprovider = "zoom"\naccount_id = "a"\nclient_id = "c"\n'
SPOILT = {
    f"\u201c{SECRET}\u201d": "must be ASCII text",
    f"{SECRET}\u00e9": "must be ASCII text",
    f"{SECRET}\ufeff{SECRET}": "must be ASCII text",
    f"{SECRET}\udce9": "must be ASCII text",
    f"{SECRET}\x00": "must be printable ASCII",
    f"{SECRET}\x1b[2J": "must be printable ASCII",
    f"{SECRET}\t{SECRET}": "must be printable ASCII",
    f"{SECRET}\n{SECRET}": "has several lines",
    f"{SECRET}\r{SECRET}": "has several lines",
    f"{SECRET}\u2028{SECRET}": "has several lines",
    SECRET * 2000: "is longer than",
    " \r\n": "is empty",
    "\ufeff": "is empty",
}
AROUND = [f"{SECRET}\n", f"{SECRET}\r\n", f" \t{SECRET} ", f"\ufeff{SECRET}\n", f"\n{SECRET}"]


def from_environment(text: str, _: Path) -> Any:
    return parse_config(TABLE + 'client_secret = { env = "S" }\n', "b.toml", environ={"S": text})


def from_override(text: str, _: Path) -> Any:
    return parse_config(TABLE, "b.toml", environ={"PROVIDER_BRIDGE_ACME_CLIENT_SECRET": text})


def from_file(text: str, folder: Path) -> Any:
    (folder / "secret").touch(0o600)
    (folder / "secret").write_bytes(text.encode("utf-8", "surrogatepass"))
    (folder / "bridge.toml").write_text(TABLE + 'client_secret = { file = "secret" }\n')
    return load_config(folder / "bridge.toml", {})


SOURCES = {"environment": from_environment, "override": from_override, "file": from_file}


@pytest.mark.parametrize("source", SOURCES)
@pytest.mark.parametrize("text", AROUND)
def test_what_editors_and_shells_add_is_cut_off(tmp_path: Path, source: str, text: str) -> None:
    """A bug once: a line end from the environment, and a byte order mark from a file, were part of the secret."""
    (account,) = SOURCES[source](text, tmp_path)

    assert SECRET == account.settings.client_secret.get_secret_value()


@pytest.mark.parametrize("source", SOURCES)
@pytest.mark.parametrize("text", SPOILT)
def test_what_cannot_be_sent_is_a_sentence_without_it(tmp_path: Path, source: str, text: str) -> None:
    """A bug once: an encoder's error held id and secret. The sentence says what must be, and where it came from."""
    with pytest.raises(ConfigurationError) as caught:
        SOURCES[source](text, tmp_path)

    said = "".join(traceback.format_exception(caught.value)) + repr(caught.value) + repr(vars(caught.value))
    assert SECRET not in said
    assert isinstance(caught.value.__context__, ConfigurationError | None)  # no decoder's or encoder's error
    if "\udce9" in text and source == "file":
        assert "not UTF-8" in str(caught.value)
        return
    assert SPOILT[text] in str(caught.value)
    named = {"environment": "variable S", "override": "PROVIDER_BRIDGE_ACME_CLIENT_SECRET", "file": "secret"}
    assert named[source] in str(caught.value)


@pytest.mark.parametrize("key", ["client_id", "account_id"])
def test_an_id_that_cannot_be_sent_is_a_sentence(key: str) -> None:
    """The client id travels in the same header as its secret."""
    text = TABLE.replace(f'{key} = "', f'{key} = "\u201c') + f'client_secret = "{SECRET}"\n'

    with pytest.raises(ConfigurationError, match=rf"accounts\.acme\.{key} must be ASCII text"):
        parse_config(text, "b.toml", private=True, environ={})


@pytest.mark.parametrize(
    ("name", "raised"),
    [
        ("~nobody-of-that-name/s", "no such home folder"),
        ("a\\u0000b", "NUL"),
        ("x" * 300, "too long"),
        ("y/" * 2500, "too long"),
    ],
)
@pytest.mark.parametrize("key", ["token_file", "budget_file", "client_secret"])
def test_a_path_that_no_file_can_have(key: str, name: str, raised: str) -> None:
    """A bug once: it was a raw ``RuntimeError``, ``ValueError`` or ``OSError``. The sentence names the key."""
    value = f'{{ file = "{name}" }}' if key == "client_secret" else f'"{name}"\nclient_secret = "s"'

    with pytest.raises(ConfigurationError, match=rf"line \d: accounts\.acme\.{key}.*{raised}") as caught:
        parse_config(f"{TABLE}{key} = {value}\n", "b.toml", private=True, environ={})

    assert len(str(caught.value)) < 300


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("a = " + "[" * 1000 + "]" * 1000, "nested too deeply"),
        ("a = " + "{ a = " * 1000 + "1" + " }" * 1000, "nested too deeply"),
        ("a = " + "1" * 5000, "too many digits"),
    ],
)
def test_toml_beyond_all_measure(text: str, why: str) -> None:
    """A bug once: deep nesting and long numbers were faults of ours."""
    with pytest.raises(ConfigurationError, match=f"b.toml is not valid TOML: .*{why}"):
        parse_config(text, "b.toml", environ={})


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "latin-1"])
def test_a_configuration_in_another_encoding(tmp_path: Path, encoding: str) -> None:
    """A byte order mark makes no difference; another encoding is named, or at least what it must be."""
    file = tmp_path / "bridge.toml"
    file.touch(0o600)
    file.write_bytes(f'# Müller\n{TABLE}client_secret = "{SECRET}"\n'.encode(encoding))

    if encoding == "utf-8-sig":
        assert "acme" == load_config(file, {})[0].name
        return
    with pytest.raises(
        ConfigurationError, match="UTF-16, not UTF-8" if encoding == "utf-16" else "not UTF-8"
    ) as caught:
        load_config(file, {})

    assert "save it as UTF-8" in str(caught.value)


def test_a_secret_file_of_another_user_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As ssh does: whoever owns it could change it, and read it. One of root's is fine."""
    from_file(SECRET, tmp_path)
    owner = (tmp_path / "secret").stat().st_uid

    monkeypatch.setattr("os.geteuid", lambda: owner + 1)
    if owner == 0:
        assert from_file(SECRET, tmp_path)
        return
    with pytest.raises(MissingCredential, match="secret belongs to another user"):
        from_file(SECRET, tmp_path)


def test_a_foreign_owner_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A secret file, and a configuration with a secret in it, whoever runs this."""
    from_file(SECRET, tmp_path)
    monkeypatch.setattr("provider_bridge.runners.text_files._ROOT", -1)
    monkeypatch.setattr("os.geteuid", lambda: -2)

    with pytest.raises(MissingCredential, match="secret belongs to another user; it must belong to the user that runs"):
        from_file(SECRET, tmp_path)
    (tmp_path / "bridge.toml").write_text(f'{TABLE}client_secret = "{SECRET}"\n')
    (tmp_path / "bridge.toml").chmod(0o600)
    with pytest.raises(MissingCredential, match="it stands in a file that belongs to another user"):
        load_config(tmp_path / "bridge.toml", {})


@given(st.text(max_size=30))
@settings(max_examples=200, deadline=None)
def test_what_passes_can_be_sent(text: str) -> None:
    """As a header's value and as a form's field, whatever it is."""
    secret = trimmed(text)
    if not credential_problem(secret):
        assert secret == secret.encode("ascii").decode().strip()
        assert secret.isprintable()
