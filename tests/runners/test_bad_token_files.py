"""Files of tokens that are no good: a typed error that names the file, or no token at all."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support import NOON
from token_files import kept, locked

from provider_bridge.core.tokens import Token
from provider_bridge.errors import MissingCredential, ProviderBridgeError, StateError
from provider_bridge.runners.token_file import TokenFile
from provider_bridge.runners.token_stores import FileStore, RefreshTokenStore


def test_a_file_of_another_owner_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who owns it can change it, so it is not trusted."""
    file = kept(tmp_path)
    found = os.stat_result([stat.S_IFREG | 0o600, 0, 0, 1, 4711, 0, 4, 0, 0, 0])
    monkeypatch.setattr(os, "fstat", lambda _: found)
    monkeypatch.setattr(os, "geteuid", lambda: 4712)

    with pytest.raises(MissingCredential, match="belongs to another user"):
        TokenFile(file).read()


def test_something_else_than_a_file_is_refused_and_nothing_waits_for_it(tmp_path: Path) -> None:
    """A pipe without a writer, and a folder."""
    os.mkfifo(tmp_path / "pipe", 0o600)
    (tmp_path / "folder").mkdir()
    for name in ("pipe", "folder"):
        with locked(TokenFile(tmp_path / name)) as private:
            with pytest.raises(MissingCredential, match="it is not a file"):
                private.read()


@pytest.mark.parametrize("path", ["x" * 300, "a/" * 3000, "nul\0", "nowhere/refresh"])
def test_a_path_that_cannot_be(tmp_path: Path, path: str) -> None:
    """A typed error, whichever call comes first."""
    for call in (TokenFile.lock, TokenFile.reserve, TokenFile.remove):
        with pytest.raises(ProviderBridgeError, match="cannot be"):
            call(TokenFile(tmp_path / path))


JUNK = st.one_of(
    st.binary(max_size=60),
    st.sampled_from(
        [b"[" * 100_000, b'{"a":' * 50_000, b"7" * 5000, b"RT0\nRT1", b"\0" * 9, b"\xef\xbb\xbfRT0", b"RT0 \x7f"]
    ),
    st.dictionaries(
        st.sampled_from(
            ["credential", "obtained_at", "expires_at", "access_token", "refresh_token", "scope", "api_url"]
        ),
        st.sampled_from([5, None, True, [], {}, "x", "", "2026-11-23T12:00:00", "2026-11-23T12:00:00+00:00", "a\nb"]),
        min_size=3,
    ).map(lambda fields: repr(fields).replace("'", '"').replace("None", "null").replace("True", "true").encode()),
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(JUNK)
def test_a_corrupt_token_file_is_a_typed_error(tmp_path: Path, junk: bytes) -> None:
    """The bugs: deeply nested JSON, other types and times without a zone went through, or ended in raw errors."""
    file = kept(tmp_path)
    file.write_bytes(junk)
    for store in (FileStore(file), RefreshTokenStore(file, "mine")):
        try:
            found = store.read(durable=True)
        except ProviderBridgeError as error:
            told = error
        else:
            assert found is None or f"{found.access_token}{found.refresh_token}".isprintable()
            assert found is None or found.is_fresh(NOON) in {True, False}
            continue
        assert told.__context__ is None
        assert "refresh" in str(told)


def test_a_file_of_a_hundred_megabytes_is_not_read(tmp_path: Path) -> None:
    """It is refused by its size."""
    file = kept(tmp_path)
    os.truncate(file, 100 * 1024 * 1024)
    for store in (FileStore(file), RefreshTokenStore(file, "mine")):
        with pytest.raises(StateError, match="too large"):
            store.read(durable=True)


def test_an_empty_token_file_holds_no_token_yet(tmp_path: Path) -> None:
    """A file that is to be mounted has to be there before; it is filled in place."""
    file = kept(tmp_path, "")
    store = FileStore(file)
    assert store.read(durable=True) is None

    store.save(Token("mine", NOON, NOON, "access"))

    assert "access" == getattr(FileStore(file).read(durable=True), "access_token", "")
