"""Files on disk that come to be whole or not at all, whatever is there before and whatever happens meanwhile."""

from __future__ import annotations

import errno
import hashlib
import io
import json
import os
import resource
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from canned import reply
from hypothesis import given, settings
from hypothesis import strategies as st

from provider_bridge.core.files import Place, Stored
from provider_bridge.errors import InvalidInput, StateError
from provider_bridge.runners.file_sink import open_place
from provider_bridge.runners.sinks import OpenSink

CONTENT = bytes(range(256)) * 40
SHA = hashlib.sha256(CONTENT).hexdigest()
VERSION = {"tag": '"v1"', "modified": ""}
HEAD = reply(200, b"", etag='"v1"')


def place(where: Path | str, *, mark: str = "mine", size: int | None = len(CONTENT), overwrite: bool = False) -> Place:
    return Place(str(where), "name.mp4", mark, (("file", "f1"), ("session", "s1")), size, overwrite)


def fill(filling: OpenSink, content: bytes = CONTENT, *, offset: int = 0) -> None:
    """Put bytes into an open place, as an intake does."""
    filling.begin(offset, HEAD)
    for start in range(0, len(content), 1000):
        filling.write((content[start : start + 1000],))
    filling.settle()


def store(where: Place) -> Stored:
    """Fill a place and give the file its name."""
    filling = open_place(where)
    try:
        if filling.done is not None:
            return filling.done
        fill(filling, CONTENT[filling.size :], offset=filling.size)
        return filling.commit()
    finally:
        filling.close()


def interrupted(where: Place, content: bytes) -> None:
    """Fill a place in part, and let go of it."""
    filling = open_place(where)
    fill(filling, content)
    filling.close()


def names(folder: Path) -> set[str]:
    return {each.name for each in folder.iterdir()}


def test_a_whole_file_has_its_name_and_its_hash(tmp_path: Path) -> None:
    """The file and its hash are there, readable by their owner alone, and nothing else."""
    stored = store(place(tmp_path))

    assert Stored(str(tmp_path / "name.mp4"), len(CONTENT), SHA) == stored
    assert {"name.mp4", "name.mp4.sha256"} == names(tmp_path)
    assert CONTENT == (tmp_path / "name.mp4").read_bytes()
    assert {0o600} == {stat.S_IMODE(each.stat().st_mode) for each in tmp_path.iterdir()}
    check = ["sha256sum", "-c", "name.mp4.sha256"]
    checked = subprocess.run(check, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (0, "name.mp4: OK\n", "") == (checked.returncode, checked.stdout, checked.stderr)


def test_a_path_of_the_callers_own(tmp_path: Path) -> None:
    """A path that is no folder is the file's own; a folder that is not there, or is a file, is an error."""
    assert str(tmp_path / "own.bin") == store(place(tmp_path / "own.bin")).path
    for where in (tmp_path / "absent" / "own.bin", f"{tmp_path}/absent/", f"{tmp_path}/own.bin/"):
        with pytest.raises(StateError, match="folder does not exist"):
            open_place(place(where))


def test_what_is_there_already_is_not_fetched_again(tmp_path: Path) -> None:
    """The same file, unchanged: proven by its mark, its size and its hash."""
    store(place(tmp_path))

    assert store(place(tmp_path)).already
    assert store(place(tmp_path, overwrite=True)).already
    assert {"name.mp4", "name.mp4.sha256"} == names(tmp_path)


def change_content(folder: Path) -> None:
    (folder / "name.mp4").write_bytes(b"x" + CONTENT[1:])


def change_size(folder: Path) -> None:
    (folder / "name.mp4").write_bytes(CONTENT[1:])


def change_hash(folder: Path) -> None:
    (folder / "name.mp4.sha256").write_text("broken")


def change_mark(folder: Path) -> None:
    path = folder / "name.mp4.sha256"
    path.write_text(path.read_text().replace("mine", "other"))


def drop_hash(folder: Path) -> None:
    (folder / "name.mp4.sha256").unlink()


@pytest.mark.parametrize("change", [change_content, change_size, change_hash, change_mark, drop_hash])
def test_anything_else_of_that_name_is_not_replaced_unasked(tmp_path: Path, change: Callable[[Path], None]) -> None:
    """A file that changed, or that nobody can tell to be this one, is never called the file, and never overwritten."""
    store(place(tmp_path))
    change(tmp_path)
    before = (tmp_path / "name.mp4").read_bytes()

    with pytest.raises(StateError, match=r"^name\.mp4 exists and is not known to be this file; overwrite=True"):
        open_place(place(tmp_path))
    assert before == (tmp_path / "name.mp4").read_bytes()
    assert names(tmp_path) <= {"name.mp4", "name.mp4.sha256"}

    stored = store(place(tmp_path, overwrite=True))
    assert (SHA, False) == (stored.sha256, stored.already)
    assert CONTENT == (tmp_path / "name.mp4").read_bytes()


def test_a_file_that_appears_meanwhile_is_not_replaced(tmp_path: Path) -> None:
    """Somebody else's file of that name wins, and what was downloaded stays a part."""
    filling = open_place(place(tmp_path))
    fill(filling)
    (tmp_path / "name.mp4").write_bytes(b"theirs")
    with pytest.raises(StateError, match="appeared while"):
        filling.commit()
    filling.close()

    assert b"theirs" == (tmp_path / "name.mp4").read_bytes()
    assert CONTENT == (tmp_path / "name.mp4.part").read_bytes()


@settings(max_examples=30, deadline=None)
@given(cuts=st.lists(st.integers(1, len(CONTENT) - 1), max_size=4))
def test_wherever_it_was_interrupted_it_goes_on(tmp_path_factory: pytest.TempPathFactory, cuts: list[int]) -> None:
    """A part of this file and version is gone on with; its hash is that of the whole."""
    folder = tmp_path_factory.mktemp("cut")
    for cut in sorted(cuts):
        filling = open_place(place(folder))
        fill(filling, CONTENT[filling.size : cut], offset=filling.size)
        filling.close()
        assert "name.mp4" not in names(folder)
    stored = store(place(folder))

    assert (SHA, len(CONTENT), max(cuts, default=0)) == (stored.sha256, stored.size, stored.resumed_from)
    assert {"name.mp4", "name.mp4.sha256"} == names(folder)


def test_what_is_kept_beside_a_part_names_no_person_and_no_address(tmp_path: Path) -> None:
    """Ids, size and version, and nothing else."""
    interrupted(place(tmp_path), CONTENT[:5000])
    facts = json.loads((tmp_path / "name.mp4.part.json").read_text())

    assert {"file": "f1", "session": "s1", "mark": "mine", "size": len(CONTENT), "version": VERSION} == facts


@pytest.mark.parametrize(
    "later",
    [
        {"mark": "other"},
        {"size": len(CONTENT) + 1},
        {"size": None},
    ],
)
def test_a_part_of_something_else_is_begun_anew(tmp_path: Path, later: dict[str, Any]) -> None:
    """Another file, or one of another size, is never joined with this part."""
    interrupted(place(tmp_path), CONTENT[:5000])
    filling = open_place(place(tmp_path, **later))

    assert (0, "") == (filling.size, filling.version.validator)
    filling.close()


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"mark": "mine"}', '{"validator": 7, "mark": "mine"}', "\udcff"])
def test_a_part_about_which_nothing_is_known_is_begun_anew(tmp_path: Path, text: str) -> None:
    """Broken facts are no facts."""
    interrupted(place(tmp_path), CONTENT[:5000])
    (tmp_path / "name.mp4.part.json").write_bytes(text.encode("utf-8", "surrogateescape"))
    filling = open_place(place(tmp_path))

    assert 0 == filling.size
    filling.close()
    assert set() == names(tmp_path)


def test_a_version_without_a_mark_cannot_be_gone_on_with(tmp_path: Path) -> None:
    """Where the server gives neither a tag nor a time, a later call begins anew."""
    filling = open_place(place(tmp_path))
    filling.begin(0, reply(200, b""))
    filling.write((CONTENT[:5000],))
    filling.close()
    again = open_place(place(tmp_path))

    assert 0 == again.size
    again.close()


def test_beginning_anew_forgets_what_came(tmp_path: Path) -> None:
    """A server that sends everything again is believed, and the hash is that of what is there."""
    interrupted(place(tmp_path), b"another version")
    filling = open_place(place(tmp_path))
    fill(filling)
    stored = filling.commit()
    filling.close()

    assert (SHA, 0) == (stored.sha256, stored.resumed_from)
    assert CONTENT == (tmp_path / "name.mp4").read_bytes()


def test_nothing_is_left_where_nothing_came(tmp_path: Path) -> None:
    """A place that was opened, or filled and emptied, leaves no trace."""
    open_place(place(tmp_path)).close()
    filling = open_place(place(tmp_path))
    fill(filling)
    filling.empty()
    filling.close()
    filling.close()

    assert set() == names(tmp_path)


def test_two_downloads_of_one_file_do_not_mix(tmp_path: Path) -> None:
    """The second is told so; when the first is done, the file is there for it."""
    first = open_place(place(tmp_path))
    with pytest.raises(StateError, match="is being downloaded already"):
        open_place(place(tmp_path))
    fill(first)
    first.commit()
    first.close()

    assert store(place(tmp_path)).already


def crash_before_the_hash(folder: Path) -> None:
    """Leave what a crash between the file's name and its hash leaves."""
    filling = open_place(place(folder))
    fill(filling)
    facts = json.loads((folder / "name.mp4.part.json").read_text())
    (folder / "name.mp4.part.json").write_text(json.dumps({**facts, "sha256": SHA}))
    filling.close()
    (folder / "name.mp4.part").rename(folder / "name.mp4")


def crash_between_the_names(folder: Path) -> None:
    """Leave what a crash leaves while the file has both names."""
    crash_before_the_hash(folder)
    os.link(folder / "name.mp4", folder / "name.mp4.part")


@pytest.mark.parametrize("crash", [crash_before_the_hash, crash_between_the_names])
def test_a_crash_at_the_end_is_repaired(tmp_path: Path, crash: Callable[[Path], None]) -> None:
    """The whole file is known for what it is, and gets its hash."""
    crash(tmp_path)

    assert store(place(tmp_path)).already
    assert {"name.mp4", "name.mp4.sha256"} == names(tmp_path)
    assert CONTENT == (tmp_path / "name.mp4").read_bytes()


def test_no_room_is_said_before_anything_is_fetched(tmp_path: Path) -> None:
    """A file that cannot fit is not begun."""
    with pytest.raises(StateError, match=r"^name\.mp4 cannot be written: No space left on device$"):
        open_place(place(tmp_path, size=10**17))
    assert set() == names(tmp_path)


def test_a_disk_that_fills_up_leaves_nothing(tmp_path: Path) -> None:
    """When the system takes no more, the part goes: it would keep the disk full."""
    old = resource.getrlimit(resource.RLIMIT_FSIZE)
    filling = open_place(place(tmp_path))
    resource.setrlimit(resource.RLIMIT_FSIZE, (5000, old[1]))
    try:
        with pytest.raises(StateError, match=r"^name\.mp4 cannot be written: File too large$"):
            fill(filling)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, old)
        filling.close()

    assert set() == names(tmp_path)


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may write everywhere")
def test_a_folder_that_may_not_be_written_to(tmp_path: Path) -> None:
    """The system's reason is said, with the file's name and without its folder."""
    tmp_path.chmod(0o500)
    with pytest.raises(StateError, match=r"^name\.mp4 cannot be written: Permission denied$"):
        open_place(place(tmp_path))
    tmp_path.chmod(0o700)


def test_a_link_in_the_parts_place_is_not_followed(tmp_path: Path) -> None:
    """Nobody makes us write into another file."""
    (tmp_path / "theirs").write_bytes(b"theirs")
    (tmp_path / "name.mp4.part").symlink_to("theirs")
    with pytest.raises(StateError):
        open_place(place(tmp_path))

    assert b"theirs" == (tmp_path / "theirs").read_bytes()


class Taking(io.RawIOBase):
    """A writer that takes a few bytes at a time."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self.most = most
        self.taken = b""

    def write(self, data: Any) -> int:
        self.taken += bytes(data[: self.most])
        return min(self.most, len(data))


def handed(writer: Any) -> OpenSink:
    return open_place(Place(writer, "name", "mine", (), len(CONTENT)))


def test_a_callers_own_object_is_written_to() -> None:
    """Also one that takes less than it is given."""
    for writer in (Taking(7), io.BytesIO()):
        filling = handed(writer)
        fill(filling)

        assert Stored(None, len(CONTENT), SHA) == filling.commit()
        assert CONTENT == (writer.taken if isinstance(writer, Taking) else writer.getvalue())
        filling.close()
        assert not writer.closed


def test_a_callers_own_object_is_never_taken_back() -> None:
    """What was written cannot be unwritten, so a download that would begin anew ends."""
    filling = handed(io.BytesIO())
    filling.empty()
    fill(filling, CONTENT[:10])
    for again in (filling.empty, lambda: filling.begin(0, HEAD)):
        with pytest.raises(StateError, match="cannot be taken back"):
            again()


def test_a_full_device_is_an_error() -> None:
    """The system's own full device says what a disk says."""
    with Path("/dev/full").open("wb", buffering=0) as full:
        with pytest.raises(StateError, match="No space left on device"):
            fill(handed(full))
    with pytest.raises(StateError, match="takes nothing"):
        fill(handed(Taking(0)))


def test_what_a_callers_object_raises_by_itself_comes_out() -> None:
    """Only what the system says is put into our words."""

    class Angry:
        def write(self, data: bytes) -> None:
            raise KeyError("mine")

    with pytest.raises(KeyError):
        fill(handed(Angry()))
    with pytest.raises(InvalidInput):
        handed(object())


def fill_much(filling: OpenSink) -> None:
    """Fill in batches that are worth a thread."""
    for _ in range(20):
        filling.write((b"x" * 2**20,))
    filling.settle()


def test_an_error_in_the_writing_thread_comes_out(tmp_path: Path) -> None:
    """Large batches are written by a thread of their own; what it meets is not lost."""
    filling: Any = open_place(place(tmp_path, size=10**7))
    filling.begin(0, HEAD)
    os.close(filling._handle)
    with pytest.raises(StateError, match="Bad file descriptor"):
        fill_much(filling)
    filling._handle = os.open(tmp_path / "name.mp4.part", os.O_RDWR)
    filling.close()


KILLED = """
import sys, time
sys.path[:0] = {paths!r}
from test_file_sink import *
filling = open_place(place({folder!r}))
filling.begin(0, HEAD)
filling.write((CONTENT[:6000],))
print("half", flush=True)
time.sleep(60)
"""


def test_kill_9_midway_leaves_a_part_that_is_gone_on_with(tmp_path: Path) -> None:
    """Whatever happens to the process, the file has no name until it is whole, and the part is good."""
    code = KILLED.format(paths=[str(Path(__file__).parent), *sys.path], folder=str(tmp_path))
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert "half" == process.stdout.readline().strip()
        process.kill()

    assert {"name.mp4.part", "name.mp4.part.json"} == names(tmp_path)
    stored = store(place(tmp_path))
    assert (6000, SHA) == (stored.resumed_from, stored.sha256)


def test_the_reasons_for_a_full_disk_are_known() -> None:
    """The quota, the disk and the largest file all mean that there is no room."""
    from provider_bridge.runners import file_sink as files

    assert {errno.ENOSPC, errno.EDQUOT, errno.EFBIG} == files._FULL


def test_batches_of_any_size_become_the_file(tmp_path: Path) -> None:
    """Small chunks and huge ones, alone and together: every byte is where it belongs."""
    chunk = os.urandom(64 * 1024)
    huge = os.urandom(3 * 1024 * 1024)
    batches = [(chunk,) * 17, (huge,), (chunk, huge, chunk[:7]), (chunk[:1],), *([(chunk[9:],) * 17] * 20)]
    content = b"".join(b"".join(batch) for batch in batches)
    filling = open_place(place(tmp_path, size=len(content)))
    filling.begin(0, HEAD)
    for batch in batches:
        filling.write(batch)
    filling.settle()
    stored = filling.commit()
    filling.close()

    assert content == (tmp_path / "name.mp4").read_bytes()
    assert (len(content), hashlib.sha256(content).hexdigest()) == (stored.size, stored.sha256)
