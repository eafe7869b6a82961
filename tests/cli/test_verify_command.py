"""``provider-bridge verify``: its exit codes, its JSON, its streams; on the embedded sandbox and on a served one."""

from __future__ import annotations

import functools
import json
import os
import re
import subprocess
import sys
from collections.abc import Generator
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

import provider_bridge
from provider_bridge.cli.app import app
from provider_bridge.sandbox import World

COMMAND = str(Path(sys.executable).with_name("provider-bridge"))
EXITS = {"compliant": 0, "violating": 1, "legacy": 0, "forbidden": 4}
ACCOUNTS = [("sandbox-zoom", "zoom"), ("sandbox-webinar", "gotowebinar"), ("sandbox-meeting", "gotomeeting")]
MEETING = ("--sandbox", "--account", "sandbox-meeting")
"""The account that is verified with one call."""

REPORT = {"schema", "profile", "started_at", "finished_at", "exit_code", "accounts", "summary", "checks"}
VERDICTS = ["pass", "fail", "mitigated", "not_offered", "manual", "unknown"]
CHECK = {"id", "title", "account", "provider", "level", "subject", "verdict", "reason", "evidence"}
EVIDENCE = {"operation", "path", "present", "value", "locked", "observed_at", "request_id"}


def verify(*arguments: str) -> Result:
    """Run the command in this process."""
    result = CliRunner().invoke(app, ["verify", *arguments])
    assert isinstance(result.exception, SystemExit | None)
    return result


@functools.cache
def on_sandbox(scenario: str) -> Result:
    """Verify an embedded scenario, once for all tests."""
    return verify("--sandbox", "--scenario", scenario, "--format", "json")


@pytest.fixture(scope="module")
def configs(tmp_path_factory: pytest.TempPathFactory) -> Generator[dict[str, Path]]:
    """Serve every scenario on a port of its own; return the configuration that the first line of each names."""
    with ExitStack() as stack:
        folder = tmp_path_factory.mktemp("served")
        environ = os.environ | {"TMPDIR": str(folder)}
        servers = {}
        for scenario in EXITS:
            command = [COMMAND, "sandbox", "serve", "--scenario", scenario]
            servers[scenario] = stack.enter_context(
                subprocess.Popen(command, env=environ, stdout=subprocess.PIPE, text=True)
            )
            stack.callback(servers[scenario].terminate)
        yield {scenario: _config(server) for scenario, server in servers.items()}


def _config(server: subprocess.Popen[str]) -> Path:
    assert server.stdout is not None
    where = json.loads(server.stdout.readline())
    assert {"config", "zoom", "gotowebinar", "gotomeeting", "control"} == set(where)
    assert all(where[provider].keys() == {"api_url", "token_url"} for _, provider in ACCOUNTS)
    return Path(where["config"])


def check_report(result: Result) -> dict[str, Any]:
    """See that a report has exactly the documented fields, and agrees with itself and the exit code."""
    report: dict[str, Any] = json.loads(result.stdout)
    assert REPORT == set(report)
    assert ("provider-bridge/verification/1", "privacy-de") == (report["schema"], report["profile"])
    assert result.exit_code == report["exit_code"]
    assert datetime.fromisoformat(report["started_at"]) <= datetime.fromisoformat(report["finished_at"])
    assert all({"name", "provider", "identity"} == set(each) for each in report["accounts"])
    assert VERDICTS == list(report["summary"])
    assert len(report["checks"]) == sum(report["summary"].values())
    for check in report["checks"]:
        assert CHECK == set(check)
        assert "attention-tracking-off" == check["id"]
        assert check["level"] in {"account", "group", "user", "event", "product"}
        for evidence in check["evidence"]:
            assert EVIDENCE == set(evidence)
            assert evidence["observed_at"].endswith("Z")
            assert isinstance(evidence["present"], bool)
            assert evidence["value"] in {True, False, None}
    return report


def check_nothing_personal(text: str) -> None:
    """See that nobody of the simulated accounts is named, by address or by name."""
    everybody = [person for status in World().people.values() for person in status]
    names = {name for person in everybody for name in (person.first_name, person.last_name)} | {"Jane", "Doe"}
    assert "example.test" not in text
    assert "@" not in text
    assert not re.search(rf"(?<![\w-])({'|'.join(names)})(?![\w-])", text)


@pytest.mark.parametrize(("scenario", "exit_code"), EXITS.items())
def test_the_sandbox(scenario: str, exit_code: int) -> None:
    """Each scenario has its exit code, a sound report on stdout, and names nobody."""
    result = on_sandbox(scenario)

    report = check_report(result)
    assert exit_code == result.exit_code
    assert ACCOUNTS == [(each["name"], each["provider"]) for each in report["accounts"]]
    assert all(each["identity"] for each in report["accounts"])
    check_nothing_personal(result.stdout + result.stderr)


@pytest.mark.parametrize(("scenario", "exit_code"), EXITS.items())
def test_a_served_sandbox(
    configs: dict[str, Path], monkeypatch: pytest.MonkeyPatch, scenario: str, exit_code: int
) -> None:
    """What is served on a port is verified through its configuration as what is embedded is."""
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")

    result = verify("--config", str(configs[scenario]), "--format", "json")

    found, expected = check_report(result), check_report(on_sandbox(scenario))
    assert exit_code == result.exit_code
    for part in ("accounts", "summary"):
        assert expected[part] == found[part]
    for key in ("account", "level", "subject", "verdict"):
        assert [check[key] for check in expected["checks"]] == [check[key] for check in found["checks"]]
    check_nothing_personal(result.stdout + result.stderr)


def test_a_violation_names_the_group_and_the_user() -> None:
    """One group and one user have attention tracking on: they are found by their ids, with their evidence."""
    world = World(scenario="violating")
    report = json.loads(on_sandbox("violating").stdout)
    failed = [check for check in report["checks"] if check["verdict"] == "fail"]

    expected = [("group", world.group_ids[1]), ("user", world.people["active"][7].id)]
    assert expected == [(check["level"], check["subject"]) for check in failed]
    for check in failed:
        (evidence,) = check["evidence"]
        assert (True, True) == (evidence["present"], evidence["value"])
        assert evidence["request_id"]


def test_messages_go_to_stderr() -> None:
    """A run without trouble says nothing on stderr; one with gaps says one sentence for the account."""
    assert ["", "", ""] == [on_sandbox(scenario).stderr for scenario in ("compliant", "violating", "legacy")]
    (line,) = on_sandbox("forbidden").stderr.splitlines()
    assert line.startswith("error: account sandbox-zoom could not be verified: ")
    assert "account:read:lock_settings:admin" in line


def test_the_table_is_for_people(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without ``--format`` a table is written: a row for each account, and nobody is named."""
    monkeypatch.setenv("COLUMNS", "160")

    result = verify(*MEETING)

    assert (0, "") == (result.exit_code, result.stderr)
    assert re.search(r"attention-tracking-off .* not_offered .*\n.*sandbox-meeting \(gotomeeting\)", result.stdout)
    check_nothing_personal(result.stdout)


@pytest.mark.parametrize("output_format", ["json", "table"])
def test_output_goes_to_a_file(tmp_path: Path, output_format: str) -> None:
    """With ``--output`` the outcome is in the file and nothing is on stdout."""
    file = tmp_path / "report"

    result = verify(*MEETING, "--format", output_format, "--output", str(file))

    assert (0, "", "") == (result.exit_code, result.stdout, result.stderr)
    assert "attention-tracking-off" in file.read_text()
    assert output_format == "table" or REPORT == set(json.loads(file.read_text()))


def test_an_output_that_cannot_be_written(tmp_path: Path) -> None:
    """A folder that is not there is one sentence and exit code 3."""
    result = verify(*MEETING, "--output", str(tmp_path / "none" / "report.json"))

    assert 3 == result.exit_code
    assert "" == result.stdout
    assert re.fullmatch(r"error: .*report\.json cannot be written: No such file or directory\n", result.stderr)


def test_accounts_are_chosen_by_name() -> None:
    """``--account`` may be repeated; a name that is none is exit code 3 and says which there are."""
    chosen = verify(*MEETING, "--account", "sandbox-webinar", "--account", "sandbox-meeting", "--format", "json")
    unknown = verify(*MEETING, "--account", "nobody", "--format", "json")

    assert 0 == chosen.exit_code
    names = [account["name"] for account in json.loads(chosen.stdout)["accounts"]]
    assert ["sandbox-meeting", "sandbox-webinar"] == names
    assert (3, "") == (unknown.exit_code, unknown.stdout)
    known = ", ".join(name for name, _ in ACCOUNTS)
    assert f"error: no account is named 'nobody'; there are: {known}\n" == unknown.stderr


@pytest.mark.parametrize(
    "arguments",
    [(), ("--sandbox", "--config", "bridge.toml"), ("--sandbox", "--scenario", "none"), ("--sandbox", "--format", "x")],
)
def test_a_command_line_that_is_wrong(arguments: tuple[str, ...]) -> None:
    """Neither or both of --sandbox and --config, or a word that is none, is a usage error: exit code 2."""
    result = verify(*arguments)

    assert (2, "") == (result.exit_code, result.stdout)
    assert "Usage" in result.stderr


def test_the_installed_command() -> None:
    """The console script ends with the outcome's exit code and writes the same report."""
    command = [COMMAND, "verify", "--sandbox", "--scenario", "violating", "--format", "json"]

    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)

    assert (1, "") == (done.returncode, done.stderr)
    assert json.loads(on_sandbox("violating").stdout)["summary"] == json.loads(done.stdout)["summary"]


def test_options_of_the_sandbox_go_with_the_sandbox(tmp_path: Path) -> None:
    """The bug: ``--scenario`` beside ``--config`` was ignored in silence."""
    result = CliRunner().invoke(app, ["verify", "--config", str(tmp_path / "x.toml"), "--scenario", "violating"])

    assert 2 == result.exit_code
    assert "go with --sandbox" in result.stderr


def test_the_version_is_shown() -> None:
    """``--version`` names the program and its version."""
    result = CliRunner().invoke(app, ["--version"])

    assert (0, f"provider-bridge {provider_bridge.__version__}\n") == (result.exit_code, result.stdout)


VIOLATING = (COMMAND, "verify", "--sandbox", "--scenario", "violating", "--account", "sandbox-zoom")


@pytest.mark.parametrize(
    ("form", "where"),
    [("table", "full"), ("json", "full"), ("json", "gone"), ("json", "output"), ("json", "stderr too")],
)
def test_a_violation_outweighs_a_report_that_cannot_be_written(form: str, where: str) -> None:
    """The bug: a full disk or a reader that left took the place of the exit code of a broken promise."""
    command = [*VIOLATING, "--format", form, *(["--output", "/dev/full"] if where == "output" else [])]
    full = Path("/dev/full").open("w")  # noqa: SIM115 (handed to the command)
    reading, writing = os.pipe()
    os.close(reading)
    to: Any = {"full": full, "gone": writing, "stderr too": full}.get(where, subprocess.PIPE)

    done = subprocess.run(
        command, stdout=to, stderr=full if where == "stderr too" else subprocess.PIPE, text=True, check=False
    )
    full.close()
    os.close(writing)

    assert 1 == done.returncode
    if where != "stderr too":
        assert "cannot be written" in done.stderr
        assert "attention tracking is on for group" in done.stderr
        assert "Traceback" not in done.stderr


def test_a_report_that_cannot_be_written_is_no_internal_fault() -> None:
    """Where nothing is broken, a full disk is exit code 3 and says why."""
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [COMMAND, "verify", *MEETING], stdout=full, stderr=subprocess.PIPE, text=True, check=False
        )

    assert (3, "error: stdout cannot be written: No space left on device\n") == (done.returncode, done.stderr)
