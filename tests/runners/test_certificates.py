"""Which authorities are trusted, and what is said of a variable that names nothing that can be used."""

from __future__ import annotations

import os
import ssl
from collections.abc import Callable
from pathlib import Path

import certifi
import pytest
from mutations import instead, within
from runners.test_http import answer_with, send, server

from provider_bridge.errors import ConfigurationError
from provider_bridge.runners import _http
from provider_bridge.runners.certificates import trusted

FILES = ("SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE")
ALL = (*FILES, "SSL_CERT_DIR", "SSLKEYLOGFILE")


@pytest.fixture(autouse=True)
def _unset(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (*ALL, *(name for name in os.environ if name.lower().endswith("_proxy"))):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def authority(tmp_path: Path) -> Path:
    """Return a PEM file with one authority."""
    whole = Path(certifi.where()).read_text(encoding="utf-8")
    end = "-----END CERTIFICATE-----\n"
    file = tmp_path / "authority.pem"
    file.write_text(whole[whole.index("-----BEGIN") : whole.index(end)] + end)
    return file


def usual() -> ssl.SSLContext:
    raise AssertionError("the environment names authorities")


def count(context: ssl.SSLContext) -> int:
    return context.cert_store_stats()["x509"]


@pytest.mark.parametrize("variable", FILES)
def test_the_authorities_that_a_variable_names_are_trusted_alone(
    authority: Path, variable: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A bug once: ``REQUESTS_CA_BUNDLE``, which companies set, was passed over in silence."""
    monkeypatch.setenv(variable, str(authority))

    context = trusted(usual)

    assert 1 == count(context)
    assert context.verify_mode is ssl.CERT_REQUIRED
    assert context.check_hostname


def test_the_first_variable_wins(authority: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """``SSL_CERT_FILE`` before ``REQUESTS_CA_BUNDLE``, and an empty one is as good as unset."""
    monkeypatch.setenv("SSL_CERT_FILE", str(authority))
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", "/nowhere")
    assert 1 == count(trusted(usual))

    monkeypatch.setenv("SSL_CERT_FILE", "")
    with pytest.raises(ConfigurationError, match="REQUESTS_CA_BUNDLE"):
        trusted(usual)


def test_a_renewed_file_is_read_anew(authority: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A context is kept only as long as its file is the same."""
    monkeypatch.setenv("SSL_CERT_FILE", str(authority))
    first = trusted(usual)
    assert first is trusted(usual)

    os.utime(authority, ns=(1, 1))

    assert first is not trusted(usual)


SPOILT: dict[str, Callable[[Path], object]] = {
    "missing": Path.unlink,
    "empty": lambda file: file.write_bytes(b""),
    "junk": lambda file: file.write_bytes(b"junk\n" * 9),
    "half a certificate": lambda file: file.write_bytes(file.read_bytes()[:400]),
    "huge": lambda file: os.truncate(file, 100 * 1024 * 1024),
    "folder": instead(Path.mkdir),
    "FIFO": instead(os.mkfifo),
    "device": instead(lambda file: file.symlink_to("/dev/zero")),
    "link to itself": instead(lambda file: file.symlink_to(file.name)),
}


@pytest.mark.parametrize("spoilt", SPOILT)
@pytest.mark.parametrize("variable", [*FILES, "SSL_CERT_DIR"])
def test_what_cannot_be_used_is_named_by_its_variable(
    face: str, authority: Path, variable: str, spoilt: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A bug once: a file that was missing or held no certificate was a fault of ours."""
    SPOILT[spoilt](authority)
    monkeypatch.setenv(variable, str(authority))

    with within(10), pytest.raises(ConfigurationError, match=f"{variable} must name .*; correct the variable or unset"):
        send(face, "https://127.0.0.1:9")


@pytest.mark.parametrize("value", ["  ", "/nowhere/at/all", "x" * 300])
@pytest.mark.parametrize("variable", ALL)
def test_a_value_that_is_no_path_of_anything(
    tmp_path: Path, variable: str, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Blank, missing, too long."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv(variable, value)
    if variable == "SSLKEYLOGFILE" and not value.strip():
        return  # a file of that name can be written

    with pytest.raises(ConfigurationError, match=f"{variable} must name"):
        trusted(lambda: ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT))


def test_a_log_of_keys_that_is_a_pipe_is_not_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Python's own ssl would wait for a reader for ever."""
    os.mkfifo(tmp_path / "keys")
    monkeypatch.setenv("SSLKEYLOGFILE", str(tmp_path / "keys"))

    with within(10), pytest.raises(ConfigurationError, match="SSLKEYLOGFILE must name a file that can be written"):
        trusted(lambda: ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT))


def test_plain_http_to_this_machine_needs_no_certificates(face: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """So one account's certificates fail that account alone."""
    monkeypatch.setenv("SSL_CERT_FILE", "/nowhere")
    with server(answer_with(b"{}")) as url:
        assert 200 == send(face, url).status


def test_without_variables_the_usual_authorities_are_trusted() -> None:
    """Those of certifi."""
    assert count(_http._trust()) > 100
