"""The rule that attention tracking is off: every state has its verdict, and no state but the right ones passes."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import NOON

from provider_bridge.domain import (
    AlwaysOn,
    Attention,
    ExitCode,
    Level,
    NotOffered,
    SettingReading,
    SwitchedOff,
    SwitchedOn,
    Unknown,
    Unread,
    Withdrawn,
)
from provider_bridge.errors import ConfigurationError, NotFound, ProviderBridgeError, QuotaExhausted, Unauthorized
from provider_bridge.policy import AccountResult, Check, Rule, Verdict, Verification, load_profile
from provider_bridge.policy.attention import judge_attention

RULE = load_profile("privacy-de").rules[0]
STRICT = RULE.model_copy(update={"require_lock": True})


def reading(level: Level = Level.USER, subject: str | None = "u1", **changes: Any) -> SettingReading:
    """Return a reading of a switch that is on."""
    fields: dict[str, Any] = {"present": True, "value": True, "locked": None, **changes}
    return SettingReading(
        level=level, subject=subject, operation="GET /x", path="a.b", observed_at=NOON, request_id="r1", **fields
    )


LOOKED = ((Level.ACCOUNT, 1), (Level.USER, 12_345))
CASES: list[tuple[Attention, Rule, list[Verdict], str]] = [
    (SwitchedOff(True, LOOKED, ()), RULE, [Verdict.PASS], "off and locked"),
    (SwitchedOff(False, LOOKED, ()), RULE, [Verdict.PASS], "not locked"),
    (SwitchedOff(None, LOOKED, ()), RULE, [Verdict.PASS], "not locked"),
    (SwitchedOff(True, LOOKED, ()), STRICT, [Verdict.PASS], "off and locked"),
    (SwitchedOff(False, LOOKED, ()), STRICT, [Verdict.FAIL], "not locked"),
    (SwitchedOff(None, LOOKED, ()), STRICT, [Verdict.FAIL], "not locked"),
    (Withdrawn(date(2020, 4, 1), LOOKED, ()), RULE, [Verdict.NOT_OFFERED], "April 2020"),
    (Withdrawn(date(2020, 4, 1), LOOKED, ()), RULE, [Verdict.NOT_OFFERED], "12,345 users"),
    (AlwaysOn(18, 9, 90, "elsewhere", ()), RULE, [Verdict.MITIGATED], "18 attention values from 9 sessions"),
    (AlwaysOn(1, 1, 90, "elsewhere", ()), RULE, [Verdict.MITIGATED], "1 attention value from 1 session of"),
    (NotOffered("none"), RULE, [Verdict.NOT_OFFERED], "none"),
    (SwitchedOn((reading(),), (), LOOKED), RULE, [Verdict.FAIL], "on for user u1, and not locked"),
    (SwitchedOn((reading(locked=True),), (), LOOKED), RULE, [Verdict.FAIL], "locked on"),
    (SwitchedOn((reading(Level.ACCOUNT, None),), (), LOOKED), RULE, [Verdict.FAIL], "on for the account"),
    (SwitchedOn((reading(Level.EVENT, "m", value=None),), (), LOOKED), RULE, [Verdict.FAIL], "participant report"),
    (SwitchedOn((reading(),), (Unread(Level.GROUP, "g", "w"),), LOOKED), RULE, [Verdict.FAIL, Verdict.UNKNOWN], "u1"),
    (Unknown("w", (Unread(Level.GROUP, "g", "why so"),)), RULE, [Verdict.UNKNOWN], "why so"),
    (Unknown("for no place", ()), RULE, [Verdict.UNKNOWN], "for no place"),
]


@pytest.mark.parametrize(("attention", "rule", "verdicts", "words"), CASES)
def test_every_state_has_its_verdict(attention: Attention, rule: Rule, verdicts: list[Verdict], words: str) -> None:
    """States become findings with the verdict the design gives them, and a reason that says so."""
    findings = judge_attention(rule, attention)

    assert verdicts == [finding.verdict for finding in findings]
    assert words in findings[0].reason


@given(
    on=st.lists(st.sampled_from(list(Level)), max_size=4),
    unread=st.lists(st.sampled_from(list(Level)), max_size=4),
)
def test_nothing_found_or_unread_is_ever_lost(on: list[Level], unread: list[Level]) -> None:
    """There is one finding for each place that is on and one for each that was not read."""
    where = tuple(reading(level, str(number)) for number, level in enumerate(on))
    gaps = tuple(Unread(level, str(number), "why") for number, level in enumerate(unread))

    findings = judge_attention(RULE, SwitchedOn(where, gaps, ()))

    assert len(on) == sum(finding.verdict is Verdict.FAIL for finding in findings)
    assert len(unread) == sum(finding.verdict is Verdict.UNKNOWN for finding in findings)


def verification(*attentions: Attention, errors: tuple[ProviderBridgeError, ...] = ()) -> Verification:
    """Return a verification of accounts in these states, and of accounts that failed."""
    checks = [Check(RULE, "a", "zoom", finding) for each in attentions for finding in judge_attention(RULE, each)]
    accounts = tuple(AccountResult(str(number), "zoom", None, error) for number, error in enumerate(errors))
    return Verification("p", NOON, NOON, accounts, tuple(checks))


GOOD = NotOffered("none")
GAP = Unknown("w", ())
BAD = SwitchedOn((reading(),), (), ())
REJECTED = Unauthorized("POST /oauth/token", 400, "no")
SPENT = QuotaExhausted("GET /x", 429, "no")


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        (verification(GOOD), ExitCode.DONE),
        (verification(GOOD, GAP), ExitCode.UNKNOWN),
        (verification(GOOD, GAP, BAD), ExitCode.VIOLATION),
        (verification(GAP, errors=(REJECTED,)), ExitCode.CONFIGURATION),
        (verification(GAP, errors=(ConfigurationError("x"),)), ExitCode.CONFIGURATION),
        (verification(GAP, errors=(SPENT,)), ExitCode.QUOTA),
        (verification(GAP, errors=(NotFound("GET /x", 404, "no"),)), ExitCode.UNKNOWN),
        (verification(BAD, GAP, errors=(REJECTED, SPENT)), ExitCode.VIOLATION),
    ],
)
def test_the_exit_code_says_the_worst(made: Verification, expected: ExitCode) -> None:
    """A violation outweighs bad credentials, these an exhausted quota, that the unknown."""
    assert expected is made.exit_code


def test_the_summary_counts_every_verdict() -> None:
    """Verdicts that did not occur are counted too, as none."""
    assert {**dict.fromkeys(Verdict, 0), Verdict.FAIL: 1, Verdict.NOT_OFFERED: 1} == verification(GOOD, BAD).summary
