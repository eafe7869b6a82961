"""What others put where a download is written: it is never followed, waited for or overwritten."""

from __future__ import annotations

import json
import os
import socket
import stat
from collections.abc import Callable
from pathlib import Path

import pytest
from canned import reply
from runners.test_file_sink import CONTENT, fill, interrupted, names, place, store

from provider_bridge.errors import InvalidInput, StateError
from provider_bridge.runners.file_sink import open_place

PART, FACTS, SUM = "name.mp4.part", "name.mp4.part.json", "name.mp4.sha256"


def pipe(path: Path) -> None:
    os.mkfifo(path)


def listener(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as made:
        here = Path.cwd()
        os.chdir(path.parent)  # such a path must be short
        try:
            made.bind(path.name)
        finally:
            os.chdir(here)


def link(path: Path) -> None:
    path.symlink_to("theirs")


def link_to_a_pipe(path: Path) -> None:
    os.mkfifo(path.with_name("a pipe"))
    path.symlink_to("a pipe")


@pytest.mark.parametrize("make", [pipe, listener, link, link_to_a_pipe, Path.mkdir])
def test_what_is_no_file_in_the_parts_place_is_an_error(tmp_path: Path, make: Callable[[Path], None]) -> None:
    """A pipe would be waited for without end, and a link leads into another file."""
    (tmp_path / "theirs").write_bytes(b"theirs")
    make(tmp_path / PART)
    with pytest.raises(StateError, match=r"^name\.mp4\.part is in the way"):
        open_place(place(tmp_path))

    assert b"theirs" == (tmp_path / "theirs").read_bytes()
    assert "name.mp4" not in names(tmp_path)


@pytest.mark.parametrize("make", [pipe, listener, link, link_to_a_pipe])
@pytest.mark.parametrize("overwrite", [False, True])
def test_what_is_no_file_in_the_files_place_is_an_error(
    tmp_path: Path, make: Callable[[Path], None], overwrite: bool
) -> None:
    """Not even ``overwrite`` replaces a pipe, a socket, or a link that leads nowhere."""
    make(tmp_path / "name.mp4")
    with pytest.raises(StateError, match=r"^name\.mp4 is"):
        open_place(place(tmp_path, overwrite=overwrite))

    assert PART not in names(tmp_path)


@pytest.mark.parametrize("mode", [0o666, 0o640, 0o604, 0o660, 0o700])
def test_a_part_that_others_may_read_or_write_does_not_become_the_file(tmp_path: Path, mode: int) -> None:
    """Whoever holds it open would see the recording; it is made anew, and the file is the owner's alone."""
    interrupted(place(tmp_path), CONTENT[:5000])
    (tmp_path / PART).chmod(mode)
    with (tmp_path / PART).open("rb") as theirs:
        stored = store(place(tmp_path))

        assert CONTENT[:5000] == theirs.read()
    assert 0 == stored.resumed_from
    assert 0o600 == stat.S_IMODE((tmp_path / "name.mp4").stat().st_mode)
    assert CONTENT == (tmp_path / "name.mp4").read_bytes()


def test_the_umask_takes_nothing_from_the_file(tmp_path: Path) -> None:
    """A file that its owner cannot read is of no use."""
    before = os.umask(0o777)
    try:
        store(place(tmp_path))
    finally:
        os.umask(before)

    assert 0o600 == stat.S_IMODE((tmp_path / "name.mp4").stat().st_mode)
    assert 0o600 == stat.S_IMODE((tmp_path / SUM).stat().st_mode)


def test_another_owners_part_is_not_written_into(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The finished file would stay the other's."""
    interrupted(place(tmp_path), CONTENT[:5000])
    with (tmp_path / PART).open("rb") as theirs:
        other = os.geteuid() + 1
        monkeypatch.setattr(os, "geteuid", lambda: other)
        filling = open_place(place(tmp_path))
        fill(filling)
        filling.commit()
        filling.close()

        assert CONTENT[:5000] == theirs.read()


def test_a_hard_link_in_the_parts_place_is_not_overwritten(tmp_path: Path) -> None:
    """The other file keeps what it holds."""
    (tmp_path / "precious").write_bytes(b"precious")
    (tmp_path / "precious").chmod(0o600)
    os.link(tmp_path / "precious", tmp_path / PART)
    store(place(tmp_path))

    assert b"precious" == (tmp_path / "precious").read_bytes()
    assert CONTENT == (tmp_path / "name.mp4").read_bytes()


@pytest.mark.parametrize("name", [FACTS, SUM])
@pytest.mark.parametrize("make", [pipe, listener, link_to_a_pipe])
def test_what_is_no_file_beside_the_file_is_not_waited_for(
    tmp_path: Path, name: str, make: Callable[[Path], None]
) -> None:
    """It says nothing of the file, and is replaced."""
    make(tmp_path / name)
    store(place(tmp_path))

    assert CONTENT == (tmp_path / "name.mp4").read_bytes()
    assert stat.S_ISREG((tmp_path / SUM).lstat().st_mode)


@pytest.mark.parametrize("make", [pipe, listener, link])
def test_what_lies_where_a_small_file_is_prepared_is_removed(tmp_path: Path, make: Callable[[Path], None]) -> None:
    """Neither the note about a part nor the hash is written through it."""
    (tmp_path / "theirs").write_bytes(b"theirs")
    for name in (FACTS, SUM):
        make(tmp_path / f"{name}.new")
    store(place(tmp_path))

    assert b"theirs" == (tmp_path / "theirs").read_bytes()
    assert {"name.mp4", SUM, "theirs"} == names(tmp_path)


def test_a_hard_link_where_a_small_file_is_prepared_is_not_overwritten(tmp_path: Path) -> None:
    """The other file keeps what it holds."""
    (tmp_path / "precious").write_bytes(b"precious")
    for name in (FACTS, SUM):
        os.link(tmp_path / "precious", tmp_path / f"{name}.new")
    store(place(tmp_path))

    assert b"precious" == (tmp_path / "precious").read_bytes()


def test_killed_between_link_and_unlink_and_overwritten_in_part(tmp_path: Path) -> None:
    """The file's two names are one; what is downloaded next over it, and broken off, leaves it whole."""
    store(place(tmp_path))
    os.link(tmp_path / "name.mp4", tmp_path / PART)
    longer = place(tmp_path, size=len(CONTENT) + 7, overwrite=True)
    interrupted(longer, b"half")

    assert CONTENT == (tmp_path / "name.mp4").read_bytes()
    assert b"half" == (tmp_path / PART).read_bytes()


MINE = '"mark": "mine", "size": 10240'


@pytest.mark.parametrize(
    "text",
    [
        b"[" * 200_000,
        b'{"a":' * 20_000,
        b" " * 10_000_000 + b"{}",
        b"\xff\xfe{}",
        b"[]",
        b"7",
        b"1" * 5000,
        b'{"mark": "mine", "size": true, "version": {"tag": "\\"v1\\"", "modified": ""}}',
        b'{"mark": "mine", "size": 10240.0, "version": {"tag": "\\"v1\\"", "modified": ""}}',
        b'{"mark": ["mine"], "size": {}}',
        *(
            f'{{{MINE}, "version": {version}}}'.encode()
            for version in (
                "[]",
                '"\\"v1\\""',
                '{"tag": 7, "modified": ""}',
                '{"tag": "\\"v1\\""}',
                '{"tag": "\\"a\\r\\nX: y\\"", "modified": ""}',
                '{"tag": "\\"\\ud800\\"", "modified": ""}',
                '{"tag": "", "modified": "M\\u00fcn"}',
                '{"tag": "\\"\\u65e5\\"", "modified": "\\u0001"}',
            )
        ),
        *(f'{{{MINE}, "sha256": {found}}}'.encode() for found in ("[]", "{}", "7", '"x"', "true")),
    ],
)
def test_a_hostile_note_about_a_part_is_no_note(tmp_path: Path, text: bytes) -> None:
    """It makes nothing crash, and nothing of it is sent; the file is begun anew."""
    interrupted(place(tmp_path), CONTENT[:5000])
    (tmp_path / FACTS).write_bytes(text)
    stored = store(place(tmp_path))

    assert (0, False) == (stored.resumed_from, stored.already)
    assert CONTENT == (tmp_path / "name.mp4").read_bytes()


@pytest.mark.parametrize("text", ['"sha256": []', '"sha256": {}', '"sha256": 7'])
def test_a_hostile_hash_in_a_note_does_not_vouch_for_a_file(tmp_path: Path, text: str) -> None:
    """A file that nothing vouches for is not replaced unasked."""
    (tmp_path / "name.mp4").write_bytes(CONTENT)
    (tmp_path / FACTS).write_text(f"{{{MINE}, {text}}}")
    with pytest.raises(StateError, match="exists and is not known"):
        open_place(place(tmp_path))


@pytest.mark.parametrize("text", [b"\xff\xff", b"", b"\n", b"# provider-bridge mine", b"x" * 100_000, b"\0\n\0"])
def test_a_hostile_hash_beside_a_file_does_not_vouch_for_it(tmp_path: Path, text: bytes) -> None:
    """A file that nothing vouches for is not replaced unasked."""
    store(place(tmp_path))
    (tmp_path / SUM).write_bytes(text)
    with pytest.raises(StateError, match="exists and is not known"):
        open_place(place(tmp_path))


@pytest.mark.parametrize("tag", ['"\xfc"', '"a\x01b"', 'W/"\xfc"'])
def test_a_tag_that_is_not_ascii_does_not_break_a_download_for_good(tmp_path: Path, tag: str) -> None:
    """What came is begun anew, since the rest of it cannot be asked for."""
    filling = open_place(place(tmp_path))
    filling.begin(0, reply(200, b"", etag=tag, last_modified="M\xfcn, 30 N"))
    filling.write((CONTENT[:5000],))
    filling.close()
    stored = store(place(tmp_path))

    assert 0 == stored.resumed_from
    assert CONTENT == (tmp_path / "name.mp4").read_bytes()


def test_the_version_of_the_first_part_stays_the_one_to_compare_with(tmp_path: Path) -> None:
    """A part may leave the time out where it has a strong tag; the next must still be of both."""
    filling = open_place(place(tmp_path))
    filling.begin(0, reply(200, b"", etag='"a"', last_modified="Mon"))
    filling.write((CONTENT[:5000],))
    filling.settle()
    filling.begin(5000, reply(206, b"", etag='"a"'))
    version = filling.version
    filling.close()

    assert ('"a"', "Mon") == version
    told = json.loads((tmp_path / FACTS).read_text())["version"]
    assert {"tag": '"a"', "modified": "Mon"} == told


@pytest.mark.parametrize("where", ["/dev/null", "/dev/full", "/dev/zero"])
@pytest.mark.parametrize("overwrite", [False, True])
def test_a_device_is_not_replaced(where: str, overwrite: bool) -> None:
    """It is not a place for a file, whatever was asked for."""
    with pytest.raises(StateError, match=r"^(null|full|zero) is not a file"):
        open_place(place(where, overwrite=overwrite))

    assert stat.S_ISCHR(Path(where).stat().st_mode)


@pytest.mark.parametrize("name", ["x" * 300, "y" * 5000, "secret/" * 900 + "x", "x" * 252, "z" * 248])
def test_a_path_that_is_too_long_is_one_short_sentence(tmp_path: Path, name: str) -> None:
    """Without the folder, which could name anybody, and without the whole of the name."""
    with pytest.raises(StateError, match="cannot be written") as caught:
        store(place(f"{tmp_path}/{name}"))

    assert len(str(caught.value)) < 350
    assert "secret" not in str(caught.value)
    assert str(tmp_path) not in str(caught.value)
    assert set() == names(tmp_path)


def test_half_a_character_in_a_path_is_named(tmp_path: Path) -> None:
    """No file can be called so."""
    with pytest.raises(InvalidInput, match="half a character"):
        open_place(place(f"{tmp_path}/\ud800"))
