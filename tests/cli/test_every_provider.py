"""The commands at all three simulated accounts: what is listed, what is not offered and how that is said, ids."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Generator
from pathlib import Path
from typing import Any, Final

import pytest
from served import Served, serving
from support import no_brakes
from typer.testing import CliRunner, Result

from provider_bridge.cli.app import app
from provider_bridge.reports.records import SECRETS

ZOOM, WEBINAR, MEETING = "sandbox-zoom", "sandbox-webinar", "sandbox-meeting"
ALL: Final = (ZOOM, WEBINAR, MEETING)
PAST: Final = ("--since", "2026-01-01")

UNSUPPORTED: Final = {
    ("registrants", MEETING): "GoToMeeting has no registration",
    ("questions", MEETING): "GoToMeeting has no questions and answers",
    ("chats", MEETING): "no API shows or deletes GoToMeeting's chats; see the meeting's history",
    ("chats", WEBINAR): "no API shows or deletes GoToWebinar's chats; see the session's report",
}
"""What a provider has not, and how its sentence begins."""


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Generator[Served]:
    """Serve a simulator that nothing here changes."""
    with serving(tmp_path_factory.mktemp("served"), users=4) as found:
        yield found


@pytest.fixture
def changing(tmp_path: Path) -> Generator[Served]:
    """Serve a simulator of one's own."""
    with serving(tmp_path) as found:
        yield found


@pytest.fixture(autouse=True)
def _no_brakes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wait for no rate budget: neither of the simulators has one."""
    no_brakes(monkeypatch)


def run(served: Served, *arguments: str, account: str = "", form: str = "json") -> Result:
    """Run a command in this process."""
    only = ("--account", account) if account else ()
    result = CliRunner().invoke(app, [*arguments, "--config", str(served.config), *only, "--format", form])
    assert isinstance(result.exception, SystemExit | None), result.exception
    assert "Traceback" not in result.output
    return result


def rows(served: Served, *arguments: str, account: str = "") -> list[dict[str, Any]]:
    """Run a command that must succeed, and return what it lists."""
    result = run(served, *arguments, account=account)
    assert 0 == result.exit_code, result.stderr
    found: list[dict[str, Any]] = json.loads(result.stdout)
    return found


def commands(served: Served, account: str) -> dict[str, tuple[str, ...]]:
    """Return every listing of one account, about a session that took place and had people in it."""
    session = rows(served, "sessions", "list", *PAST, account=account)[0]
    return {
        "events": ("events", "list"),
        "sessions": ("sessions", "list", *PAST),
        "runs": ("sessions", "list", "--event", session["event"]),
        "recordings": ("recordings", "list", *PAST),
        "registrants": ("registrants", "list", session["event"]),
        "participants": ("participants", "list", session["id"]),
        "questions": ("questions", "list", session["id"]),
        "chats": ("chats", "list", session["id"]),
    }


@pytest.mark.parametrize("account", ALL)
def test_each_listing_of_each_account_in_each_format(served: Served, account: str) -> None:
    """The three formats say the same, and no field that opens something is in any of them."""
    for name, command in commands(served, account).items():
        if (name, account) in UNSUPPORTED:
            continue
        found = rows(served, *command, account=account)
        as_csv = run(served, *command, account=account, form="csv").stdout
        table = run(served, *command, account=account, form="table").stdout

        lines = list(csv.DictReader(io.StringIO(as_csv)))
        assert len(found) == len(lines) > 0, name
        assert {account} == {each["account"] for each in found} == {each["account"] for each in lines}
        assert [*found[0], "error"] == list(lines[0])
        assert len(found) == sum(line[1:].startswith(f" {account} ") for line in table.splitlines()), name
        assert not SECRETS & set(found[0])
        assert "https://" not in as_csv + table + json.dumps(found), name


@pytest.mark.parametrize(("facet", "account"), UNSUPPORTED)
def test_what_a_provider_has_not_is_said_with_its_reason(served: Served, facet: str, account: str) -> None:
    """Exit code 2, one sentence on stderr, and the same in the listing: not an empty one."""
    result = run(served, facet, "list", "1", account=account)

    (found,) = json.loads(result.stdout)
    (said,) = result.stderr.splitlines()
    assert 2 == result.exit_code
    assert UNSUPPORTED[facet, account] in found["error"]
    assert said == f"error: account {account}: {found['error']}"


def test_several_accounts_at_once(served: Served) -> None:
    """A listing over all accounts is that of each of them, one after the other."""
    for command in (("events", "list"), ("sessions", "list", *PAST), ("recordings", "list", *PAST)):
        whole = rows(served, *command)
        assert whole == [row for account in ALL for row in rows(served, *command, account=account)]


def test_the_trash_that_only_zoom_has(served: Served) -> None:
    """Of all accounts it is said who has none; named, it is an error."""
    command = ("recordings", "list", "--trashed", *PAST)
    result = run(served, *command)

    assert (0, "[]") == (result.exit_code, result.stdout.strip())
    assert [WEBINAR, MEETING] == [line.split(":")[0].removeprefix("account ") for line in result.stderr.splitlines()]
    assert [2, 2] == [run(served, *command, account=account).exit_code for account in (WEBINAR, MEETING)]


def test_a_facet_that_no_account_has_is_no_empty_listing(served: Served, tmp_path: Path) -> None:
    """The bug: without ``--account`` the trash of accounts that have none was empty, with exit code 0."""
    text = served.config.read_text()
    config = served.config.with_name("goto.toml")
    config.touch(0o600)
    config.write_text(text[text.index(f"[accounts.{WEBINAR}]") :])
    arguments = ["recordings", "list", "--trashed", *PAST, "--config", str(config), "--format", "json"]
    result = CliRunner().invoke(app, [*arguments, "--output", str(tmp_path / "out.json")])

    assert 2 == result.exit_code
    assert [True, True] == ["no trash" in row["error"] for row in json.loads((tmp_path / "out.json").read_text())]
    assert 2 == len(result.stderr.splitlines())


@pytest.mark.parametrize(
    "command", [("sessions", "list", "--event", "160763626"), ("recordings", "list", "--host", "160763626", *PAST)]
)
def test_an_id_is_asked_of_one_account_only(served: Served, command: tuple[str, ...]) -> None:
    """The bug: an id was asked of every account, though at another provider it means something else, or nothing."""
    before = sum(served.sandbox.log.values())
    result = run(served, *command)

    assert (2, "") == (result.exit_code, result.stdout)
    assert f"say which account with --account; there are: {', '.join(ALL)}" in result.stderr
    assert before == sum(served.sandbox.log.values())


def test_an_account_that_is_named_twice_is_listed_once(served: Served) -> None:
    """The bug: every row of it came twice."""
    twice = rows(served, "events", "list", "--account", WEBINAR, account=WEBINAR)

    assert twice == rows(served, "events", "list", account=WEBINAR)


@pytest.mark.parametrize("account", [WEBINAR, MEETING])
def test_recordings_are_downloaded_and_a_second_time_left_alone(served: Served, account: str, tmp_path: Path) -> None:
    """Of several recordings at once, under names that hold keys only."""
    names = [row["id"] for row in rows(served, "recordings", "list", *PAST, account=account)[:2]]
    command = ("recordings", "download", *names, "--folder", str(tmp_path))

    first, second = rows(served, *command, account=account), rows(served, *command, account=account)

    assert set(names) == {row["recording"] for row in first}
    assert all(Path(row["path"]).stat().st_size == row["size"] > 0 for row in first)
    assert ([False] * len(first), [True] * len(first)) == tuple(
        [row["already"] for row in each] for each in (first, second)
    )


@pytest.mark.parametrize("strength", ["--erase", "--trash"])
def test_no_api_deletes_a_recording_of_gotowebinar(changing: Served, strength: str) -> None:
    """The bug: it exited as partly done, with a sentence for each recording. Nothing is sent."""
    names = [row["id"] for row in rows(changing, "recordings", "list", *PAST, account=WEBINAR)]
    result = run(changing, "recordings", "delete", *names[:2], strength, "--yes", account=WEBINAR)

    assert 2 == result.exit_code
    (said,) = result.stderr.splitlines()
    assert "no API deletes a recording of GoToWebinar's" in said
    assert "delete it in the vendor's web page, and list again to see that it is gone" in said
    assert [said] == [f"error: account {WEBINAR}: {row['error']}" for row in json.loads(result.stdout)]
    assert not [name for name in changing.sandbox.log if name.startswith("DELETE")]
    assert names == [row["id"] for row in rows(changing, "recordings", "list", *PAST, account=WEBINAR)]


def test_recordings_of_gotomeeting_are_erased_and_never_only_trashed(changing: Served) -> None:
    """The bug: what can be done instead was not shown. A made-up id is no proof that anything is gone."""
    name = rows(changing, "recordings", "list", *PAST, account=MEETING)[0]["id"]
    made_up = "1/2/3/2026-11-01"

    trashed = run(changing, "recordings", "delete", name, "--trash", "--yes", account=MEETING)
    one_file = run(changing, "recordings", "delete", name, "--erase", "--yes", "--file", "x", account=MEETING)
    (erased,) = rows(changing, "recordings", "delete", name, "--erase", "--yes", "--settle", "0.2", account=MEETING)
    nothing = run(changing, "recordings", "delete", made_up, "--erase", "--yes", "--settle", "0.2", account=MEETING)

    assert ([5, 5], "Gone") == ([trashed.exit_code, one_file.exit_code], erased["outcome"])
    assert f"error: {name}: NotOffered: GoToMeeting has no trash; say Strength.ERASE" in trashed.stderr
    assert "deletes all recordings of a session at once, and no single file; leave file= out" in one_file.stderr
    assert ["NotOffered"] * 2 == [json.loads(each.stdout)[0]["outcome"] for each in (trashed, one_file)]
    assert json.loads(trashed.stdout)[0]["what_to_do"]
    assert 5 == nothing.exit_code
    assert name not in {row["id"] for row in rows(changing, "recordings", "list", *PAST, account=MEETING)}


@pytest.mark.parametrize("account", [WEBINAR, MEETING])
def test_nothing_is_restored_where_there_is_no_trash(served: Served, account: str) -> None:
    """Exit code 2, and why."""
    result = run(served, "recordings", "restore", "1/2/3/2026-11-01", account=account)

    assert 2 == result.exit_code
    assert (
        f"error: account {account}: goto{account.removeprefix('sandbox-')} offers no recordings.restore"
        in result.stderr
    )


@pytest.mark.parametrize("account", [WEBINAR, MEETING])
def test_listing_sends_nothing_that_changes_anything(served: Served, account: str) -> None:
    """Every listing works at an account that is opened read-only; the search for recordings is a POST that reads."""
    for name, command in commands(served, account).items():
        if (name, account) not in UNSUPPORTED:
            rows(served, *command, account=account)

    sent = {name.rsplit(" ", 1)[0] for name in served.sandbox.log if not name.startswith("GET ")}
    assert not {name for name in sent if "oauth/token" not in name and "recordingassets/search" not in name}


@pytest.mark.parametrize("account", [WEBINAR, MEETING])
def test_an_id_of_another_provider_is_refused_before_anything_is_sent(served: Served, account: str) -> None:
    """What cannot be an id here is a mistake of the command line."""
    foreign = "meeting:4444AAAiAAAAAiAiAiiAii=="
    for command in (("participants", "list", foreign), ("sessions", "list", "--event", foreign)):
        result = run(served, *command, account=account)
        assert 2 == result.exit_code
        assert "as a listing shows it" in result.stderr
