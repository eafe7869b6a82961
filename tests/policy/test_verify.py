"""Checking a profile against accounts, with the library alone."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import anyio
import pytest

import provider_bridge as pb
from provider_bridge.policy import Verdict, Verification, load_profile, profile_names, verify, verify_async
from provider_bridge.reports import render_json, rows

NAMES = ["sandbox-zoom", "sandbox-webinar", "sandbox-meeting"]


def verified(face: str, *, scenario: str = "compliant", **options: Any) -> Verification:
    """Verify the sandbox on a face."""
    if face == "sync":
        with pb.open_bridge(sandbox=True, scenario=scenario) as bridge:
            return verify(bridge, **options)

    async def main() -> Verification:
        async with pb.open_async_bridge(sandbox=True, scenario=scenario) as bridge:
            return await verify_async(bridge, **options)

    return anyio.run(main)


@pytest.mark.parametrize(
    ("scenario", "exit_code", "verdicts"),
    [
        ("compliant", 0, ["not_offered", "mitigated", "not_offered"]),
        ("violating", 1, ["fail", "fail", "mitigated", "not_offered"]),
        ("legacy", 0, ["pass", "mitigated", "not_offered"]),
        ("forbidden", 4, ["unknown", "unknown", "unknown", "mitigated", "not_offered"]),
    ],
)
def test_the_scenarios_end_as_they_should(face: str, scenario: str, exit_code: int, verdicts: list[str]) -> None:
    """Each of the sandbox's scenarios has its verdicts and its exit code, on both faces."""
    verification = verified(face, scenario=scenario)

    assert exit_code == verification.exit_code
    assert verdicts == [check.finding.verdict for check in verification.checks]
    assert NAMES == [account.name for account in verification.accounts]
    assert all(account.identity for account in verification.accounts)


def test_only_the_named_accounts_are_verified(face: str) -> None:
    """A choice of accounts is kept to, in its order, each once."""
    verification = verified(face, only=["sandbox-meeting", "sandbox-webinar", "sandbox-meeting"])

    assert ["sandbox-meeting", "sandbox-webinar"] == [account.name for account in verification.accounts]


def test_an_account_that_does_not_exist_is_an_error(face: str) -> None:
    """A name that is misspelled is not silently nothing."""
    with pytest.raises(pb.ConfigurationError, match=r"sandbox-zom.*there are: sandbox-zoom"):
        verified(face, only=["sandbox-zom"])


def test_an_account_that_fails_is_unknown_and_the_others_go_on(face: str, tmp_path: Path) -> None:
    """One bad secret neither aborts the verification nor vanishes."""
    from served import serving

    with serving(tmp_path) as served:
        text = served.config.read_text().replace("sandbox-secret", "wrong", 1)
        served.config.write_text(text)
        if face == "sync":
            with pb.open_bridge(served.config) as bridge:
                verification = verify(bridge)
        else:

            async def main() -> Verification:
                async with pb.open_async_bridge(served.config) as bridge:
                    return await verify_async(bridge)

            verification = anyio.run(main)

    assert ["unknown", "mitigated", "not_offered"] == [check.finding.verdict for check in verification.checks]
    assert pb.ExitCode.CONFIGURATION is verification.exit_code
    assert isinstance(verification.accounts[0].error, pb.Unauthorized)
    assert "client_secret is not accepted" in verification.checks[0].finding.reason


def test_the_table_has_one_row_for_each_check_and_account() -> None:
    """Several findings of one account are one row: the worst verdict, its levels, the reasons."""
    found = rows(verified("sync", scenario="violating"))

    assert NAMES == [row.account for row in found]
    assert (Verdict.FAIL, "group, user") == (found[0].verdict, found[0].level)
    assert found[0].reason.count("attention tracking is on for") == 2


def test_a_long_row_is_cut_and_says_so() -> None:
    """A row shows the first reasons and how many more there are."""
    verification = verified("sync", scenario="violating")
    many = Verification(
        verification.profile,
        verification.started_at,
        verification.finished_at,
        verification.accounts,
        verification.checks[:1] * 20,
    )

    assert "and 15 more" in rows(many)[0].reason


def test_the_json_report_follows_its_schema() -> None:
    """The report has the fields of ``provider-bridge/verification/1``, and no others."""
    report = json.loads(render_json(verified("sync", scenario="violating")))

    assert "provider-bridge/verification/1" == report["schema"]
    expected = {"schema", "profile", "started_at", "finished_at", "exit_code", "accounts", "summary", "checks"}
    assert expected == set(report)
    assert ["pass", "fail", "mitigated", "not_offered", "manual", "unknown"] == list(report["summary"])
    failed = [check for check in report["checks"] if check["verdict"] == "fail"]
    assert {"group", "user"} == {check["level"] for check in failed}
    assert all(check["subject"] for check in failed)
    evidence = failed[0]["evidence"][0]
    assert {"operation", "path", "present", "value", "locked", "observed_at", "request_id"} == set(evidence)
    assert (True, True, "Z") == (evidence["present"], evidence["value"], evidence["observed_at"][-1])


def test_a_profile_of_ones_own_may_demand_the_lock(tmp_path: Path) -> None:
    """A profile is a file like the shipped one; one that demands the lock fails an unlocked switch."""
    text = (
        'name = "strict"\ntitle = "Strict"\n[[rules]]\nid = "attention-tracking-off"\ntitle = "Off"\n'
        'promise = "Off."\nfacet = "attention"\nrequire_lock = true\n'
    )
    (tmp_path / "strict.toml").write_text(text)

    profile = load_profile(str(tmp_path / "strict.toml"))

    assert profile.rules[0].require_lock
    assert "strict" == profile.name
    assert pb.ExitCode.DONE is verified("sync", scenario="legacy", profile=profile).exit_code


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("name = ", "not a valid profile"),
        ('name = "x"\ntitle = "y"\nrules = []\n', "rules"),
        (
            'name = "x"\ntitle = "y"\n[[rules]]\nid = "A B"\ntitle = "t"\npromise = "p"\nfacet = "attention"\n',
            "rules.0.id",
        ),
        ('name = "x"\ntitle = "y"\n[[rules]]\nid = "a"\ntitle = "t"\npromise = "p"\nfacet = "chat"\n', "rules.0.facet"),
    ],
)
def test_a_profile_with_a_mistake_is_a_clear_error(tmp_path: Path, text: str, words: str) -> None:
    """A mistake in a profile is named, and nothing is verified against it."""
    (tmp_path / "p.toml").write_text(text)

    with pytest.raises(pb.ConfigurationError, match=words):
        load_profile(str(tmp_path / "p.toml"))


def test_an_unknown_profile_names_the_shipped_ones() -> None:
    """A misspelled profile is an error that helps."""
    assert ("privacy-de",) == profile_names()
    with pytest.raises(pb.ConfigurationError, match="privacy-de"):
        load_profile("privacy-dee")


@pytest.mark.parametrize(
    ("face", "scenario", "exit_code"),
    [("sync", "compliant", 0), ("async", "violating", 1), ("async", "legacy", 0), ("sync", "forbidden", 4)],
)
def test_the_scenarios_end_alike_on_a_port(face: str, scenario: str, exit_code: int, tmp_path: Path) -> None:
    """Over a real port and through a ``bridge.toml`` the scenarios have the same exit codes as in this process."""
    from served import serving

    with serving(tmp_path, scenario=scenario) as served:
        if face == "sync":
            with pb.open_bridge(served.config) as bridge:
                verification = verify(bridge)
        else:

            async def main() -> Verification:
                async with pb.open_async_bridge(served.config) as bridge:
                    return await verify_async(bridge)

            verification = anyio.run(main)

    assert exit_code == verification.exit_code
