"""Where tokens are kept: private files, whole or not at all, never somebody else's."""

from __future__ import annotations

import stat
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from support import NOON

from provider_bridge.core.tokens import Token
from provider_bridge.errors import MissingCredential, StateError
from provider_bridge.runners.secret_files import read_private
from provider_bridge.runners.token_stores import FileStore, MemoryStore, RefreshTokenStore

TOKEN = Token(
    "credential", NOON, NOON + timedelta(hours=1), "access-5e7a", "refresh-9c2b", "scope", "https://api.zoom.us"
)


def private(file: Path, text: str) -> None:
    """Write a file that is its owner's alone."""
    file.touch(0o600)
    file.write_text(text)


def test_a_token_survives_in_its_file(tmp_path: Path) -> None:
    """What one store saved, another reads, with everything in it."""
    FileStore(tmp_path / "token.json").save(TOKEN)

    assert TOKEN == FileStore(tmp_path / "token.json").read(durable=False)


def test_the_file_is_private_and_nothing_is_left_beside_it(tmp_path: Path) -> None:
    """The file is for its owner alone, and no half-written one stays."""
    FileStore(tmp_path / "token.json").save(TOKEN)

    assert 0o600 == stat.S_IMODE((tmp_path / "token.json").stat().st_mode)
    assert ["token.json"] == [file.name for file in tmp_path.iterdir()]


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o644, 0o660])
def test_a_file_that_others_can_read_is_refused(tmp_path: Path, mode: int) -> None:
    """A token others could have read is not used, and the sentence says what to do."""
    file = tmp_path / "token.json"
    FileStore(file).save(TOKEN)
    file.chmod(mode)

    with pytest.raises(MissingCredential, match="chmod 600"):
        FileStore(file).read(durable=True)


@pytest.mark.parametrize("text", ["{}", "[]", "null", '{"access_token": "x"}', "access-5e7a"])
def test_a_file_that_holds_no_token_is_refused(tmp_path: Path, text: str) -> None:
    """Something else in the file is neither used nor overwritten nor shown."""
    file = tmp_path / "token.json"
    private(file, text)

    with pytest.raises(StateError) as caught:
        FileStore(file).read(durable=True)

    assert "access-5e7a" not in str(caught.value)
    assert text == file.read_text()


def test_a_store_without_a_file_has_no_token(tmp_path: Path) -> None:
    """Before the first login there is nothing to read, and that is no error."""
    assert FileStore(tmp_path / "token.json").read(durable=True) is None


def test_a_write_that_fails_leaves_the_old_file_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the disk is full the old token stays, and no part of the new one."""
    store = FileStore(tmp_path / "token.json")
    store.save(TOKEN)
    before = (tmp_path / "token.json").read_text()

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(StateError, match="No space left"):
        store.save(TOKEN)

    assert before == (tmp_path / "token.json").read_text()
    assert ["token.json"] == [file.name for file in tmp_path.iterdir()]


def test_a_refresh_token_file_is_replaced_only_when_the_token_changed(tmp_path: Path) -> None:
    """The administrator's file is left alone as long as the vendor does not rotate."""
    file = tmp_path / "refresh"
    private(file, "refresh-9c2b\n")
    inode = file.stat().st_ino
    store = RefreshTokenStore(file, "credential")
    store.save(TOKEN)
    assert inode == file.stat().st_ino

    store.save(Token("credential", NOON, NOON, "access", "refresh-next"))

    assert "refresh-next\n" == file.read_text()


def test_memory_is_not_shared() -> None:
    """Two stores in memory know nothing of each other."""
    store = MemoryStore()
    store.save(TOKEN)

    assert TOKEN == store.read(durable=True)
    assert MemoryStore().read(durable=True) is None


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    """A secrets file with rubbish in it is a clear error."""
    file = tmp_path / "secret"
    file.touch(0o600)
    file.write_bytes(b"\xff\xfe\x00")

    with pytest.raises(MissingCredential, match="UTF-8"):
        read_private(file)


def test_no_repr_shows_a_token(tmp_path: Path) -> None:
    """Neither a token nor a store tells its secret."""
    store = FileStore(tmp_path / "token.json")
    store.save(TOKEN)

    assert "access-5e7a" not in repr(TOKEN) + repr(store) + str(vars(store))
    assert "refresh-9c2b" not in repr(TOKEN) + repr(store) + str(vars(store))


@pytest.mark.parametrize("kind", [MemoryStore, FileStore, RefreshTokenStore])
def test_a_forgotten_token_is_nowhere(tmp_path: Path, kind: type[MemoryStore]) -> None:
    """Neither the file nor the memory of a store holds it; forgetting twice is no error."""
    file = tmp_path / "token"
    private(file, TOKEN.refresh_token)
    arguments = {MemoryStore: (), FileStore: (file,), RefreshTokenStore: (file, "credential")}
    store = kind(*arguments[kind])
    store.save(TOKEN)

    store.forget()
    store.forget()

    assert store.read(durable=False) is None
    assert kind is MemoryStore or not file.exists()


def test_a_file_that_cannot_be_removed_is_said(tmp_path: Path) -> None:
    """A token that could not be removed is not forgotten in silence."""
    (tmp_path / "token").mkdir()

    with pytest.raises(StateError, match="cannot be removed"):
        FileStore(tmp_path / "token").forget()


def test_an_error_about_a_file_that_is_no_text_leads_to_nothing_of_it(tmp_path: Path) -> None:
    """A bug once: the decoder's error, which holds the bytes of the secret, hung on ours as its context."""
    file = tmp_path / "secret"
    file.write_bytes(b"hush\xff")
    file.chmod(0o600)

    with pytest.raises(MissingCredential, match="UTF-8") as caught:
        read_private(file)

    assert (caught.value.__context__, caught.value.__cause__) == (None, None)


@pytest.mark.parametrize("harm", [lambda file: file.unlink(), lambda file: file.chmod(0o644)], ids=["gone", "open"])
def test_a_new_token_is_kept_whatever_happened_to_the_file(tmp_path: Path, harm: Callable[[Path], None]) -> None:
    """A bug once: the vendor's new refresh token was lost when the old one's file was away or open to others."""
    file = tmp_path / "refresh"
    private(file, "spent\n")
    store = RefreshTokenStore(file, "credential")
    store.read(durable=True)
    harm(file)

    store.save(TOKEN)

    assert read_private(file) == "refresh-9c2b\n"
