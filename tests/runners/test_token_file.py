"""A token's file: room before the old token is spent, one lock whatever it is called, and no new one is lost."""

from __future__ import annotations

import errno
import fcntl
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretBytes
from token_files import beside, kept, locked, rotate

from provider_bridge.errors import ConfigurationError, StateError
from provider_bridge.runners import disk_space as room
from provider_bridge.runners import token_file
from provider_bridge.runners.token_file import TokenFile


def refusing(monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    """Have the system refuse to rename anything."""

    def refuse(*_: Any, **__: Any) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "rename", refuse)
    monkeypatch.setattr(os, "replace", refuse)


def full(*_: Any) -> int:
    """Be a disk without room."""
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


# --- where a file cannot be replaced -----------------------------------------------------------------------


@pytest.mark.parametrize("number", [errno.EBUSY, errno.EXDEV, errno.EPERM, errno.EACCES])
def test_the_next_token_is_written_in_place_where_renaming_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    """The bug: a token's file that was mounted by itself could not be renamed over, and the new token was lost."""
    file = kept(tmp_path, "a-longer-refresh-token\n")
    inode = file.stat().st_ino
    refusing(monkeypatch, number)

    rotate(file)

    assert ("RT1\n", inode) == (file.read_text(), file.stat().st_ino)
    assert [] == beside(file)


def test_a_file_that_is_mounted_by_itself_is_known_before(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is written in place without trying to rename; blanks in its path are told in octal."""
    folder = tmp_path / "a b"
    folder.mkdir()
    file = kept(folder)
    mounts = tmp_path / "mountinfo"
    place = str(file).replace(" ", r"\040")
    mounts.write_text(f"36 35 98:0 /x {place} rw,noatime - ext3 /dev/root rw\n")
    monkeypatch.setattr(room, "_MOUNTS", mounts)
    inode = file.stat().st_ino

    rotate(file)

    assert ("RT1\n", inode) == (file.read_text(), file.stat().st_ino)


def mounting() -> list[str]:
    """Return what runs a command where it may mount something, nothing where that is not allowed."""
    command = ["unshare", "--mount", "--map-root-user"]
    try:
        works = subprocess.run([*command, "true"], capture_output=True, check=False).returncode == 0
    except FileNotFoundError:
        return []
    return command if works else []


@pytest.mark.skipif(not mounting(), reason="mounting is not allowed here")
def test_a_token_rotates_in_a_single_mounted_file(tmp_path: Path) -> None:
    """What a container has: the file is a mount of its own, on the same file system as its folder."""
    source, file = kept(tmp_path), tmp_path / "mounted"
    file.touch(0o600)
    program = (
        "import sys; from pathlib import Path; sys.path.insert(0, sys.argv[2]);"
        "from token_files import rotate; rotate(Path(sys.argv[1]))"
    )
    command = 'mount --bind "$0" "$1" && exec "$2" -c "$3" "$1" "$4"'
    done = subprocess.run(
        [*mounting(), "sh", "-c", command, source, file, sys.executable, program, Path(__file__).parent],
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[1] / "helpers")},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert (0, "") == (done.returncode, done.stderr)
    assert ("RT1\n", "") == (source.read_text(), file.read_text())


# --- room before the old one is spent ----------------------------------------------------------------------


@pytest.mark.parametrize("call", ["fsync", "pwrite"])
def test_a_full_disk_is_said_before_anything_is_spent(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    """The bug: it showed when the new token was to be written, and the old one was spent."""
    file = kept(tmp_path)
    monkeypatch.setattr(os, call, full)

    with locked(TokenFile(file)) as private, pytest.raises(StateError, match="No space left"):
        private.reserve()

    assert "RT0" == file.read_text().strip()
    assert [] == beside(file)


def test_room_that_is_not_used_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """After a renewal that the vendor refused the file is what it was, to the byte."""
    file = kept(tmp_path)
    with locked(TokenFile(file)) as private:
        private.reserve()
    monkeypatch.setattr(room, "is_replaceable", lambda _: False)
    with locked(TokenFile(file)) as private:
        private.reserve()

    assert "RT0\n" == file.read_text()
    assert [] == beside(file)


def test_a_token_that_could_not_be_written_is_written_as_soon_as_it_can(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Against a disk that fails in the very moment: this process goes on with the new token, not with the spent one."""
    file = TokenFile(kept(tmp_path))
    with locked(file), monkeypatch.context() as failing:
        file.reserve()
        failing.setattr(os, "pwrite", full)
        with pytest.raises(StateError, match="kept until it can be"):
            file.write(SecretBytes(b"RT1\n"))
        failing.undo()
        assert "RT0\n" == file.path.read_text()

    with locked(file):
        assert "RT1\n" == file.read()


def test_while_a_token_is_owed_to_the_file_no_other_is_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The lock is not to be had, so the spent token is not sent again."""
    file = TokenFile(kept(tmp_path))
    with monkeypatch.context() as failing:
        with locked(file):
            file.reserve()
            failing.setattr(os, "pwrite", full)
            with pytest.raises(StateError):
                file.write(SecretBytes(b"RT1\n"))
        for _ in range(2):
            with pytest.raises(StateError, match="No space left"):
                file.lock()

    with locked(file):
        assert "RT1\n" == file.read()


# --- what a kill leaves ------------------------------------------------------------------------------------


def killed(file: Path, at: str) -> None:
    """Rotate in a process that is killed just before it calls something."""
    program = (
        "import os, signal, sys; from pathlib import Path; sys.path.insert(0, sys.argv[2]);"
        "from token_files import rotate;"
        f"kill = lambda *_, **__: os.kill(os.getpid(), signal.SIGKILL); {at} = kill; rotate(Path(sys.argv[1]))"
    )
    command = [sys.executable, "-c", program, str(file), str(Path(__file__).parent)]
    env = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[1] / "helpers")}
    assert -9 == subprocess.run(command, env=env, check=False).returncode


@pytest.mark.parametrize(
    ("at", "then"),
    [("os.replace", "RT1\n"), ("os.ftruncate", "RT1\n"), ("os.fsync", "RT0\n")],
    ids=["before it is renamed", "before it is cut", "before it is written"],
)
def test_what_a_kill_left_is_put_in_its_place(tmp_path: Path, at: str, then: str) -> None:
    """The bugs: a new token that was killed before it had its name was lost, and lay there for ever."""
    file = kept(tmp_path)
    killed(file, at)
    assert 1 == len(beside(file))

    with locked(TokenFile(file)) as private:
        assert then.strip() == (private.read() or "").strip()

    assert [] == beside(file)


def test_what_a_kill_left_never_comes_before_a_token_that_was_written_since(tmp_path: Path) -> None:
    """A login after the kill is newer; what was left is removed."""
    file = kept(tmp_path)
    killed(file, "os.replace")
    file.write_text("of another login\n")

    with locked(TokenFile(file)) as private:
        assert "of another login\n" == private.read()

    assert [] == beside(file)


@pytest.mark.parametrize("word", ["abcd1234", "0123456789abcdef"])
def test_parts_that_were_left_are_removed(tmp_path: Path, word: str) -> None:
    """Those of earlier versions too; a listing's part and another token's stay."""
    file = kept(tmp_path)
    for name in (f".refresh.{word}.part", ".refresh.part", ".refresh.csv.part", f".other.{word}.part"):
        (tmp_path / name).write_text("RT9\n")

    with locked(TokenFile(file)) as private:
        assert "RT0\n" == private.read()

    assert sorted([".refresh.part", ".refresh.csv.part", f".other.{word}.part"]) == beside(file)


def test_a_part_that_others_could_have_written_is_not_believed(tmp_path: Path) -> None:
    """It has the right name and a whole text, and is removed."""
    file = kept(tmp_path)
    part = room.part_of(file, room.mark_of(b"RT0"))
    part.write_text("RT9\n")
    part.chmod(0o666)

    with locked(TokenFile(file)) as private:
        assert "RT0\n" == private.read()

    assert [] == beside(file)


# --- one lock ----------------------------------------------------------------------------------------------


def by_link(file: Path) -> Path:
    other = file.with_name("link")
    other.symlink_to(file)
    return other


def by_chain(file: Path) -> Path:
    folder = file.parent / "folder"
    folder.mkdir()
    (folder / "link").symlink_to("../refresh")
    return file.parent / "folder" / ".." / "folder" / "link"


def by_hard_link(file: Path) -> Path:
    other = file.with_name("hard")
    other.hardlink_to(file)
    return other


NAMES: list[Callable[[Path], Path]] = [by_link, by_chain, by_hard_link]


@pytest.mark.parametrize("name", NAMES)
def test_a_file_with_two_names_has_one_lock(tmp_path: Path, name: Callable[[Path], Path]) -> None:
    """The bug: a symlink had a lock of its own, so one refresh token was spent twice at a time."""
    file = kept(tmp_path)
    other = TokenFile(name(file))
    inside, seen = threading.Event(), list[str | None]()

    def second() -> None:
        inside.set()
        with locked(other):
            seen.append(other.read())

    with locked(TokenFile(file)) as private:
        thread = threading.Thread(target=second)
        thread.start()
        inside.wait()
        thread.join(0.05)
        assert [] == seen
        assert not TokenFile(other.path).lock(wait=False)
        private.reserve()
        private.write(SecretBytes(b"RT1\n"))
    thread.join(10)

    assert ["RT1\n"] == seen


@pytest.mark.parametrize("name", NAMES)
def test_what_is_written_under_one_name_is_read_under_the_other(tmp_path: Path, name: Callable[[Path], Path]) -> None:
    """The bug: the link was replaced by a file, and its target kept the spent token."""
    file = kept(tmp_path)
    other = name(file)

    rotate(other)
    assert "RT1\n" == file.read_text()
    rotate(file, b"RT2\n")

    assert "RT2\n" == other.read_text()
    assert other.is_symlink() == (name is not by_hard_link)


def test_two_threads_that_wait_for_a_file_that_is_replaced_meanwhile(tmp_path: Path) -> None:
    """Each sees what the one before it wrote."""
    file = kept(tmp_path, "0\n")

    def count() -> None:
        for _ in range(10):
            with locked(TokenFile(file)) as private:
                private.write(SecretBytes(f"{int(private.read() or '') + 1}\n".encode()))

    threads = [threading.Thread(target=count) for _ in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()

    assert "40\n" == file.read_text()


@pytest.mark.parametrize("number", [errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP])
def test_a_file_system_without_locks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    """The file is named, and what to do."""

    def refuse(*_: Any) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(fcntl, "flock", refuse)

    with pytest.raises(ConfigurationError, match=r"refresh cannot be locked: .* offers no locks; keep the file on one"):
        TokenFile(kept(tmp_path)).lock()


def test_the_file_itself_is_locked_where_its_folder_takes_no_lock(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As with a single file that is mounted into a folder that is not writable: it rotates in place."""
    file = kept(tmp_path)
    opened = os.open

    def guarded(path: Any, flags: int, mode: int = 0o777, **options: Any) -> int:
        if flags & os.O_CREAT and Path(path).parent == tmp_path:
            raise OSError(errno.EACCES, os.strerror(errno.EACCES))
        return opened(path, flags, mode, **options)

    monkeypatch.setattr(os, "open", guarded)
    rotate(file)
    assert (["refresh"], "RT1\n") == ([each.name for each in tmp_path.iterdir()], file.read_text())

    with locked(TokenFile(file)):
        handle = opened(file, os.O_RDONLY)
        with pytest.raises(BlockingIOError):
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        os.close(handle)

    file.unlink()
    with pytest.raises(ConfigurationError, match="the folder it is in must be writable"):
        TokenFile(file).lock()


def test_a_forgotten_token_is_cut_out_of_a_file_that_has_to_stay(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A mounted file cannot be removed; nothing is in it then."""
    file = kept(tmp_path)

    def busy(*_: Any, **__: Any) -> None:
        raise OSError(errno.EBUSY, os.strerror(errno.EBUSY))

    monkeypatch.setattr(os, "unlink", busy)
    TokenFile(file).remove()

    assert "" == file.read_text()


def test_a_forked_child_touches_nothing(tmp_path: Path) -> None:
    """What a child does with a lock that its parent holds: it closes it, and the room stays the parent's."""
    file = TokenFile(kept(tmp_path))
    with locked(file):
        file.reserve()
        lock, itself, room_of_parent = file._beside, file._itself, file._room
        assert lock is not None
        beside_lock = lock._handle
        lock._handle, file._itself, file._room = os.dup(beside_lock), os.dup(itself), None
        file.begin_anew()
        lock._handle = beside_lock
        file._beside, file._itself, file._room = lock, itself, room_of_parent
        assert 1 == len(beside(file.path))
        handle = os.open(file.path, os.O_RDONLY)
        with pytest.raises(BlockingIOError):
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        os.close(handle)
        file.write(SecretBytes(b"RT1\n"))

    assert token_file.TokenFile(file.path).read() == "RT1\n"
