"""Where a command writes: stdout in any encoding, a disk that is full, and paths that no file can have."""

from __future__ import annotations

import io
import json
import os
import re
import socket
import sys
from pathlib import Path

import pytest
from mutations import within
from typer.testing import CliRunner

import provider_bridge as pb
from provider_bridge.cli import outputs
from provider_bridge.cli.app import app
from provider_bridge.cli.failures import exit_code_of
from provider_bridge.cli.listing import write_listing
from provider_bridge.cli.options import Listing
from provider_bridge.cli.tables import rendered
from provider_bridge.errors import ConfigurationError

OWNER = {"account": "acme", "provider": "zoom"}
NAME = "山田 Zoë 👍"
SHOWN = ("id", "first_name")
PATHS = {"long name": "x" * 300, "long path": "y/" * 3000, "no folder": "none/out", "folder": "."}


def registrant() -> pb.Registrant:
    return pb.Registrant(pb.RegistrantId("r1"), "approved", None, first_name=NAME)


@pytest.mark.parametrize("encoding", ["latin-1", "ascii", "cp1252", "utf-8"])
@pytest.mark.parametrize("form", Listing)
def test_a_name_that_stdout_cannot_hold_is_escaped(
    encoding: str, form: Listing, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A bug once: a listing ended midway. JSON stays the JSON it is."""
    shown = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(shown, encoding))
    outputs.prepare_streams()

    write_listing([(OWNER, registrant())], pb.Registrant, form, None, SHOWN)

    text = shown.getvalue().decode(encoding)
    if form is Listing.JSON:
        assert NAME == json.loads(text)[0]["first_name"]
    else:
        assert ("\\u5c71\\u7530" if encoding != "utf-8" else "山田") in text


def test_every_command_prepares_its_stdout(monkeypatch: pytest.MonkeyPatch) -> None:
    """Before anything is written."""
    monkeypatch.setattr("provider_bridge.cli.capabilities._json", lambda _: json.dumps(NAME, ensure_ascii=False))

    result = CliRunner(charset="latin-1").invoke(app, ["accounts", "capabilities", "--format", "json"])

    assert 0 == result.exit_code
    assert NAME == json.loads(result.stdout_bytes.decode("latin-1"))


def test_a_closed_stdout_is_no_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    """As a shell leaves it after ``>&-``."""
    monkeypatch.setattr(sys, "stdout", None)

    outputs.prepare_streams()

    outputs.write_out("nothing")
    sys.stdout.close()


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("command", [["verify"], ["events", "list"]])
def test_an_output_that_cannot_be(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: list[str], path: str
) -> None:
    """A bug once: some were faults of ours. The sentence is short whatever the path."""
    monkeypatch.chdir(tmp_path)

    result = CliRunner().invoke(app, [*command, "--sandbox", "--output", PATHS[path]])

    assert 3 == result.exit_code, result.stderr
    (sentence,) = result.stderr.splitlines()
    assert "cannot be written: " in sentence
    assert len(sentence) < 250


@pytest.mark.parametrize("option", ["--config", "--profile"])
@pytest.mark.parametrize("path", PATHS)
def test_an_input_that_cannot_be(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, option: str, path: str) -> None:
    """A configuration, and a profile."""
    monkeypatch.chdir(tmp_path)
    arguments = ["verify", option, PATHS[path], *(["--sandbox"] if option == "--profile" else [])]

    result = CliRunner().invoke(app, arguments)

    assert 3 == result.exit_code, result.stderr
    assert re.search("can(not)? be read: ", result.stderr)
    assert len(result.stderr) < 300


def test_a_pipe_without_a_reader_is_refused_and_one_with_a_reader_is_written(tmp_path: Path) -> None:
    """A bug once: it was waited for, or a file took its place."""
    os.mkfifo(tmp_path / "pipe")
    with within(10), pytest.raises(ConfigurationError, match="pipe cannot be written"):
        write_listing([(OWNER, registrant())], pb.Registrant, Listing.JSON, tmp_path / "pipe", SHOWN)

    reader = os.open(tmp_path / "pipe", os.O_RDONLY | os.O_NONBLOCK)
    write_listing([(OWNER, registrant())], pb.Registrant, Listing.JSON, tmp_path / "pipe", SHOWN)

    assert NAME == json.loads(os.read(reader, 65536))[0]["first_name"]
    assert (tmp_path / "pipe").is_fifo()
    os.close(reader)


@pytest.mark.parametrize("columns", ["\u00b2", "0", "1" * 5000, "-1", "wide", "", "9" * 9])
def test_a_width_that_is_none_is_passed_over(columns: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A bug once: rich took a superscript digit for a number, and a fault of ours it was."""
    monkeypatch.setenv("COLUMNS", columns)

    assert "x" * 150 in rendered(io.StringIO(), "x" * 150)


@pytest.mark.parametrize("error", [pb.StateError("x"), pb.ConfigurationError("x"), pb.MissingCredential("x")])
def test_what_the_user_can_mend_has_one_exit_code(error: pb.ProviderBridgeError) -> None:
    """A bug once: a damaged budget or token file ended with 4, as if the vendor had not answered."""
    assert 3 == exit_code_of(error)


def test_a_port_that_is_taken_is_a_sentence() -> None:
    """A bug once: it was a fault of ours."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        result = CliRunner().invoke(app, ["sandbox", "serve", "--port", str(taken.getsockname()[1])])

    assert 3 == result.exit_code
    assert "cannot be served: Address already in use; take another" in result.stderr
