"""The commands that list, download, delete and restore: their streams, formats and exit codes."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from collections.abc import Generator
from pathlib import Path

import pytest
from command_line import rows, run
from served import Served, serving
from support import no_brakes

ZOOM = ("--account", "sandbox-zoom")
SOON = ("--settle", "0.2")
COMMAND = str(Path(sys.executable).with_name("provider-bridge"))


@pytest.fixture
def served(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Generator[Served]:
    """Serve a simulator on a port, so that what one command changes the next one sees; neither side has a budget."""
    no_brakes(monkeypatch)
    with serving(tmp_path) as found:
        yield found


def test_each_listing_in_each_format() -> None:
    """JSON is an array of records, CSV has a heading, a table says the same; links and PINs are in none."""
    event = next(each["id"] for each in rows("events", "list", "--sandbox", *ZOOM) if each["kind"] == "meeting")
    session = rows("recordings", "list", "--sandbox", *ZOOM)[0]["session"]
    commands = (
        ("events", "list", *ZOOM),
        ("sessions", "list", "--since", "2026-01-01", *ZOOM),
        ("sessions", "list", "--event", event, *ZOOM),
        ("registrants", "list", event, *ZOOM),
        ("participants", "list", session, *ZOOM),
        ("recordings", "list", *ZOOM),
        ("chats", "list", session, *ZOOM),
        ("questions", "list", session, *ZOOM),
    )
    for command in commands:
        found = rows(*command, "--sandbox")
        as_csv = run(*command, "--sandbox", "--format", "csv").stdout
        table = run(*command, "--sandbox").stdout

        lines = list(csv.DictReader(io.StringIO(as_csv)))
        assert len(found) == len(lines) > 0, command
        assert {"sandbox-zoom"} == {each["account"] for each in found} == {each["account"] for each in lines}
        assert [*found[0], "error"] == list(lines[0])
        assert "sandbox-zoom" in table
        for secret in ("join_url", "rec/download", "zak=", "passcode", "dial_in_pin"):
            assert secret not in as_csv + table + json.dumps(found)


def test_accounts_without_the_facet_are_said_and_do_not_fail_the_rest() -> None:
    """Why an account is not in the listing stands on stderr; asked for by name, it is an error."""
    result = run("recordings", "list", "--trashed", "--sandbox", "--format", "json")
    named = run("recordings", "list", "--trashed", "--sandbox", "--account", "sandbox-meeting", "--format", "json")

    assert 0 == result.exit_code
    assert "sandbox-meeting: gotomeeting offers no recordings" in result.stderr
    assert not any("error" in each for each in json.loads(result.stdout))
    assert 2 == named.exit_code
    assert "error" in json.loads(named.stdout)[0]


def test_hosts_that_cannot_be_listed_are_no_silent_gap(served: Served) -> None:
    """They are counted on stderr and in the listing, and the command says that it was done in part."""
    from provider_bridge.sandbox.zoom.events import Licences

    host = served.sandbox.world.people["active"][1].id
    served.sandbox.world.part(Licences).no_webinars.add(host)
    result = run("events", "list", "--config", str(served.config), *ZOOM, "--format", "json")

    assert 5 == result.exit_code
    found = json.loads(result.stdout)
    assert "1 host could not be listed: the plan or a licence is missing" in found[-1]["error"]
    assert "1 host could not be listed" in result.stderr
    assert len(found) > 1


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("events", "list", *ZOOM), 2),
        (("events", "list", "--sandbox", "--since", "yesterday"), 2),
        (("sessions", "list", "--sandbox"), 2),
        (("events", "list", "--sandbox", "--since", "2026-11-02", "--until", "2026-11-01"), 2),
        (("registrants", "list", "meeting:1", "--sandbox"), 2),
        (("registrants", "list", "nonsense", "--sandbox", *ZOOM), 2),
        (("participants", "list", "meeting:93398114182", "--sandbox", *ZOOM), 2),
        (("registrants", "list", "meeting:1", "--sandbox", *ZOOM), 4),
        (("events", "list", "--sandbox", "--account", "nobody"), 3),
        (("recordings", "delete", "meeting:a", "--sandbox", *ZOOM), 2),
        (("recordings", "delete", "meeting:a", "--trash", "--erase", "--sandbox", *ZOOM), 2),
        (("recordings", "delete", "meeting:a", "meeting:b", "--erase", "--file", "x", "--sandbox", *ZOOM), 2),
    ],
)
def test_bad_input_ends_with_a_sentence(arguments: tuple[str, ...], code: int) -> None:
    """What cannot be done is said in a sentence, with the exit code that is documented for it."""
    result = run(*arguments)

    assert code == result.exit_code, result.output
    assert result.stderr.strip()


def test_a_file_is_written_whole_and_private_or_not_at_all(tmp_path: Path) -> None:
    """A listing that could not be made leaves no file that looks like one."""
    good, bad = tmp_path / "good.csv", tmp_path / "bad.csv"

    assert 0 == run("recordings", "list", "--sandbox", *ZOOM, "--format", "csv", "--output", str(good)).exit_code
    assert 2 == run("registrants", "list", "nonsense", "--sandbox", *ZOOM, "--output", str(bad)).exit_code
    assert 3 == run("events", "list", "--sandbox", "--output", str(tmp_path / "no" / "where.csv")).exit_code

    assert good.stat().st_mode & 0o777 == 0o600
    assert good.read_text().startswith("account,provider,id,session,")
    assert not [each for each in tmp_path.iterdir() if each.name.endswith(".part")]


def test_recordings_are_downloaded_trashed_restored_and_erased(served: Served, tmp_path: Path) -> None:
    """What each command reports is what the next one finds."""
    config = ("--config", str(served.config), *ZOOM)
    recording = rows("recordings", "list", *config)[0]["id"]
    folder = tmp_path / "files"
    folder.mkdir()

    files = rows("recordings", "download", recording, "--folder", str(folder), *config)
    again = rows("recordings", "download", recording, "--folder", str(folder), *config)
    assert len(files) == 6
    assert all(Path(each["path"]).stat().st_size == each["size"] for each in files)
    assert all(each["already"] for each in again)

    (trashed,) = rows("recordings", "delete", recording, "--trash", "--yes", *SOON, *config)
    assert ("Trashed", True) == (trashed["outcome"], bool(trashed["until"]))
    assert recording not in {each["id"] for each in rows("recordings", "list", *config)}
    assert recording in {each["id"] for each in rows("recordings", "list", "--trashed", *config)}

    (restored,) = rows("recordings", "restore", recording, *config)
    assert ("stored", 6) == (restored["state"], len(restored["files"]))

    (erased,) = rows("recordings", "delete", recording, "--erase", "--yes", *SOON, *config)
    assert "Gone" == erased["outcome"]
    assert recording not in {each["id"] for each in rows("recordings", "list", "--trashed", *config)}


def test_what_did_not_come_to_what_was_asked_exits_5(served: Served) -> None:
    """One that is refused and one that is not known do not keep the others, and are not passed over."""
    from provider_bridge.sandbox.zoom.recordings_state import Recordings

    config = ("--config", str(served.config), *ZOOM)
    first, second = (each["id"] for each in rows("recordings", "list", *config)[:2])
    served.sandbox.world.part(Recordings).by_uuid[first.partition(":")[2]].held = True

    result = run(
        "recordings",
        "delete",
        first,
        "meeting:bm9ib2R5",
        second,
        "--erase",
        "--yes",
        *SOON,
        *config,
        "--format",
        "json",
    )

    found = json.loads(result.stdout)
    assert 5 == result.exit_code
    assert ["Refused", "Unconfirmed", "Gone"] == [each.get("outcome") for each in found]


def test_an_id_that_is_none_does_not_keep_the_others(served: Served) -> None:
    """The bug: recordings named after one that was mistyped were left stored, and those before it deleted."""
    config = ("--config", str(served.config), *ZOOM)
    first, second = (each["id"] for each in rows("recordings", "list", *config)[:2])

    result = run(
        "recordings",
        "delete",
        first,
        "meeting:93398114182",
        second,
        "--erase",
        "--yes",
        *SOON,
        *config,
        "--format",
        "json",
    )

    assert 5 == result.exit_code
    assert "error: meeting:93398114182: " in result.stderr
    assert ["Gone", None, "Gone"] == [each.get("outcome") for each in json.loads(result.stdout)]


def test_listing_opens_accounts_read_only(served: Served) -> None:
    """Only the commands that change something send anything but reads."""
    rows("events", "list", "--config", str(served.config), *ZOOM)
    rows("recordings", "list", "--config", str(served.config), *ZOOM)

    assert {"GET", "POST"} == {name.split()[0] for name in served.sandbox.log}
    assert {"POST /zoom/oauth/token 200"} == {name for name in served.sandbox.log if name.startswith("POST")}


def test_who_leaves_early_is_no_fault(tmp_path: Path) -> None:
    """The bug: a listing that was piped into a reader that left early ended as an internal fault."""
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
    command = [COMMAND, "recordings", "list", "--sandbox", *ZOOM, "--format", "json"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment) as done:
        assert done.stdout is not None
        assert done.stderr is not None
        done.stdout.close()
        said = done.stderr.read()

    assert "fault" not in said
    assert 141 == done.returncode


def test_a_session_that_cannot_be_downloaded_does_not_keep_the_others(served: Served, tmp_path: Path) -> None:
    """The bug: a download of several sessions stopped at the first that had no recording."""
    config = ("--config", str(served.config), *ZOOM)
    recording = rows("recordings", "list", *config)[0]["id"]

    arguments = ("meeting:bm9ib2R5", recording, "--folder", str(tmp_path), *config, "--format", "json")
    result = run("recordings", "download", *arguments)

    assert 5 == result.exit_code
    assert "error: meeting:bm9ib2R5: " in result.stderr
    assert [True, *[False] * 6] == ["error" in each for each in json.loads(result.stdout)]


@pytest.mark.parametrize("command", ["delete", "restore"])
def test_an_account_that_is_read_only_ends_the_command(served: Served, command: str) -> None:
    """The bug: deleting at an account that is read-only by its table exited as partly done."""
    text = served.config.read_text().replace('provider = "zoom"', 'provider = "zoom"\nread_only = true')
    served.config.write_text(text)
    erase = ("--erase", "--yes") if command == "delete" else ()

    result = run("recordings", command, "meeting:bm9ib2R5", *erase, "--config", str(served.config), *ZOOM)

    assert 3 == result.exit_code
    assert "read-only" in result.stderr
