"""Every operation of every provider has its command, and each command does what its operation does."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Generator
from pathlib import Path
from typing import Any

import operations_page
import pytest
from command_line import rows, run
from served import Served, serving
from support import no_brakes
from typer.main import get_command

import provider_bridge as pb
from provider_bridge.cli.app import app
from provider_bridge.cli.operations.catalogue import ELSEWHERE, catalogue
from provider_bridge.cli.operations.groups import command_path

ZOOM = ("--account", "sandbox-zoom")
WEBINAR = ("--account", "sandbox-webinar")
SOON = ("--settle", "0.2", "--yes")
LISTINGS = sorted(
    path
    for path, command in catalogue().items()
    if not command.changes
    and not any(each.required for each in command.parameters if each.name not in {"since", "until"})
)


@pytest.fixture
def served(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Generator[Served]:
    """Serve a simulator on a port, so that what one command changes the next one sees."""
    no_brakes(monkeypatch)
    with serving(tmp_path) as found:
        yield found


def _words(group: Any, above: tuple[str, ...] = ()) -> Generator[tuple[str, ...]]:
    for name, found in group.commands.items():
        if hasattr(found, "commands"):
            yield from _words(found, (*above, name))
        else:
            yield (*above, name)


def test_every_offered_operation_has_a_command_or_a_reason() -> None:
    """The capability matrix and the tree of commands say the same."""
    commands = set(_words(get_command(app)))
    matrix = pb.capability_matrix()
    offered = {row.operation for row in matrix if row.offered and "." in row.operation}

    assert {path for path in offered if path in ELSEWHERE} == {*ELSEWHERE}
    options = {"recordings.list.trashed"}  # rows of the matrix that are options of a command
    assert not {path for path in offered - {*ELSEWHERE} - options if command_path(path) not in commands}
    assert all(tuple(command.split()) in commands for command in ELSEWHERE.values())


@pytest.mark.parametrize("path", LISTINGS)
def test_what_needs_nothing_is_listed_of_every_account_that_has_it(path: str) -> None:
    """No listing ends in an internal fault, and at least one account answers."""
    days = ("--since", "2026-11-20") if path == "sessions.list" else ()
    result = run(*command_path(path), *days, "--sandbox", "--format", "json")

    assert result.exit_code in {0, 5}, result.stderr
    assert "internal fault" not in result.stderr
    assert [each for each in json.loads(result.stdout) if "error" not in each] or path in {
        "webhooks.list",
        "webhooks.subscriptions.list",
        "data_requests.list",
        "events.in_session",
    }


def test_a_setting_is_read_set_and_locked(served: Served) -> None:
    """What was set is what is read afterwards, by another process of the command."""
    config = ("--config", str(served.config), *ZOOM)
    path = "recording.local_recording"
    (before,) = rows("settings", "list", "--path", path, *config)
    (written,) = rows("settings", "set", path, json.dumps(not before["value"]), "--level", "account", *config)
    (locked,) = rows("settings", "lock", path, "on", "--level", "account", *config)
    (after,) = rows("settings", "list", "--path", path, *config)

    assert written["value"] is after["value"] is (not before["value"])
    assert locked["locked"] is after["locked"] is True


def test_a_registrant_is_added_approved_denied_and_deleted(served: Served) -> None:
    """Names are options; ids of a listing are looked up; a deletion is told."""
    config = ("--config", str(served.config), *ZOOM)
    event = next(each["id"] for each in rows("events", "list", "--kind", "webinar", *config))
    person = ("--email", "new.person@example.test", "--first-name", "New", "--last-name", "Person")
    (added,) = rows("registrants", "add", event, *person, *config)
    (denied,) = rows("registrants", "deny", event, added["id"], *config)
    (approved,) = rows("registrants", "approve", event, added["id"], *config)
    (deleted,) = rows("registrants", "delete", event, added["id"], *SOON, *config)

    assert ("denied", "approved") == (denied["status"], approved["status"])
    assert ("Gone", added["id"]) == (deleted["outcome"], deleted["id"])
    assert added["id"] not in {each["id"] for each in rows("registrants", "list", event, *config)}


def test_a_dry_run_reads_and_sends_nothing(served: Served) -> None:
    """It names the call at which it stopped, and what it is about stays."""
    config = ("--config", str(served.config), *ZOOM)
    recording = rows("recordings", "list", *config)[0]["id"]
    (found,) = rows("recordings", "delete", recording, "--erase", "--dry-run", *config)

    assert "DryRun" == found["outcome"]
    assert found["reason"].startswith("would send DELETE /meetings/")
    assert recording in {each["id"] for each in rows("recordings", "list", *config)}


@pytest.mark.parametrize("form", ["json", "csv"])
def test_what_a_saved_listing_names_is_deleted(served: Served, tmp_path: Path, form: str) -> None:
    """The account, the event and the id come from the listing's records, of all accounts at once."""
    config = ("--config", str(served.config))
    saved = tmp_path / "old"
    listed = run("recordings", "list", *config, *ZOOM, "--format", form, "--output", str(saved))
    assert 0 == listed.exit_code, listed.stderr
    before = {each["id"]: each["state"] for each in rows("recordings", "list", *config, *ZOOM)}
    result = run("recordings", "delete", "--from", str(saved), "--erase", *SOON, *config, "--format", "json")
    outcomes = {each["id"]: each["outcome"] for each in json.loads(result.stdout)}

    assert 5 == result.exit_code  # one is still being made
    assert {id_: "Gone" if state == "stored" else "Refused" for id_, state in before.items()} == outcomes
    left = {each["id"] for each in rows("recordings", "list", *config, *ZOOM)}
    assert {id_ for id_, outcome in outcomes.items() if outcome == "Refused"} == left


def test_all_that_a_saved_listing_tells_is_used(served: Served, tmp_path: Path) -> None:
    """An id alone does not say whose trash to search; a record of the trash does, and when the vendor erases it."""
    config = ("--config", str(served.config), *ZOOM)
    saved = tmp_path / "trash.json"
    recording = rows("recordings", "list", *config)[0]["id"]
    rows("recordings", "delete", recording, "--trash", *SOON, *config)
    run("recordings", "list", "--trashed", *config, "--format", "json", "--output", str(saved))
    erase = ("--erase", *SOON, *config, "--format", "json")
    (by_id,) = json.loads(run("recordings", "delete", recording, *erase).stdout)
    by_record = {
        each["id"]: each for each in json.loads(run("recordings", "delete", "--from", str(saved), *erase).stdout)
    }

    assert "Unconfirmed" == by_id["outcome"]
    assert "NotOffered" == by_record[recording]["outcome"]
    assert "Zoom erases it on" in by_record[recording]["what_to_do"]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("recordings", "delete", "meeting:a", "--erase"), "needs --yes"),
        (("recordings", "delete", "--erase", "--yes"), "give RECORDING, or --from FILE"),
        (("recordings", "delete", "meeting:a", "--yes"), "give either --trash or --erase"),
        (("recordings", "list", "--older-than", "30d"), "--older-than needs --since"),
        (("recordings", "list", "--older-than", "30 days", "--since", "2026-01-01"), "a span must be written as"),
        (("recordings", "list", "--since", "2026-01-01", "--time-zone", "Berlin"), "must be the name of a time zone"),
        (("recordings", "list", "--columns", "id,nam"), "has no column 'nam'"),
        (("settings", "set", "a.b", '{"a": 1}', "--level", "account"), "must be a switch, a number, a text or a list"),
        (("settings", "lock", "a.b", "maybe", "--level", "account"), "a switch must be on or off"),
        (("registrants", "approve", "webinar:1", "nobody"), ""),
        (("recordings", "sharing", "update", "meeting:a", "--passcode", "plain"), "a secret must be given as @FILE"),
        (("events", "delete", "meeting:1", "--yes"), ""),
        (("sessions", "figures", "meeting:1"), "offers no sessions.figures"),
    ],
)
def test_what_cannot_be_meant_is_refused_in_a_sentence(arguments: tuple[str, ...], sentence: str) -> None:
    """Nothing is sent, and nothing ends in a traceback."""
    result = run(*arguments, "--sandbox", *ZOOM)

    assert result.exit_code in {2, 4, 5}, result.stderr
    assert sentence in " ".join(result.stderr.split())
    assert "internal fault" not in result.stderr


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "must be JSON or CSV"),
        ("[", "breaks off"),
        ("[1]", "a JSON array of objects"),
        ('[{"id": "x"}]', "must have an account"),
        ('[{"account": "sandbox-zoom"}]', "must have an account and 'recording' or 'id'"),
        ('[{"account": "other", "id": "meeting:x"}]', "other"),
        ("name,id\na,b\n", "must be JSON or CSV"),
        ("account,id\nsandbox-zoom\n", "another number of cells"),
        ('[{"account": "sandbox-zoom", "id": 7}]', "as texts"),
    ],
)
def test_a_damaged_listing_deletes_nothing(tmp_path: Path, text: str, sentence: str) -> None:
    """What a listing means must be beyond doubt."""
    saved = tmp_path / "listing"
    saved.write_text(text)
    result = run("recordings", "delete", "--from", str(saved), "--erase", *SOON, "--sandbox")

    assert result.exit_code in {2, 3}, result.stderr
    assert sentence in " ".join(result.stderr.split())


def test_records_of_failures_are_left_alone_and_told(served: Served, tmp_path: Path) -> None:
    """A listing that is not whole does what it can, and the exit code says that it was not all."""
    config = ("--config", str(served.config))
    recording = rows("recordings", "list", *config, *ZOOM)[0]
    saved = tmp_path / "part.json"
    saved.write_text(json.dumps([recording, {"account": "sandbox-zoom", "provider": "zoom", "error": "no"}]))
    result = run("recordings", "delete", "--from", str(saved), "--erase", *SOON, *config, "--format", "json")

    assert 5 == result.exit_code
    assert ["Gone"] == [each["outcome"] for each in json.loads(result.stdout)]
    assert "1 of the listing's records are errors" in result.stderr


def test_columns_are_chosen_and_ids_are_never_broken(monkeypatch: pytest.MonkeyPatch) -> None:
    """At 80 columns the ids are whole, and what had no room is named."""
    monkeypatch.setenv("COLUMNS", "80")
    ids = [each["id"] for each in rows("recordings", "list", "--sandbox", *ZOOM)]
    table = run("recordings", "list", "--sandbox", *ZOOM).stdout
    chosen = run("recordings", "list", "--sandbox", *ZOOM, "--columns", "state,id").stdout
    wide = run("recordings", "list", "--sandbox", *ZOOM, "--wide").stdout

    assert all(each in table and each in chosen and each in wide for each in ids)
    assert "not shown:" in table
    assert "not shown:" not in wide + chosen
    assert "title" not in chosen


def test_days_are_those_of_a_time_zone() -> None:
    """A day of Berlin begins before the same day of UTC."""
    found = run("recordings", "list", "--sandbox", *ZOOM, "--since", "2026-11-01", "--time-zone", "Europe/Berlin")

    assert 0 == found.exit_code, found.stderr


def test_an_email_with_a_formula_survives_the_way_through_csv() -> None:
    """What a spreadsheet must not run is taken back as it was."""
    from provider_bridge.reports.listing import unescaped, write_csv

    owner = {"account": "a", "provider": "zoom"}
    text = io.StringIO()
    write_csv([(owner, pb.Group(pb.GroupId("-x"), "=1+1", 1))], pb.Group, text)
    (line,) = csv.DictReader(io.StringIO(text.getvalue()))

    assert ("-x", "=1+1") == (unescaped(line["id"]), unescaped(line["name"]))


def test_the_page_has_every_command() -> None:
    """``PYTHONPATH=tests/helpers python -m operations_page`` puts the right pages in place."""
    assert operations_page.table() == operations_page.written()
    assert operations_page.reference() == operations_page.REFERENCE.read_text(encoding="utf-8")


def test_the_commands_of_the_page_run_in_their_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the page shows of the sandbox works as it stands; what is still being made is refused."""
    monkeypatch.chdir(tmp_path)
    text = operations_page.PAGE.read_text(encoding="utf-8")
    lines = [line.split()[1:] for line in text.splitlines() if line.startswith("    provider-bridge ")]
    codes = {" ".join(line): run(*line, *(SOON[:2] if "--yes" in line else ())).exit_code for line in lines}

    assert len(codes) > 3
    assert {0} == {code for line, code in codes.items() if "--yes" not in line}
    assert {0} >= {code for line, code in codes.items() if "--yes" in line} or 5 in codes.values()
